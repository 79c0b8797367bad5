//! What the fuzz targets have in common.

use std::ops::ControlFlow;

use media::{FileType, Progress, decode_pixels, inspect, sniff, thumbnail_pixels};

/// Pixels of the pictures that are decoded: with more, a run is slow and finds nothing new.
pub const MAX_PIXELS: u64 = 1 << 20;

/// Whether a picture is small enough to be decoded.
#[must_use]
pub fn is_small(bytes: &[u8]) -> bool {
    inspect(bytes).is_ok_and(|info| u64::from(info.width) * u64::from(info.height) <= MAX_PIXELS)
}

/// Decodes a file of one type, and holds what comes out against what the headers said.
pub fn decode_only(bytes: &[u8], file_type: FileType) {
    if sniff(bytes) != file_type || !is_small(bytes) {
        return;
    }
    let Ok(pixels) = decode_pixels(bytes, 64) else {
        return;
    };
    let length = pixels.width as usize * pixels.height as usize * pixels.layout.channels();
    assert_eq!(pixels.data.len(), length);
    assert!(pixels.width <= pixels.full_width && pixels.height <= pixels.full_height);
    assert!(thumbnail_pixels(pixels, 16).is_ok());
}

/// Goes on, whatever happens.
pub fn go_on() -> impl FnMut(Progress) -> ControlFlow<()> {
    |_| ControlFlow::Continue(())
}
