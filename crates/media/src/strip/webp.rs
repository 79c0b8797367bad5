//! Which WebP chunks stay.

use super::Parts;
use crate::container::jpeg::EXIF;
use crate::container::webp::{Chunk, Chunks, FRAME_HEADER, flag, is_whole};
use crate::{exif, icc};
use std::borrow::Cow;

/// Where the flags stand in the extended header's chunk.
const FLAGS: usize = 8;
/// Bytes of the extended header.
const HEADER: usize = 10;
/// Bytes of what is said of the animation as a whole.
const ANIMATION: usize = 6;

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
                if header.is_some() {
                    continue;
                }
                let mut raw = write(*b"VP8X", chunk.body.get(..HEADER)?);
                raw[FLAGS] &= !(flag::EXIF | flag::XMP);
                header = Some(parts.len());
                parts.push(raw.into());
            }
            b"EXIF" => {
                let orientation =
                    exif::read(chunk.body.strip_prefix(EXIF).unwrap_or(chunk.body)).orientation;
                if orientation != 1 {
                    parts.push(exif_chunk(orientation).into());
                    if let Some(header) = header {
                        parts[header].to_mut()[FLAGS] |= flag::EXIF;
                    }
                }
            }
            b"ICCP" if icc::is_profile(chunk.body, chunk.body.len()) => {
                parts.push(chunk.raw.into());
            }
            b"ICCP" => {
                if let Some(header) = header {
                    parts[header].to_mut()[FLAGS] &= !flag::ICC;
                }
            }
            b"ANIM" if chunk.body.len() == ANIMATION => parts.push(chunk.raw.into()),
            b"ANMF" => parts.extend(frame(&chunk)),
            b"ALPH" | b"VP8 " | b"VP8L" => parts.push(chunk.raw.into()),
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

/// A frame of an animation, with nothing beside its pixels.
fn frame<'a>(chunk: &Chunk<'a>) -> Option<Cow<'a, [u8]>> {
    let is_pixels = |inner: &Chunk<'_>| matches!(&inner.kind, b"ALPH" | b"VP8 " | b"VP8L");
    let mut body = chunk.body.get(..FRAME_HEADER)?.to_vec();
    for inner in Chunks::of_frame(chunk.body).filter(is_pixels) {
        body.extend(inner.raw);
    }
    if body.len() == chunk.body.len() {
        return Some(chunk.raw.into());
    }
    Some(write(*b"ANMF", &body).into())
}

fn exif_chunk(orientation: u8) -> Vec<u8> {
    write(*b"EXIF", &exif::orientation_only(orientation))
}

fn write(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap_or_default();
    let padding = &[0][..body.len() % 2];
    [&kind, &length.to_le_bytes()[..], body, padding].concat()
}
