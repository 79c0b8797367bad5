//! From frequencies to the whole numbers that are stored: rounded, or chosen by what they cost and what they
//! give (trellis).
//!
//! The way of mozjpeg's `quantize_trellis` (jcdctmgr.c, BSD-3-Clause): of all ways to lower or drop the values of a block
//! the one with the least bytes + λ · error, found from value to value. What is rounded to zero is zero on
//! every way, so only the others are looked at.

use super::forward::{Block, Coefficients, Component};

/// Whole numbers of a block in zigzag order.
pub(super) struct Quantised {
    pub(super) values: Block,
    /// Where absolute values reach 1, 2 and 4; the constant is left out.
    pub(super) reaches: [u64; 3],
}

/// A plane of them.
pub(super) struct Plane {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) blocks: Vec<Quantised>,
}

/// What the trellis thinks of bits: Huffman code and value bits, by run of zeros and length of the value.
struct Rate {
    bits: [[f32; 11]; 16],
    sixteen_zeros: f32,
    end: f32,
}

/// Bits of the codes of ITU-T T.81 table K.5 for luma: what is learnt of the picture's own codes changes nothing.
const LUMA: Rate = rate(
    [
        [2, 2, 3, 4, 5, 7, 8, 10, 16, 16],
        [4, 5, 7, 9, 11, 16, 16, 16, 16, 16],
        [5, 8, 10, 12, 16, 16, 16, 16, 16, 16],
        [6, 9, 12, 16, 16, 16, 16, 16, 16, 16],
        [6, 10, 16, 16, 16, 16, 16, 16, 16, 16],
        [7, 11, 16, 16, 16, 16, 16, 16, 16, 16],
        [7, 12, 16, 16, 16, 16, 16, 16, 16, 16],
        [8, 12, 16, 16, 16, 16, 16, 16, 16, 16],
        [9, 15, 16, 16, 16, 16, 16, 16, 16, 16],
        [9, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [9, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [10, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [10, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [11, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [16, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [16, 16, 16, 16, 16, 16, 16, 16, 16, 16],
    ],
    11,
    4,
);
/// And of table K.6, for colour.
const COLOUR: Rate = rate(
    [
        [2, 3, 4, 5, 5, 6, 7, 9, 10, 12],
        [4, 6, 8, 9, 11, 12, 16, 16, 16, 16],
        [5, 8, 10, 12, 15, 16, 16, 16, 16, 16],
        [5, 8, 10, 12, 16, 16, 16, 16, 16, 16],
        [6, 9, 16, 16, 16, 16, 16, 16, 16, 16],
        [6, 10, 16, 16, 16, 16, 16, 16, 16, 16],
        [7, 11, 16, 16, 16, 16, 16, 16, 16, 16],
        [7, 11, 16, 16, 16, 16, 16, 16, 16, 16],
        [8, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [9, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [9, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [9, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [9, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [11, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [14, 16, 16, 16, 16, 16, 16, 16, 16, 16],
        [15, 16, 16, 16, 16, 16, 16, 16, 16, 16],
    ],
    10,
    2,
);

const fn rate(codes: [[u8; 10]; 16], sixteen_zeros: u8, end: u8) -> Rate {
    let mut bits = [[0.0; 11]; 16];
    let mut run = 0;
    while run < 16 {
        let mut length = 1;
        while length <= 10 {
            bits[run][length] = codes[run][length - 1] as f32 + length as f32;
            length += 1;
        }
        run += 1;
    }
    Rate {
        bits,
        sixteen_zeros: sixteen_zeros as f32,
        end: end as f32,
    }
}

/// The fewest bits that a value takes.
const FEWEST: f32 = 3.0;
/// The largest value of 8-bit JPEG (ITU-T T.81 F.1.2.2).
const MOST: f32 = 1023.0;
/// mozjpeg's balance between bytes and error, as it counts it: λ = 2^14.75 / (2^16.5 + energy).
const BALANCE: f32 = 27_554.49;
const CALM: f32 = 92_681.9;

/// How a picture is quantised.
#[derive(Clone)]
pub(super) struct Quantiser {
    /// Half a step, in the scale of a [`Block`]: what reaches it is not rounded to zero.
    half: [i16; 64],
    inverse: [f32; 64],
    /// λ times this; nothing for plain rounding.
    balance: Option<f32>,
}

impl Quantiser {
    /// For these steps, in zigzag order. `lean` says how much more than mozjpeg the trellis cares for detail, in
    /// powers of two; without it values are rounded.
    pub(super) fn new(steps: &[u16; 64], lean: Option<f32>) -> Self {
        Self {
            half: steps.map(|step| (4 * step).cast_signed()),
            inverse: steps.map(|step| 0.125 / f32::from(step)),
            balance: lean.map(|lean| 64.0 * BALANCE * lean.exp2()),
        }
    }

    pub(super) fn planes(&self, picture: &Coefficients) -> [Plane; 3] {
        let [luma, cb, cr] = &picture.components;
        [
            self.plane(luma, &LUMA),
            self.plane(cb, &COLOUR),
            self.plane(cr, &COLOUR),
        ]
    }

    fn plane(&self, component: &Component, rate: &Rate) -> Plane {
        let blocks = component.blocks.iter();
        Plane {
            columns: component.columns,
            rows: component.rows,
            blocks: blocks.map(|block| self.block(block, rate)).collect(),
        }
    }

    fn block(&self, block: &Block, rate: &Rate) -> Quantised {
        let mut out = Quantised {
            values: [0; 64],
            reaches: [0; 3],
        };
        let constant = (f32::from(block[0]) * self.inverse[0] + 0.5).floor();
        out.values[0] = constant.clamp(-MOST - 1.0, MOST) as i16;
        let candidates = self.candidates(block);
        if candidates == 0 {
            return out;
        }
        match self.balance {
            None => {
                for at in places(candidates) {
                    out.set(at, self.rounded(block, at).1, block);
                }
            }
            Some(balance) => {
                let energy: i32 = block[1..]
                    .iter()
                    .map(|c| i32::from(*c) * i32::from(*c))
                    .sum();
                let lambda = balance / (CALM + energy as f32 / 63.0);
                self.choose(block, candidates, lambda, rate, &mut out);
            }
        }
        out
    }

    /// Where something else than zero may stand, a bit each.
    fn candidates(&self, block: &Block) -> u64 {
        let mut flags = [0_u8; 64];
        for ((flag, sample), half) in flags.iter_mut().zip(block).zip(&self.half) {
            *flag = u8::from(sample.unsigned_abs().cast_signed() >= *half);
        }
        let (eights, _) = flags.as_chunks::<8>();
        let mut bits = 0;
        for (n, eight) in eights.iter().enumerate() {
            // Moves the lowest bit of each byte into the highest byte, one beside the other.
            let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            bits |= gathered << (8 * n);
        }
        bits & !1
    }

    /// A candidate in steps: the value itself, and rounded.
    fn rounded(&self, block: &Block, at: usize) -> (f32, i16) {
        let exact = f32::from(block[at]).abs() * self.inverse[at];
        (exact, (exact + 0.5).clamp(1.0, MOST) as i16)
    }

    fn choose(
        &self,
        block: &Block,
        candidates: u64,
        lambda: f32,
        rate: &Rate,
        out: &mut Quantised,
    ) {
        // Of each candidate: its place, the best value if it is kept and who is kept before it, what all up to it
        // costs then, and what it would cost to drop all up to it. The first stands for the constant.
        let mut place = [0_usize; 64];
        let mut value = [0_i16; 64];
        let mut before = [0_usize; 64];
        let mut kept = [0.0_f32; 64];
        let mut dropped = [0.0_f32; 64];
        let mut count = 0;
        for at in places(candidates) {
            let (exact, rounded) = self.rounded(block, at);
            let all_dropped = dropped[count];
            count += 1;
            let length = 16 - rounded.unsigned_abs().leading_zeros() as usize;
            let error = |value: i16| {
                let off = f32::from(value) - exact;
                lambda * off * off
            };
            let least_error = error(rounded);
            let mut best = f32::INFINITY;
            for from in (0..count).rev() {
                let between = all_dropped - dropped[from];
                if between + least_error + FEWEST >= best {
                    break;
                }
                let zeros = at - 1 - place[from];
                let so_far = kept[from] + between + (zeros / 16) as f32 * rate.sixteen_zeros;
                let bits = &rate.bits[zeros % 16];
                let mut take = |length: usize, chosen: i16, error: f32| {
                    let cost = so_far + bits[length.min(10)] + error;
                    if cost < best {
                        best = cost;
                        value[count] = chosen;
                        before[count] = from;
                    }
                };
                take(length, rounded, least_error);
                for shorter in 1..length {
                    let largest = (1 << shorter) - 1;
                    take(shorter, largest, error(largest));
                }
            }
            place[count] = at;
            kept[count] = best;
            dropped[count] = all_dropped + lambda * exact * exact;
        }
        // Where to end: what comes after is dropped.
        let (mut last, mut least) = (0, dropped[count] + rate.end);
        for end in 1..=count {
            let after = if place[end] < 63 { rate.end } else { 0.0 };
            let cost = kept[end] + dropped[count] - dropped[end] + after;
            if cost < least {
                (last, least) = (end, cost);
            }
        }
        while last > 0 {
            out.set(place[last], value[last], block);
            last = before[last];
        }
    }
}

impl Quantised {
    fn set(&mut self, at: usize, absolute: i16, block: &Block) {
        self.values[at] = if block[at] < 0 { -absolute } else { absolute };
        let bit = 1 << at;
        self.reaches[0] |= bit;
        self.reaches[1] |= if absolute >= 2 { bit } else { 0 };
        self.reaches[2] |= if absolute >= 4 { bit } else { 0 };
    }
}

/// The bits that are set, from the lowest.
pub(super) fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(at)
    })
}
