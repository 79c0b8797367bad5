//! How bytes depend on quality and on pixels, around what was last seen.

/// ln bytes falls by this per ln (100 − quality): 0.5 to 0.9 between pictures.
const SLOPE: f64 = 0.68;
/// What a slope may be; beyond lies an accident of rounding.
const SLOPES: (f64, f64) = (0.4, 1.3);
/// Two points nearer to each other than this say nothing about the slope.
const APART: f64 = 0.15;
/// Bytes grow with this power of the edge: 1.4 to 2 between pictures.
const SIZE_POWER: f64 = 1.65;

/// So many bytes at such a quality.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    bytes: f64,
    quality: f32,
    slope: f64,
}

impl Point {
    pub(super) fn new(bytes: f64, quality: f32) -> Self {
        Self {
            bytes,
            quality,
            slope: SLOPE,
        }
    }

    /// A newer point, with the slope the two of them show.
    pub(super) fn next(self, bytes: f64, quality: f32) -> Self {
        let apart = headroom(self.quality).ln() - headroom(quality).ln();
        let slope = if apart.abs() < APART {
            self.slope
        } else {
            ((bytes / self.bytes).ln() / apart).clamp(SLOPES.0, SLOPES.1)
        };
        Self {
            bytes,
            quality,
            slope,
        }
    }

    /// The same point, known better.
    pub(super) fn corrected(self, bytes: f64) -> Self {
        Self { bytes, ..self }
    }

    /// What the point would be with other pixels.
    pub(super) fn at_edge(self, from: u32, to: u32) -> Self {
        Self {
            bytes: self.bytes * (f64::from(to) / f64::from(from)).powf(SIZE_POWER),
            ..self
        }
    }

    /// The quality at which that many bytes come out.
    pub(super) fn quality_for(&self, bytes: f64) -> f32 {
        let headroom = headroom(self.quality) * (self.bytes / bytes).powf(1.0 / self.slope);
        (100.0 - headroom) as f32
    }

    /// The factor for the edge at which that many bytes come out at a quality.
    pub(super) fn scale_for(&self, bytes: f64, quality: f32) -> f64 {
        let at_quality = self.bytes * (headroom(self.quality) / headroom(quality)).powf(self.slope);
        (bytes / at_quality).powf(1.0 / SIZE_POWER)
    }
}

fn headroom(quality: f32) -> f64 {
    100.0 - f64::from(quality)
}
