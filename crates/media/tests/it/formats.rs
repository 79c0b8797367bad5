//! What is not JPEG, PNG, GIF or WebP, and the odd kinds of those.

use std::io::Cursor;

use media::{FileType, MediaError, PixelLayout, decode_pixels, inspect, strip, thumbnail};
use model::PictureType;

use crate::fit::{assert_corners, budget, fitted};
use crate::strip::{assert_discreet, contains};
use crate::support::bmps::{DEPTHS, Depth, bmp};
use crate::support::files;
use crate::support::heif::Heif;
use crate::support::icc::display_p3;
use crate::support::jpegs::{SAMPLINGS, cmyk, sampled};
use crate::support::paint::{BLUE, Canvas, GREEN, RED, YELLOW, corners, glass, photo};
use crate::support::tiffs::{compressions, tiff};

pub(crate) const BOTH: [PictureType; 2] = [PictureType::Jpeg, PictureType::Png];

/// Decodes, and compares with what was painted, upright.
#[track_caller]
pub(crate) fn assert_painted(file: &[u8], canvas: &Canvas, tolerance: u8) {
    let decoded = decode_pixels(file, u32::MAX).unwrap();
    assert_eq!(
        (decoded.width, decoded.height),
        (canvas.width, canvas.height)
    );
    let channels = decoded.layout.channels();
    for (n, (got, wanted)) in decoded
        .data
        .chunks_exact(channels)
        .zip(canvas.rgba.chunks_exact(4))
        .enumerate()
    {
        let near = got
            .iter()
            .zip(wanted)
            .all(|(a, b)| a.abs_diff(*b) <= tolerance);
        assert!(near, "pixel {n}: {got:?} where {wanted:?} was painted");
    }
}

/// Fits a file whose picture is the four corners.
#[track_caller]
pub(crate) fn assert_fits(file: &[u8], what: u8) -> media::Fitted {
    let fitted = fitted(file, &budget(60_000, 4096, &BOTH)).unwrap();
    assert_corners(&fitted.bytes, what);
    assert_discreet(&fitted.bytes);
    assert!(!inspect(&fitted.bytes).unwrap().has_metadata);
    fitted
}

#[test]
fn bmps_of_every_depth() {
    let canvas = corners(37, 22);
    let two = Canvas::paint(37, 22, |x, _| if x < 18 { RED } else { YELLOW });
    assert_painted(&bmp(&two, Depth::Palette(1), false), &two, 0);
    assert_painted(&bmp(&canvas, Depth::Core, false), &canvas, 0);
    for depth in DEPTHS {
        let tolerance = if matches!(depth, Depth::Sixteen | Depth::Masked) {
            8
        } else {
            0
        };
        let file = bmp(&canvas, depth, false);
        let info = inspect(&file).unwrap();
        assert_eq!(
            (info.file_type, info.width, info.height),
            (FileType::Bmp, 37, 22)
        );
        assert_eq!(info.has_alpha, depth == Depth::Alpha);
        assert_painted(&file, &canvas, tolerance);
        if !matches!(depth, Depth::Runs(_)) {
            assert_painted(&bmp(&canvas, depth, true), &canvas, tolerance);
        }
        assert_fits(&file, 1);
    }
    let clear = glass(40, 30);
    assert_painted(&bmp(&clear, Depth::Alpha, false), &clear, 0);
}

#[test]
fn jpegs_of_every_sampling() {
    let canvas = corners(192, 128);
    for sampling in SAMPLINGS {
        for progressive in [false, true] {
            let file = sampled(&canvas, sampling, progressive);
            let whole = fitted(&file, &budget(3_000, 150, &BOTH)).unwrap();
            assert_corners(&whole.bytes, 1);
            let decoded = decode_pixels(&file, u32::MAX).unwrap();
            let pixel = |x: usize, y: usize| &decoded.data[(y * 192 + x) * 3..][..3];
            for (x, y, colour) in [
                (20, 20, RED),
                (170, 20, GREEN),
                (20, 110, BLUE),
                (170, 110, YELLOW),
            ] {
                let near = pixel(x, y)
                    .iter()
                    .zip(colour)
                    .all(|(a, b)| a.abs_diff(b) < 8);
                assert!(near, "{sampling:?} {progressive}: {:?}", pixel(x, y));
            }
            assert_corners(&thumbnail(&file, 64).unwrap().bytes, 1);
        }
    }
}

#[test]
fn jpegs_of_four_colours_of_print_become_ordinary_ones() {
    for ycck in [false, true] {
        let file = cmyk(&corners(160, 128), ycck);
        assert!(inspect(&file).unwrap().is_cmyk);
        let fitted = assert_fits(&file, 1);
        assert!(
            fitted.what.reencoded,
            "many phones and chat programs show the original wrong"
        );
        assert!(!inspect(&fitted.bytes).unwrap().is_cmyk);
    }
}

#[test]
fn pngs_of_every_depth() {
    let canvas = corners(40, 24);
    let write = |colour: ColorType, depth: BitDepth, palette: Option<Vec<u8>>, data: &[u8]| {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, 40, 24);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        if let Some(palette) = palette {
            encoder.set_palette(palette);
        }
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(data).unwrap();
        writer.finish().unwrap();
        out
    };
    use png::{BitDepth, ColorType};
    let deep: Vec<u8> = canvas.rgb().iter().flat_map(|s| [*s, *s]).collect();
    assert_painted(
        &write(ColorType::Rgb, BitDepth::Sixteen, None, &deep),
        &canvas,
        0,
    );
    let colours = [RED, GREEN, BLUE, YELLOW];
    let find = |p: &[u8]| colours.iter().position(|c| c == p).unwrap() as u8;
    let indexes: Vec<u8> = canvas.rgba.chunks_exact(4).map(find).collect();
    let four: Vec<u8> = indexes
        .chunks_exact(4)
        .map(|p| p.iter().fold(0u8, |b, i| b << 2 | i))
        .collect();
    let palette: Vec<u8> = colours.iter().flat_map(|c| c[..3].to_vec()).collect();
    assert_painted(
        &write(ColorType::Indexed, BitDepth::Two, Some(palette), &four),
        &canvas,
        0,
    );
    let gray: Vec<u8> = canvas.rgba.chunks_exact(4).map(|p| p[1]).collect();
    let painted = Canvas::paint(40, 24, |x, y| {
        let g = canvas.pixel(x, y)[1];
        [g, g, g, 255]
    });
    assert_painted(
        &write(ColorType::Grayscale, BitDepth::Eight, None, &gray),
        &painted,
        0,
    );
    let clear: Vec<u8> = gray.iter().flat_map(|g| [*g, 9, 77, 0]).collect();
    let file = write(ColorType::GrayscaleAlpha, BitDepth::Sixteen, None, &clear);
    let decoded = decode_pixels(&file, u32::MAX).unwrap();
    assert_eq!(
        (decoded.layout, &decoded.data[..4]),
        (PixelLayout::Rgba, &[30, 30, 30, 77][..])
    );
}

#[test]
fn profiles_that_are_absurd_are_left_behind() {
    let canvas = photo(60, 40, 1);
    let mut huge = display_p3();
    huge.resize(20 << 20, 0);
    let heic = Heif {
        icc: Some(huge.clone()),
        ..Heif::default()
    }
    .file();
    assert_eq!(decode_pixels(&heic, u32::MAX).unwrap().icc, None);
    let mut png = files::png(&canvas);
    let mut webp = files::webp(&canvas, true);
    // Both carry it as they came only while it is one that a display could have.
    let chunk = png_chunk(*b"iCCP", &[&b"x\0\0"[..], &stored(&huge)].concat());
    png.splice(33..33, chunk);
    let stripped = strip(&png).unwrap();
    assert!(stripped.len() < 100_000);
    assert_painted(&stripped, &canvas, 0);
    let at = webp.windows(4).position(|w| w == b"ICCP").unwrap();
    let length = u32::from_le_bytes(webp[at + 4..at + 8].try_into().unwrap()) as usize;
    let long = [b"ICCP", &(huge.len() as u32).to_le_bytes()[..], &huge].concat();
    webp.splice(at..at + 8 + length.next_multiple_of(2), long);
    let riff = (webp.len() as u32 - 8).to_le_bytes();
    webp[4..8].copy_from_slice(&riff);
    assert!(strip(&webp).unwrap().len() < 100_000);
    assert!(fitted(&webp, &budget(100_000, 4096, &BOTH)).is_ok());
    let small = fitted(
        &tiff(&canvas, compressions()[0], 6),
        &budget(60_000, 4096, &BOTH),
    )
    .unwrap();
    assert!(contains(&small.bytes, b"ICC_PROFILE"), "a sound one stays");
}

/// A chunk with its checksum.
fn png_chunk(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 1, 1);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer
        .write_chunk(png::chunk::ChunkType(kind), body)
        .unwrap();
    drop(writer);
    out[33..33 + 12 + body.len()].to_vec()
}

/// A zlib stream that compresses nothing.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xFFFF).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        let length = block.len() as u16;
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    out.extend((b << 16 | a).to_be_bytes());
    out
}

#[test]
fn an_animated_webp_stays_animated_or_is_refused() {
    let still = files::webp(&photo(20, 10, 1), false);
    let frame = &still[12..];
    let head = [&[0; 6][..], &[19, 0, 0, 9, 0, 0, 100, 0, 0, 0]].concat();
    let anmf = [&head[..], frame].concat();
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let mut out = [&kind[..], &(body.len() as u32).to_le_bytes(), body].concat();
        out.resize(out.len().next_multiple_of(2), 0);
        out
    };
    let body = [
        chunk(b"VP8X", &[0x12, 0, 0, 0, 19, 0, 0, 9, 0, 0]),
        chunk(b"ANIM", &[0; 6]),
        chunk(b"ANMF", &anmf),
        chunk(b"ANMF", &anmf),
    ]
    .concat();
    let file = [
        b"RIFF",
        &(body.len() as u32 + 4).to_le_bytes()[..],
        b"WEBP",
        &body,
    ]
    .concat();
    assert_eq!(inspect(&file).unwrap().frames, 2);
    let kept = fitted(&file, &budget(10_000, 4096, &PictureType::ALL)).unwrap();
    assert_eq!(inspect(&kept.bytes).unwrap().frames, 2);
    let refused = fitted(&file, &budget(10_000, 4096, &BOTH));
    assert_eq!(refused, Err(MediaError::Animated));
    assert!(thumbnail(&file, 8).is_ok());
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(&kept.bytes)).unwrap();
    let mut frame = vec![0; decoder.output_buffer_size().unwrap()];
    assert!(decoder.read_frame(&mut frame).is_ok());
}
