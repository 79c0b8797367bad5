//! What a file is, by its first bytes. Names and declared types are never looked at.
//!
//! The signatures are those of the WHATWG MIME Sniffing Standard (§6, §7) where it has one,
//! else of the format's own specification.

mod file_type;
mod markup;

pub use file_type::FileType;

/// How many bytes from the start [`sniff`] looks at; more are ignored.
pub const SNIFF_LEN: usize = 4096;

/// Tells the type of a file by its content.
///
/// What looks like HTML, SVG or XML is told apart from plain text even when it is malformed, because a
/// browser that is handed it would run it.
#[must_use]
pub fn sniff(bytes: &[u8]) -> FileType {
    let head = &bytes[..bytes.len().min(SNIFF_LEN)];
    by_magic(head).unwrap_or_else(|| by_text(head))
}

fn by_magic(head: &[u8]) -> Option<FileType> {
    use FileType as F;
    let starts = |magic: &[u8]| head.starts_with(magic);
    Some(match () {
        () if starts(b"\xFF\xD8\xFF") => F::Jpeg,
        () if starts(b"\x89PNG\r\n\x1A\n") => F::Png,
        () if starts(b"GIF87a") || starts(b"GIF89a") => F::Gif,
        () if starts(b"RIFF") => return riff(head),
        () if head.get(4..8) == Some(b"ftyp") => iso_media(head),
        () if starts(b"II*\0") || starts(b"MM\0*") => F::Tiff,
        () if starts(b"BM") && is_bmp(head) => F::Bmp,
        () if starts(b"\xFF\x0A") || starts(b"\0\0\0\x0CJXL \r\n\x87\n") => F::Jxl,
        () if starts(b"\0\0\x01\0") => F::Ico,
        () if starts(b"%PDF-") => F::Pdf,
        () if starts(b"\x1A\x45\xDF\xA3") => matroska(head),
        () if starts(b"OggS\0") => F::Ogg,
        () if starts(b"fLaC") => F::Flac,
        () if starts(b"#!AMR") => F::Amr,
        () if starts(b"ID3") => F::Mp3,
        () if is_mpeg_audio(head) => F::Mp3,
        () if starts(b"\xFF\xF1") || starts(b"\xFF\xF9") => F::Aac,
        () if starts(b"PK\x03\x04") => zip(head),
        () if starts(b"PK\x05\x06") || starts(b"PK\x07\x08") => F::Zip,
        () if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") => F::OfficeBinary,
        () if starts(b"{\\rtf") => F::Rtf,
        () => return None,
    })
}

/// RIFF: length, then what it carries.
fn riff(head: &[u8]) -> Option<FileType> {
    match head.get(8..12)? {
        b"WEBP" => Some(FileType::Webp),
        b"WAVE" => Some(FileType::Wav),
        b"AVI " => Some(FileType::Avi),
        _ => None,
    }
}

/// ISO base media (ISO/IEC 14496-12): the major brand, then the compatible ones.
/// HEIF's brands: ISO/IEC 23008-12 annex B; AVIF's: the AVIF specification §6.
fn iso_media(head: &[u8]) -> FileType {
    let size = head
        .get(..4)
        .map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]])) as usize;
    let end = size.clamp(16, 16 + 4 * 32).min(head.len());
    let major = head.get(8..12).unwrap_or_default();
    let compatible = head.get(16..end).unwrap_or_default();
    let any = |brand: &[u8]| major == brand || compatible.chunks_exact(4).any(|c| c == brand);
    match major {
        b"qt  " => FileType::Mov,
        b"M4A " | b"M4B " => FileType::M4a,
        _ if any(b"avif") || any(b"avis") => FileType::Avif,
        _ if [
            b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
        ]
        .iter()
        .any(|brand| any(*brand)) =>
        {
            FileType::Heic
        }
        _ if major.starts_with(b"3g") => FileType::ThreeGp,
        _ => FileType::Mp4,
    }
}

/// A DIB header follows the 14 bytes of the file header and starts with its own, well-known, size.
fn is_bmp(head: &[u8]) -> bool {
    matches!(
        head.get(14..18),
        Some([12 | 16 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0])
    )
}

/// EBML says its document type in plain letters near the start.
fn matroska(head: &[u8]) -> FileType {
    if contains(&head[..head.len().min(64)], b"webm") {
        FileType::Webm
    } else {
        FileType::Mkv
    }
}

/// An MPEG audio frame header (layer III) with no reserved value in it.
fn is_mpeg_audio(head: &[u8]) -> bool {
    match head {
        [0xFF, b, c, ..] => {
            matches!(b & 0xFE, 0xFA | 0xF2 | 0xE2)
                && c >> 4 != 0
                && c >> 4 != 15
                && (c >> 2) & 3 != 3
        }
        _ => false,
    }
}

/// Office files are ZIPs whose entries have telling names (ECMA-376 part 2; OpenDocument 1.2 part 3).
fn zip(head: &[u8]) -> FileType {
    const LOCAL_HEADER: &[u8] = b"PK\x03\x04"; // the entry's name starts 30 bytes on (APPNOTE 4.3.7)
    let entries = (0..head.len()).filter(|at| head[*at..].starts_with(LOCAL_HEADER));
    for name in entries.filter_map(|at| head.get(at + 30..)) {
        let kind = match () {
            () if name.starts_with(b"mimetypeapplication/vnd.oasis.opendocument.text") => {
                FileType::Odt
            }
            () if name.starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") => {
                FileType::Ods
            }
            () if name.starts_with(b"word/") => FileType::Docx,
            () if name.starts_with(b"xl/") => FileType::Xlsx,
            () if name.starts_with(b"ppt/") => FileType::Pptx,
            () => continue,
        };
        return kind;
    }
    FileType::Zip
}

fn by_text(head: &[u8]) -> FileType {
    if let Some(markup) = markup::recognise(head) {
        return markup;
    }
    if contains(&head[..head.len().min(1024)], b"%PDF-") {
        // Readers accept a PDF whose header is not at the very start.
        return FileType::Pdf;
    }
    if head.is_empty() || !markup::is_text(head) {
        return FileType::Other;
    }
    let upper = head[..head.len().min(16)].to_ascii_uppercase();
    if upper.starts_with(b"BEGIN:VCARD") {
        FileType::Vcard
    } else if upper.starts_with(b"BEGIN:VCALENDAR") {
        FileType::Calendar
    } else {
        FileType::Text
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}
