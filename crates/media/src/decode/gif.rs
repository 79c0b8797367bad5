//! The first frame of a GIF to pixels.

use std::num::NonZeroU64;

use gif::{ColorOutput, DecodeOptions, MemoryLimit};

use super::Decoded;
use crate::MAX_PIXELS;
use crate::raster::{Layout, Raster};

pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    options.set_memory_limit(MemoryLimit::Bytes(NonZeroU64::new(MAX_PIXELS * 4)?));
    let mut decoder = options.read_info(bytes).ok()?;
    let (width, height) = (usize::from(decoder.width()), usize::from(decoder.height()));
    let frame = decoder.read_next_frame().ok()??;
    // A frame may cover only a part of the screen; what hangs over is cut, the rest is transparent.
    let mut data = vec![0; width * height * 4];
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let visible = usize::from(frame.width).min(width.saturating_sub(left));
    let rows = frame
        .buffer
        .chunks_exact((usize::from(frame.width) * 4).max(1));
    for (row, source) in rows.enumerate().take(height.saturating_sub(top)) {
        let start = ((top + row) * width + left) * 4;
        data.get_mut(start..start + visible * 4)?
            .copy_from_slice(&source[..visible * 4]);
    }
    let size = (u32::from(decoder.width()), u32::from(decoder.height()));
    Some((Raster::new(size.0, size.1, Layout::Rgba, data).ok()?, None))
}
