//! Metadata away, pixels untouched: the file is taken apart and put together again without what tells on people.
//!
//! What stays is listed, what is not listed goes. The colour profile stays, or colours would shift, if it is one;
//! a picture that is not upright keeps an Exif block with the orientation and nothing else.

mod gif;
mod jpeg;
mod png;
mod tiff;
mod webp;

use crate::{FileType, MediaError, inspect::picture_type, sniff};
use model::PictureType;
use std::borrow::Cow;

/// What stays of a file, in order: parts of it, and the little that is written anew.
type Parts<'a> = Vec<Cow<'a, [u8]>>;

/// Removes metadata without touching a pixel: Exif, XMP, IPTC, comments, thumbnails, second pictures,
/// everything behind the picture's end.
///
/// The picture looks the same before and after, orientation and colours included. A TIFF keeps all its pages.
///
/// # Errors
/// [`MediaError::NotAPicture`], [`MediaError::Unsupported`], or [`MediaError::Unreadable`] for a file that
/// breaks off. A JPEG or GIF without its end marker gets one: viewers show such files.
pub fn strip(bytes: &[u8]) -> Result<Vec<u8>, MediaError> {
    if sniff(bytes) == FileType::Tiff {
        return tiff::strip(bytes);
    }
    Ok(parts(bytes)?.concat())
}

/// Whether [`strip`] would leave the file as it is. Nothing is copied to find out.
pub(crate) fn is_clean(bytes: &[u8]) -> bool {
    let rest = |parts: Parts<'_>| {
        let mut parts = parts.iter();
        parts.try_fold(bytes, |rest, part| rest.strip_prefix(&**part))
    };
    parts(bytes).is_ok_and(|parts| rest(parts).is_some_and(<[u8]>::is_empty))
}

fn parts(bytes: &[u8]) -> Result<Parts<'_>, MediaError> {
    match picture_type(bytes)? {
        PictureType::Jpeg => jpeg::parts(bytes),
        PictureType::Png => png::parts(bytes),
        PictureType::Gif => gif::parts(bytes),
        PictureType::Webp => webp::parts(bytes),
    }
    .ok_or(MediaError::Unreadable)
}
