//! The first frame of a GIF to pixels.

use std::num::NonZeroU64;

use gif::{ColorOutput, DecodeOptions, MemoryLimit};

use super::Decoded;
use crate::container::gif::Screen;
use crate::raster::{Layout, Raster};

/// Bytes of a frame that may be larger than the screen: what hangs over is cut, but first it is decoded.
const SLACK: u64 = 16 << 20;

pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let screen = Screen::read(bytes)?;
    let area = u64::from(screen.width) * u64::from(screen.height);
    let mut options = DecodeOptions::new();
    // A byte a pixel: with colours there would be as many bytes of the frame as of the screen.
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(MemoryLimit::Bytes(NonZeroU64::new(area.max(SLACK))?));
    let mut decoder = options.read_info(bytes).ok()?;
    let (width, height) = (usize::from(decoder.width()), usize::from(decoder.height()));
    let global = decoder.global_palette().map(<[u8]>::to_vec);
    let frame = decoder.read_next_frame().ok()??;
    let (palette, _) = frame.palette.as_ref().or(global.as_ref())?.as_chunks::<3>();
    let colour = |index: &u8| {
        let opacity = if frame.transparent == Some(*index) {
            0
        } else {
            255
        };
        let found = palette.get(usize::from(*index));
        found.map_or([0; 4], |[r, g, b]| [*r, *g, *b, opacity])
    };
    // A frame may cover only a part of the screen; the rest is transparent.
    let mut data = vec![0; width * height * 4];
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let visible = usize::from(frame.width).min(width.saturating_sub(left));
    let rows = frame.buffer.chunks_exact(usize::from(frame.width).max(1));
    for (row, source) in rows.enumerate().take(height.saturating_sub(top)) {
        let start = ((top + row) * width + left) * 4;
        let (pixels, _) = data.get_mut(start..start + visible * 4)?.as_chunks_mut();
        for (pixel, index) in pixels.iter_mut().zip(source) {
            *pixel = colour(index);
        }
    }
    let raster = Raster::new(screen.width, screen.height, Layout::Rgba, data).ok()?;
    Some((raster, None))
}
