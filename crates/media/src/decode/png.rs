//! PNG to pixels.

use std::io::Cursor;

use png::{ColorType, Decoder, Limits, Transformations};

use super::{Decoded, gray_as_rgb, joined};
use crate::container::png::{Chunks, profile};
use crate::raster::{Layout, Raster};

/// Memory for the decoder's own ends (a row or two), on top of the pixels, which `inspect` bounds.
const DECODER_BYTES: usize = 64 << 20;

pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let mut decoder = Decoder::new_with_limits(
        Cursor::new(bytes),
        Limits {
            bytes: DECODER_BYTES,
        },
    );
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true); // it would be unpacked, whatever comes out
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let mut data = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut data).ok()?;
    data.truncate(frame.buffer_size());
    let (layout, data) = match frame.color_type {
        ColorType::Grayscale => (Layout::Rgb, gray_as_rgb(&data)),
        ColorType::Rgb => (Layout::Rgb, data),
        ColorType::Rgba => (Layout::Rgba, data),
        ColorType::GrayscaleAlpha => (
            Layout::Rgba,
            joined(data.chunks_exact(2).map(|p| [p[0], p[0], p[0], p[1]])),
        ),
        ColorType::Indexed => return None,
    };
    let icc = Chunks::new(bytes).find(|chunk| &chunk.kind == b"iCCP");
    Some((
        Raster::new(frame.width, frame.height, layout, data).ok()?,
        icc.and_then(|chunk| profile(chunk.body)),
    ))
}
