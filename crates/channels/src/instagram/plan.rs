//! Which messages a message becomes on Instagram: text of a thousand bytes at most, then the files;
//! pictures go several at a time, and a caption is a message of its own after its file.

use crate::{Outgoing, OutgoingFile, Part, SendError, problem, split::split};
use model::SentAs;

/// Bytes of a text (Meta's page on sending; another says characters, of which there are never more).
const TEXT: usize = 1_000;
/// Pictures of a message.
const PICTURES: usize = 10;
const MB: u64 = 1_000_000;

/// The type of a file in the API; nothing for what Instagram does not carry (Meta's page on
/// sending: types and sizes).
///
/// # Errors
/// Says what helps.
pub(super) fn kind(file: &OutgoingFile) -> Result<&'static str, SendError> {
    let mime = file.mime.split(';').next().unwrap_or_default().trim();
    let (kind, most) = match mime {
        "application/pdf" => ("file", 25 * MB),
        // As a document there is only PDF; whoever wanted every pixel is told.
        _ if file.sent_as == SentAs::Document => ("", 0),
        "image/png" | "image/jpeg" | "image/gif" => ("image", 8 * MB),
        "audio/aac" | "audio/m4a" | "audio/x-m4a" | "audio/wav" | "audio/x-wav" | "audio/mp4" => {
            ("audio", 25 * MB)
        }
        "video/mp4" | "video/ogg" | "video/x-msvideo" | "video/avi" | "video/quicktime"
        | "video/webm" => ("video", 25 * MB),
        _ => ("", 0),
    };
    if kind.is_empty() {
        return Err(SendError::Rejected(problem::kind("Instagram", &file.name)));
    }
    if file.bytes > most {
        return Err(SendError::Rejected(problem::too_large(
            "Instagram",
            &file.name,
        )));
    }
    Ok(kind)
}

/// The parts.
pub(super) fn plan(message: &Outgoing) -> Vec<Part> {
    let texts = |text: &str| {
        let pieces = split(text, TEXT, char::len_utf8).into_iter();
        pieces.map(|piece| (piece, Vec::new())).collect::<Vec<_>>()
    };
    let mut parts = texts(&message.text);
    let mut pictures: Vec<usize> = Vec::new();
    let flush = |parts: &mut Vec<_>, pictures: &mut Vec<usize>| {
        if !pictures.is_empty() {
            parts.push((String::new(), std::mem::take(pictures)));
        }
    };
    for (at, file) in message.files.iter().enumerate() {
        // One that Instagram refuses takes no others along.
        if matches!(kind(file), Ok("image")) {
            pictures.push(at);
            if pictures.len() == PICTURES {
                flush(&mut parts, &mut pictures);
            }
        } else {
            flush(&mut parts, &mut pictures);
            parts.push((String::new(), vec![at]));
        }
        if !file.caption.trim().is_empty() {
            flush(&mut parts, &mut pictures);
            parts.extend(texts(&file.caption));
        }
    }
    flush(&mut parts, &mut pictures);
    Part::in_order(parts)
}
