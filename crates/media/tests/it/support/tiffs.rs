//! TIFFs: by an encoder where it writes them, by hand where it does not.

use std::io::Cursor;

use tiff::encoder::{Compression, DeflateLevel, TiffEncoder, colortype};
use tiff::tags::Tag;

use super::exif;
use super::icc::display_p3;
use super::paint::Canvas;

/// The ways to compress that both the encoder and the decoder know.
pub fn compressions() -> [Compression; 4] {
    [
        Compression::Uncompressed,
        Compression::Lzw,
        Compression::Deflate(DeflateLevel::Fast),
        Compression::Packbits,
    ]
}

/// An RGB TIFF with an orientation, a profile, a maker and words.
pub fn tiff(canvas: &Canvas, compression: Compression, orientation: u8) -> Vec<u8> {
    let stored = canvas.stored_as(orientation);
    let mut out = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut out)
        .unwrap()
        .with_compression(compression);
    let mut image = encoder
        .new_image::<colortype::RGB8>(stored.width, stored.height)
        .unwrap();
    image.rows_per_strip(7).unwrap();
    let tags = image.encoder();
    tags.write_tag(Tag::Orientation, u16::from(orientation))
        .unwrap();
    tags.write_tag(Tag::IccProfile, &display_p3()[..]).unwrap();
    tags.write_tag(Tag::Make, std::str::from_utf8(&exif::MAKER[..15]).unwrap())
        .unwrap();
    tags.write_tag(Tag::ImageDescription, super::files::SECRET)
        .unwrap();
    image.write_data(&stored.rgb()).unwrap();
    out.into_inner()
}

/// Two pages, the second one blue.
pub fn two_pages(canvas: &Canvas) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut out).unwrap();
    let size = (canvas.width, canvas.height);
    encoder
        .write_image::<colortype::RGB8>(size.0, size.1, &canvas.rgb())
        .unwrap();
    let blue = [0, 0, 255u8].repeat((size.0 * size.1) as usize);
    encoder
        .write_image::<colortype::RGB8>(size.0, size.1, &blue)
        .unwrap();
    out.into_inner()
}

/// A field of a directory.
#[derive(Clone)]
pub enum Field {
    Short(u16, Vec<u16>),
    Long(u16, Vec<u32>),
    Bytes(u16, Vec<u8>),
}

/// One page of one strip, in either byte order, with whatever fields.
pub fn raw(big: bool, mut fields: Vec<Field>, strip: &[u8]) -> Vec<u8> {
    // In planes there is a strip for each of the three.
    let planar = |field: &Field| matches!(field, Field::Short(284, how) if how[..] == [2]);
    let planes = if fields.iter().any(planar) { 3 } else { 1 };
    let length = strip.len() as u32 / planes;
    fields.push(Field::Long(
        273,
        (0..planes).map(|n| 8 + n * length).collect(),
    ));
    fields.push(Field::Long(279, vec![length; planes as usize]));
    fields.sort_by_key(|field| match field {
        Field::Short(tag, _) | Field::Long(tag, _) | Field::Bytes(tag, _) => *tag,
    });
    let two = |v: u16| {
        if big {
            v.to_be_bytes()
        } else {
            v.to_le_bytes()
        }
    };
    let four = |v: u32| {
        if big {
            v.to_be_bytes()
        } else {
            v.to_le_bytes()
        }
    };
    let mut file = if big {
        b"MM\0*".to_vec()
    } else {
        b"II*\0".to_vec()
    };
    let directory_at = (8 + strip.len()).next_multiple_of(2);
    file.extend(four(directory_at as u32));
    file.extend(strip);
    file.resize(directory_at, 0);
    file.extend(two(fields.len() as u16));
    let mut beyond = Vec::new();
    let beyond_at = directory_at + 2 + 12 * fields.len() + 4;
    for field in fields {
        let (tag, kind, count, bytes) = match field {
            Field::Short(tag, list) => (
                tag,
                3,
                list.len(),
                list.into_iter().flat_map(two).collect::<Vec<_>>(),
            ),
            Field::Long(tag, list) => (
                tag,
                4,
                list.len(),
                list.into_iter().flat_map(four).collect(),
            ),
            Field::Bytes(tag, list) => (tag, 7, list.len(), list),
        };
        file.extend(two(tag));
        file.extend(two(kind));
        file.extend(four(count as u32));
        if bytes.len() <= 4 {
            file.extend(bytes.iter().copied().chain([0; 4]).take(4));
        } else {
            file.extend(four((beyond_at + beyond.len()) as u32));
            beyond.extend(bytes);
        }
    }
    file.extend([0; 4]);
    file.extend(beyond);
    file
}

/// The fields every page has: size, bits, compression, what the samples mean, how many there are.
pub fn fields(
    size: (u32, u32),
    bits: u16,
    compression: u16,
    meaning: u16,
    samples: u16,
) -> Vec<Field> {
    vec![
        Field::Long(256, vec![size.0]),
        Field::Long(257, vec![size.1]),
        Field::Short(258, vec![bits; samples.into()]),
        Field::Short(259, vec![compression]),
        Field::Short(262, vec![meaning]),
        Field::Short(277, vec![samples]),
        Field::Long(278, vec![size.1]),
    ]
}
