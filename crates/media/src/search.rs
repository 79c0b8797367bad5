//! Finding the file that fills a byte budget: a search per type that can be written.

pub(crate) mod jpeg;
pub(crate) mod png;

use crate::raster::Raster;
use crate::{MediaError, Stage};

/// More pixels than this help nobody on the other side of a conversation.
pub(crate) const USEFUL_EDGE: u32 = 2560;

/// Tells how far a search is, and hears whether to go on.
pub(crate) type Report<'a> = dyn FnMut(Stage, f32) -> Result<(), MediaError> + 'a;

/// What came out.
pub(crate) struct Found {
    pub(crate) bytes: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// Whether a picture is a screen, a drawing, a logo: whether most pixels repeat their neighbour exactly.
pub(crate) fn is_flat(raster: &Raster) -> bool {
    let channels = raster.layout.channels();
    let (mut same, mut all) = (0, 0);
    for row in raster.data.chunks_exact(raster.stride()).step_by(4) {
        let pixels = row.chunks_exact(channels);
        same += pixels
            .clone()
            .zip(pixels.skip(1))
            .filter(|(a, b)| a == b)
            .count();
        all += row.len() / channels - 1;
    }
    same * 2 > all
}
