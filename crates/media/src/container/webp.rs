//! WebP: RIFF chunks (RFC 9649 §2).

use super::{le16, le24, le32};

/// Flags of the VP8X chunk.
pub(crate) mod flag {
    pub(crate) const ICC: u8 = 0x20;
    pub(crate) const ALPHA: u8 = 0x10;
    pub(crate) const EXIF: u8 = 0x08;
    pub(crate) const XMP: u8 = 0x04;
}

/// Bytes of an animation's frame before its chunks: place, size, delay, flags (§2.7.1.1).
pub(crate) const FRAME_HEADER: usize = 16;

/// One chunk.
pub(crate) struct Chunk<'a> {
    pub(crate) kind: [u8; 4],
    pub(crate) body: &'a [u8],
    /// Type, length, body and padding.
    pub(crate) raw: &'a [u8],
}

/// Walks the chunks as far as the RIFF header says, or the file goes.
pub(crate) struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Chunks<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let declared = le32(bytes, 4).unwrap_or(0) as usize;
        let end = declared.saturating_add(8).min(bytes.len());
        Self {
            bytes: &bytes[..end],
            at: 12,
        }
    }

    /// Those within a frame of an animation.
    pub(crate) fn of_frame(body: &'a [u8]) -> Self {
        Self {
            bytes: body,
            at: FRAME_HEADER,
        }
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let length = le32(self.bytes, self.at + 4)? as usize;
        let start = self.at + 8;
        let end = start.checked_add(length)?;
        let body = self.bytes.get(start..end)?;
        // The padding byte is missing at the end of files by careless writers.
        let padded = (end + length % 2).min(self.bytes.len());
        let raw = &self.bytes[self.at..padded];
        self.at = padded;
        Some(Chunk {
            kind: [raw[0], raw[1], raw[2], raw[3]],
            body,
            raw,
        })
    }
}

/// Whether the file is as long as its RIFF header says.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    le32(bytes, 4).is_some_and(|declared| u64::from(declared) + 8 <= bytes.len() as u64 + 1)
}

/// Whether every picture in the file is as large as the file says, and every frame within it. A decoder makes room
/// for what a picture itself says.
pub(crate) fn is_consistent(bytes: &[u8], width: u32, height: u32) -> bool {
    let is_sized = |chunk: &Chunk<'_>, width, height| {
        matches!(&chunk.kind, b"VP8X")
            || dimensions(chunk).is_none_or(|(w, h, _)| (w, h) == (width, height))
    };
    Chunks::new(bytes).all(|chunk| {
        if &chunk.kind != b"ANMF" {
            return is_sized(&chunk, width, height);
        }
        let (Some(w), Some(h)) = (le24(chunk.body, 6), le24(chunk.body, 9)) else {
            return false;
        };
        w < width
            && h < height
            && Chunks::of_frame(chunk.body).all(|inner| is_sized(&inner, w + 1, h + 1))
    })
}

/// Width, height and whether there is transparency, from a chunk that says so.
pub(crate) fn dimensions(chunk: &Chunk<'_>) -> Option<(u32, u32, bool)> {
    let body = chunk.body;
    match &chunk.kind {
        b"VP8X" => {
            let alpha = *body.first()? & flag::ALPHA != 0;
            Some((le24(body, 4)? + 1, le24(body, 7)? + 1, alpha))
        }
        // RFC 6386 §9.1: a frame tag, a start code, then 14 bits each.
        b"VP8 " if body.get(3..6) == Some(&[0x9D, 0x01, 0x2A]) => Some((
            u32::from(le16(body, 6)?) & 0x3FFF,
            u32::from(le16(body, 8)?) & 0x3FFF,
            false,
        )),
        // RFC 9649 §3.4: a signature byte, then 14 bits each, less one, and the alpha hint.
        b"VP8L" if body.first() == Some(&0x2F) => {
            let bits = le32(body, 1)?;
            Some((
                (bits & 0x3FFF) + 1,
                ((bits >> 14) & 0x3FFF) + 1,
                bits >> 28 & 1 == 1,
            ))
        }
        _ => None,
    }
}
