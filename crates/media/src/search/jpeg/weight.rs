//! What a picture weighs at any quality, by its frequencies: counted once, asked often.
//!
//! The figure is about bits and not bytes of anything; a file is so and so many times as long, nearly the same times
//! at every quality near by. So one encode of a part tells how long the file of the whole will be.

use crate::encode::jpeg::{Block, Coefficients, steps, zigzag};

/// Frequencies are counted in classes of this many, to this many of them; those above are rare and count as the last.
const CLASS: usize = 4;
const CLASSES: usize = 512;

/// Of more blocks than these a third speaks for all.
const MANY: usize = 24_000;

/// How often each frequency is how strong.
pub(super) struct Weight {
    counts: Vec<u32>,
}

impl Weight {
    pub(super) fn new(picture: &Coefficients) -> Self {
        let mut counts = vec![0_u32; 64 * CLASSES];
        for component in &picture.components {
            let nth = match component.blocks.len() {
                ..MANY => 1,
                _ if component.columns.is_multiple_of(3) => 4,
                _ => 3,
            };
            let before = component.blocks.iter();
            let pairs = before.zip(component.blocks.iter().skip(1));
            for (before, block) in pairs.step_by(nth) {
                count(&mut counts, block, before[0], nth as u32);
            }
        }
        Self { counts }
    }

    /// Bits, more or less, at a quality.
    pub(super) fn at(&self, quality: f32) -> f64 {
        let steps = zigzag(&steps(quality));
        let classes = self.counts.chunks_exact(CLASSES);
        let mut bits = 0.0;
        for (counts, step) in classes.zip(steps) {
            let step = usize::from(step) * 8;
            // What is below two thirds of a step is hardly kept.
            let first = (step * 2 / 3).div_ceil(CLASS).min(CLASSES - 1);
            for (class, count) in counts.iter().enumerate().skip(first) {
                if *count > 0 {
                    let value = (class * CLASS + CLASS / 2) as f32 / step as f32;
                    bits += f64::from(*count) * f64::from(KEPT + DOUBLED * value.max(1.0).log2());
                }
            }
        }
        bits
    }

    /// The quality, between these, at which it weighs no more than that.
    pub(super) fn quality_for(&self, weight: f64, (mut low, mut high): (f32, f32)) -> f32 {
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if self.at(middle) > weight {
                high = middle;
            } else {
                low = middle;
            }
        }
        low
    }
}

/// Bits of a value that is kept, and for each doubling of it.
const KEPT: f32 = 5.0;
const DOUBLED: f32 = 1.7;

fn count(counts: &mut [u32], block: &Block, last: i16, times: u32) {
    let mut add = |place: usize, strength: u16| {
        let class = (usize::from(strength) / CLASS).min(CLASSES - 1);
        counts[place * CLASSES + class] += times;
    };
    add(0, block[0].abs_diff(last));
    for (place, frequency) in block.iter().enumerate().skip(1) {
        add(place, frequency.unsigned_abs());
    }
}

/// Steps of quantisation are whole numbers: nothing changes between qualities that are nearer than this brings
/// them.
const HALVINGS: u8 = 11;
