//! From one best encode to the next: which setting comes closer to so many bytes.

use super::Point;

/// With what a picture is encoded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Setting {
    /// As libjpeg counts it, with fractions.
    pub(super) quality: f32,
    /// How much more (or less) trellis cares for detail than for bytes: 0 is mozjpeg's own balance.
    pub(super) lean: f32,
}

/// ln bytes grows by this per unit of lean: 0.05 to 0.1 for most pictures.
const LEAN_SLOPE: f64 = 0.06;
/// What that may be; old JPEGs, quantised before, hardly react.
const LEAN_SLOPES: (f64, f64) = (0.01, 0.2);
/// As far as the balance may be moved before it shows.
const MAX_LEAN: f32 = 1.0;
/// Corrections up to this (in ln bytes) are made by leaning: quality moves in jumps, since the steps of a
/// quantisation table are whole numbers, and many of them flip at once.
const SMALL: f64 = 0.045;

/// What is known so far.
pub(super) struct Course {
    point: Point,
    lean_slope: f64,
    last: Option<(Setting, f64)>,
}

impl Course {
    pub(super) fn new(point: Point) -> Self {
        Self {
            point,
            lean_slope: LEAN_SLOPE,
            last: None,
        }
    }

    /// What an encode with this setting taught.
    pub(super) fn learn(&mut self, setting: Setting, bytes: f64) {
        if let Some((before, was)) = self.last
            && before.quality == setting.quality
            && before.lean != setting.lean
        {
            let slope = (bytes / was).ln() / f64::from(setting.lean - before.lean);
            self.lean_slope = slope.clamp(LEAN_SLOPES.0, LEAN_SLOPES.1);
        }
        if setting.lean == 0.0 {
            self.point = self.point.next(bytes, setting.quality);
        }
        self.last = Some((setting, bytes));
    }

    /// The setting that should give that many bytes.
    pub(super) fn setting_for(&self, bytes: f64) -> Setting {
        if let Some((setting, was)) = self.last {
            let missing = (bytes / was).ln();
            let lean = f64::from(setting.lean) + missing / self.lean_slope;
            if missing.abs() < SMALL && lean.abs() <= MAX_LEAN.into() {
                return Setting {
                    lean: lean as f32,
                    ..setting
                };
            }
        }
        Setting {
            quality: self.point.quality_for(bytes),
            lean: 0.0,
        }
    }

    /// The same picture with other pixels: bytes are foretold, the rest is learnt anew.
    pub(super) fn resized(self, from: u32, to: u32) -> Self {
        Self::new(self.point.at_edge(from, to))
    }

    pub(super) const fn point(&self) -> &Point {
        &self.point
    }
}
