//! The first page of a TIFF to pixels.
//!
//! The `tiff` crate reads gray, RGB, CMYK and YCbCr. For a palette it is told that the numbers are gray, and they
//! are looked up here.

use std::borrow::Cow;
use std::io::Cursor;

use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::{ColorType, TiffError};

use super::{Decoded, joined, unmultiply};
use crate::container::jpeg::Frame;
use crate::container::tiff::Page;
use crate::exif::Reader;
use crate::raster::{Layout, Raster};
use crate::{FileType, MAX_EDGE, MediaError};

const GRAY_FROM_WHITE: u32 = 0;
const GRAY: u8 = 1;
const PALETTE: u32 = 3;
const JPEG: u32 = 7;
/// Colours that are multiplied by their alpha.
const ASSOCIATED: u32 = 1;
/// Samples a pixel may have; five are known to be used.
const MAX_SAMPLES: u32 = 8;
/// Bytes of samples: 120 megapixels of RGB, half as many with 16 bits a sample.
const MAX_BYTES: usize = 400_000_000;
/// JPEGs a page may be put together from: 120 megapixels in tiles of 256 × 256 are 1831, in strips of eight rows 8192.
const MAX_JPEGS: usize = 1 << 14;
/// Bytes in which the header of each must be found.
const JPEG_HEADER: usize = 1 << 16;
/// Pixels that JPEGs in strips or tiles may declare beyond the page: their blocks and tiles are whole.
const JPEG_SLACK: u64 = 4 << 20;

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, MediaError> {
    let page = Page::read(bytes).ok_or(MediaError::Unreadable)?;
    if page.samples > MAX_SAMPLES || page.tile_width > 2 * MAX_EDGE {
        return Err(MediaError::Unsupported(FileType::Tiff));
    }
    if page.compression == JPEG && !are_modest(bytes, &page).ok_or(MediaError::Unreadable)? {
        return Err(MediaError::Unreadable);
    }
    let file = as_gray(bytes, &page)?;
    let mut limits = Limits::default();
    limits.decoding_buffer_size = MAX_BYTES;
    let mut decoder = Decoder::new(Cursor::new(&*file))
        .map_err(named)?
        .with_limits(limits);
    let (width, height) = decoder.dimensions().map_err(named)?;
    if (width, height) != (page.width, page.height) {
        return Err(MediaError::Unreadable);
    }
    let colours = decoder.colortype().map_err(named)?;
    let layout = decoder.image_buffer_layout().map_err(named)?;
    if layout.complete_len > MAX_BYTES {
        return Err(MediaError::TooManyPixels { width, height });
    }
    let mut read = DecodingResult::U8(Vec::new());
    decoder.read_image_to_buffer(&mut read).map_err(named)?;
    let mut samples = match read {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => samples.iter().map(|s| s.to_be_bytes()[0]).collect(),
        DecodingResult::U32(samples) => samples.iter().map(|s| s.to_be_bytes()[0]).collect(),
        _ => return Err(MediaError::Unsupported(FileType::Tiff)),
    };
    let area = width as usize * height as usize;
    let depth = colours.bit_depth();
    if depth < 8 {
        let in_row = width as usize * usize::from(colours.num_samples()) / layout.planes.max(1);
        let stride = layout.row_stride.map_or(1, |stride| stride.get());
        samples = unpacked(&samples, stride, in_row, depth);
    }
    if layout.planes > 1 {
        samples = interleaved(&samples, area, layout.planes);
    }
    let palette = palette(bytes, &page);
    let (layout, data) = coloured(samples, colours, &page, palette.as_deref())?;
    let icc = page
        .icc
        .and_then(|(length, at)| bytes.get(at..)?.get(..length));
    let raster = Raster::new(width, height, layout, data)?;
    Ok((raster, icc.map(<[u8]>::to_vec)))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn named(error: TiffError) -> MediaError {
    match error {
        TiffError::UnsupportedError(_) => MediaError::Unsupported(FileType::Tiff),
        _ => MediaError::Unreadable,
    }
}

/// The file with its numbers declared to be gray from black, where they are a palette's or gray from white.
fn as_gray<'a>(bytes: &'a [u8], page: &Page) -> Result<Cow<'a, [u8]>, MediaError> {
    let (meaning, at) = page.photometric;
    if meaning != PALETTE && meaning != GRAY_FROM_WHITE {
        return Ok(bytes.into());
    }
    let mut file = bytes.to_vec();
    let value = file.get_mut(at..at + 2).ok_or(MediaError::Unreadable)?;
    value.copy_from_slice(if bytes.starts_with(b"II") {
        &[GRAY, 0]
    } else {
        &[0, GRAY]
    });
    Ok(file.into())
}

/// Whether the JPEGs in the strips or tiles are about as large as the page: each says its own size, and is believed.
fn are_modest(bytes: &[u8], page: &Page) -> Option<bool> {
    let reader = Reader::new(bytes)?;
    let chunks = page.chunks.filter(|chunks| chunks.0 <= MAX_JPEGS)?;
    let area = u64::from(page.width) * u64::from(page.height);
    let mut sum = 0u64;
    for n in 0..chunks.0 {
        let start = reader.element(chunks, n)?;
        let jpeg = bytes.get(start as usize..)?;
        let frame = Frame::read(&jpeg[..jpeg.len().min(JPEG_HEADER)])?;
        let declared = u64::from(frame.width) * u64::from(frame.height);
        sum += declared;
        if declared > area + JPEG_SLACK || sum > 2 * area + JPEG_SLACK {
            return Some(false);
        }
    }
    Some(true)
}

/// A byte for each sample of less than one, still with its own value.
fn unpacked(packed: &[u8], stride: usize, in_row: usize, depth: u8) -> Vec<u8> {
    let depth = usize::from(depth.max(1));
    let mask = (1u8 << depth) - 1;
    let in_row = in_row.min(stride * 8 / depth);
    let rows = packed.chunks_exact(stride);
    let mut out = Vec::with_capacity(in_row * rows.len());
    for row in rows {
        out.extend((0..in_row).map(|n| {
            let bit = n * depth;
            row[bit / 8] >> (8usize.saturating_sub(depth + bit % 8)) & mask
        }));
    }
    out
}

/// Planes one behind the other as pixels.
fn interleaved(planes: &[u8], area: usize, count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(area * count);
    let stride = planes.len() / count;
    for at in 0..area.min(stride) {
        out.extend((0..count).map(|plane| planes[plane * stride + at]));
    }
    out
}

/// Three bytes a colour.
fn palette(bytes: &[u8], page: &Page) -> Option<Vec<[u8; 3]>> {
    let (count, at) = page.palette.filter(|_| page.photometric.0 == PALETTE)?;
    let reader = Reader::new(bytes)?;
    let colours = (count / 3).min(256);
    let sample = |plane: usize, n: usize| {
        let value = reader.u16(at + 2 * (plane * (count / 3) + n))?;
        Some(value.to_be_bytes()[0])
    };
    let colour = |n| Some([sample(0, n)?, sample(1, n)?, sample(2, n)?]);
    (0..colours).map(colour).collect()
}

/// Samples as pixels, eight bits each.
fn coloured(
    mut samples: Vec<u8>,
    colours: ColorType,
    page: &Page,
    palette: Option<&[[u8; 3]]>,
) -> Result<(Layout, Vec<u8>), MediaError> {
    let unsupported = MediaError::Unsupported(FileType::Tiff);
    if page.photometric.0 == PALETTE {
        let (Some(palette), ColorType::Gray(1..=8)) = (palette, colours) else {
            return Err(unsupported);
        };
        let look = |n: &u8| palette.get(usize::from(*n)).copied().unwrap_or_default();
        return Ok((Layout::Rgb, joined(samples.iter().map(look))));
    }
    let scale = match colours.bit_depth() {
        1 => 255,
        2 => 85,
        4 => 17,
        _ => 1,
    };
    let gray = |sample: u8| {
        let light = sample.saturating_mul(scale);
        if page.photometric.0 == GRAY_FROM_WHITE {
            255 - light
        } else {
            light
        }
    };
    Ok(match colours {
        ColorType::Gray(_) => {
            let pixels = samples.iter().map(|sample| [gray(*sample); 3]);
            (Layout::Rgb, joined(pixels))
        }
        ColorType::Multiband { num_samples, .. } => {
            let pixels = samples.chunks_exact(num_samples.into());
            let is_alpha = matches!(page.extra, 1 | 2);
            let pixel = |p: &[u8]| {
                let light = gray(p[0]);
                let alpha = p.get(1).filter(|_| is_alpha);
                [
                    light,
                    light,
                    light,
                    alpha.map_or(255, |a| a.saturating_mul(scale)),
                ]
            };
            let mut data = joined(pixels.map(pixel));
            if page.extra == ASSOCIATED {
                unmultiply(&mut data);
            }
            (Layout::Rgba, data)
        }
        ColorType::RGB(_) => (Layout::Rgb, samples),
        ColorType::RGBA(_) => {
            if page.extra == ASSOCIATED {
                unmultiply(&mut samples);
            }
            (Layout::Rgba, samples)
        }
        ColorType::CMYK(_) | ColorType::CMYKA(_) => {
            let pixels = samples.chunks_exact(colours.num_samples().into());
            let ink = |sample: u8, black: u8| {
                let light = (255 - u16::from(sample)) * (255 - u16::from(black));
                ((light + 127) / 255).to_le_bytes()[0]
            };
            let pixel = |p: &[u8]| [ink(p[0], p[3]), ink(p[1], p[3]), ink(p[2], p[3])];
            (Layout::Rgb, joined(pixels.map(pixel)))
        }
        ColorType::YCbCr(_) => (Layout::YCbCr, samples),
        _ => return Err(unsupported),
    })
}
