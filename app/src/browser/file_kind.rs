//! Which files are pictures, where the browser does not know: by their name's ending, else by their first
//! bytes. A guess that decides who looks at the file; the image worker finds out.

/// The media type of pictures whose names end like this.
pub(super) fn by_name(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "heic" | "heif" | "hif" => "image/heic",
        "avif" => "image/avif",
        "webp" => "image/webp",
        "jpg" | "jpeg" | "jfif" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "tif" | "tiff" => "image/tiff",
        "bmp" => "image/bmp",
        "jxl" => "image/jxl",
        _ => return None,
    })
}

/// How many bytes [`by_bytes`] looks at.
pub(super) const LOOK: u64 = 12;

/// The media type of pictures that begin like this (WHATWG MIME Sniffing §6.1; ISO/IEC 23008-12 annex B).
pub(super) fn by_bytes(head: &[u8]) -> Option<&'static str> {
    Some(match head {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => "image/tiff",
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand {
            b"avif" | b"avis" => "image/avif",
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => {
                "image/heic"
            }
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{by_bytes, by_name};

    #[test]
    fn item_1_a_picture_is_known_by_its_ending_or_by_its_first_bytes() {
        assert_eq!(by_name("IMG_0001.HEIC"), Some("image/heic"));
        assert_eq!(by_name("notes.txt"), None);
        assert_eq!(by_name("IMG_0001"), None);
        assert_eq!(by_bytes(b"\0\0\0\x18ftypheic"), Some("image/heic"));
        assert_eq!(by_bytes(b"\0\0\0\x18ftypisom"), None);
        assert_eq!(by_bytes(b"RIFF\0\0\0\0WEBP"), Some("image/webp"));
        assert_eq!(by_bytes(b"Dear "), None);
        assert_eq!(by_bytes(b""), None);
    }
}
