//! A picture as JPEG stores it: one plane per component, colour at half resolution or at all of it, upright.

use crate::edit::{Cover, cover_planes};
use crate::orient::{Turn, turn};
use crate::raster::Raster;

/// Side of what JPEG encodes at a time with 4:2:0.
const BLOCK: usize = 16;

/// How many pixels share a sample of colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    /// Two by two (4:2:0): nobody sees it in a photograph.
    Half,
    /// None (4:4:4): fine coloured lines and letters stay sharp.
    Full,
}

impl Colour {
    /// Pixels to a sample, in both directions.
    pub(crate) const fn step(self) -> usize {
        match self {
            Self::Half => 2,
            Self::Full => 1,
        }
    }
}

/// Luma at full size; the two planes of colour at that divided by their step, rounded up.
pub(crate) struct Planes {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) luma: Vec<u8>,
    pub(crate) cb: Vec<u8>,
    pub(crate) cr: Vec<u8>,
    pub(crate) colour: Colour,
}

impl Planes {
    /// Takes a raster apart and turns it upright. Alpha must be gone.
    pub(crate) fn new(raster: Raster, orientation: u8, colour: Colour) -> Self {
        let raster = raster.into_ycbcr();
        let (width, height) = (raster.width as usize, raster.height as usize);
        let (pixels, _) = raster.data.as_chunks::<3>();
        let how = Turn::new(orientation);
        let columns = shared(width, how.flip_x, colour);
        let rows = shared(height, how.flip_y, colour);
        let luma = pixels.iter().map(|pixel| pixel[0]).collect();
        let [cb, cr] = [1, 2].map(|component| {
            let mut plane = Vec::with_capacity(columns.len() * rows.len());
            for (upper, lower) in &rows {
                let upper = &pixels[upper * width..][..width];
                let lower = &pixels[lower * width..][..width];
                let of = |x: usize| u16::from(upper[x][component]) + u16::from(lower[x][component]);
                plane.extend(columns.iter().map(|(a, b)| mean(of(*a) + of(*b))));
            }
            turn::<1>(plane, columns.len(), rows.len(), how)
        });
        let (out_width, out_height) = how.size(raster.width, raster.height);
        Self {
            width: out_width,
            height: out_height,
            luma: turn::<1>(luma, width, height, how),
            cb,
            cr,
            colour,
        }
    }

    /// Hides what is to be hidden, in whole blocks.
    pub(crate) fn cover(&mut self, covers: &[Cover]) {
        cover_planes(self, covers, BLOCK);
    }

    /// Every `nth` row of 16 × 16 blocks, one below the other: a picture of an `nth` of the area, which costs
    /// an `nth` of the time to encode and is as hard to compress. Nothing when there are no rows to spare.
    pub(crate) fn sample(&self, nth: usize) -> Option<Self> {
        let width = self.width as usize;
        let rows = self.height as usize / BLOCK;
        let picked = (nth / 2..rows).step_by(nth.max(1));
        if nth < 2 || picked.len() < 2 {
            return None;
        }
        let pick = |plane: &[u8], length: usize| {
            let mut out = Vec::with_capacity(length * picked.len());
            for row in picked.clone() {
                out.extend_from_slice(&plane[row * length..][..length]);
            }
            out
        };
        let step = self.colour.step();
        let part = width.div_ceil(step) * BLOCK / step;
        Some(Self {
            width: self.width,
            height: u32::try_from(picked.len() * BLOCK).ok()?,
            luma: pick(&self.luma, width * BLOCK),
            cb: pick(&self.cb, part),
            cr: pick(&self.cr, part),
            colour: self.colour,
        })
    }

    /// Pixels.
    pub(crate) fn area(&self) -> f64 {
        f64::from(self.width) * f64::from(self.height)
    }
}

/// Places whose pixels share a sample: in twos, or each by itself.
fn shared(length: usize, flipped: bool, colour: Colour) -> Vec<(usize, usize)> {
    match colour {
        Colour::Half => pairs(length, flipped),
        Colour::Full => (0..length).map(|at| (at, at)).collect(),
    }
}

/// Places in twos. The one that is left over of an odd number stands twice, where the upright picture has its
/// last column or row: at the start when the axis is going to be flipped.
fn pairs(length: usize, flipped: bool) -> Vec<(usize, usize)> {
    let start = usize::from(flipped && length % 2 == 1);
    let lonely = (start == 1).then_some((0, 0));
    let rest = (start..length).step_by(2);
    let rest = rest.map(|at| (at, (at + 1).min(length - 1)));
    lonely.into_iter().chain(rest).collect()
}

fn mean(sum_of_four: u16) -> u8 {
    ((sum_of_four + 2) / 4).to_le_bytes()[0]
}
