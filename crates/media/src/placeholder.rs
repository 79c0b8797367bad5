//! A picture of a few pixels, to stand in a picture's place until it has come.

use crate::decode::decode;
use crate::encode::png;
use crate::orient::orient;
use crate::{MediaError, inspect};

/// Pixels of its longer edge: a page spreads and blurs them, and as text they are some three hundred letters.
const EDGE: u32 = 8;

/// The picture in a few pixels, upright, as a PNG of some two hundred bytes. None for one that lets the page
/// shine through: nothing must lie behind it.
///
/// # Errors
/// What cannot be read, or declares too many pixels.
pub fn placeholder(bytes: &[u8]) -> Result<Option<Vec<u8>>, MediaError> {
    let info = inspect(bytes)?;
    let picture = decode(bytes, &info, EDGE)?;
    let small = picture.shrunk(EDGE)?.into_owned();
    if small.is_transparent() {
        return Ok(None);
    }
    let upright = orient(small.on_white().into_rgb(), info.orientation);
    png::lossless(&upright, None).map(Some)
}
