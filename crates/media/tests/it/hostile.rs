//! Files made to hurt: each is a named error or a clean picture, and quickly so.

use media::{MediaError, inspect, strip, thumbnail};
use model::PictureType;

use crate::fit::{budget, fitted};
use crate::formats::BOTH;
use crate::robust::survive;
use crate::strip::{assert_discreet, contains};
use crate::support::bmps::{Depth, bmp, bmp_header};
use crate::support::exif::exif;
use crate::support::files::{self, SECRET};
use crate::support::heif::Heif;
use crate::support::jpegs::{cmyk, sampled};
use crate::support::paint::{Canvas, corners, photo};
use crate::support::tiffs::{Field, compressions, fields, raw, tiff};

/// One small file of every type that is decoded, turned as asked where the type can say it.
pub(crate) fn one_of_each(canvas: &Canvas, orientation: u8) -> Vec<(&'static str, Vec<u8>)> {
    let turned = canvas.stored_as(orientation);
    vec![
        ("jpeg", files::phone_jpeg(canvas, 80, orientation)),
        ("png", files::talkative_png(canvas, orientation)),
        ("gif", files::gif(std::slice::from_ref(canvas))),
        ("webp", files::webp(canvas, true)),
        ("bmp", bmp(canvas, Depth::TwentyFour, false)),
        ("tiff", tiff(canvas, compressions()[2], orientation)),
        ("cmyk", cmyk(&turned, true)),
        (
            "odd",
            sampled(&turned, jpeg_encoder::SamplingFactor::F_4_1, true),
        ),
        (
            "heic",
            Heif {
                exif: Some(exif(orientation, true)),
                turns: orientation % 4,
                ..Heif::default()
            }
            .file(),
        ),
        (
            "avif",
            Heif {
                avif: true,
                exif: Some(exif(orientation, true)),
                ..Heif::default()
            }
            .file(),
        ),
    ]
}

pub(crate) fn tight() -> model::PictureBudget {
    budget(900, 20, &BOTH)
}

#[test]
fn files_that_break_off_anywhere() {
    for (name, file) in one_of_each(&photo(24, 20, 1), 6) {
        // The profile in the middle of a file is as good at its first byte as at its last.
        let step = file.len() / 700 + 1;
        for length in (0..file.len()).step_by(step) {
            survive(&file[..length], &tight());
        }
        assert!(name == "avif" || thumbnail(&file, 16).is_ok(), "{name}");
    }
}

#[test]
fn what_the_name_says_does_not_matter_and_what_the_bytes_say_does() {
    let mut file = files::png(&photo(20, 20, 1));
    file[..8].copy_from_slice(b"\xFF\xD8\xFF\xE0\0\x10JF");
    assert!(inspect(&file).is_err());
    survive(&file, &tight());
}

#[test]
fn what_follows_the_end_does_not_survive() {
    let zip = [
        &b"PK\x03\x04"[..],
        SECRET.as_bytes(),
        b"<script>alert(1)</script>",
    ]
    .concat();
    for (name, file) in one_of_each(&photo(24, 20, 1), 1) {
        if name == "avif" {
            continue;
        }
        let longer = [&file[..], &zip].concat();
        if let Ok(stripped) = strip(&longer) {
            assert!(
                !contains(&stripped, b"<script>") && !contains(&stripped, b"PK\x03\x04"),
                "{name}"
            );
        }
        for all in [
            budget(60_000, 4096, &PictureType::ALL),
            budget(4_000, 20, &BOTH),
        ] {
            let fitted = fitted(&longer, &all).unwrap();
            assert!(!contains(&fitted.bytes, b"<script>"), "{name}");
            assert_discreet(&fitted.bytes);
        }
    }
    // A GIF that is a script, too: its width is the start of a comment, which ends behind the picture.
    let mut gif = files::gif(&[photo(24, 20, 1)]);
    gif[6..8].copy_from_slice(b"/*");
    gif.extend(b"*/=1;alert(1)//");
    assert!(!contains(&strip(&gif).unwrap(), b"alert"));
}

#[test]
fn headers_of_a_hundred_thousand_pixels_are_refused_by_every_type() {
    let mut jpeg = files::jpeg(&photo(16, 16, 1), 50);
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].fill(0xFF); // as many as it can say
    let mut gif = files::gif(&[photo(16, 16, 1)]);
    gif[6..10].fill(0xFF);
    let mut webp = files::webp(&photo(16, 16, 1), true);
    webp[24..30].fill(0xFF);
    let many = 100_000;
    let files = [
        jpeg,
        gif,
        webp,
        files::png_header(many, many),
        bmp_header(many as i32, many as i32),
        bmp_header(many as i32, -(many as i32)),
        raw(false, fields((many, many), 8, 1, 1, 1), &[0; 16]),
        Heif {
            size: (many, many),
            cut: false,
            ..Heif::default()
        }
        .file(),
        Heif {
            grid: Some((2, 2, many, many)),
            ..Heif::default()
        }
        .file(),
        Heif {
            avif: true,
            size: (many, many),
            ..Heif::default()
        }
        .file(),
    ];
    for file in files {
        let code = inspect(&file).unwrap_err().code();
        assert_eq!(code, "too_many_pixels");
        assert_eq!(fitted(&file, &tight()).unwrap_err().code(), code);
        assert_eq!(thumbnail(&file, 16).unwrap_err().code(), code);
    }
}

#[test]
fn zero_sizes_are_damage() {
    let mut jpeg = files::jpeg(&photo(16, 16, 1), 50);
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].fill(0);
    let mut gif = files::gif(&[photo(16, 16, 1)]);
    gif[6..10].fill(0);
    let mut png = files::png(&photo(16, 16, 1));
    png[16..24].fill(0);
    let files = [
        jpeg,
        gif,
        png,
        bmp_header(0, 10),
        bmp_header(10, 0),
        bmp_header(i32::MIN, i32::MIN),
        raw(true, fields((0, 10), 8, 1, 1, 1), &[0; 16]),
        Heif {
            size: (0, 0),
            cut: false,
            ..Heif::default()
        }
        .file(),
        Heif {
            avif: true,
            size: (10, 0),
            ..Heif::default()
        }
        .file(),
    ];
    for file in files {
        assert_eq!(inspect(&file), Err(MediaError::Unreadable));
    }
}

#[test]
fn ten_thousand_frames_move_or_are_refused() {
    let one = files::gif(&[corners(8, 8), corners(8, 8)]);
    // Screen, repetition, and from the first frame's control block on to the second's.
    let control: Vec<usize> = (0..one.len() - 2)
        .filter(|at| one[*at..].starts_with(&[0x21, 0xF9, 4]))
        .collect();
    let frame = &one[control[0]..control[1]];
    let many = [&one[..control[0]], &frame.repeat(10_000), &[0x3B]].concat();
    let info = inspect(&many).unwrap();
    assert_eq!(info.frames, 10_000);
    let kept = fitted(&many, &budget(50_000_000, 4096, &PictureType::ALL)).unwrap();
    assert_eq!(inspect(&kept.bytes).unwrap().frames, 10_000);
    assert_eq!(
        fitted(&many, &budget(50_000, 4096, &PictureType::ALL)),
        Err(MediaError::Animated)
    );
    assert!(thumbnail(&many, 8).is_ok());
}

#[test]
fn directories_that_go_in_circles_end() {
    // A directory that says it is its own GPS directory, and its own next.
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8]);
    tiff.extend([0, 0, 0, 8]);
    let jpeg = files::jpeg(&corners(60, 40), 90);
    let exif = files::segment(0xE1, &[b"Exif\0\0", &tiff[..]].concat());
    let file = [&jpeg[..2], &exif, &jpeg[2..]].concat();
    assert_eq!(inspect(&file).unwrap().orientation, 6);
    assert!(fitted(&file, &budget(60_000, 4096, &BOTH)).is_ok());
    // A TIFF whose first page is its own second, and has as many fields as can be said.
    let mut looped = raw(true, fields((4, 4), 8, 1, 1, 1), &[9; 16]);
    let directory = u32::from_be_bytes(looped[4..8].try_into().unwrap());
    let at = directory as usize;
    let count = u16::from_be_bytes(looped[at..at + 2].try_into().unwrap());
    let next = at + 2 + 12 * usize::from(count);
    looped[next..next + 4].copy_from_slice(&directory.to_be_bytes());
    let circle = fitted(&looped, &budget(60_000, 4096, &BOTH)).unwrap_err();
    assert_eq!(circle.code(), "unreadable");
    survive(
        &[&b"MM\0*\0\0\0\x08\xFF\xFF"[..], &[0xFF; 4000]].concat(),
        &tight(),
    );
}

#[test]
fn heifs_that_say_the_same_many_times_are_refused() {
    // A tile of every pixel there is, the coded data a thousand times in each, one unit a byte.
    let too_many = |heif: Heif| {
        inspect(&heif.file())
            .and_then(|_| fitted(&heif.file(), &tight()))
            .unwrap_err()
            .code()
    };
    assert_eq!(
        too_many(Heif {
            grid: Some((60, 60, 100, 100)),
            extents: 3,
            ..Heif::default()
        }),
        "too_many_pixels"
    );
    assert_eq!(
        too_many(Heif {
            extents: 60_000,
            ..Heif::default()
        }),
        "unreadable"
    );
    assert_eq!(
        too_many(Heif {
            extents: 30,
            ..Heif::default()
        }),
        "too_many_pixels"
    );
    let units = Heif {
        data: Some([0, 0, 0, 1, 2].repeat(5_000)),
        ..Heif::default()
    };
    assert_eq!(too_many(units), "too_many_pixels");
    let empty = Heif {
        data: Some(vec![0; 40_000]),
        ..Heif::default()
    };
    assert_eq!(too_many(empty), "unreadable");
}

#[test]
fn tiffs_that_lie_about_their_tiles_are_refused() {
    let mut tiles = fields((64, 64), 8, 1, 1, 1);
    tiles.push(Field::Long(322, vec![0xFFFF_FFF0]));
    tiles.push(Field::Long(323, vec![0xFFFF_FFF0]));
    survive(&raw(false, tiles, &[0; 64]), &tight());
    let mut samples = fields((64, 64), 8, 1, 1, 1);
    samples[5] = Field::Short(277, vec![0xFFFF]);
    assert!(fitted(&raw(false, samples, &[0; 64]), &tight()).is_err());
    // A small page with a JPEG of a quarter of a gigapixel in it.
    let mut jpeg = files::jpeg(&photo(16, 16, 1), 50);
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x3F, 0xF0, 0x3F, 0xF0]);
    let refused = fitted(&raw(false, fields((16, 16), 8, 7, 6, 3), &jpeg), &tight());
    assert_eq!(refused, Err(MediaError::Unreadable));
}
