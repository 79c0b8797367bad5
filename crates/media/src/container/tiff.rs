//! TIFF: the first page's directory (TIFF 6.0; Adobe's supplements for profiles and extra samples).

use crate::exif::{self, Reader};

const SUBFILE: u16 = 254;
const WIDTH: u16 = 256;
const HEIGHT: u16 = 257;
pub(crate) const COMPRESSION: u16 = 259;
const PHOTOMETRIC: u16 = 262;
pub(crate) const STRIPS: u16 = 273;
const ORIENTATION: u16 = 274;
const SAMPLES: u16 = 277;
const TILE_WIDTH: u16 = 322;
pub(crate) const TILES: u16 = 324;
pub(crate) const STRIP_LENGTHS: u16 = 279;
pub(crate) const TILE_LENGTHS: u16 = 325;
const EXTRA_SAMPLES: u16 = 338;
const COLOUR_MAP: u16 = 320;
pub(crate) const ICC: u16 = 34675;
const GPS: u16 = 34853;
const DNG: u16 = 50706;
/// Of [`COMPRESSION`]: JPEG as TIFF 6.0 had it, with tags of its own; hardly anything writes or reads it.
pub(crate) const OLD_JPEG: u32 = 6;
/// Of [`SUBFILE`]: this is the small version of another picture in the file.
const REDUCED: u32 = 1;

const PLAIN: [u16; 34] = [
    254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282,
    283, 284, 290, 292, 293, 296, 317, 318, 319, 320, 322, 323, 324, 325, 34675,
];
const PLAIN_TOO: [u16; 10] = [321, 332, 338, 339, 340, 341, 347, 529, 530, 532];

/// Whether a tag only describes how the pixels are stored; everything else tells something else.
pub(crate) fn is_plain(tag: u16) -> bool {
    PLAIN.contains(&tag) || PLAIN_TOO.contains(&tag)
}

/// What the first page's directory says.
#[derive(Clone, Debug, Default)]
#[cfg_attr(
    not(feature = "tiff"),
    allow(dead_code, reason = "half of it is for the decoder")
)]
pub(crate) struct Page {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) orientation: u8,
    pub(crate) compression: u32,
    /// What the samples mean, and where the file says it.
    pub(crate) photometric: (u32, usize),
    pub(crate) samples: u32,
    pub(crate) tile_width: u32,
    /// The first sample beyond the colours: 1 is alpha that the colours are multiplied by, 2 straight alpha.
    pub(crate) extra: u32,
    /// How many numbers the palette has, and where.
    pub(crate) palette: Option<(usize, usize)>,
    /// How many strips or tiles there are, where their offsets stand, and how long each is.
    pub(crate) chunks: Option<(usize, usize, usize)>,
    /// Where the colour profile is.
    pub(crate) icc: Option<(usize, usize)>,
    /// A camera's raw file, of which this page is only a preview.
    pub(crate) is_raw: bool,
    /// Tags that tell more than how pixels are stored, or more pages.
    pub(crate) has_more: bool,
    pub(crate) has_location: bool,
}

impl Page {
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let reader = Reader::new(bytes)?;
        let first = reader.u32(4)? as usize;
        let mut page = Self {
            orientation: 1,
            samples: 1,
            ..Self::default()
        };
        let mut entries = 0;
        for (tag, at) in reader.directory(first) {
            entries += 1;
            let value = || reader.unsigned(at);
            match tag {
                SUBFILE => page.is_raw |= value()? & REDUCED != 0,
                DNG => page.is_raw = true,
                WIDTH => page.width = value()?,
                HEIGHT => page.height = value()?,
                COMPRESSION => page.compression = value()?,
                PHOTOMETRIC => page.photometric = (value()?, at),
                ORIENTATION => {
                    if let Some(value @ 1..=8) = value() {
                        page.orientation = value.to_le_bytes()[0];
                    }
                }
                SAMPLES => page.samples = value()?,
                TILE_WIDTH => page.tile_width = value()?,
                EXTRA_SAMPLES => page.extra = value().unwrap_or(0),
                COLOUR_MAP => page.palette = reader.array(at).map(|list| (list.0, list.1)),
                STRIPS | TILES => page.chunks = reader.array(at),
                ICC => page.icc = reader.array(at).map(|list| (list.0, list.1)),
                GPS => page.has_location = true,
                _ => {}
            }
            page.has_more |= !is_plain(tag);
        }
        page.has_location &= exif::read(bytes).has_location;
        let next = reader.u32(first.checked_add(2 + 12 * entries)?);
        page.has_more |= next.is_some_and(|next| next != 0);
        Some(page)
    }

    /// Four colours of print.
    pub(crate) const fn is_cmyk(&self) -> bool {
        self.photometric.0 == 5
    }
}
