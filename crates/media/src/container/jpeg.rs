//! JPEG: segments (ITU-T T.81 annex B) and what the frame header says.

use super::be16;

/// Start of image.
pub(crate) const SOI: [u8; 2] = [0xFF, 0xD8];
/// End of image.
pub(crate) const EOI: [u8; 2] = [0xFF, 0xD9];
/// JFIF and its thumbnails.
pub(crate) const APP0: u8 = 0xE0;
/// Exif and XMP.
pub(crate) const APP1: u8 = 0xE1;
/// ICC profiles, multi-picture indexes.
pub(crate) const APP2: u8 = 0xE2;
/// Adobe's colour transform.
pub(crate) const APP14: u8 = 0xEE;
/// Start of scan.
pub(crate) const SOS: u8 = 0xDA;
/// Opens the payload of an Exif segment.
pub(crate) const EXIF: &[u8] = b"Exif\0\0";
/// Opens the payload of an ICC segment; number and count of the part follow.
pub(crate) const ICC: &[u8] = b"ICC_PROFILE\0";

/// One marker segment of the primary picture.
pub(crate) struct Segment<'a> {
    /// The marker's second byte.
    pub(crate) marker: u8,
    /// What follows the length.
    pub(crate) body: &'a [u8],
    /// All of it, marker and length included; for a scan its entropy-coded data too.
    pub(crate) raw: &'a [u8],
}

/// Walks the segments from the start to the first end-of-image marker.
pub(crate) struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
    ended: bool,
}

impl<'a> Segments<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: SOI.len(),
            ended: !bytes.starts_with(&SOI),
        }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        while !self.ended {
            // Stray and fill bytes before a marker are skipped, as decoders do.
            let start = self.at + self.bytes.get(self.at..)?.iter().position(|b| *b == 0xFF)?;
            let marker = *self.bytes.get(start + 1)?;
            match marker {
                0xFF => self.at = start + 1,
                0x00 | 0x01 | 0xD0..=0xD8 => self.at = start + 2,
                0xD9 => {
                    self.at = start + 2;
                    self.ended = true;
                }
                _ => {
                    let length = usize::from(be16(self.bytes, start + 2)?).max(2);
                    let body_end = start + 2 + length;
                    let body = self.bytes.get(start + 4..body_end)?;
                    let end = if marker == SOS {
                        scan_end(self.bytes, body_end)
                    } else {
                        body_end
                    };
                    self.at = end;
                    return Some(Segment {
                        marker,
                        body,
                        raw: &self.bytes[start..end],
                    });
                }
            }
        }
        None
    }
}

/// Where the entropy-coded data from `at` on ends: at the next marker that is neither stuffing nor a restart.
fn scan_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(skip) = bytes.get(at..).and_then(|rest| memchr::memchr(0xFF, rest)) {
        at += skip;
        match bytes.get(at + 1) {
            Some(0x00 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

/// What the samples mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    Gray,
    YCbCr,
    Rgb,
    /// CMYK or YCCK.
    Four,
}

/// The frame header and its circumstances.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "basic"),
    allow(dead_code, reason = "what only the decoder asks for")
)]
pub(crate) struct Frame {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Bits per sample; everything but 8 is exotic.
    pub(crate) precision: u8,
    pub(crate) colour: Colour,
    /// Sequential, yet with fewer components in the first scan than in the frame.
    pub(crate) scan_per_component: bool,
    /// Brightness is sampled once or twice as often as colour in each direction, and colour once a block.
    pub(crate) usual_sampling: bool,
}

impl Frame {
    /// Reads the first frame header, and the first scan header if there is one.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut adobe = None;
        let mut frame: Option<(&[u8], u8)> = None;
        let mut scan_components = None;
        for segment in Segments::new(bytes) {
            match segment.marker {
                APP14 if segment.body.starts_with(b"Adobe") => {
                    adobe = segment.body.get(11).copied();
                }
                0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF if frame.is_none() => {
                    frame = Some((segment.body, segment.marker));
                }
                SOS => {
                    scan_components = segment.body.first().copied();
                    break;
                }
                _ => {}
            }
        }
        let (body, marker) = frame?;
        let count = *body.get(5)?;
        let id = |n: usize| body.get(6 + 3 * n).copied();
        let mut factors = (0..usize::from(count)).map(|n| body.get(7 + 3 * n).copied());
        let usual_sampling = match factors.next()?? {
            0x11 | 0x21 | 0x12 | 0x22 => factors.all(|factor| factor == Some(0x11)),
            _ => false,
        };
        let colour = match (count, adobe) {
            (1, _) => Colour::Gray,
            (3, Some(0)) => Colour::Rgb,
            (3, None) if (id(0), id(1), id(2)) == (Some(b'R'), Some(b'G'), Some(b'B')) => {
                Colour::Rgb
            }
            (3, _) => Colour::YCbCr,
            (4, _) => Colour::Four,
            _ => return None,
        };
        Some(Self {
            width: be16(body, 3)?.into(),
            height: be16(body, 1)?.into(),
            precision: *body.first()?,
            colour,
            usual_sampling,
            scan_per_component: matches!(marker, 0xC0 | 0xC1)
                && scan_components.is_some_and(|n| n < count),
        })
    }
}
