//! HEIC to pixels.
//!
//! `heic-decoder` believes a container: a few bytes of a hostile one name a picture of gigabytes. So the container
//! is read here first, and what decoding would take is added up before any of it is done.

use heic_decoder::{DecodeOptions, HeifError, decode_with};

use super::{Picture, unmultiply};
use crate::container::heif::{Heif, Shown};
use crate::orient::Turn;
use crate::raster::{Layout, Raster};
use crate::{FileType, Info, MediaError};

mod cost;

pub(super) fn decode(bytes: &[u8], info: &Info) -> Result<Picture, MediaError> {
    let heif = Heif::read(bytes).ok_or(MediaError::Unreadable)?;
    let shown = Shown::read(&heif).ok_or(MediaError::Unreadable)?;
    let too_many = MediaError::TooManyPixels {
        width: info.width,
        height: info.height,
    };
    if !cost::is_bearable(&heif).ok_or(MediaError::Unreadable)? {
        return Err(too_many);
    }
    // Turning is cheaper once the picture is smaller; a crop has to be made on the pixels as they are stored.
    let options = DecodeOptions {
        apply_transforms: shown.is_cropped,
    };
    let image = decode_with(bytes, &options).map_err(|error| match error {
        HeifError::Unsupported(_) => MediaError::Unsupported(FileType::Heic),
        HeifError::LimitExceeded(_) => too_many,
        _ => MediaError::Unreadable,
    })?;
    let damaged = |_| MediaError::Unreadable;
    let (layout, data) = if image.alpha.is_some() {
        let mut pixels = image.to_rgba8().map_err(damaged)?;
        if pixels.premultiplied {
            unmultiply(&mut pixels.data);
        }
        (Layout::Rgba, pixels.data)
    } else {
        (Layout::Rgb, image.to_rgb8().map_err(damaged)?.data)
    };
    let side = |length: usize| u32::try_from(length).map_err(|_| MediaError::Unreadable);
    let full = (side(image.width)?, side(image.height)?);
    let icc = image.metadata.icc_profile;
    let raster = Raster::new(full.0, full.1, layout, data)?;
    let orientation = if shown.is_cropped {
        1
    } else {
        shown.orientation
    };
    let upright = Turn::new(orientation).size(full.0, full.1);
    if upright != (info.width, info.height) {
        // What the container says and what the pixels are: one of the two is a lie, and areas would be off.
        return Err(MediaError::Unreadable);
    }
    Ok(Picture::new(raster, full, orientation, icc))
}
