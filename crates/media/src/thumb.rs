//! Small pictures for lists and galleries.

use model::PictureType;

use crate::decode::{Picture, decode};
use crate::encode::{jpeg, png};
use crate::orient::orient;
use crate::planes::{Colour, Planes};
use crate::{MediaError, inspect};

/// Good enough at this size.
const QUALITY: f32 = 78.0;

/// A small picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumb {
    /// The file.
    pub bytes: Vec<u8>,
    /// JPEG, or PNG when something is transparent.
    pub picture_type: PictureType,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// Makes an upright thumbnail whose longer edge is `edge`, or the picture's own if that is less.
/// Of an animation, the first frame.
///
/// # Errors
/// What cannot be read, or declares too many pixels.
pub fn thumbnail(bytes: &[u8], edge: u32) -> Result<Thumb, MediaError> {
    let info = inspect(bytes)?;
    of_picture(&decode(bytes, &info, edge)?, edge)
}

/// The same of a decoded picture.
pub(crate) fn of_picture(picture: &Picture, edge: u32) -> Result<Thumb, MediaError> {
    let small = picture.shrunk(edge.max(1))?.into_owned();
    let icc = picture.icc.as_deref();
    if small.is_transparent() {
        let upright = orient(small, picture.orientation);
        let bytes = png::lossless(&upright, icc)?;
        return Ok(Thumb {
            bytes,
            picture_type: PictureType::Png,
            width: upright.width,
            height: upright.height,
        });
    }
    let size = (small.width, small.height);
    let planes = Planes::new(&small, size, picture.orientation, Colour::Half)?;
    let bytes = jpeg::plain(&planes, QUALITY, icc);
    Ok(Thumb {
        bytes,
        picture_type: PictureType::Jpeg,
        width: planes.width,
        height: planes.height,
    })
}
