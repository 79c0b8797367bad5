//! PNG: as it is, with a palette of the colours that it has, or with one of 256 colours; transparency is kept
//! in all three.

use std::borrow::Cow;

use png::{BitDepth, ColorType, Compression, Encoder, Filter, Info};
use quantizr::{Color, Image, Options, QuantizeResult};

use crate::MediaError;
use crate::edit::{Cover, cover_indexes};
use crate::raster::{Layout, Raster};

/// Every pixel as it is.
pub(crate) fn lossless(raster: &Raster, icc: Option<&[u8]>) -> Result<Vec<u8>, MediaError> {
    let mut info = Info::with_size(raster.width, raster.height);
    info.color_type = match raster.layout {
        Layout::Rgba => ColorType::Rgba,
        Layout::Rgb | Layout::YCbCr => ColorType::Rgb,
    };
    write(info, icc, &raster.data, Filter::Adaptive)
}

/// Rows that are looked at to tell how long a file of every pixel would be, and of how many.
const BAND: usize = 16;
const BANDS_APART: usize = 256;

/// About how many bytes [`lossless`] would take, from an encode of a part of the rows.
pub(crate) fn lossless_bytes(raster: &Raster) -> Result<u64, MediaError> {
    let rows = raster.data.chunks_exact(raster.stride()).enumerate();
    let whole = (raster.height as usize) < 2 * BANDS_APART;
    let middle = BANDS_APART / 2..BANDS_APART / 2 + BAND;
    let seen = rows.filter(|(y, _)| whole || middle.contains(&(y % BANDS_APART)));
    let data: Vec<u8> = seen.flat_map(|(_, row)| row).copied().collect();
    let height = data.len() / raster.stride();
    let part = Raster::new(raster.width, height as u32, raster.layout, data)?;
    let bytes = lossless(&part, None)?.len() as u64;
    Ok(bytes * u64::from(raster.height) / u64::from(part.height))
}

/// Every pixel as it is, by the numbers of its colours. Nothing when there are more than 256.
pub(crate) fn few_colours(
    raster: &Raster,
    icc: Option<&[u8]>,
) -> Result<Option<Vec<u8>>, MediaError> {
    let Some((indexes, colours)) = colours(raster) else {
        return Ok(None);
    };
    let depth = match colours.len() {
        0..=2 => BitDepth::One,
        3..=4 => BitDepth::Two,
        5..=16 => BitDepth::Four,
        _ => BitDepth::Eight,
    };
    let mut info = Info::with_size(raster.width, raster.height);
    info.color_type = ColorType::Indexed;
    info.palette = Some(colours.iter().flat_map(|c| [c[0], c[1], c[2]]).collect());
    if colours.iter().any(|c| c[3] != 255) {
        info.trns = Some(colours.iter().map(|c| c[3]).collect());
    }
    info.bit_depth = depth;
    let bits = depth as usize;
    if bits == 8 {
        return write(info, icc, &indexes, Filter::NoFilter).map(Some);
    }
    let pack = |row: &[u8]| -> Vec<u8> {
        let bytes = row.chunks(8 / bits);
        let byte = |some: &[u8]| {
            (0..8 / bits).fold(0, |byte, at| byte << bits | some.get(at).unwrap_or(&0))
        };
        bytes.map(byte).collect()
    };
    let packed: Vec<u8> = indexes
        .chunks_exact(raster.width as usize)
        .flat_map(pack)
        .collect();
    write(info, icc, &packed, Filter::NoFilter).map(Some)
}

/// Whether a byte is enough to number its colours.
pub(crate) fn has_few_colours(raster: &Raster) -> bool {
    let mut colours = Colours::new();
    let mut numbers = raster.data.chunks_exact(raster.layout.channels());
    numbers.all(|pixel| colours.number(pixel).is_some())
}

/// Each pixel's number, and the colours by number; nothing when a byte is not enough for them.
fn colours(raster: &Raster) -> Option<(Vec<u8>, Vec<[u8; 4]>)> {
    let mut colours = Colours::new();
    let pixels = raster.data.chunks_exact(raster.layout.channels());
    let indexes: Option<Vec<u8>> = pixels.map(|pixel| colours.number(pixel)).collect();
    Some((indexes?, colours.list))
}

/// Places in the table that colours are looked up in: a power of two, and mostly empty.
const TABLE_BITS: u32 = 11;

/// Colours, numbered as they come.
struct Colours {
    list: Vec<[u8; 4]>,
    /// Numbers, at the places that the colours' hashes say.
    table: [Option<u8>; 1 << TABLE_BITS],
    last: Option<([u8; 4], u8)>,
}

impl Colours {
    const fn new() -> Self {
        Self {
            list: Vec::new(),
            table: [None; 1 << TABLE_BITS],
            last: None,
        }
    }

    fn number(&mut self, pixel: &[u8]) -> Option<u8> {
        let alpha = pixel.get(3).copied().unwrap_or(255);
        // What is fully transparent has no colour.
        let colour = match alpha {
            0 => [0; 4],
            _ => [pixel[0], pixel[1], pixel[2], alpha],
        };
        if let Some((known, number)) = self.last
            && known == colour
        {
            return Some(number);
        }
        // Knuth's multiplicative hash; the next place when another colour has it.
        let hash = u32::from_le_bytes(colour).wrapping_mul(0x9E37_79B1);
        let mut place = (hash >> (32 - TABLE_BITS)) as usize;
        let number = loop {
            match self.table[place] {
                Some(number) if self.list[usize::from(number)] == colour => break number,
                Some(_) => place = (place + 1) % self.table.len(),
                None => {
                    let number = u8::try_from(self.list.len()).ok()?;
                    self.list.push(colour);
                    self.table[place] = Some(number);
                    break number;
                }
            }
        };
        self.last = Some((colour, number));
        Some(number)
    }
}

/// At most 256 colours, dithered: a third to a tenth of the bytes, and hardly to be told apart on screens full
/// of text.
///
/// What is covered gets one colour of it, the darkest.
pub(crate) fn palette(
    raster: &Raster,
    icc: Option<&[u8]>,
    covers: &[Cover],
) -> Result<Vec<u8>, MediaError> {
    let (width, height) = (raster.width as usize, raster.height as usize);
    let rgba = as_rgba(raster);
    let image = Image::new(&rgba, width, height).map_err(|_| MediaError::Unreadable)?;
    let colours = QuantizeResult::quantize(&image, &Options::default());
    let mut indexes = vec![0; width * height];
    colours
        .remap_image(&image, &mut indexes)
        .map_err(|_| MediaError::Unreadable)?;
    let palette = colours.get_palette();
    let used = &palette.entries[..palette.count as usize];
    let light = |c: &Color| {
        (
            u16::from(!c.a),
            u16::from(c.r) + u16::from(c.g) + u16::from(c.b),
        )
    };
    let darkest = (0..=u8::MAX)
        .zip(used)
        .min_by_key(|(_, colour)| light(colour));
    if let Some((index, _)) = darkest {
        cover_indexes(&mut indexes, width, covers, index);
    }
    let mut info = Info::with_size(raster.width, raster.height);
    info.color_type = ColorType::Indexed;
    info.palette = Some(used.iter().flat_map(|c| [c.r, c.g, c.b]).collect());
    if used.iter().any(|c| c.a != 255) {
        info.trns = Some(used.iter().map(|c| c.a).collect());
    }
    // Indexes of neighbouring colours have nothing to do with each other: filters only hurt.
    write(info, icc, &indexes, Filter::NoFilter)
}

fn write<'a>(
    mut info: Info<'a>,
    icc: Option<&'a [u8]>,
    data: &[u8],
    filter: Filter,
) -> Result<Vec<u8>, MediaError> {
    info.icc_profile = icc.map(Cow::Borrowed);
    let mut out = Vec::new();
    let mut encoder = Encoder::with_info(&mut out, info).map_err(|_| MediaError::Unreadable)?;
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(filter);
    let mut writer = encoder.write_header().map_err(|_| MediaError::Unreadable)?;
    writer
        .write_image_data(data)
        .map_err(|_| MediaError::Unreadable)?;
    writer.finish().map_err(|_| MediaError::Unreadable)?;
    Ok(out)
}

fn as_rgba(raster: &Raster) -> Cow<'_, [u8]> {
    match raster.layout {
        Layout::Rgba => Cow::Borrowed(&raster.data),
        _ => raster
            .data
            .chunks_exact(3)
            .flat_map(|p| [p[0], p[1], p[2], 255])
            .collect::<Vec<_>>()
            .into(),
    }
}
