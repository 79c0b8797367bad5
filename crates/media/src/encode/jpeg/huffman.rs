//! Huffman codes made for what they are to code, and writing them (ITU-T T.81 annexes C, F and K.2).

/// Codes of one table.
pub(super) struct Codes {
    /// Number of codes of each length from 1 to 16.
    pub(super) lengths: [u8; 16],
    /// Symbols, those of shorter codes first.
    pub(super) symbols: Vec<u8>,
    codes: [(u16, u8); 256],
}

impl Codes {
    /// The best codes of at most 16 bits for symbols that come so often.
    pub(super) fn new(counts: &[u32; 256]) -> Self {
        let sizes = sizes(counts);
        // How many of each length. One symbol more than there are has a code: the one of all ones, which is
        // not allowed (K.2).
        let mut of_length = [0_u32; 64];
        for size in sizes.iter().filter(|size| **size > 0) {
            of_length[usize::from(*size)] += 1;
        }
        for long in (17..of_length.len()).rev() {
            while of_length[long] > 0 {
                let mut shorter = long - 2;
                while of_length[shorter] == 0 {
                    shorter -= 1;
                }
                of_length[long] -= 2;
                of_length[long - 1] += 1;
                of_length[shorter + 1] += 2;
                of_length[shorter] -= 1;
            }
        }
        if let Some(longest) = (1..=16).rev().find(|length| of_length[*length] > 0) {
            of_length[longest] -= 1;
        }
        let mut symbols: Vec<u8> = (0..=u8::MAX)
            .filter(|s| sizes[usize::from(*s)] > 0)
            .collect();
        symbols.sort_by_key(|symbol| (sizes[usize::from(*symbol)], *symbol));
        let mut lengths = [0; 16];
        let mut codes = [(0, 0); 256];
        let mut code = 0_u16;
        let mut next = symbols.iter();
        for (length, number) in (1_u8..).zip(&of_length[1..=16]) {
            for symbol in next.by_ref().take(*number as usize) {
                codes[usize::from(*symbol)] = (code, length);
                code += 1;
            }
            lengths[usize::from(length) - 1] = number.to_le_bytes()[0];
            code = code.wrapping_shl(1);
        }
        Self {
            lengths,
            symbols,
            codes,
        }
    }
}

/// Lengths of codes without a limit; the last is that of the symbol that is never used.
fn sizes(counts: &[u32; 256]) -> [u8; 257] {
    let mut weights: Vec<(u64, usize)> = counts.iter().map(|c| u64::from(*c)).zip(0..).collect();
    weights.push((1, 256));
    weights.retain(|(weight, _)| *weight > 0);
    // Trees, each a chain of its symbols.
    let mut sizes = [0_u8; 257];
    let mut chain = [usize::MAX; 257];
    while weights.len() > 1 {
        // The two lightest; of equals those of the higher symbol.
        weights.sort_by_key(|(weight, symbol)| std::cmp::Reverse((*weight, usize::MAX - symbol)));
        let (Some((one, a)), Some((other, b))) = (weights.pop(), weights.pop()) else {
            break;
        };
        let mut at = a;
        loop {
            sizes[at] += 1;
            if chain[at] == usize::MAX {
                break;
            }
            at = chain[at];
        }
        chain[at] = b;
        at = b;
        while at != usize::MAX {
            sizes[at] += 1;
            at = chain[at];
        }
        weights.push((one + other, a));
    }
    sizes
}

/// Writes bits, with a zero behind each byte of ones (B.1.1.5).
pub(super) struct Bits<'a> {
    out: &'a mut Vec<u8>,
    waiting: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self {
            out,
            waiting: 0,
            count: 0,
        }
    }

    /// A symbol's code and so many bits behind it.
    pub(super) fn code(&mut self, codes: &Codes, symbol: u8, extra: u16, length: u32) {
        let (code, size) = codes.codes[usize::from(symbol)];
        let both = u64::from(code) << length | u64::from(extra);
        self.put(both, u32::from(size) + length);
    }

    /// At most 32 bits.
    pub(super) fn put(&mut self, bits: u64, length: u32) {
        self.waiting = self.waiting << length | bits;
        self.count += length;
        if self.count >= 32 {
            self.count -= 32;
            let four = ((self.waiting >> self.count) as u32).to_be_bytes();
            if four.contains(&0xFF) {
                for byte in four {
                    self.byte(byte);
                }
            } else {
                self.out.extend_from_slice(&four);
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        self.out.push(byte);
        if byte == 0xFF {
            self.out.push(0);
        }
    }

    /// Fills the last byte with ones (F.1.2.3).
    pub(super) fn end(mut self) {
        let missing = (8 - self.count % 8) % 8;
        self.waiting = self.waiting << missing | ((1 << missing) - 1);
        self.count += missing;
        while self.count > 0 {
            self.count -= 8;
            self.byte((self.waiting >> self.count) as u8);
        }
    }
}
