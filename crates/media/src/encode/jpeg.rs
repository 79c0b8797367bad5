//! JPEG at a quality between whole numbers: progressive, with Huffman codes of its own for every scan, and with
//! trellis where bytes are to be well spent.
//!
//! An encoder of our own, because a budget is filled by trying: it transforms a picture once for all tries, and
//! chooses several times as fast as `mozjpeg-rs` 0.9 does, whose method it follows, for the same score.

mod forward;
mod huffman;
mod scans;
mod trellis;

pub(crate) use forward::{Block, Coefficients, Component, zigzag};

use crate::container::jpeg::{APP0, APP2, EOI, ICC, SOI, SOS, Segments};
use crate::planes::{Colour, Planes};
use huffman::Codes;
use scans::{SCRIPT, Said, Scan};
use trellis::Quantiser;

/// Tables that a decoder needs before the frame (ITU-T T.81 table B.1).
const DQT: u8 = 0xDB;
/// Huffman tables.
const DHT: u8 = 0xC4;
/// A progressive frame.
const SOF2: u8 = 0xC2;
/// JFIF 1.1, square pixels, no thumbnail (ITU-T T.871 §10.1).
const JFIF: [u8; 14] = *b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
/// Bytes of a profile that one segment takes, beside its name, number and count.
const ICC_PART: usize = 65_533 - 14;

/// Encodes planes without further ado, at a quality from 1 to 100 as libjpeg counts it.
pub(crate) fn plain(planes: &Planes, quality: f32, icc: Option<&[u8]>) -> Vec<u8> {
    write(&Coefficients::new(planes), quality, None, icc)
}

/// Encodes with trellis. `lean` says how much more than mozjpeg does trellis cares for detail, or less; in powers
/// of two.
pub(crate) fn best(picture: &Coefficients, quality: f32, lean: f32, icc: Option<&[u8]>) -> Vec<u8> {
    write(picture, quality, Some(lean), icc)
}

/// Bytes of entropy-coded data in a JPEG: what grows with the picture, without headers and tables.
pub(crate) fn entropy_bytes(file: &[u8]) -> usize {
    let scans = Segments::new(file).filter(|segment| segment.marker == SOS);
    scans.map(|scan| scan.raw.len() - scan.body.len() - 4).sum()
}

fn write(picture: &Coefficients, quality: f32, lean: Option<f32>, icc: Option<&[u8]>) -> Vec<u8> {
    let steps = zigzag(&steps(quality));
    let planes = Quantiser::new(&steps, lean).planes(picture);
    let mut out = SOI.to_vec();
    segment(&mut out, APP0, &JFIF);
    let profile = icc.unwrap_or_default();
    let parts = profile.chunks(ICC_PART);
    let count = parts.len().to_le_bytes()[0];
    for (number, part) in (1_u8..).zip(parts) {
        segment(&mut out, APP2, &[ICC, &[number, count], part].concat());
    }
    let table = steps.map(|step| step.to_le_bytes()[0]);
    segment(&mut out, DQT, &[&[0][..], &table].concat());
    segment(&mut out, SOF2, &frame(picture));
    for scan in &SCRIPT {
        match scan.component {
            None => {
                let said = Said::constants(&planes, picture.step());
                let [luma, colour] = [said.codes(false), said.codes(true)];
                let tables = [table_of(0, &luma), table_of(1, &colour)].concat();
                segment(&mut out, DHT, &tables);
                segment(&mut out, SOS, &head(scan));
                said.write([&luma, &colour], &mut out);
            }
            Some(component) => {
                let said = Said::band(&planes[component], scan);
                let codes = said.codes(false);
                segment(&mut out, DHT, &table_of(AC, &codes));
                segment(&mut out, SOS, &head(scan));
                said.write([&codes; 2], &mut out);
            }
        }
    }
    out.extend_from_slice(&EOI);
    out
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    out.extend_from_slice(&[0xFF, marker]);
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(body);
}

/// The class of tables for all but the constants (B.2.4.2).
const AC: u8 = 0x10;

fn table_of(class_and_number: u8, codes: &Codes) -> Vec<u8> {
    [&[class_and_number][..], &codes.lengths, &codes.symbols].concat()
}

/// Precision, size, and of each component: number, sampling, table (B.2.2).
fn frame(picture: &Coefficients) -> Vec<u8> {
    let side = |side: u32| u16::try_from(side).unwrap_or(u16::MAX).to_be_bytes();
    let luma = match picture.colour {
        Colour::Half => 0x22,
        Colour::Full => 0x11,
    };
    let parts = [1, luma, 0, 2, 0x11, 0, 3, 0x11, 0];
    let (height, width) = (side(picture.height), side(picture.width));
    [&[8][..], &height, &width, &[3], &parts].concat()
}

/// Components and their tables, band and precision (B.2.3).
fn head(scan: &Scan) -> Vec<u8> {
    let components: &[u8] = match scan.component {
        None => &[3, 1, 0x00, 2, 0x10, 3, 0x10],
        Some(0) => &[1, 1, 0],
        Some(1) => &[1, 2, 0],
        Some(_) => &[1, 3, 0],
    };
    let (first, last) = scan.band;
    let precision = scan.before.unwrap_or(0) << 4 | scan.low;
    [components, &[first, last, precision]].concat()
}

/// Robidoux's table, mozjpeg's own choice for luma and colour alike, in natural order.
const ROBIDOUX: [u16; 64] = [
    16, 16, 16, 18, 25, 37, 56, 85, //
    16, 17, 20, 27, 34, 40, 53, 75, //
    16, 20, 24, 31, 43, 62, 91, 135, //
    18, 27, 31, 40, 53, 74, 106, 156, //
    25, 34, 43, 53, 69, 94, 131, 189, //
    37, 40, 62, 74, 94, 124, 169, 238, //
    56, 53, 91, 106, 131, 169, 226, 311, //
    85, 75, 135, 156, 189, 238, 311, 418,
];

/// Scaled as libjpeg's `jpeg_quality_scaling` does, but without rounding the quality first: a whole step at 90
/// is 7 % of the bytes, too coarse to fill a budget.
pub(crate) fn steps(quality: f32) -> [u16; 64] {
    let percent = if quality < 50.0 {
        5000.0 / quality.max(1.0)
    } else {
        200.0 - 2.0 * quality.min(100.0)
    };
    ROBIDOUX.map(|step| {
        let scaled = (f32::from(step) * percent / 100.0)
            .round()
            .clamp(1.0, 255.0);
        scaled as u16
    })
}

#[cfg(test)]
mod tests {
    use zune_core::bytestream::ZCursor;

    use super::*;

    /// Planes of a picture that has edges, slopes and noise.
    fn planes(width: u32, height: u32, colour: Colour) -> Planes {
        let plane = |width: usize, height: usize, tone: usize| {
            let sample = |at: usize| {
                let (x, y) = (at % width, at / width);
                let edge = if (x + 2 * y) % 40 < 20 { 60 } else { 0 };
                (edge + x * 2 + y + tone + x * y % 7).min(255).to_le_bytes()[0]
            };
            (0..width * height).map(sample).collect()
        };
        let (w, h, step) = (width as usize, height as usize, colour.step());
        Planes {
            width,
            height,
            luma: plane(w, h, 30),
            cb: plane(w.div_ceil(step), h.div_ceil(step), 90),
            cr: plane(w.div_ceil(step), h.div_ceil(step), 70),
            colour,
        }
    }

    /// How far the luma that two decoders read is from what was encoded, in mean squares.
    fn error(file: &[u8], planes: &Planes) -> f64 {
        let gray = zune_core::options::DecoderOptions::default()
            .jpeg_set_out_colorspace(zune_core::colorspace::ColorSpace::YCbCr);
        let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(file), gray);
        let found = decoder.decode().expect("decodes");
        let mut other = jpeg_decoder::Decoder::new(file);
        other.decode().expect("decodes elsewhere, too");
        let info = other.info().expect("a frame");
        assert_eq!(
            (info.width.into(), info.height.into()),
            (planes.width, planes.height)
        );
        let apart = found.chunks_exact(3).zip(&planes.luma);
        let sum: u32 = apart
            .map(|(a, b)| u32::from(a[0].abs_diff(*b)).pow(2))
            .sum();
        f64::from(sum) / planes.luma.len() as f64
    }

    #[test]
    fn every_size_and_quality_decodes_to_what_was_encoded() {
        for colour in [Colour::Half, Colour::Full] {
            for (width, height) in [
                (1, 1),
                (7, 9),
                (8, 8),
                (16, 17),
                (33, 15),
                (100, 63),
                (250, 190),
            ] {
                let planes = planes(width, height, colour);
                let mut before = f64::INFINITY;
                for (quality, most) in [(30.0, 200.0), (75.5, 80.0), (98.0, 3.0)] {
                    let coefficients = Coefficients::new(&planes);
                    for file in [
                        plain(&planes, quality, None),
                        best(&coefficients, quality, 0.0, None),
                    ] {
                        let error = error(&file, &planes);
                        assert!(error < most, "{width} × {height} at {quality}: {error}");
                        assert!(error <= before * 1.1 + 1.0);
                    }
                    before = most;
                }
            }
        }
    }

    #[test]
    fn trellis_saves_bytes_and_leaning_spends_them() {
        let planes = planes(400, 300, Colour::Half);
        let coefficients = Coefficients::new(&planes);
        let plain = plain(&planes, 80.0, None).len();
        let [less, chosen, more] =
            [-1.0, 0.0, 1.0].map(|lean| best(&coefficients, 80.0, lean, None).len());
        assert!(
            less < chosen && chosen < more && more < plain,
            "{less} {chosen} {more} {plain}"
        );
    }

    #[test]
    fn profiles_are_written_in_parts() {
        let profile: Vec<u8> = (0..150_000_u32).map(|n| (n % 251) as u8).collect();
        let file = plain(&planes(8, 8, Colour::Half), 80.0, Some(&profile));
        let parts: Vec<&[u8]> = Segments::new(&file)
            .filter(|segment| segment.marker == APP2)
            .map(|segment| segment.body)
            .collect();
        let heads: Vec<&[u8]> = parts.iter().map(|part| &part[12..14]).collect();
        assert_eq!(heads, [[1, 3], [2, 3], [3, 3]]);
        let joined: Vec<u8> = parts.iter().flat_map(|part| part[14..].to_vec()).collect();
        assert_eq!(joined, profile);
    }
}
