//! Which messages a message becomes on WhatsApp: one file each, with its caption where the kind of
//! file has one; text before the files, or below the only one.

use super::{Carried, Letters, PlanFile, Planned, Writing, carried, split::split};
use crate::Channel;

/// Characters of a text (Meta's page on text messages).
const TEXT: usize = 4_096;
/// Characters of a caption.
const CAPTION: usize = 1_024;

/// Characters as a caution: WhatsApp may count a character beyond the first plane as two.
fn cost(char: char) -> usize {
    char.len_utf16()
}

fn length(text: &str) -> usize {
    text.chars().map(cost).sum()
}

fn takes_caption(file: &PlanFile<'_>, caption: &str) -> bool {
    carried(Channel::Whatsapp, file) != Carried::Sound && length(caption) <= CAPTION
}

/// The parts.
pub(super) fn plan(draft: &Writing<'_>, letters: Letters) -> Vec<Planned> {
    if draft.template {
        let files = (0..draft.files.len()).map(|at| Planned::with(String::new(), vec![at]));
        let template = Planned::words(draft.text.to_owned());
        return std::iter::once(template).chain(files).collect();
    }
    let text = draft.text.trim();
    if let [file] = draft.files
        && file.caption.trim().is_empty()
        && takes_caption(file, text)
    {
        return vec![Planned::with(text.to_owned(), vec![0])];
    }
    let words = |text: &str| {
        let pieces = split(text, TEXT, letters, cost).into_iter();
        pieces.map(Planned::words)
    };
    let mut parts: Vec<_> = words(text).collect();
    for (at, file) in draft.files.iter().enumerate() {
        let caption = file.caption.trim();
        if takes_caption(file, caption) {
            parts.push(Planned::with(caption.to_owned(), vec![at]));
        } else {
            parts.push(Planned::with(String::new(), vec![at]));
            parts.extend(words(caption));
        }
    }
    parts
}
