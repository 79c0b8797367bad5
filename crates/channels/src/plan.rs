//! The parts of a message: those that [`model::plan`] told the composer.

use crate::{Outgoing, OutgoingFile, Part};
use model::{Carried, Channel, Limits, PlanFile, Writing};
use unicode_segmentation::UnicodeSegmentation;

/// A file, as plans take it.
fn planned(file: &OutgoingFile) -> PlanFile<'_> {
    PlanFile {
        mime: &file.mime,
        bytes: file.bytes,
        caption: &file.caption,
        sent_as: file.sent_as,
    }
}

/// How a file arrives.
pub(crate) fn carried(channel: Channel, file: &OutgoingFile) -> Carried {
    model::carried(channel, &planned(file))
}

/// The parts.
pub(crate) fn plan(channel: Channel, limits: &Limits, message: &Outgoing) -> Vec<Part> {
    let files: Vec<_> = message.files.iter().map(planned).collect();
    let draft = Writing {
        text: &message.text,
        files: &files,
        template: message.template.is_some(),
    };
    let letters = |text: &str| text.grapheme_indices(true).map(|(at, _)| at).collect();
    let parts = model::plan(channel, limits, &draft, letters).into_iter();
    Part::in_order(parts.map(|part| (part.text, part.files)))
}
