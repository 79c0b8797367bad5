//! Which GIF blocks stay.

use crate::container::gif::{Blocks, Kind, Screen};

const TRAILER: u8 = 0x3B;

pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let screen = Screen::read(bytes)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&bytes[..screen.length]);
    let mut has_image = false;
    for block in Blocks::new(bytes, screen) {
        has_image |= block.kind == Kind::Image;
        if block.kind != Kind::Extension {
            out.extend_from_slice(block.raw);
        }
    }
    out.push(TRAILER);
    has_image.then_some(out)
}
