//! JPEG to pixels: two decoders, each for what it does best.
//!
//! `zune-jpeg` is the quicker, and hands over YCbCr, which saves the way to RGB and back. It returns garbage
//! without an error for sequential files with one scan per component (0.5.15), so these go to `jpeg-decoder`,
//! and so do pictures that will be shrunk by half or more: it decodes them at a half, a quarter or an eighth. For 48
//! megapixels in the browser's worker that took 350 to 560 ms, and Chromium's `ImageDecoder` with a `desiredWidth`
//! 370 to 395: no gain for a way that one browser has and that knows neither orientation nor profile.

use jpeg_decoder::{Decoder, PixelFormat};
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

use super::{Decoded, gray_as_rgb};
use crate::MAX_EDGE;
use crate::container::jpeg::{APP2, Colour, Frame, ICC, Segments};
use crate::raster::{Layout, Raster};

pub(super) fn decode(bytes: &[u8], edge: u32) -> Option<Decoded> {
    let frame = Frame::read(bytes).filter(|frame| frame.precision == 8)?;
    #[cfg(feature = "cmyk")]
    if frame.colour == Colour::Four
        && let Some(profile) = icc(bytes)
        && let Some(raster) = print(bytes, &profile)
    {
        return Some((raster, None));
    }
    let shrinks = frame.width.max(frame.height) / 2 >= edge;
    // What hardly any encoder writes is left to the decoder that most programs have used for longest.
    let odd = frame.scan_per_component || !(frame.usual_sampling || frame.colour == Colour::Gray);
    let raster = if frame.colour != Colour::Four && (shrinks || odd) {
        scaled(bytes, frame, edge)?
    } else if frame.scan_per_component {
        return None;
    } else {
        full(bytes)?
    };
    Some((raster, icc(bytes)))
}

fn full(bytes: &[u8]) -> Option<Raster> {
    let limit = MAX_EDGE as usize;
    let options = DecoderOptions::default()
        .set_max_width(limit)
        .set_max_height(limit);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let (space, layout) = match decoder.input_colorspace()? {
        ColorSpace::YCbCr => (ColorSpace::YCbCr, Layout::YCbCr),
        _ => (ColorSpace::RGB, Layout::Rgb),
    };
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    let data = decoder.decode().ok()?;
    let (width, height) = decoder.dimensions()?;
    Raster::new(
        u32::try_from(width).ok()?,
        u32::try_from(height).ok()?,
        layout,
        data,
    )
    .ok()
}

fn scaled(bytes: &[u8], frame: Frame, edge: u32) -> Option<Raster> {
    let mut decoder = Decoder::new(bytes);
    let long = frame.width.max(frame.height);
    let wanted = |side: u32| {
        u16::try_from((u64::from(side) * u64::from(edge.min(long))).div_ceil(long.into())).ok()
    };
    let (width, height) = decoder
        .scale(wanted(frame.width)?, wanted(frame.height)?)
        .ok()?;
    let data = decoder.decode().ok()?;
    let data = match decoder.info()?.pixel_format {
        PixelFormat::L8 => gray_as_rgb(&data),
        PixelFormat::RGB24 => data,
        PixelFormat::L16 | PixelFormat::CMYK32 => return None,
    };
    Raster::new(width.into(), height.into(), Layout::Rgb, data).ok()
}

/// Four colours, as their profile says they look.
#[cfg(feature = "cmyk")]
fn print(bytes: &[u8], profile: &[u8]) -> Option<Raster> {
    let mut decoder = Decoder::new(bytes);
    let inks = decoder.decode().ok()?;
    let info = decoder.info()?;
    if info.pixel_format != PixelFormat::CMYK32 {
        return None;
    }
    let rgb = super::cmyk::to_rgb(&inks, profile)?;
    Raster::new(info.width.into(), info.height.into(), Layout::Rgb, rgb).ok()
}

/// The colour profile, put together from its numbered parts (ICC.1:2022 annex B.4).
fn icc(bytes: &[u8]) -> Option<Vec<u8>> {
    let parts: Vec<&[u8]> = Segments::new(bytes)
        .filter(|segment| segment.marker == APP2)
        .filter_map(|segment| segment.body.strip_prefix(ICC))
        .collect();
    let numbered = |number: u8| parts.iter().find(move |part| part.first() == Some(&number));
    let profile: Vec<u8> = (1..=u8::MAX)
        .map_while(numbered)
        .flat_map(|part| part.iter().skip(2))
        .copied()
        .collect();
    (!profile.is_empty()).then_some(profile)
}
