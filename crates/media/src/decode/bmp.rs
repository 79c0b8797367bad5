//! BMP to pixels.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::{ColorType, ImageDecoder};

use super::Decoded;
use crate::container::bmp::Header;
use crate::raster::{Layout, Raster};

pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let header = Header::read(bytes)?;
    let decoder = BmpDecoder::new(Cursor::new(bytes)).ok()?;
    if decoder.dimensions() != (header.width, header.height) {
        return None;
    }
    let layout = match decoder.color_type() {
        ColorType::Rgb8 => Layout::Rgb,
        ColorType::Rgba8 => Layout::Rgba,
        _ => return None,
    };
    let mut data = vec![0; usize::try_from(decoder.total_bytes()).ok()?];
    decoder.read_image(&mut data).ok()?;
    let raster = Raster::new(header.width, header.height, layout, data).ok()?;
    Some((raster, header.icc.map(<[u8]>::to_vec)))
}
