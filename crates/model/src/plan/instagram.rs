//! Which messages a message becomes on Instagram: text of a thousand bytes at most, then the files;
//! pictures go several at a time, and a caption is a message of its own after its file.

use super::{Carried, Letters, Planned, Writing, carried, split::split};
use crate::Channel;

/// Bytes of a text (Meta's page on sending; another says characters, of which there are never more).
const TEXT: usize = 1_000;
/// Pictures of a message.
const PICTURES: usize = 10;

/// The parts.
pub(super) fn plan(draft: &Writing<'_>, letters: Letters) -> Vec<Planned> {
    let words = |text: &str| {
        let pieces = split(text, TEXT, letters, char::len_utf8).into_iter();
        pieces.map(Planned::words)
    };
    let flush = |parts: &mut Vec<_>, pictures: &mut Vec<usize>| {
        if !pictures.is_empty() {
            parts.push(Planned::with(String::new(), std::mem::take(pictures)));
        }
    };
    let mut parts: Vec<_> = words(draft.text).collect();
    let mut pictures: Vec<usize> = Vec::new();
    for (at, file) in draft.files.iter().enumerate() {
        // One that Instagram refuses takes no others along.
        if carried(Channel::Instagram, file) == Carried::Picture {
            pictures.push(at);
            if pictures.len() == PICTURES {
                flush(&mut parts, &mut pictures);
            }
        } else {
            flush(&mut parts, &mut pictures);
            parts.push(Planned::with(String::new(), vec![at]));
        }
        if !file.caption.trim().is_empty() {
            flush(&mut parts, &mut pictures);
            parts.extend(words(file.caption));
        }
    }
    flush(&mut parts, &mut pictures);
    parts
}
