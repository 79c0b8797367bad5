//! What decoding a HEIC file would take, from the headers of its coded pictures (ITU-T H.265 §7.3).

use crate::container::be16;
use crate::container::heif::Heif;

/// Samples of all coded pictures together, at most: a phone's 48 megapixels with half-size colour are 73 million.
/// The decoder keeps each in four bytes, twice while tiles are put together.
const MAX_SAMPLES: u64 = 80_000_000;
/// Bytes of decoder configurations, which the decoder copies for every tile.
const MAX_CONFIGURATIONS: u64 = 4 << 20;
/// Units of coded data in a picture: one as a rule. The decoder lists them all first.
const MAX_UNITS: usize = 4096;
/// Sequence parameter set (table 7-1).
const SPS: u8 = 33;

/// Whether the primary picture and its alpha can be decoded in bounded memory. Nothing when that cannot be told.
pub(super) fn is_bearable(heif: &Heif<'_>) -> Option<bool> {
    let mut coded = Vec::new();
    let mut roots = vec![*heif.chain()?.last()?];
    roots.extend(heif.alpha());
    for root in roots {
        // An alpha picture may be an identity, too; its source is decoded, so it is what counts.
        let root = match heif.linked(root, *b"dimg") {
            [source] if heif.item(root)?.kind == *b"iden" => *source,
            _ => root,
        };
        if heif.item(root)?.kind == *b"grid" {
            coded.extend(heif.linked(root, *b"dimg"));
        } else {
            coded.push(root);
        }
        coded.extend(heif.linked(root, *b"pred"));
    }
    let (mut samples, mut configurations, mut bytes) = (0u64, 0u64, 0u64);
    for id in coded {
        let (_, configuration) = heif.properties(id).find(|(kind, _)| kind == b"hvcC")?;
        configurations += configuration.len() as u64;
        bytes = bytes.saturating_add(heif.length(id));
        if configurations > MAX_CONFIGURATIONS || bytes > heif.size() {
            return Some(false);
        }
        let length_bytes = usize::from(configuration.get(21)? & 3) + 1;
        if units(&heif.content(id)?, length_bytes)? > MAX_UNITS {
            return Some(false);
        }
        samples = samples.saturating_add(largest(configuration)?);
    }
    Some(samples <= MAX_SAMPLES)
}

/// How many units there are; nothing when one is empty or breaks off.
fn units(mut data: &[u8], length_bytes: usize) -> Option<usize> {
    let mut count = 0;
    while !data.is_empty() {
        let (length, rest) = data.split_at_checked(length_bytes)?;
        let length = length
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        data = rest.get(length..).filter(|_| length > 0)?;
        count += 1;
    }
    Some(count)
}

/// Samples of the largest picture that the parameter sets of a configuration (14496-15 §8.3.3) declare.
fn largest(configuration: &[u8]) -> Option<u64> {
    let mut at = 23;
    let mut most = 0;
    for _ in 0..*configuration.get(22)? {
        let kind = configuration.get(at)? & 0x3F;
        let count = be16(configuration, at + 1)?;
        at += 3;
        for _ in 0..count {
            let length = usize::from(be16(configuration, at)?);
            let unit = configuration.get(at + 2..at + 2 + length)?;
            if kind == SPS {
                most = most.max(samples(unit)?);
            }
            at += 2 + length;
        }
    }
    (most > 0).then_some(most)
}

/// Width × height × the share that colour adds, from a sequence parameter set.
fn samples(unit: &[u8]) -> Option<u64> {
    // Two bytes of header; what is wanted lies far before byte 256.
    let payload = unit.get(2..)?;
    let mut bytes = Vec::with_capacity(256);
    let mut zeros = 0;
    for byte in payload.iter().take(256) {
        if zeros >= 2 && *byte == 3 {
            zeros = 0; // an emulation prevention byte
            continue;
        }
        zeros = if *byte == 0 { zeros + 1 } else { 0 };
        bytes.push(*byte);
    }
    let mut bits = Bits {
        bytes: &bytes,
        at: 0,
    };
    bits.read(4)?;
    let sub_layers = bits.read(3)?;
    bits.read(1)?;
    // Profile, tier and level: of the whole, then of each layer that has its own.
    bits.skip(96);
    let mut own = 0;
    for _ in 0..sub_layers {
        own += usize::try_from(88 * bits.read(1)? + 8 * bits.read(1)?).ok()?;
    }
    if sub_layers > 0 {
        bits.skip(2 * usize::try_from(8 - sub_layers).ok()?);
    }
    bits.skip(own);
    bits.golomb()?;
    let chroma = bits.golomb()?;
    if chroma == 3 {
        bits.read(1)?;
    }
    let luma = bits.golomb()?.checked_mul(bits.golomb()?)?;
    luma.checked_mul(match chroma {
        0 => 2,
        1 => 3,
        2 => 4,
        _ => 6,
    })
    .map(|twice| twice / 2)
}

/// Bits, the high ones first.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn skip(&mut self, count: usize) {
        self.at += count;
    }

    fn read(&mut self, count: u32) -> Option<u64> {
        let mut value = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            value = value << 1 | u64::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// An unsigned number of the Exp-Golomb code (§9.2).
    fn golomb(&mut self) -> Option<u64> {
        let mut zeros = 0;
        while self.read(1)? == 0 {
            zeros += 1;
            if zeros > 32 {
                return None;
            }
        }
        Some((1 << zeros) - 1 + self.read(zeros)?)
    }
}
