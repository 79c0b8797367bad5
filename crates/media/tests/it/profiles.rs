//! Colour profiles that are none, or no display's: they go, and the picture stays.

use media::{inspect, strip, thumbnail};
use model::PictureType;

use crate::fit::{budget, fitted};
use crate::strip::contains;
use crate::support::files::{self, SECRET};
use crate::support::heif::Heif;
use crate::support::icc::display_p3;
use crate::support::paint::{Canvas, photo};
use crate::support::tiffs::{Field, fields, raw};

/// Bytes of a JPEG segment that a part of a profile may have.
const PART: usize = 65_519;

/// A profile with so many bytes, which says so.
fn profile(length: usize) -> Vec<u8> {
    let mut profile = display_p3();
    let size = u32::try_from(length).unwrap();
    profile[..4].copy_from_slice(&size.to_be_bytes());
    profile.resize(length, 7);
    profile
}

/// A JPEG with a profile, in as many parts as it takes.
fn jpeg_with(canvas: &Canvas, profile: &[u8]) -> Vec<u8> {
    let parts = profile.chunks(PART);
    let count = u8::try_from(parts.len()).unwrap_or(u8::MAX);
    let segments: Vec<u8> = parts
        .enumerate()
        .flat_map(|(n, part)| {
            let number = u8::try_from(n + 1).unwrap_or(u8::MAX);
            files::segment(
                0xE2,
                &[b"ICC_PROFILE\0", &[number, count][..], part].concat(),
            )
        })
        .collect();
    let mut file = files::jpeg(canvas, 80);
    file.splice(2..2, segments);
    file
}

fn png_with(canvas: &Canvas, profile: &[u8]) -> Vec<u8> {
    let packed = fdeflate::compress_to_vec(profile);
    let body = [b"ICC\0\0", &packed[..]].concat();
    files::png_with(canvas, &[files::chunk(b"iCCP", &body)])
}

fn webp_with(canvas: &Canvas, profile: &[u8]) -> Vec<u8> {
    files::webp_of(&[
        files::webp_header(0x20, canvas.width, canvas.height),
        files::riff(b"ICCP", profile),
        files::webp_pixels(canvas),
    ])
}

fn tiff_with(canvas: &Canvas, profile: &[u8]) -> Vec<u8> {
    let mut fields = fields((canvas.width, canvas.height), 8, 1, 2, 3);
    fields.push(Field::Bytes(34675, profile.to_vec()));
    raw(false, fields, &canvas.rgb())
}

fn cases(canvas: &Canvas, profile: &[u8]) -> [(&'static str, Vec<u8>); 5] {
    let heic = Heif {
        icc: Some(profile.to_vec()),
        ..Heif::default()
    };
    [
        ("jpeg", jpeg_with(canvas, profile)),
        ("png", png_with(canvas, profile)),
        ("webp", webp_with(canvas, profile)),
        ("tiff", tiff_with(canvas, profile)),
        ("heic", heic.file()),
    ]
}

#[test]
fn a_profile_of_twenty_megabytes_is_left_out_of_every_type() {
    let canvas = photo(64, 48, 1);
    for (name, file) in cases(&canvas, &profile(20 << 20)) {
        if let Ok(stripped) = strip(&file) {
            assert!(!contains(&stripped, b"acsp"), "{name}");
            assert!(name == "tiff" || stripped.len() < 50_000, "{name}");
            assert!(thumbnail(&stripped, 64).is_ok(), "{name}");
        }
        for types in [&PictureType::ALL[..], &[PictureType::Jpeg]] {
            let fitted = fitted(&file, &budget(60_000, 4096, types)).unwrap();
            assert!(!contains(&fitted.bytes, b"acsp"), "{name}");
        }
        assert!(thumbnail(&file, 16).is_ok(), "{name}");
    }
}

#[test]
fn a_profile_that_unpacks_to_far_more_than_the_file_is_left_out() {
    let canvas = photo(64, 48, 1);
    let bomb = png_with(&canvas, &profile(100 << 20));
    let stripped = strip(&bomb).unwrap();
    assert_eq!(stripped, files::png(&canvas));
    assert!(inspect(&bomb).unwrap().has_metadata);
    assert!(thumbnail(&bomb, 16).is_ok());
    // One that stays, and a hundred behind it, which are not even unpacked.
    let one = png_with(&canvas, &display_p3());
    let other = png_with(&canvas, &profile(3 << 20));
    let other = &other[33..other.len() - (files::png(&canvas).len() - 33)];
    let mut many = one.clone();
    let behind = many.len() - (files::png(&canvas).len() - 33);
    many.splice(behind..behind, other.repeat(100));
    assert_eq!(strip(&many).unwrap(), one);
}

#[test]
fn what_only_says_it_is_a_profile_goes() {
    let canvas = photo(64, 48, 1);
    let words = SECRET.repeat(40);
    let mut cut = display_p3();
    cut.truncate(300);
    let nothing: [&[u8]; 4] = [words.as_bytes(), &[0; 400], b"", &cut];
    for (n, no_profile) in nothing.into_iter().enumerate() {
        for (name, file) in [
            ("jpeg", jpeg_with(&canvas, no_profile)),
            ("png", png_with(&canvas, no_profile)),
            ("webp", webp_with(&canvas, no_profile)),
        ] {
            let stripped = strip(&file).unwrap();
            for tag in [&b"ICC_PROFILE"[..], b"iCCP", b"ICCP"] {
                assert!(!contains(&stripped, tag), "{name} {n}");
            }
            assert!(thumbnail(&stripped, 64).is_ok(), "{name} {n}");
        }
    }
}

#[test]
fn a_profile_stays_in_one_part_and_in_many_and_goes_when_one_is_missing() {
    let canvas = photo(64, 48, 1);
    for length in [display_p3().len(), 3 * PART + 15] {
        let profile = profile(length);
        for (name, file) in cases(&canvas, &profile) {
            if let Ok(stripped) = strip(&file) {
                assert_eq!(stripped, file, "{name}");
            }
        }
    }
    let whole = jpeg_with(&canvas, &profile(3 * PART));
    let part = PART + 18; // marker, length, name, number and count
    let bare = files::jpeg(&canvas, 80);
    let missing = [&whole[..2], &whole[2 + part..]].concat();
    assert_eq!(strip(&missing).unwrap(), bare);
}

#[test]
fn of_two_profiles_the_first_stays() {
    let canvas = photo(64, 48, 1);
    let whole = jpeg_with(&canvas, &profile(3 * PART));
    let part = PART + 18;
    let doubled = [&whole[..2 + part], &whole[2..]].concat();
    assert_eq!(strip(&doubled).unwrap(), whole);
    let one = jpeg_with(&canvas, &display_p3());
    let other = jpeg_with(&canvas, &profile(PART));
    let first = one.len() - (files::jpeg(&canvas, 80).len() - 2);
    let both = [&one[..first], &other[2..]].concat();
    assert_eq!(strip(&both).unwrap(), one);
}
