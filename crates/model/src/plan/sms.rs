//! Which messages a message becomes by SMS and MMS: text and files go together, captions are in
//! the text.

use super::{Letters, PlanFile, Planned, Writing, segments::is_extension, split::split};
use crate::Limits;

/// Characters of a body (Twilio, error 21617).
const BODY: usize = 1_600;
/// Media of a message (Twilio, error 21623).
const MEDIA: usize = 10;

/// Characters as Twilio may count them: those of GSM-7's extension table and those outside of
/// Unicode's first plane take two.
fn cost(char: char) -> usize {
    if is_extension(char) {
        2
    } else {
        char.len_utf16()
    }
}

/// The parts: what is too long for one goes before, the last piece with the first files.
pub(super) fn plan(limits: &Limits, draft: &Writing<'_>, letters: Letters) -> Vec<Planned> {
    let groups = groups(draft.files, limits.message_bytes);
    let several = draft.files.len() > 1;
    let mut parts = Vec::new();
    for (turn, group) in groups.into_iter().enumerate() {
        let text = if turn == 0 { draft.text.trim() } else { "" };
        let captions = group.iter().filter_map(|&at| {
            let caption = draft.files[at].caption.trim();
            // By their number, as the customer counts them.
            (!caption.is_empty()).then(|| match several {
                true => format!("({}) {caption}", at + 1),
                false => caption.to_owned(),
            })
        });
        let body = Some(text.to_owned()).filter(|text| !text.is_empty());
        let body: Vec<String> = body.into_iter().chain(captions).collect();
        let mut pieces = split(&body.join("\n"), BODY, letters, cost);
        let last = pieces.pop().unwrap_or_default();
        parts.extend(pieces.into_iter().map(Planned::words));
        parts.push(Planned::with(last, group));
    }
    parts
}

/// Files that go together: ten at most, and no more bytes than the sender's carriers take. One
/// group without files when there are none.
fn groups(files: &[PlanFile<'_>], most: u64) -> Vec<Vec<usize>> {
    let mut groups = vec![Vec::new()];
    let mut bytes = 0_u64;
    for (at, file) in files.iter().enumerate() {
        let full = groups.last().is_none_or(|group| {
            group.len() >= MEDIA || (!group.is_empty() && bytes.saturating_add(file.bytes) > most)
        });
        if full {
            groups.push(Vec::new());
            bytes = 0;
        }
        bytes = bytes.saturating_add(file.bytes);
        if let Some(group) = groups.last_mut() {
            group.push(at);
        }
    }
    groups
}
