//! Fewer pixels, by Lanczos3 on the samples as they are: linear light was measured to gain nothing visible
//! for six times the time.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

use crate::MediaError;
use crate::raster::{Layout, Raster};

/// Width and height with the longer edge at most `edge`, in proportion.
pub(crate) fn bounded(width: u32, height: u32, edge: u32) -> (u32, u32) {
    let long = u64::from(width.max(height));
    let edge = u64::from(edge).min(long).max(1);
    let scale = |side: u32| {
        u32::try_from((u64::from(side) * edge + long / 2) / long)
            .unwrap_or(side)
            .max(1)
    };
    (scale(width), scale(height))
}

/// Shrinks to exactly this size. Transparent pixels do not bleed colour into their neighbours.
pub(crate) fn resize(raster: &Raster, width: u32, height: u32) -> Result<Raster, MediaError> {
    let (from, to) = ((raster.width, raster.height), (width, height));
    let data = match raster.layout {
        Layout::YCbCr | Layout::Rgb => typed::<U8x3>(&raster.data, from, to, false),
        Layout::Rgba => typed::<U8x4>(&raster.data, from, to, raster.is_transparent()),
    };
    Raster::new(
        width,
        height,
        raster.layout,
        data.ok_or(MediaError::Unreadable)?,
    )
}

/// The same for a plane of samples.
pub(crate) fn resize_plane(
    plane: &[u8],
    from: (u32, u32),
    to: (u32, u32),
) -> Result<Vec<u8>, MediaError> {
    typed::<U8>(plane, from, to, false).ok_or(MediaError::Unreadable)
}

/// By type and not by the crate's own `match`: that would link thirteen pixel types and a half-megabyte table
/// into the browser's worker, for the three that are used.
fn typed<P: PixelTrait>(
    data: &[u8],
    from: (u32, u32),
    to: (u32, u32),
    is_transparent: bool,
) -> Option<Vec<u8>> {
    let mut out = vec![0; to.0 as usize * to.1 as usize * size_of::<P>()];
    let source = TypedImageRef::<P>::from_buffer(from.0, from.1, data).ok()?;
    let mut target = TypedImage::<P>::from_buffer(to.0, to.1, &mut out).ok()?;
    // Where alpha counts, all pixels are copied first, multiplied by it.
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .use_alpha(is_transparent);
    Resizer::new()
        .resize_typed(&source, &mut target, &options)
        .ok()?;
    Some(out)
}
