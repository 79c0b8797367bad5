//! Which messages a message becomes by SMS and MMS: text and files go together, captions are in
//! the text.

use crate::{Outgoing, OutgoingFile, Part, SendError, problem, split::split};
use model::Limits;

/// Characters of a body (Twilio, error 21617).
const BODY: usize = 1_600;
/// Media of a message (Twilio, error 21623).
const MEDIA: usize = 10;

/// Characters as Twilio may count them: those of GSM-7's extension table and those outside of
/// Unicode's first plane take two.
pub(super) fn cost(char: char) -> usize {
    match char {
        '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => 2,
        char => char.len_utf16(),
    }
}

/// The parts: what is too long for one goes before, the last piece with the first files.
pub(super) fn plan(message: &Outgoing, limits: &Limits) -> Vec<Part> {
    let groups = groups(&message.files, limits.message_bytes);
    let several = message.files.len() > 1;
    let mut parts = Vec::new();
    for (turn, group) in groups.into_iter().enumerate() {
        let text = if turn == 0 { message.text.trim() } else { "" };
        let captions = group.iter().filter_map(|&at| {
            let caption = message.files[at].caption.trim();
            // By their number, as the customer counts them.
            (!caption.is_empty()).then(|| match several {
                true => format!("({}) {caption}", at + 1),
                false => caption.to_owned(),
            })
        });
        let body = Some(text.to_owned()).filter(|text| !text.is_empty());
        let body: Vec<String> = body.into_iter().chain(captions).collect();
        let mut pieces = split(&body.join("\n"), BODY, cost);
        let last = pieces.pop().unwrap_or_default();
        parts.extend(pieces.into_iter().map(|piece| (piece, Vec::new())));
        parts.push((last, group));
    }
    Part::in_order(parts)
}

/// Files that go together: ten at most, and no more bytes than the sender's carriers take. One
/// group without files when there are none.
fn groups(files: &[OutgoingFile], most: u64) -> Vec<Vec<usize>> {
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

/// Whether a file is of a type that MMS carries (Twilio's accepted types); what is more, handsets
/// do not show.
pub(super) fn carries(file: &OutgoingFile) -> Result<(), SendError> {
    let mime = file.mime.split(';').next().unwrap_or_default().trim();
    let carried = match mime.split_once('/') {
        Some(("image", kind)) => {
            ["jpeg", "jpg", "png", "gif", "heic", "heif", "tiff", "bmp"].contains(&kind)
        }
        Some(("video" | "audio", _)) => true,
        Some(("text", kind)) => [
            "vcard",
            "x-vcard",
            "csv",
            "rtf",
            "calendar",
            "directory",
            "richtext",
        ]
        .contains(&kind),
        _ => mime == "application/pdf",
    };
    if carried {
        Ok(())
    } else {
        Err(SendError::Rejected(problem::kind("MMS", &file.name)))
    }
}
