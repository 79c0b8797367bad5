//! A picture at one size, ready to be encoded: whole, or a sample of it to learn from.

use super::course::Setting;
use super::weight::Weight;
use crate::MediaError;
use crate::decode::Picture;
use crate::encode::jpeg::{Coefficients, Component, best, entropy_bytes};
use crate::planes::{Colour, Planes};

/// Blocks of luma that a sample should have at least: with fewer, it does not speak for the whole.
const SAMPLE: usize = 8_000;
/// A sample is no smaller a part of the picture than this.
const SAMPLE_PART: usize = 8;
/// Blocks of colour that are taken side by side: with half as many, seams between runs made the whole seem longer.
const RUN: usize = 16;
/// How much further to the right the next row is sampled: such that no column of the picture is preferred.
const SHIFT: usize = 3;
/// Bytes grow with this power of the edge: 1.4 to 2 between pictures.
const SIZE_POWER: f64 = 1.65;

/// Frequencies at one edge, and what they weigh.
pub(super) struct Stock<'a> {
    pub(super) edge: u32,
    pub(super) picture: Coefficients,
    weight: Weight,
    icc: Option<&'a [u8]>,
}

impl<'a> Stock<'a> {
    pub(super) fn new(picture: &'a Picture, edge: u32, colour: Colour) -> Result<Self, MediaError> {
        let mut size = picture.size_at(edge);
        if colour == Colour::Half && size != (picture.raster.width, picture.raster.height) {
            size = (even(size.0), even(size.1));
        }
        let mut planes = Planes::new(&picture.raster, size, picture.orientation, colour)?;
        planes.cover(&picture.covers);
        let coefficients = Coefficients::new(&planes);
        Ok(Self {
            edge,
            weight: Weight::new(&coefficients),
            picture: coefficients,
            icc: picture.icc.as_deref(),
        })
    }

    /// What it weighs at a quality.
    pub(super) fn weight(&self, quality: f32) -> f64 {
        self.weight.at(quality)
    }

    /// The quality, between these, at which it weighs so much.
    pub(super) fn quality_for(&self, weight: f64, between: (f32, f32)) -> f32 {
        self.weight.quality_for(weight, between)
    }

    /// The edge at which it weighs so much at a quality.
    pub(super) fn edge_for(&self, weight: f64, quality: f32) -> u32 {
        let scale = (weight / self.weight(quality).max(1.0)).powf(1.0 / SIZE_POWER);
        ((f64::from(self.edge) * scale) as u32).max(1)
    }

    /// The whole.
    pub(super) fn encode(&self, setting: Setting) -> Vec<u8> {
        best(&self.picture, setting.quality, setting.lean, self.icc)
    }

    /// Bytes for each unit of weight, learnt from a sample. Nothing when there is none to spare.
    pub(super) fn look(&self, quality: f32) -> Option<f64> {
        let sample = sample(&self.picture)?;
        let file = best(&sample, quality, 0.0, None);
        Some(entropy_bytes(&file) as f64 / Weight::new(&sample).at(quality).max(1.0))
    }

    /// Bytes that are not the picture's.
    pub(super) fn head(&self) -> f64 {
        self.icc.map_or(0, <[u8]>::len) as f64
    }
}

/// The next even side below. Colour at half resolution has samples for whole pairs of pixels only: with an odd side
/// it would be stretched against luma, by half a sample at the far edge, which cost a point of score.
fn even(side: u32) -> u32 {
    (side & !1).max(1)
}

/// Runs of blocks from all over the picture, one below the other: a picture of an eighth of the area, which costs
/// an eighth of the time to encode and is as hard to compress.
fn sample(picture: &Coefficients) -> Option<Coefficients> {
    let [luma, _, _] = &picture.components;
    let nth = (luma.blocks.len() / SAMPLE).min(SAMPLE_PART);
    if nth < 2 {
        return None;
    }
    let step = picture.step();
    let (columns, rows) = (luma.columns / step / RUN, luma.rows / step);
    let runs: Vec<(usize, usize)> = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .filter(|(row, column)| (column + row * SHIFT) % nth == nth / 2)
        .collect();
    let pick = |component: &Component, step: usize| {
        let mut blocks = Vec::with_capacity(runs.len() * RUN * step * step);
        for (row, column) in &runs {
            for row in row * step..(row + 1) * step {
                let start = row * component.columns + column * RUN * step;
                blocks.extend_from_slice(&component.blocks[start..start + RUN * step]);
            }
        }
        Component {
            columns: RUN * step,
            rows: runs.len() * step,
            blocks,
        }
    };
    let [luma, cb, cr] = &picture.components;
    Some(Coefficients {
        width: u32::try_from(RUN * step * 8).ok()?,
        height: u32::try_from(runs.len() * step * 8).ok()?,
        colour: picture.colour,
        components: [pick(luma, step), pick(cb, 1), pick(cr, 1)],
    })
}
