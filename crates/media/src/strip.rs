//! Metadata away, pixels untouched: the file is taken apart and put together again without what tells on people.
//!
//! What stays is listed, what is not listed goes. The colour profile stays, or colours would shift;
//! a picture that is not upright keeps an Exif block with the orientation and nothing else.

mod gif;
mod jpeg;
mod png;
mod webp;

use crate::{MediaError, inspect::picture_type};
use model::PictureType;

/// Removes metadata without touching a pixel: Exif, XMP, IPTC, comments, thumbnails, second pictures,
/// everything behind the picture's end.
///
/// The picture looks the same before and after, orientation and colours included.
///
/// # Errors
/// [`MediaError::NotAPicture`], [`MediaError::Unsupported`], or [`MediaError::Unreadable`] for a file that
/// breaks off. A JPEG or GIF without its end marker gets one: viewers show such files.
pub fn strip(bytes: &[u8]) -> Result<Vec<u8>, MediaError> {
    match picture_type(bytes)? {
        PictureType::Jpeg => jpeg::strip(bytes),
        PictureType::Png => png::strip(bytes),
        PictureType::Gif => gif::strip(bytes),
        PictureType::Webp => webp::strip(bytes),
    }
    .ok_or(MediaError::Unreadable)
}
