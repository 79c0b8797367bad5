//! WebP to pixels; of an animation the first frame.

use std::io::Cursor;

use image_webp::WebPDecoder;

use super::Decoded;
use crate::MAX_PIXELS;
use crate::raster::{Layout, Raster};

pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).ok()?;
    decoder.set_memory_limit(usize::try_from(MAX_PIXELS).ok()?.saturating_mul(4));
    let mut data = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut data).ok()?;
    let icc = decoder.icc_profile().ok().flatten();
    let (width, height) = decoder.dimensions();
    let layout = if decoder.has_alpha() {
        Layout::Rgba
    } else {
        Layout::Rgb
    };
    Some((Raster::new(width, height, layout, data).ok()?, icc))
}
