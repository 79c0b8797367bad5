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
    /// How often pixels were encoded for it, looks at a part included.
    pub(crate) encodes: u32,
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

/// How far samples of neighbours may be apart that were one colour before a JPEG came of them.
const NEARLY: u8 = 4;
/// Colours a screen is mostly made of.
const FEW: usize = 16;

/// Whether a picture that was a JPEG once shows a screen: most pixels nearly repeat their neighbour, and few
/// colours make up most of it. A photograph has calm parts, too, but not in a handful of colours.
pub(crate) fn is_nearly_flat(raster: &Raster) -> bool {
    let channels = raster.layout.channels();
    let (mut near, mut all) = (0, 0);
    let mut colours = vec![0_u32; 1 << 15];
    for row in raster.data.chunks_exact(raster.stride()).step_by(4) {
        let pixels = row.chunks_exact(channels);
        for (a, b) in pixels.clone().zip(pixels.skip(1)) {
            let apart = a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) <= NEARLY);
            near += u32::from(apart);
            all += 1;
            let five = |sample: u8| usize::from(sample >> 3);
            colours[five(a[0]) << 10 | five(a[1]) << 5 | five(a[2])] += 1;
        }
    }
    colours.sort_unstable();
    let most: u32 = colours.iter().rev().take(FEW).sum();
    near * 5 > all * 3 && most * 3 > all * 2
}
