//! TIFF: every compression, every kind of sample, both byte orders.

use media::{FileType, MediaError, inspect, thumbnail};

use crate::fit::assert_corners;
use crate::formats::{assert_fits, assert_painted};
use crate::support::files;
use crate::support::paint::{BLUE, Canvas, GREEN, RED, YELLOW, corners, photo};
use crate::support::tiffs::{Field, compressions, fields, raw, tiff, two_pages};

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
