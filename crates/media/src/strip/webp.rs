//! Which WebP chunks stay.

use super::{MAX_ICC, Parts};
use crate::container::webp::{Chunks, flag, is_whole};
use crate::exif;
use std::borrow::Cow;

/// Where the flags stand in the extended header's chunk.
const FLAGS: usize = 8;

/// Pixels, transparency, colour, animation.
const KEPT: [&[u8; 4]; 6] = [b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"];

pub(super) fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    if !is_whole(bytes) {
        return None;
    }
    let mut parts = vec![Cow::from(&b""[..])];
    // The extended header tells what else is there: its number, once it is known.
    let mut header = None;
    for chunk in Chunks::new(bytes) {
        match &chunk.kind {
            b"VP8X" => {
                let mut raw = chunk.raw.to_vec();
                *raw.get_mut(FLAGS)? &= !(flag::EXIF | flag::XMP);
                header = Some(parts.len());
                parts.push(raw.into());
            }
            b"EXIF" => {
                let orientation = exif::read(chunk.body).orientation;
                if orientation != 1 {
                    parts.push(exif_chunk(orientation).into());
                    if let Some(header) = header {
                        parts[header].to_mut()[FLAGS] |= flag::EXIF;
                    }
                }
            }
            b"ICCP" if chunk.body.len() > MAX_ICC => {
                if let Some(header) = header {
                    parts[header].to_mut()[FLAGS] &= !flag::ICC;
                }
            }
            kind if KEPT.contains(&kind) => parts.push(chunk.raw.into()),
            _ => {}
        }
    }
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let length = u32::try_from(length + 4).ok()?;
    parts[0] = [b"RIFF", &length.to_le_bytes()[..], b"WEBP"]
        .concat()
        .into();
    (parts.len() > 1).then_some(parts)
}

fn exif_chunk(orientation: u8) -> Vec<u8> {
    let tiff = exif::orientation_only(orientation); // 26 bytes: even, so no padding
    let length = u32::try_from(tiff.len()).unwrap_or_default();
    [b"EXIF", &length.to_le_bytes()[..], &tiff].concat()
}
