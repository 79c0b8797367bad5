//! Which WebP chunks stay.

use crate::container::webp::{Chunks, flag, is_whole};
use crate::exif;

/// Pixels, transparency, colour, animation.
const KEPT: [&[u8; 4]; 6] = [b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"];

pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    if !is_whole(bytes) {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(b"RIFF\0\0\0\0WEBP");
    let mut flags_at = None;
    for chunk in Chunks::new(bytes) {
        if &chunk.kind == b"VP8X" {
            flags_at = Some(out.len() + 8);
        }
        if &chunk.kind == b"VP8X" || KEPT.contains(&&chunk.kind) {
            out.extend_from_slice(chunk.raw);
        } else if &chunk.kind == b"EXIF" {
            let orientation = exif::read(chunk.body).orientation;
            if orientation != 1 {
                push_exif(&mut out, orientation);
                if let Some(at) = flags_at {
                    out[at] |= flag::EXIF;
                }
                continue;
            }
        }
        if let (b"VP8X", Some(at)) = (&chunk.kind, flags_at) {
            *out.get_mut(at)? &= !(flag::EXIF | flag::XMP);
        }
    }
    let length = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    (out.len() > 12).then_some(out)
}

fn push_exif(out: &mut Vec<u8>, orientation: u8) {
    let tiff = exif::orientation_only(orientation);
    out.extend_from_slice(b"EXIF");
    out.extend(u32::try_from(tiff.len()).unwrap_or_default().to_le_bytes());
    out.extend_from_slice(&tiff); // 26 bytes: even, so no padding
}
