//! What is not JPEG, PNG, GIF or WebP, and the odd kinds of those.

use std::io::Cursor;

use media::{FileType, MediaError, PixelLayout, Pixels, decode_pixels, inspect, strip, thumbnail};
use model::PictureType;

use crate::fit::{assert_corners, budget, fitted, pixels};
use crate::strip::{assert_discreet, contains};
use crate::support::bmps::{DEPTHS, Depth, bmp};
use crate::support::exif::exif;
use crate::support::files;
use crate::support::heif::Heif;
use crate::support::icc::display_p3;
use crate::support::jpegs::{SAMPLINGS, cmyk, sampled};
use crate::support::paint::{BLUE, Canvas, GREEN, RED, YELLOW, corners, glass, photo};
use crate::support::tiffs::{Field, compressions, fields, raw, tiff, two_pages};

const BOTH: [PictureType; 2] = [PictureType::Jpeg, PictureType::Png];

/// Decodes, and compares with what was painted, upright.
#[track_caller]
fn assert_painted(file: &[u8], canvas: &Canvas, tolerance: u8) {
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
fn assert_fits(file: &[u8], what: u8) -> media::Fitted {
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
fn tiffs_of_every_compression_and_orientation() {
    for compression in compressions() {
        let canvas = photo(53, 31, 3);
        let file = tiff(&canvas, compression, 1);
        let info = inspect(&file).unwrap();
        assert_eq!(
            (info.file_type, info.width, info.height),
            (FileType::Tiff, 53, 31)
        );
        assert!(info.has_icc && info.has_metadata && !info.has_alpha);
        assert_painted(&file, &canvas, 0);
    }
    for orientation in 1..=8 {
        let file = tiff(&corners(64, 48), compressions()[1], orientation);
        assert_eq!(inspect(&file).unwrap().orientation, orientation);
        let fitted = assert_fits(&file, orientation);
        assert_eq!((fitted.width, fitted.height), (64, 48));
        assert_eq!(fitted.what.turned_upright, orientation != 1);
        assert!(fitted.what.metadata_removed && fitted.what.reencoded);
        let small = thumbnail(&file, 32).unwrap();
        assert_corners(&small.bytes, orientation);
    }
}

#[test]
fn tiffs_of_every_kind_of_sample() {
    let canvas = corners(16, 10);
    let size = (16, 10);
    let samples = |f: fn([u8; 4]) -> Vec<u8>| -> Vec<u8> {
        canvas
            .rgba
            .chunks_exact(4)
            .flat_map(|p| f(p.try_into().unwrap()))
            .collect()
    };
    let gray = Canvas::paint(16, 10, |x, y| {
        let green = canvas.pixel(x, y)[1];
        [green, green, green, 255]
    });
    for big in [false, true] {
        // Gray, from black and from white, of eight and of sixteen bits.
        assert_painted(
            &raw(big, fields(size, 8, 1, 1, 1), &samples(|p| vec![p[1]])),
            &gray,
            0,
        );
        assert_painted(
            &raw(
                big,
                fields(size, 8, 1, 0, 1),
                &samples(|p| vec![255 - p[1]]),
            ),
            &gray,
            0,
        );
        let deep = if big {
            samples(|p| vec![p[1], 7])
        } else {
            samples(|p| vec![7, p[1]])
        };
        assert_painted(&raw(big, fields(size, 16, 1, 1, 1), &deep), &gray, 0);
        // RGB of sixteen bits, RGB in planes, four colours of print.
        let deep = samples(|p| [p[0], p[1], p[2]].iter().flat_map(|s| [*s, *s]).collect());
        assert_painted(&raw(big, fields(size, 16, 1, 2, 3), &deep), &canvas, 0);
        let mut planar = fields(size, 8, 1, 2, 3);
        planar.push(Field::Short(284, vec![2]));
        let planes = [
            samples(|p| vec![p[0]]),
            samples(|p| vec![p[1]]),
            samples(|p| vec![p[2]]),
        ];
        assert_painted(&raw(big, planar, &planes.concat()), &canvas, 0);
        let inks = samples(|p| vec![255 - p[0], 255 - p[1], 255 - p[2], 0]);
        let print = raw(big, fields(size, 8, 1, 5, 4), &inks);
        assert!(inspect(&print).unwrap().is_cmyk);
        assert_painted(&print, &canvas, 0);
        // A palette, of eight bits and of two.
        let find = |p: &[u8]| {
            [RED, GREEN, BLUE, YELLOW]
                .iter()
                .position(|c| c == p)
                .unwrap() as u8
        };
        let indexes: Vec<u8> = canvas.rgba.chunks_exact(4).map(find).collect();
        for bits in [8u16, 2] {
            let mut map = vec![0u16; 3 << bits];
            for (n, colour) in [RED, GREEN, BLUE, YELLOW].iter().enumerate() {
                for (plane, sample) in colour[..3].iter().enumerate() {
                    map[(plane << bits) + n] = u16::from(*sample) * 257;
                }
            }
            let mut fields = fields(size, bits, 1, 3, 1);
            fields.push(Field::Short(320, map));
            let strip = match bits {
                8 => indexes.clone(),
                _ => {
                    let byte = |four: &[u8]| four.iter().fold(0u8, |byte, index| byte << 2 | index);
                    indexes.chunks_exact(4).map(byte).collect()
                }
            };
            assert_painted(&raw(big, fields, &strip), &canvas, 0);
        }
        // One bit, nine pixels wide so that rows are padded.
        let black = Canvas::paint(9, 2, |x, _| if x == 8 { [255; 4] } else { [0, 0, 0, 255] });
        let bits = raw(big, fields((9, 2), 1, 1, 1, 1), &[0, 0x80, 0, 0x80]);
        assert_painted(&bits, &black, 0);
        // Straight alpha, and alpha that was multiplied in.
        let mut straight = fields(size, 8, 1, 2, 4);
        straight.push(Field::Short(338, vec![2]));
        let half = Canvas::paint(16, 10, |x, y| {
            let [r, g, b, _] = canvas.pixel(x, y);
            [r, g, b, 128]
        });
        let file = raw(big, straight.clone(), &half.rgba);
        assert!(inspect(&file).unwrap().has_alpha);
        assert_painted(&file, &half, 0);
        straight.pop();
        straight.push(Field::Short(338, vec![1]));
        let by_half = |n: usize, s: u8| {
            if n % 4 == 3 {
                s
            } else {
                (u16::from(s) * 128 / 255) as u8
            }
        };
        let multiplied: Vec<u8> = half
            .rgba
            .iter()
            .enumerate()
            .map(|(n, s)| by_half(n, *s))
            .collect();
        assert_painted(&raw(big, straight, &multiplied), &half, 2);
    }
    // A JPEG in the strip, YCbCr as cameras' scanners write it.
    let jpeg = files::jpeg(&corners(64, 48), 95);
    assert_fits(&raw(false, fields((64, 48), 8, 7, 6, 3), &jpeg), 1);
}

#[test]
fn of_a_tiff_with_pages_the_first_and_of_a_raw_file_nothing() {
    let file = two_pages(&corners(40, 30));
    assert!(inspect(&file).unwrap().has_metadata);
    assert_fits(&file, 1);
    let mut preview = fields((16, 10), 8, 1, 1, 1);
    preview.push(Field::Long(254, vec![1]));
    let refused = inspect(&raw(false, preview, &[0; 160]));
    assert_eq!(refused, Err(MediaError::Unsupported(FileType::Tiff)));
}

#[test]
fn heics_come_upright_with_their_profile() {
    for (turns, mirror) in (0..4).flat_map(|turns| [None, Some(0), Some(1)].map(|m| (turns, m))) {
        for cut in [true, false] {
            let file = Heif {
                turns,
                mirror,
                cut,
                exif: Some(exif(6, true)),
                ..Heif::default()
            }
            .file();
            let info = inspect(&file).unwrap();
            let upright = if cut { (64, 48) } else { (64, 64) };
            let shown = if turns % 2 == 1 {
                (upright.1, upright.0)
            } else {
                upright
            };
            assert_eq!(
                (info.file_type, info.width, info.height),
                (FileType::Heic, shown.0, shown.1)
            );
            assert!(
                info.has_icc && info.has_metadata && info.has_location,
                "Exif's orientation is not heeded"
            );
            let fitted = fitted(&file, &budget(60_000, 4096, &BOTH)).unwrap();
            assert_eq!((fitted.width, fitted.height), shown);
            assert_eq!(fitted.what.turned_upright, info.orientation != 1);
            assert!(contains(&fitted.bytes, b"ICC_PROFILE") || contains(&fitted.bytes, b"iCCP"));
            assert_discreet(&fitted.bytes);
            let canvas = pixels(&fitted.bytes);
            // The corners as they were painted, each followed to where turning and mirroring take it.
            let painted = [
                (0.1, 0.1, RED),
                (0.9, 0.1, GREEN),
                (0.1, 0.6, BLUE),
                (0.9, 0.6, YELLOW),
            ];
            for (x, y, colour) in painted {
                let (mut x, mut y): (f64, f64) = (x, y);
                for _ in 0..turns {
                    (x, y) = (y, 1.0 - x);
                }
                match mirror {
                    Some(0) => y = 1.0 - y,
                    Some(_) => x = 1.0 - x,
                    None => {}
                }
                let at = (x * f64::from(shown.0), y * f64::from(shown.1));
                let found = canvas.pixel(at.0 as u32, at.1 as u32);
                let near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 40);
                assert!(
                    near,
                    "{turns} {mirror:?} {cut}: {found:?} at {at:?} for {colour:?}"
                );
            }
        }
    }
}

#[test]
fn heics_in_tiles_are_put_together() {
    let file = Heif {
        grid: Some((2, 3, 180, 100)),
        ..Heif::default()
    }
    .file();
    let info = inspect(&file).unwrap();
    assert_eq!((info.width, info.height), (180, 100));
    let decoded = decode_pixels(&file, u32::MAX).unwrap();
    assert_eq!(
        (decoded.width, decoded.height, decoded.layout),
        (180, 100, PixelLayout::Rgb)
    );
    assert_eq!(decoded.icc, Some(display_p3()));
    let pixel = |x: usize, y: usize| &decoded.data[(y * 180 + x) * 3..][..3];
    for (x, y) in [(8, 8), (72, 8), (136, 8), (8, 72), (136, 72)] {
        let near = pixel(x, y).iter().zip(RED).all(|(a, b)| a.abs_diff(b) < 40);
        assert!(near, "{:?} at {x},{y}", pixel(x, y));
    }
}

#[test]
fn of_an_avif_everything_is_known_but_its_pixels() {
    let avif = Heif {
        avif: true,
        size: (64, 48),
        turns: 1,
        exif: Some(exif(1, true)),
        ..Heif::default()
    };
    let info = inspect(&avif.file()).unwrap();
    assert_eq!(
        (info.file_type, info.width, info.height),
        (FileType::Avif, 48, 64)
    );
    assert_eq!((info.orientation, info.frames), (8, 1));
    assert!(info.has_location && info.has_icc && !info.has_alpha);
    let needs = MediaError::NeedsDecoder(FileType::Avif);
    assert_eq!(needs.code(), "needs_decoder");
    let all = budget(60_000, 4096, &BOTH);
    assert_eq!(fitted(&avif.file(), &all), Err(needs.clone()));
    assert_eq!(thumbnail(&avif.file(), 32), Err(needs));
    assert!(!media::decodes(FileType::Avif) && media::decodes(FileType::Heic));
    // The browser decodes it, upright, and the rest is as ever.
    let canvas = corners(48, 64);
    let pixels = Pixels {
        width: 48,
        height: 64,
        full_width: 48,
        full_height: 64,
        layout: PixelLayout::Rgba,
        data: canvas.rgba,
        orientation: 1,
        icc: None,
    };
    let go_on = &mut |_| std::ops::ControlFlow::Continue(());
    let fitted = media::fit_pixels(pixels, &info, &model::Edits::default(), &all, go_on).unwrap();
    assert!(fitted.what.turned_upright && fitted.what.location_removed);
    assert_corners(&fitted.bytes, 1);
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
    let write =
        |colour: png::ColorType, depth: png::BitDepth, palette: Option<Vec<u8>>, data: &[u8]| {
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
