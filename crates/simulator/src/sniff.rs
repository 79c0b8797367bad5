//! What bytes are, by their first ones: enough to catch a type that is not true. A table of its own, so
//! that it can disagree with ours.

/// The type of well-known bytes.
pub(crate) fn sniff(bytes: &[u8]) -> Option<&'static str> {
    let at = |from: usize, what: &[u8]| bytes.get(from..from + what.len()) == Some(what);
    let brand = || bytes.get(8..12).unwrap_or_default();
    if at(0, b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if at(0, b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
        Some("image/gif")
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Some("image/webp")
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        Some("audio/wav")
    } else if at(0, b"RIFF") && at(8, b"AVI ") {
        Some("video/avi")
    } else if at(0, b"BM") && at(6, &[0, 0, 0, 0]) {
        Some("image/bmp")
    } else if at(0, b"II*\0") || at(0, b"MM\0*") {
        Some("image/tiff")
    } else if at(4, b"ftyp") {
        Some(match brand() {
            b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1" => "image/heic",
            b"avif" | b"avis" => "image/avif",
            b"qt  " => "video/quicktime",
            b"M4A " | b"M4B " => "audio/mp4",
            [b'3', b'g', ..] => "video/3gpp",
            _ => "video/mp4",
        })
    } else if at(0, b"\x1a\x45\xdf\xa3") {
        Some("video/webm")
    } else if at(0, b"OggS") {
        Some("audio/ogg")
    } else if at(0, b"#!AMR") {
        Some("audio/amr")
    } else if at(0, b"ID3") || at(0, b"\xff\xfb") || at(0, b"\xff\xf3") || at(0, b"\xff\xf2") {
        Some("audio/mpeg")
    } else if at(0, b"\xff\xf1") || at(0, b"\xff\xf9") {
        Some("audio/aac")
    } else if at(0, b"%PDF-") {
        Some("application/pdf")
    } else if at(0, b"PK\x03\x04") {
        Some("application/zip")
    } else if at(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Some("application/x-ole-storage")
    } else {
        None
    }
}

/// What the bytes are, when they are surely not of the type they are said to be.
pub(crate) fn disagrees(said: &str, bytes: &[u8]) -> Option<&'static str> {
    let real = sniff(bytes);
    let family = |kind: &str| match kind {
        "image/jpg" | "image/pjpeg" => "image/jpeg",
        "image/heif" | "image/heic" | "image/heif-sequence" => "image/heic",
        "video/3gpp" | "video/3gpp2" | "audio/3gpp" | "audio/3gpp2" | "video/mp4" | "audio/mp4"
        | "audio/m4a" | "audio/x-m4a" | "video/quicktime" => "mp4",
        "audio/ogg" | "video/ogg" | "audio/opus" | "application/ogg" => "ogg",
        "video/webm" | "audio/webm" | "video/x-matroska" => "webm",
        "audio/wav" | "audio/x-wav" | "audio/wave" | "audio/vnd.wave" => "wav",
        "video/avi" | "video/x-msvideo" => "avi",
        "audio/mp3" | "audio/mpeg" => "mp3",
        "application/msword" | "application/vnd.ms-excel" | "application/vnd.ms-powerpoint" => {
            "application/x-ole-storage"
        }
        k if k.starts_with("application/vnd.openxmlformats-officedocument.") => "application/zip",
        k if k.starts_with("application/vnd.oasis.opendocument.") => "application/zip",
        k => match k {
            "image/png" => "image/png",
            "image/gif" => "image/gif",
            "image/webp" => "image/webp",
            "image/bmp" => "image/bmp",
            "image/tiff" => "image/tiff",
            "image/jpeg" => "image/jpeg",
            "image/avif" => "image/avif",
            "audio/amr" => "audio/amr",
            "audio/aac" => "audio/aac",
            "application/pdf" => "application/pdf",
            "application/zip" => "application/zip",
            "application/x-ole-storage" => "application/x-ole-storage",
            _ => "",
        },
    };
    let wanted = family(said);
    match real {
        // A type without a mark of its own: text, cards, calendars. It must not be something else.
        _ if wanted.is_empty() => real.filter(|_| said.starts_with("text/")),
        Some(real) if family(real) == wanted => None,
        Some(real) => Some(real),
        None => Some("something else"),
    }
}
