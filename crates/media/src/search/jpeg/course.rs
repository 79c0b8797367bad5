//! From one encode to the next: which setting comes closer to so many bytes.

use super::stock::Stock;

/// With what a picture is encoded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Setting {
    /// As libjpeg counts it, with fractions.
    pub(super) quality: f32,
    /// How much more (or less) trellis cares for detail than for bytes: 0 is mozjpeg's own balance.
    pub(super) lean: f32,
}

/// Bytes for each unit of weight in most pictures.
const SCALE: f64 = 0.125;
/// ln bytes grows by this per unit of lean: 0.05 to 0.1 for most pictures.
const LEAN_SLOPE: f64 = 0.06;
/// What that may be; old JPEGs, quantised before, hardly react.
const LEAN_SLOPES: (f64, f64) = (0.01, 0.2);
/// As far as the balance may be moved before it shows.
const MAX_LEAN: f32 = 1.5;
/// Corrections up to this (in ln bytes) are made by leaning: quality moves in jumps, since the steps of a
/// quantisation table are whole numbers, and many of them flip at once.
const SMALL: f64 = 0.06;

/// What is known so far.
pub(super) struct Course {
    /// Bytes that are aimed at.
    aim: f64,
    /// Bytes for each unit of weight.
    scale: f64,
    lean_slope: f64,
    last: Option<(Setting, f64)>,
}

impl Course {
    pub(super) fn new(aim: f64) -> Self {
        Self {
            aim,
            scale: SCALE,
            lean_slope: LEAN_SLOPE,
            last: None,
        }
    }

    /// The weight that is aimed at.
    pub(super) fn weight(&self, stock: &Stock<'_>) -> f64 {
        (self.aim - stock.head()).max(1.0) / self.scale
    }

    /// What a look at a sample taught.
    pub(super) fn look(&mut self, scale: f64) {
        self.scale = scale;
    }

    /// What an encode with this setting taught.
    pub(super) fn learn(&mut self, stock: &Stock<'_>, setting: Setting, bytes: f64) {
        if let Some((before, was)) = self.last
            && before.quality == setting.quality
            && before.lean != setting.lean
        {
            let slope = (bytes / was).ln() / f64::from(setting.lean - before.lean);
            self.lean_slope = slope.clamp(LEAN_SLOPES.0, LEAN_SLOPES.1);
        }
        let upright = (f64::from(setting.lean) * self.lean_slope).exp();
        let weight = stock.weight(setting.quality).max(1.0);
        self.scale = (bytes - stock.head()).max(1.0) / weight / upright;
        self.last = Some((setting, bytes));
    }

    /// The setting that should give as many bytes as are aimed at.
    pub(super) fn setting(&self, stock: &Stock<'_>, between: (f32, f32)) -> Setting {
        if let Some((setting, was)) = self.last {
            let missing = (self.aim / was).ln();
            let lean = f64::from(setting.lean) + missing / self.lean_slope;
            if missing.abs() < SMALL && lean.abs() <= MAX_LEAN.into() {
                return Setting {
                    lean: lean as f32,
                    ..setting
                };
            }
        }
        let weight = self.weight(stock);
        let quality = stock.quality_for(weight, between);
        let missing = (weight / stock.weight(quality).max(1.0)).ln();
        let lean = (missing / self.lean_slope) as f32;
        Setting {
            quality,
            lean: lean.clamp(-MAX_LEAN, MAX_LEAN),
        }
    }

    /// The same picture with other pixels: what was tried is of no use, what is known of its weight is.
    pub(super) fn resized(&mut self) {
        self.last = None;
    }
}
