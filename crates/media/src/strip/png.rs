//! Which PNG chunks stay.

use crate::container::png::{Chunks, SIGNATURE, write_chunk};
use crate::exif;

/// Pixels, transparency, colour, animation.
const KEPT: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(SIGNATURE);
    let mut chunks = Chunks::new(bytes);
    for chunk in &mut chunks {
        if KEPT.contains(&&chunk.kind) {
            out.extend_from_slice(chunk.raw);
        } else if &chunk.kind == b"eXIf" {
            let orientation = exif::read(chunk.body).orientation;
            if orientation != 1 {
                out.extend(write_chunk(*b"eXIf", &exif::orientation_only(orientation)));
            }
        }
    }
    chunks.end().map(|_| out)
}
