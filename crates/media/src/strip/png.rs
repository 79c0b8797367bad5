//! Which PNG chunks stay.

use super::Parts;
use crate::container::png::{Chunk, Chunks, SIGNATURE, profile, write_chunk};
use crate::exif;
use std::borrow::Cow;

pub(super) fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let mut parts = vec![Cow::from(SIGNATURE)];
    let mut chunks = Chunks::new(bytes);
    let mut has_profile = false;
    for chunk in &mut chunks {
        // Decoders heed the first one only, and to unpack each would let a file take any time.
        let is_second = &chunk.kind == b"iCCP" && std::mem::replace(&mut has_profile, true);
        if is_second {
            continue;
        }
        if is_kept(&chunk) {
            parts.push(chunk.raw.into());
        } else if &chunk.kind == b"IHDR" {
            return None;
        } else if &chunk.kind == b"IEND" {
            parts.push(write_chunk(*b"IEND", &[]).into());
        } else if &chunk.kind == b"eXIf" {
            let orientation = exif::read(chunk.body).orientation;
            if orientation != 1 {
                let exif = exif::orientation_only(orientation);
                parts.push(write_chunk(*b"eXIf", &exif).into());
            }
        }
    }
    chunks.end().map(|_| parts)
}

/// Pixels, transparency, colour, animation; each chunk only with as many bytes as it can have, so that nothing
/// rides along (§11.2, §11.3).
fn is_kept(chunk: &Chunk<'_>) -> bool {
    let length = chunk.body.len();
    match &chunk.kind {
        b"IDAT" | b"fdAT" => true,
        b"IHDR" => length == 13,
        b"IEND" => length == 0,
        b"PLTE" => length <= 768,
        b"tRNS" => length <= 256,
        b"sRGB" => length == 1,
        b"gAMA" | b"cICP" => length == 4,
        b"cHRM" => length == 32,
        b"acTL" => length == 8,
        b"fcTL" => length == 26,
        b"iCCP" => profile(chunk.body).is_some(),
        _ => false,
    }
}
