//! Progressive scans (ITU-T T.81 annex G): which there are, and what they say. What a scan says is collected before
//! it is written, so that its Huffman codes can be made for it.

use super::huffman::{Bits, Codes};
use super::trellis::{Plane, Quantised, places};

/// A part of the picture's numbers.
pub(super) struct Scan {
    /// The component; all three share the scan of the constants.
    pub(super) component: Option<usize>,
    /// The band, first to last, in zigzag order.
    pub(super) band: (u8, u8),
    /// Bits that scans before left out, when they sent this band.
    pub(super) before: Option<u8>,
    /// Bits that this one leaves out.
    pub(super) low: u8,
}

const fn scan(component: usize, band: (u8, u8), before: Option<u8>, low: u8) -> Scan {
    Scan {
        component: Some(component),
        band,
        before,
        low,
    }
}

/// mozjpeg's script (jcparam.c, `JCP_MAX_COMPRESSION`): luma in three steps of precision, colour in one.
pub(super) const SCRIPT: [Scan; 9] = [
    Scan {
        component: None,
        band: (0, 0),
        before: None,
        low: 0,
    },
    scan(0, (1, 8), None, 2),
    scan(1, (1, 8), None, 0),
    scan(2, (1, 8), None, 0),
    scan(0, (9, 63), None, 2),
    scan(0, (1, 63), Some(2), 1),
    scan(0, (1, 63), Some(1), 0),
    scan(1, (9, 63), None, 0),
    scan(2, (9, 63), None, 0),
];

/// More blocks than this do not end together (G.1.2.2).
const LONGEST_END: u16 = 0x7FFF;
/// Decoders need not keep more correction bits than this for blocks that end together; a libjpeg of old days
/// sets the limit.
const MOST_CORRECTIONS: usize = 937;
/// Sixteen zeros.
const ZEROS: u8 = 0xF0;

/// What a scan says: symbols with bits behind them, and bits alone.
#[derive(Default)]
pub(super) struct Said {
    /// From the lowest bit: the symbol, how many bits follow (5), whether they follow nothing (1), the symbol's table (1),
    /// the bits (16).
    words: Vec<u32>,
    counts: [Box<Counts>; 2],
    /// Blocks that end here and did not say so yet.
    ends: u16,
    /// Correction bits that follow that end, in portions.
    corrections: Vec<(u64, u8)>,
    correction_bits: usize,
}

struct Counts([u32; 256]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; 256])
    }
}

const ALONE: u32 = 1 << 13;
const SECOND: u32 = 1 << 14;

impl Said {
    fn symbol(&mut self, symbol: u8, extra: u16, length: u32) {
        self.counts[0].0[usize::from(symbol)] += 1;
        self.words
            .push(u32::from(extra) << 16 | length << 8 | u32::from(symbol));
    }

    fn bits(&mut self, bits: u64, mut length: u8) {
        while length > 0 {
            let part = length.min(16);
            length -= part;
            let some = (bits >> length) as u32 & ((1 << part) - 1);
            self.words.push(some << 16 | ALONE | u32::from(part) << 8);
        }
    }

    /// Says that blocks ended, and what was corrected in them.
    fn end(&mut self) {
        if self.ends > 0 {
            let length = self.ends.ilog2();
            let extra = self.ends - (1 << length);
            self.symbol((length << 4) as u8, extra, length);
            self.ends = 0;
        }
        self.correction_bits = 0;
        let mut corrections = std::mem::take(&mut self.corrections);
        for (bits, length) in corrections.drain(..) {
            self.bits(bits, length);
        }
        self.corrections = corrections;
    }

    /// The constants of all planes, each as its difference to the one before. `step` is that of colour.
    pub(super) fn constants(planes: &[Plane; 3], step: usize) -> Self {
        let mut said = Self::default();
        let mut last = [0_i16; 3];
        let [_, cb, _] = planes;
        for row in 0..cb.rows {
            for column in 0..cb.columns {
                for (n, plane) in planes.iter().enumerate() {
                    let step = if n == 0 { step } else { 1 };
                    for (y, x) in (0..step * step).map(|at| (at / step, at % step)) {
                        // Beyond the edge the last block goes on: that costs least.
                        let row = (row * step + y).min(plane.rows - 1);
                        let column = (column * step + x).min(plane.columns - 1);
                        let value = plane.blocks[row * plane.columns + column].values[0];
                        said.difference(value - last[n], n > 0);
                        last[n] = value;
                    }
                }
            }
        }
        said
    }

    fn difference(&mut self, difference: i16, second: bool) {
        let length = 16 - difference.unsigned_abs().leading_zeros();
        let extra = low_bits(difference, length);
        let table = if second { SECOND } else { 0 };
        self.counts[usize::from(second)].0[length as usize] += 1;
        self.words
            .push(u32::from(extra) << 16 | table | length << 8 | length);
    }

    /// A band of a plane.
    pub(super) fn band(plane: &Plane, scan: &Scan) -> Self {
        let (first, last) = scan.band;
        let band = (u64::MAX << first) & (u64::MAX >> (63 - last));
        let mut said = Self::default();
        for block in &plane.blocks {
            let seen = block.reaches[usize::from(scan.low)] & band;
            match scan.before {
                None => said.first(block, seen, scan),
                Some(before) => {
                    let known = block.reaches[usize::from(before)] & band;
                    said.refine(block, seen, known, scan);
                }
            }
        }
        said.end();
        said
    }

    /// The first time a band is sent (G.1.2.2).
    fn first(&mut self, block: &Quantised, seen: u64, scan: &Scan) {
        let (first, last) = scan.band;
        let mut next = usize::from(first);
        for at in places(seen) {
            if self.ends > 0 {
                self.end();
            }
            let mut zeros = at - next;
            while zeros > 15 {
                self.symbol(ZEROS, 0, 0);
                zeros -= 16;
            }
            let value = block.values[at];
            let shifted = value.signum() * (value.abs() >> scan.low);
            let length = 16 - shifted.unsigned_abs().leading_zeros();
            let symbol = (zeros as u8) << 4 | length as u8;
            self.symbol(symbol, low_bits(shifted, length), length);
            next = at + 1;
        }
        if next <= usize::from(last) {
            self.ends += 1;
            if self.ends == LONGEST_END {
                self.end();
            }
        }
    }

    /// One bit more of a band (G.1.2.3).
    fn refine(&mut self, block: &Quantised, seen: u64, known: u64, scan: &Scan) {
        let (first, last) = scan.band;
        let new = seen & !known;
        let last_new = 63 - new.leading_zeros().min(63) as usize;
        let mut next = usize::from(first);
        let mut zeros = 0;
        let (mut corrections, mut length) = (0_u64, 0_u8);
        for at in places(seen) {
            zeros += at - next;
            next = at + 1;
            while zeros > 15 && new != 0 && at <= last_new {
                self.end();
                self.symbol(ZEROS, 0, 0);
                zeros -= 16;
                self.bits(corrections, length);
                (corrections, length) = (0, 0);
            }
            let value = block.values[at];
            if known >> at & 1 == 1 {
                corrections = corrections << 1 | u64::from(value.unsigned_abs() >> scan.low & 1);
                length += 1;
                continue;
            }
            self.end();
            self.symbol((zeros as u8) << 4 | 1, u16::from(value > 0), 1);
            self.bits(corrections, length);
            (corrections, length) = (0, 0);
            zeros = 0;
        }
        zeros += usize::from(last) + 1 - next;
        if zeros > 0 || length > 0 {
            self.ends += 1;
            if length > 0 {
                self.corrections.push((corrections, length));
                self.correction_bits += usize::from(length);
            }
            if self.ends == LONGEST_END || self.correction_bits > MOST_CORRECTIONS {
                self.end();
            }
        }
    }

    /// The best codes for it: of the first table, and of the second.
    pub(super) fn codes(&self, second: bool) -> Codes {
        Codes::new(&self.counts[usize::from(second)].0)
    }

    /// Writes it.
    pub(super) fn write(&self, codes: [&Codes; 2], out: &mut Vec<u8>) {
        let mut bits = Bits::new(out);
        for word in &self.words {
            let (extra, length) = ((word >> 16) as u16, word >> 8 & 31);
            if word & ALONE != 0 {
                bits.put(extra.into(), length);
            } else {
                let codes = codes[usize::from(word & SECOND != 0)];
                bits.code(codes, *word as u8, extra, length);
            }
        }
        bits.end();
    }
}

/// The bits of a value behind its length; those of a negative one are the complement's (F.1.2.1).
fn low_bits(value: i16, length: u32) -> u16 {
    let value = i32::from(value);
    let bits = if value < 0 { value - 1 } else { value };
    (bits & ((1 << length) - 1)) as u16
}
