//! PNG: as it is, or with a palette of 256 colours, transparency kept either way.

use std::borrow::Cow;

use png::{BitDepth, ColorType, Compression, Encoder, Filter, Info};
use quantizr::{Color, Image, Options, QuantizeResult};

use crate::MediaError;
use crate::edit::{Cover, cover_indexes};
use crate::raster::{Layout, Raster};

/// Every pixel as it is.
pub(crate) fn lossless(raster: &Raster, icc: Option<&[u8]>) -> Result<Vec<u8>, MediaError> {
    let mut info = Info::with_size(raster.width, raster.height);
    info.color_type = match raster.layout {
        Layout::Rgba => ColorType::Rgba,
        Layout::Rgb | Layout::YCbCr => ColorType::Rgb,
    };
    write(info, icc, &raster.data, Filter::Adaptive)
}

/// At most 256 colours, dithered: a third to a tenth of the bytes, and hardly to be told apart on screens full
/// of text.
///
/// What is covered gets one colour of it, the darkest.
pub(crate) fn palette(
    raster: &Raster,
    icc: Option<&[u8]>,
    covers: &[Cover],
) -> Result<Vec<u8>, MediaError> {
    let (width, height) = (raster.width as usize, raster.height as usize);
    let rgba = as_rgba(raster);
    let image = Image::new(&rgba, width, height).map_err(|_| MediaError::Unreadable)?;
    let colours = QuantizeResult::quantize(&image, &Options::default());
    let mut indexes = vec![0; width * height];
    colours
        .remap_image(&image, &mut indexes)
        .map_err(|_| MediaError::Unreadable)?;
    let palette = colours.get_palette();
    let used = &palette.entries[..palette.count as usize];
    let light = |c: &Color| {
        (
            u16::from(!c.a),
            u16::from(c.r) + u16::from(c.g) + u16::from(c.b),
        )
    };
    let darkest = (0..=u8::MAX)
        .zip(used)
        .min_by_key(|(_, colour)| light(colour));
    if let Some((index, _)) = darkest {
        cover_indexes(&mut indexes, width, covers, index);
    }
    let mut info = Info::with_size(raster.width, raster.height);
    info.color_type = ColorType::Indexed;
    info.palette = Some(used.iter().flat_map(|c| [c.r, c.g, c.b]).collect());
    if used.iter().any(|c| c.a != 255) {
        info.trns = Some(used.iter().map(|c| c.a).collect());
    }
    // Indexes of neighbouring colours have nothing to do with each other: filters only hurt.
    write(info, icc, &indexes, Filter::NoFilter)
}

fn write<'a>(
    mut info: Info<'a>,
    icc: Option<&'a [u8]>,
    data: &[u8],
    filter: Filter,
) -> Result<Vec<u8>, MediaError> {
    info.bit_depth = BitDepth::Eight;
    info.icc_profile = icc.map(Cow::Borrowed);
    let mut out = Vec::new();
    let mut encoder = Encoder::with_info(&mut out, info).map_err(|_| MediaError::Unreadable)?;
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(filter);
    let mut writer = encoder.write_header().map_err(|_| MediaError::Unreadable)?;
    writer
        .write_image_data(data)
        .map_err(|_| MediaError::Unreadable)?;
    writer.finish().map_err(|_| MediaError::Unreadable)?;
    Ok(out)
}

fn as_rgba(raster: &Raster) -> Cow<'_, [u8]> {
    match raster.layout {
        Layout::Rgba => Cow::Borrowed(&raster.data),
        _ => raster
            .data
            .chunks_exact(3)
            .flat_map(|p| [p[0], p[1], p[2], 255])
            .collect::<Vec<_>>()
            .into(),
    }
}
