//! A picture as JPEG stores it: one plane per component, colour at half resolution or at all of it, upright.

use crate::MediaError;
use crate::edit::{Cover, cover_planes};
use crate::orient::{Turn, turn};
use crate::raster::{Layout, Raster, on_white, to_ycbcr};
use crate::resize::resize_plane;

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
    /// Takes a raster apart, shrinks it to this size and turns it upright. What is transparent stands on white.
    ///
    /// Apart first: colour at half resolution is half of the work of shrinking, and all of it at once scored no better.
    pub(crate) fn new(
        raster: &Raster,
        size: (u32, u32),
        orientation: u8,
        colour: Colour,
    ) -> Result<Self, MediaError> {
        let how = Turn::new(orientation);
        let same = size == (raster.width, raster.height);
        // Only where every pixel keeps its place it matters which one is left over.
        let lonely = |length: u32, flipped: bool| {
            usize::from(same && flipped && length % 2 == 1 && colour == Colour::Half)
        };
        let start = (
            lonely(raster.width, how.flip_x),
            lonely(raster.height, how.flip_y),
        );
        let [mut luma, mut cb, mut cr] = apart(raster, colour, start);
        let coarse = |(width, height): (u32, u32)| {
            let step = colour.step() as u32;
            (width.div_ceil(step), height.div_ceil(step))
        };
        if !same {
            let full = (raster.width, raster.height);
            luma = resize_plane(&luma, full, size)?;
            cb = resize_plane(&cb, coarse(full), coarse(size))?;
            cr = resize_plane(&cr, coarse(full), coarse(size))?;
        }
        let upright = |plane, (width, height): (u32, u32)| {
            turn::<1>(plane, width as usize, height as usize, how)
        };
        let (width, height) = how.size(size.0, size.1);
        Ok(Self {
            width,
            height,
            luma: upright(luma, size),
            cb: upright(cb, coarse(size)),
            cr: upright(cr, coarse(size)),
            colour,
        })
    }

    /// Hides what is to be hidden, in whole blocks.
    pub(crate) fn cover(&mut self, covers: &[Cover]) {
        cover_planes(self, covers, BLOCK);
    }
}

/// Luma, and the two planes of colour. `start` says in each direction whether the first pixel has a sample of colour
/// to itself, as otherwise the last one of an odd number has.
fn apart(raster: &Raster, colour: Colour, start: (usize, usize)) -> [Vec<u8>; 3] {
    let (width, height) = (raster.width as usize, raster.height as usize);
    let step = colour.step();
    let coarse = width.div_ceil(step) * height.div_ceil(step);
    let [mut luma, mut cb, mut cr] = [width * height, coarse, coarse].map(Vec::with_capacity);
    let mut rows = [Vec::new(), Vec::new()];
    // Means are rounded up and down in turn, but down where `zune-jpeg` has rounded up before, between two samples of
    // colour: an eighth of a step too much, all over a picture, costs a point of its score.
    let smoothed = raster.layout == Layout::YCbCr;
    let mut from = 0;
    while from < height {
        let lonely = from < start.1 || step == 1;
        let count = if lonely { 1 } else { 2.min(height - from) };
        for (row, y) in rows.iter_mut().zip(from..from + count) {
            read(raster, y, row);
            luma.extend(row.iter().map(|pixel| pixel[0]));
        }
        from += count;
        let (upper, lower) = (&rows[0], &rows[count - 1]);
        if step == 1 {
            cb.extend(upper.iter().map(|pixel| pixel[1]));
            cr.extend(upper.iter().map(|pixel| pixel[2]));
            continue;
        }
        let mut half = 1;
        let mut push = |a: [u8; 3], b: [u8; 3], c: [u8; 3], d: [u8; 3]| {
            half = if smoothed { 1 } else { 3 - half };
            let mean = |n: usize| {
                let sum = u16::from(a[n]) + u16::from(b[n]) + u16::from(c[n]) + u16::from(d[n]);
                ((sum + half) / 4).to_le_bytes()[0]
            };
            cb.push(mean(1));
            cr.push(mean(2));
        };
        if start.0 == 1 {
            push(upper[0], upper[0], lower[0], lower[0]);
        }
        let (upper, upper_rest) = upper[start.0..].as_chunks::<2>();
        let (lower, lower_rest) = lower[start.0..].as_chunks::<2>();
        for ([a, b], [c, d]) in upper.iter().zip(lower) {
            push(*a, *b, *c, *d);
        }
        for (a, c) in upper_rest.iter().zip(lower_rest) {
            push(*a, *a, *c, *c);
        }
    }
    [luma, cb, cr]
}

/// A row in JPEG's colours.
fn read(raster: &Raster, y: usize, row: &mut Vec<[u8; 3]>) {
    let stride = raster.stride();
    let data = &raster.data[y * stride..][..stride];
    row.clear();
    match raster.layout {
        Layout::YCbCr => row.extend_from_slice(data.as_chunks().0),
        Layout::Rgb => row.extend(data.as_chunks().0.iter().map(|pixel| to_ycbcr(*pixel))),
        Layout::Rgba => {
            let pixels = data.as_chunks().0.iter();
            row.extend(pixels.map(|pixel| to_ycbcr(on_white(*pixel))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_at_half_resolution_is_neither_brighter_nor_darker() {
        let (width, height) = (256, 256);
        let data: Vec<u8> = (0..width * height * 3_usize)
            .map(|at| (at * at / 7 + at * 31).to_le_bytes()[0] / 2 + 60)
            .collect();
        let raster = Raster::new(256, 256, Layout::Rgb, data).unwrap();
        let planes = |colour| Planes::new(&raster, (256, 256), 1, colour).unwrap();
        let mean =
            |plane: &[u8]| plane.iter().copied().map(f64::from).sum::<f64>() / plane.len() as f64;
        let (full, half) = (planes(Colour::Full), planes(Colour::Half));
        for (full, half) in [(&full.cb, &half.cb), (&full.cr, &half.cr)] {
            assert!((mean(full) - mean(half)).abs() < 0.02);
        }
    }
}
