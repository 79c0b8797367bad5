//! Which PNG chunks stay.

use super::{MAX_ICC, Parts};
use crate::container::png::{Chunks, SIGNATURE, write_chunk};
use crate::exif;
use std::borrow::Cow;

/// Pixels, transparency, colour, animation.
const KEPT: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let mut parts = vec![Cow::from(SIGNATURE)];
    let mut chunks = Chunks::new(bytes);
    for chunk in &mut chunks {
        if &chunk.kind == b"iCCP" && chunk.body.len() > MAX_ICC {
            continue;
        }
        if KEPT.contains(&&chunk.kind) {
            parts.push(chunk.raw.into());
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
