//! Which GIF blocks stay.

use super::Parts;
use crate::container::gif::{Blocks, Kind, Screen};
use std::borrow::Cow;

const TRAILER: [u8; 1] = [0x3B];

pub(super) fn parts(bytes: &[u8]) -> Option<Parts<'_>> {
    let screen = Screen::read(bytes)?;
    let mut parts = vec![Cow::from(&bytes[..screen.length])];
    let mut has_image = false;
    for block in Blocks::new(bytes, screen) {
        has_image |= block.kind == Kind::Image;
        if block.kind != Kind::Extension {
            parts.push(block.raw.into());
        }
    }
    parts.push(Cow::from(&TRAILER[..]));
    has_image.then_some(parts)
}
