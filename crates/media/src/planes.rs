//! A picture as JPEG stores it: one plane per component, colour at half resolution, upright.

use crate::orient::turn;
use crate::raster::{Layout, Raster, to_ycbcr};

/// Side of what JPEG encodes at a time with 4:2:0.
const BLOCK: usize = 16;

/// Luma at full size; for colour, two planes of half the width and height, rounded up (4:2:0).
pub(crate) struct Planes {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) luma: Vec<u8>,
    pub(crate) chroma: Option<[Vec<u8>; 2]>,
}

impl Planes {
    /// Takes a raster apart and turns it upright. Alpha must be gone.
    pub(crate) fn new(raster: &Raster, orientation: u8) -> Self {
        let (width, height) = (raster.width as usize, raster.height as usize);
        let upright = |plane: Vec<u8>| {
            if orientation > 1 {
                turn::<1>(&plane, width, height, orientation)
            } else {
                plane
            }
        };
        let (out_width, out_height) = if orientation > 4 {
            (height, width)
        } else {
            (width, height)
        };
        let half = |plane: Vec<u8>| halve(&upright(plane), out_width, out_height);
        let [luma, cb, cr] = split(raster);
        Self {
            width: if orientation > 4 {
                raster.height
            } else {
                raster.width
            },
            height: if orientation > 4 {
                raster.width
            } else {
                raster.height
            },
            luma: upright(luma),
            chroma: (raster.layout != Layout::Gray).then(|| [half(cb), half(cr)]),
        }
    }
}

impl Planes {
    /// Every `nth` row of 16 × 16 blocks, one below the other: a picture of an `nth` of the area, which costs an
    /// `nth` of the time to encode and is as hard to compress. Nothing when there are no rows to spare.
    pub(crate) fn sample(&self, nth: usize) -> Option<Self> {
        let width = self.width as usize;
        let rows = self.height as usize / BLOCK;
        let picked = (nth / 2..rows).step_by(nth.max(1));
        if nth < 2 || picked.len() < 2 {
            return None;
        }
        let pick = |plane: &[u8], length: usize| {
            let mut out = Vec::with_capacity(length * picked.len());
            picked
                .clone()
                .for_each(|row| out.extend_from_slice(&plane[row * length..][..length]));
            out
        };
        let half = width.div_ceil(2) * BLOCK / 2;
        Some(Self {
            width: self.width,
            height: u32::try_from(picked.len() * BLOCK).ok()?,
            luma: pick(&self.luma, width * BLOCK),
            chroma: self
                .chroma
                .as_ref()
                .map(|[cb, cr]| [pick(cb, half), pick(cr, half)]),
        })
    }

    /// Pixels.
    pub(crate) fn area(&self) -> f64 {
        f64::from(self.width) * f64::from(self.height)
    }
}

fn split(raster: &Raster) -> [Vec<u8>; 3] {
    let pixels = raster.width as usize * raster.height as usize;
    if raster.layout == Layout::Gray {
        return [raster.data.clone(), Vec::new(), Vec::new()];
    }
    let [mut luma, mut cb, mut cr] = [vec![0; pixels], vec![0; pixels], vec![0; pixels]];
    let targets = luma.iter_mut().zip(&mut cb).zip(&mut cr);
    let channels = raster.layout.channels();
    for (pixel, ((luma, cb), cr)) in raster.data.chunks_exact(channels).zip(targets) {
        [*luma, *cb, *cr] = match raster.layout {
            Layout::YCbCr => [pixel[0], pixel[1], pixel[2]],
            _ => to_ycbcr(pixel[0], pixel[1], pixel[2]),
        };
    }
    [luma, cb, cr]
}

/// Means of two by two; at an odd edge the last row or column stands twice.
fn halve(plane: &[u8], width: usize, height: usize) -> Vec<u8> {
    let half_width = width.div_ceil(2);
    let mut out = Vec::with_capacity(half_width * height.div_ceil(2));
    for y in (0..height).step_by(2) {
        let upper = &plane[y * width..][..width];
        let lower = &plane[(y + 1).min(height - 1) * width..][..width];
        for (a, b) in upper.chunks(2).zip(lower.chunks(2)) {
            let sum = |pair: &[u8]| u16::from(pair[0]) + u16::from(pair[pair.len() - 1]);
            out.push(((sum(a) + sum(b) + 2) / 4).to_le_bytes()[0]);
        }
    }
    out
}
