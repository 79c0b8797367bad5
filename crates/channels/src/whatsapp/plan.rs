//! Which messages a message becomes on WhatsApp: one file each, with its caption where the kind of
//! file has one; text before the files, or below the only one.

use crate::{Outgoing, OutgoingFile, Part, split::split};
use model::SentAs;

/// Characters of a text (Meta's page on text messages).
const TEXT: usize = 4_096;
/// Characters of a caption.
const CAPTION: usize = 1_024;
const MB: u64 = 1_000_000;

/// What a file is to WhatsApp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Shown.
    Image,
    /// Played.
    Video,
    /// Played, and has no caption.
    Audio,
    /// To be opened.
    Document,
}

impl Kind {
    /// The name in the API.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
        }
    }

    const fn has_caption(self) -> bool {
        !matches!(self, Self::Audio)
    }

    /// The kind of a file: what the API does not take as a picture or a film goes as a document
    /// (Meta's media reference).
    pub(super) fn of(file: &OutgoingFile) -> Self {
        let mime = file.mime.split(';').next().unwrap_or_default().trim();
        let bytes = file.bytes;
        match mime {
            _ if file.sent_as != SentAs::Itself => Self::Document,
            "image/jpeg" | "image/png" if bytes <= 5 * MB => Self::Image,
            "video/mp4" | "video/3gpp" if bytes <= 16 * MB => Self::Video,
            "audio/aac" | "audio/amr" | "audio/mpeg" | "audio/mp4" | "audio/ogg"
                if bytes <= 16 * MB =>
            {
                Self::Audio
            }
            _ => Self::Document,
        }
    }
}

/// Characters as a caution: WhatsApp may count a character beyond the first plane as two.
fn cost(char: char) -> usize {
    char.len_utf16()
}

fn length(text: &str) -> usize {
    text.chars().map(cost).sum()
}

/// The parts.
pub(super) fn plan(message: &Outgoing) -> Vec<Part> {
    if message.template.is_some() {
        let files = (0..message.files.len()).map(|at| (String::new(), vec![at]));
        let template = std::iter::once((message.text.clone(), Vec::new()));
        return Part::in_order(template.chain(files));
    }
    let text = message.text.trim();
    if let [file] = &message.files[..]
        && file.caption.trim().is_empty()
        && Kind::of(file).has_caption()
        && length(text) <= CAPTION
    {
        return Part::in_order([(text.to_owned(), vec![0])]);
    }
    let text = split(text, TEXT, cost).into_iter();
    let mut parts: Vec<_> = text.map(|piece| (piece, Vec::new())).collect();
    for (at, file) in message.files.iter().enumerate() {
        let caption = file.caption.trim();
        if Kind::of(file).has_caption() && length(caption) <= CAPTION {
            parts.push((caption.to_owned(), vec![at]));
        } else {
            parts.push((String::new(), vec![at]));
            let pieces = split(caption, TEXT, cost).into_iter();
            parts.extend(pieces.map(|piece| (piece, Vec::new())));
        }
    }
    Part::in_order(parts)
}
