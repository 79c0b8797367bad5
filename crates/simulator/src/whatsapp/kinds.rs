//! What WhatsApp takes as which kind, and how much of it (WA-MEDIA).

use crate::fetch::essence;

const MB: usize = 1024 * 1024;

const OFFICE: [&str; 8] = [
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
];

/// The types of a kind of message. A document is anything the upload takes: pictures are sent as documents too.
fn kinds(kind: &str) -> &'static [&'static str] {
    match kind {
        "image" => &["image/jpeg", "image/png"],
        "video" => &["video/mp4", "video/3gpp"],
        "audio" => &[
            "audio/aac",
            "audio/amr",
            "audio/mpeg",
            "audio/mp4",
            "audio/ogg",
        ],
        "sticker" => &["image/webp"],
        _ => &OFFICE,
    }
}

/// Whether the upload takes a type at all: what it does not know, it refuses with code 100.
pub(crate) fn uploads(kind: &str) -> bool {
    let kind = essence(kind);
    ["image", "video", "audio", "sticker", "document"]
        .iter()
        .any(|k| kinds(k).contains(&kind.as_str()))
}

/// Why a file cannot be that kind of message, or nothing.
pub(crate) fn refuses(kind: &str, said: &str, bytes: &[u8]) -> Option<String> {
    let said = essence(said);
    let most = match kind {
        "image" => 5 * MB,
        "video" | "audio" => 16 * MB,
        // 100 KB when it stands still, 500 KB when it moves: an animation has the chunk's name in its header.
        "sticker"
            if bytes
                .get(..64)
                .unwrap_or(bytes)
                .windows(4)
                .any(|w| w == b"ANIM") =>
        {
            500 * 1024
        }
        "sticker" => 100 * 1024,
        _ => 100 * MB,
    };
    let fits = if kind == "document" {
        uploads(&said)
    } else {
        kinds(kind).contains(&said.as_str())
    };
    if !fits {
        return Some(format!("{said} is not a type of {kind}"));
    }
    if let Some(real) = crate::sniff::disagrees(&said, bytes) {
        return Some(format!("the file is said to be {said} and is {real}"));
    }
    if bytes.len() > most {
        return Some(format!("{} bytes, over {most} for {kind}", bytes.len()));
    }
    if kind == "audio" && said == "audio/ogg" && !opus_mono(bytes) {
        return Some("an audio/ogg file must be opus with one channel".into());
    }
    None
}

/// Ogg with opus in one channel: the header packet is `OpusHead`, a version, and the number of channels (RFC 7845, 5.1).
fn opus_mono(bytes: &[u8]) -> bool {
    let head = bytes.get(..128).unwrap_or(bytes);
    let Some(at) = head.windows(8).position(|w| w == b"OpusHead") else {
        return false;
    };
    bytes.get(at + 9) == Some(&1)
}

/// The kind of message a file of a person's becomes.
pub(crate) fn inbound(kind: &str) -> &'static str {
    match kind.split('/').next().unwrap_or_default() {
        "image" => "image",
        "video" => "video",
        "audio" => "audio",
        _ => "document",
    }
}
