//! From samples to frequencies: the forward DCT of every block, done once for all qualities that are tried.

use std::array::from_fn;

use crate::planes::{Colour, Planes};

/// Frequencies of a block, eight times as large as JPEG counts them, in zigzag order (ITU-T T.81 figure A.6).
pub(crate) type Block = [i16; 64];

/// A plane in blocks of 8 × 8, row by row.
pub(crate) struct Component {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) blocks: Vec<Block>,
}

/// A picture in frequencies.
pub(crate) struct Coefficients {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) colour: Colour,
    /// Luma, blue and red difference.
    pub(crate) components: [Component; 3],
}

/// Rows of lanes: an axis of the block along the outer index, the other in the lanes.
type Lanes = [[f32; 8]; 8];

/// Where each place of the zigzag is in a block that lies on its side (a column of the picture a row).
const ZIGZAG: [u8; 64] = {
    let mut order = [0; 64];
    let (mut x, mut y) = (0_u8, 0_u8);
    let mut at = 0;
    while at < 64 {
        order[at] = x * 8 + y;
        let up = (x + y) % 2 == 0;
        match (up, x, y) {
            (true, 7, _) => y += 1,
            (true, _, 0) => x += 1,
            (true, ..) => {
                x += 1;
                y -= 1;
            }
            (false, _, 7) => x += 1,
            (false, 0, _) => y += 1,
            (false, ..) => {
                x -= 1;
                y += 1;
            }
        }
        at += 1;
    }
    order
};

/// What a table in natural order is in zigzag order.
pub(crate) fn zigzag<T: Copy>(natural: &[T; 64]) -> [T; 64] {
    ZIGZAG.map(|at| natural[usize::from(at % 8 * 8 + at / 8)])
}

impl Coefficients {
    pub(crate) fn new(planes: &Planes) -> Self {
        let (width, height) = (planes.width as usize, planes.height as usize);
        let step = planes.colour.step();
        let small = |plane| Component::new(plane, width.div_ceil(step), height.div_ceil(step));
        Self {
            width: planes.width,
            height: planes.height,
            colour: planes.colour,
            components: [
                Component::new(&planes.luma, width, height),
                small(&planes.cb),
                small(&planes.cr),
            ],
        }
    }

    /// Blocks of luma that a block of colour covers, in one direction.
    pub(crate) const fn step(&self) -> usize {
        self.colour.step()
    }
}

impl Component {
    fn new(plane: &[u8], width: usize, height: usize) -> Self {
        let (columns, rows) = (width.div_ceil(8), height.div_ceil(8));
        let mut blocks = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let mut samples = samples(plane, width, height, column * 8, row * 8);
                smooth(&mut samples);
                blocks.push(transform(samples));
            }
        }
        Self {
            columns,
            rows,
            blocks,
        }
    }
}

/// Samples of a block around zero; what lies beyond the edge repeats it.
fn samples(plane: &[u8], width: usize, height: usize, left: usize, top: usize) -> Lanes {
    let mut lanes = [[0.0; 8]; 8];
    for (y, lane) in lanes.iter_mut().enumerate() {
        let row = &plane[(top + y).min(height - 1) * width..][..width];
        if let Some(eight) = row.get(left..left + 8) {
            for (to, from) in lane.iter_mut().zip(eight) {
                *to = f32::from(*from) - 128.0;
            }
        } else {
            for (x, to) in lane.iter_mut().enumerate() {
                *to = f32::from(row[(left + x).min(width - 1)]) - 128.0;
            }
        }
    }
    lanes
}

/// White, around zero.
const WHITE: f32 = 127.0;
/// What white may be overshot by: decoders cut it off.
const OVERSHOOT: f32 = 8.0;
/// With less than that between white and what is beside it nothing rings.
const CONTRAST: f32 = 64.0;

/// White beside something dark is raised where it is far from it: the decoder cuts that off again, and the
/// block rings less. After mozjpeg's "overshoot deringing", with the distance to the next darker sample in place of
/// its splines along the zigzag.
fn smooth(lanes: &mut Lanes) {
    let (darkest, lightest) = lanes
        .as_flattened()
        .iter()
        .fold((WHITE, -WHITE), |(darkest, lightest), sample| {
            (sample.min(darkest), sample.max(lightest))
        });
    if lightest < WHITE || darkest > WHITE - CONTRAST {
        return;
    }
    let source = *lanes;
    let dark = |x: usize, y: usize| source[y][x] < WHITE;
    for (y, lane) in lanes.iter_mut().enumerate() {
        for (x, sample) in lane.iter_mut().enumerate() {
            if dark(x, y) {
                continue;
            }
            let (left, right) = (x.saturating_sub(1), (x + 1).min(7));
            let (top, bottom) = (y.saturating_sub(1), (y + 1).min(7));
            let beside = (top..=bottom).any(|y| (left..=right).any(|x| dark(x, y)));
            *sample += if beside { OVERSHOOT / 2.0 } else { OVERSHOOT };
        }
    }
}

/// Arai, Agui and Nakajima's DCT, as in libjpeg's `jfdctflt.c`: what it leaves of scaling is done at the end.
fn transform(mut lanes: Lanes) -> Block {
    pass(&mut lanes);
    let mut turned: Lanes = from_fn(|x| from_fn(|y| lanes[y][x]));
    pass(&mut turned);
    let mut rounded = [0_i16; 64];
    let scaled = turned.as_flattened().iter().zip(SCALE.as_flattened());
    for (to, (sample, scale)) in rounded.iter_mut().zip(scaled) {
        // So far from zero a float has no fraction, and its last bits are the number.
        *to = (sample * scale + 12_582_912.0).to_bits() as i16;
    }
    ZIGZAG.map(|at| rounded[usize::from(at)])
}

/// 1 / (s·s), where s is 1 for the constant and √2·cos(kπ/16) for the others.
const SCALE: Lanes = {
    const S: [f32; 8] = [
        1.0,
        1.387_039_8,
        1.306_563,
        1.175_875_6,
        1.0,
        0.785_694_96,
        0.541_196_1,
        0.275_899_38,
    ];
    let mut scale = [[0.0; 8]; 8];
    let mut y = 0;
    while y < 8 {
        let mut x = 0;
        while x < 8 {
            scale[y][x] = 1.0 / (S[x] * S[y]);
            x += 1;
        }
        y += 1;
    }
    scale
};

/// One dimension, for eight lines at a time.
#[expect(
    clippy::needless_range_loop,
    reason = "a lane goes through all eight rows"
)]
#[inline]
fn pass(d: &mut Lanes) {
    const C2: f32 = 0.541_196_1;
    const C4: f32 = 0.707_106_77;
    const C6: f32 = 0.382_683_43;
    const C26: f32 = 1.306_563;
    for lane in 0..8 {
        let sum = |a: usize, b: usize| d[a][lane] + d[b][lane];
        let difference = |a: usize, b: usize| d[a][lane] - d[b][lane];
        let (a0, a1, a2, a3) = (sum(0, 7), sum(1, 6), sum(2, 5), sum(3, 4));
        let (a7, a6, a5, a4) = (
            difference(0, 7),
            difference(1, 6),
            difference(2, 5),
            difference(3, 4),
        );
        let (b0, b1, b2, b3) = (a0 + a3, a1 + a2, a1 - a2, a0 - a3);
        let z1 = (b2 + b3) * C4;
        let (c0, c1, c2) = (a4 + a5, a5 + a6, a6 + a7);
        let z5 = (c0 - c2) * C6;
        let z2 = C2 * c0 + z5;
        let z4 = C26 * c2 + z5;
        let z3 = c1 * C4;
        let (e0, e1) = (a7 + z3, a7 - z3);
        d[0][lane] = b0 + b1;
        d[4][lane] = b0 - b1;
        d[2][lane] = b3 + z1;
        d[6][lane] = b3 - z1;
        d[5][lane] = e1 + z2;
        d[3][lane] = e1 - z2;
        d[1][lane] = e0 + z4;
        d[7][lane] = e0 - z4;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_dct_of_the_standard() {
        let lanes: Lanes =
            from_fn(|y| from_fn(|x| ((x * 31 + y * 57 + x * y * 13) % 251) as f32 - 128.0));
        let found = transform(lanes);
        let mut natural = [0.0; 64];
        for (v, row) in natural.chunks_exact_mut(8).enumerate() {
            for (u, to) in row.iter_mut().enumerate() {
                // ITU-T T.81, A.3.3
                let c = |k: usize| if k == 0 { 0.5_f64.sqrt() } else { 1.0 };
                let cos = |x: usize, k: usize| {
                    ((2 * x + 1) as f64 * k as f64 * std::f64::consts::PI / 16.0).cos()
                };
                let mut sum = 0.0;
                for (y, row) in lanes.iter().enumerate() {
                    for (x, sample) in row.iter().enumerate() {
                        sum += f64::from(*sample) * cos(x, u) * cos(y, v);
                    }
                }
                *to = 2.0 * c(u) * c(v) * sum;
            }
        }
        for (found, wanted) in found.iter().zip(zigzag(&natural)) {
            assert!((f64::from(*found) - wanted).abs() < 0.6, "{found} {wanted}");
        }
    }
}
