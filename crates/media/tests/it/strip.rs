//! Metadata goes, pixels and colours stay.

use media::{MediaError, inspect, strip};

use crate::support::exif::{LATITUDE, MAKER};
use crate::support::files::{self, SECRET};
use crate::support::icc::display_p3;
use crate::support::paint::{Canvas, corners, glass, photo};

/// Nothing that tells on people, searched for byte by byte.
#[track_caller]
pub(crate) fn assert_discreet(bytes: &[u8]) {
    let secrets: [&[u8]; 6] = [
        &LATITUDE,
        &MAKER[..],
        SECRET.as_bytes(),
        b"GPSLatitude",
        b"MPF\0",
        b"Photoshop",
    ];
    for secret in secrets {
        assert!(
            !contains(bytes, secret),
            "{} is still there",
            String::from_utf8_lossy(secret)
        );
    }
}

pub(crate) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[track_caller]
fn check(original: &[u8]) -> Vec<u8> {
    let stripped = strip(original).unwrap();
    assert_discreet(&stripped);
    let (before, after) = (inspect(original).unwrap(), inspect(&stripped).unwrap());
    assert!(before.has_metadata && !after.has_metadata && !after.has_location);
    assert_eq!(
        (before.width, before.height, before.frames),
        (after.width, after.height, after.frames)
    );
    assert_eq!(
        (before.orientation, before.has_icc),
        (after.orientation, after.has_icc)
    );
    assert_eq!(
        strip(&stripped).unwrap(),
        stripped,
        "stripping twice changes nothing more"
    );
    stripped
}

#[test]
fn a_jpeg_keeps_its_profile_and_its_scan() {
    let original = files::phone_jpeg(&photo(96, 64, 5), 85, 1);
    let stripped = check(&original);
    assert!(contains(&stripped, &display_p3()));
    let scan = |bytes: &[u8]| {
        bytes
            .windows(2)
            .position(|pair| pair == [0xFF, 0xDA])
            .unwrap()
    };
    let (from, to) = (scan(&original), scan(&stripped));
    assert_eq!(
        stripped[to..],
        original[from..from + stripped.len() - to],
        "not a byte of the picture differs"
    );
    assert!(stripped.ends_with(&[0xFF, 0xD9]));
}

#[test]
fn a_turned_picture_stays_turned_without_the_rest() {
    check(&files::phone_jpeg(&corners(64, 48), 85, 6));
    check(&files::talkative_png(&corners(64, 48), 3));
}

#[test]
fn png_keeps_its_profile_and_its_animation() {
    let stripped = check(&files::talkative_png(&glass(64, 48), 1));
    assert!(contains(&stripped, b"iCCP"));
    let frames = [photo(24, 16, 1), photo(24, 16, 2)];
    let animated = files::apng(&frames);
    assert_eq!(strip(&animated).unwrap(), animated);
}

#[test]
fn gif_keeps_frames_and_looping() {
    let stripped = check(&files::gif(&[photo(24, 16, 1), photo(24, 16, 2)]));
    assert!(contains(&stripped, b"NETSCAPE2.0"));
}

#[test]
fn webp_keeps_its_profile() {
    let stripped = check(&files::webp(&glass(40, 30), true));
    assert!(contains(&stripped, &display_p3()));
    let bare = files::webp(&glass(40, 30), false);
    assert_eq!(strip(&bare).unwrap(), bare);
}

#[test]
fn jfif_thumbnails_and_long_adobe_segments_are_cut() {
    let mut original = files::jpeg(&photo(32, 32, 1), 80);
    let jfif = [b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02".as_slice(), &[7; 12]].concat();
    let adobe = [b"Adobe\0\x64\0\0\0\0\x01".as_slice(), SECRET.as_bytes()].concat();
    original.splice(
        2..2,
        [files::segment(0xE0, &jfif), files::segment(0xEE, &adobe)].concat(),
    );
    let stripped = strip(&original).unwrap();
    assert_discreet(&stripped);
    assert!(contains(&stripped, b"Adobe") && !contains(&stripped, &[7; 12]));
}

#[test]
fn metadata_between_the_scans_goes_too() {
    let canvas = photo(48, 48, 3);
    let encoder = mozjpeg_rs::Encoder::new(mozjpeg_rs::Preset::ProgressiveBalanced);
    let mut original = encoder.encode_rgb(&canvas.rgb(), 48, 48).unwrap();
    let clean = original.clone();
    let last_scan = original
        .windows(2)
        .rposition(|pair| pair == [0xFF, 0xDA])
        .unwrap();
    original.splice(
        last_scan..last_scan,
        files::segment(0xFE, SECRET.as_bytes()),
    );
    assert_eq!(strip(&original).unwrap(), clean);
}

#[test]
fn what_breaks_off_is_mended_where_viewers_show_it() {
    let jpeg = files::jpeg(&photo(32, 32, 1), 80);
    assert_eq!(strip(&jpeg[..jpeg.len() - 2]).unwrap(), jpeg);
    let png = files::png(&Canvas::paint(8, 8, |_, _| [1, 2, 3, 4]));
    assert_eq!(strip(&png[..png.len() - 1]), Err(MediaError::Unreadable));
}
