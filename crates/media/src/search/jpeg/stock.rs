//! A picture at one size, ready to be encoded: whole, or a sample of it to learn from.

use super::{Point, Setting};
use crate::MediaError;
use crate::decode::Picture;
use crate::encode::jpeg::{Effort, encode, entropy_bytes};
use crate::planes::{Colour, Planes};

/// Pixels a sample should have at least: with fewer, it does not speak for the whole.
const SAMPLE: f64 = 500_000.0;
/// A sample is no smaller a part of the picture than this.
const SAMPLE_PART: usize = 8;

const BEST: Effort = Effort::Best { lean: 0.0 };

/// Planes of one edge, and rows picked from them.
pub(super) struct Stock<'a> {
    pub(super) edge: u32,
    pub(super) planes: Planes,
    sample: Option<Planes>,
    icc: Option<&'a [u8]>,
}

impl<'a> Stock<'a> {
    pub(super) fn new(picture: &'a Picture, edge: u32, colour: Colour) -> Result<Self, MediaError> {
        let raster = picture.shrunk(edge)?.into_owned();
        let mut planes = Planes::new(raster, picture.orientation, colour);
        planes.cover(&picture.covers);
        let sample = planes.sample(((planes.area() / SAMPLE) as usize).min(SAMPLE_PART));
        Ok(Self {
            edge,
            planes,
            sample,
            icc: picture.icc.as_deref(),
        })
    }

    /// The edge at which that many bytes come out at a quality.
    pub(super) fn edge_for(&self, point: &Point, bytes: f64, quality: f32) -> u32 {
        ((f64::from(self.edge) * point.scale_for(bytes, quality)) as u32).max(1)
    }

    /// The whole, as good as can be.
    pub(super) fn encode(&self, setting: Setting) -> Result<Vec<u8>, MediaError> {
        encode(
            &self.planes,
            setting.quality,
            Effort::Best { lean: setting.lean },
            self.icc,
        )
    }

    /// Foretells a best encode of the whole from one of the sample: within 5 %.
    pub(super) fn pilot(&self, quality: f32) -> Result<Point, MediaError> {
        let sample = self.sample.as_ref().unwrap_or(&self.planes);
        let file = encode(sample, quality, BEST, self.icc)?;
        let entropy = entropy_bytes(&file) as f64;
        let part = sample.area() / self.planes.area();
        Ok(Point::new(
            file.len() as f64 - entropy + entropy / part,
            quality,
        ))
    }

    /// Foretells it again, at a quality near the one that will be used: within 1 %.
    pub(super) fn foretell(&self, pilot: &Point, quality: f32) -> Result<Point, MediaError> {
        let Some(sample) = &self.sample else {
            return Ok(pilot.next(
                self.encode(Setting { quality, lean: 0.0 })?.len() as f64,
                quality,
            ));
        };
        let cheap = |planes| {
            encode(planes, quality, Effort::Probe, None).map(|file| entropy_bytes(&file) as f64)
        };
        let best = encode(sample, quality, BEST, self.icc)?;
        let entropy = entropy_bytes(&best) as f64;
        let (cheap_sample, cheap_whole) = (cheap(sample)?, cheap(&self.planes)?);
        let header = best.len() as f64 - entropy;
        let part = sample.area() / self.planes.area();
        let same_way = pilot.next(header + entropy / part, quality);
        Ok(same_way.corrected(header + entropy * cheap_whole / cheap_sample.max(1.0)))
    }
}
