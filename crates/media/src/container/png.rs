//! PNG: chunks (W3C PNG third edition, §5).

use super::be32;
use crate::icc;

/// The eight bytes every PNG starts with.
pub(crate) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// Bytes of a profile's name at most (§11.3.2.3).
const MAX_NAME: usize = 79;

/// One chunk.
pub(crate) struct Chunk<'a> {
    pub(crate) kind: [u8; 4],
    pub(crate) body: &'a [u8],
    /// Length, type, body and checksum.
    pub(crate) raw: &'a [u8],
}

/// Walks the chunks, IEND being the last. Checksums are not checked: decoders do that.
pub(crate) struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
    ended: bool,
}

impl<'a> Chunks<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: SIGNATURE.len(),
            ended: !bytes.starts_with(SIGNATURE),
        }
    }

    /// Once the walk is over: where the picture ends, or nothing when its end is missing.
    pub(crate) fn end(&self) -> Option<usize> {
        (self.ended && self.at > SIGNATURE.len()).then_some(self.at)
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        if self.ended {
            return None;
        }
        let length = be32(self.bytes, self.at)? as usize;
        let end = self.at.checked_add(12)?.checked_add(length)?;
        let raw = self.bytes.get(self.at..end)?;
        let kind = [raw[4], raw[5], raw[6], raw[7]];
        self.at = end;
        self.ended = &kind == b"IEND";
        Some(Chunk {
            kind,
            body: &raw[8..8 + length],
            raw,
        })
    }
}

/// The colour profile in the body of a chunk iCCP, if it is one: a name, then packed bytes. No more is unpacked than
/// a profile may have.
pub(crate) fn profile(body: &[u8]) -> Option<Vec<u8>> {
    let name = body.iter().take(MAX_NAME + 1).position(|byte| *byte == 0)?;
    let packed = body.get(name + 1..)?.strip_prefix(&[0])?;
    let profile = fdeflate::decompress_to_vec_bounded(packed, icc::MAX).ok()?;
    icc::is_profile(&profile, profile.len()).then_some(profile)
}

/// A chunk of our own, with its checksum.
pub(crate) fn write_chunk(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(12 + body.len());
    out.extend(u32::try_from(body.len()).unwrap_or_default().to_be_bytes());
    out.extend(kind);
    out.extend(body);
    let sum = crc(&out[4..]);
    out.extend(sum.to_be_bytes());
    out
}

/// CRC-32 as PNG's annex D has it, bit by bit: only a few bytes ever pass through here.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| {
            if c & 1 == 1 {
                0xEDB8_8320 ^ (c >> 1)
            } else {
                c >> 1
            }
        })
    })
}
