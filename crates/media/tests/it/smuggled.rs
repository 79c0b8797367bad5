//! What rides along in parts that have to stay: it goes, the part stays.

use media::{FileType, inspect, strip, thumbnail};

use crate::fit::pixels;
use crate::strip::{assert_discreet, contains};
use crate::support::exif::exif;
use crate::support::files::{self, SECRET};
use crate::support::paint::{corners, glass, photo};
use crate::support::tiffs::{Field, compressions, fields, raw, tiff, two_pages};

#[test]
fn in_a_gif_behind_a_frames_delay() {
    let clean = strip(&files::gif(&[photo(24, 16, 1), photo(24, 16, 2)])).unwrap();
    let at = clean
        .windows(3)
        .position(|bytes| bytes == [0x21, 0xF9, 4])
        .unwrap();
    let mut file = clean.clone();
    let words = [&[SECRET.len() as u8], SECRET.as_bytes()].concat();
    file.splice(at + 7..at + 7, words); // before the zero that ends the block
    assert_eq!(inspect(&file).unwrap().frames, 2);
    assert_discreet(&strip(&file).unwrap());
}

#[test]
fn in_png_chunks_that_are_longer_than_they_can_be() {
    let canvas = glass(24, 20);
    let clean = files::png(&canvas);
    for kind in [
        b"gAMA", b"sRGB", b"cHRM", b"cICP", b"acTL", b"fcTL", b"tRNS", b"PLTE",
    ] {
        let body = SECRET.repeat(50);
        let file = files::png_with(&canvas, &[files::chunk(kind, body.as_bytes())]);
        assert_eq!(strip(&file).unwrap(), clean, "{kind:?}");
    }
    let mut file = clean.clone();
    file.truncate(clean.len() - 12);
    file.extend(files::chunk(b"IEND", SECRET.as_bytes()));
    assert_eq!(strip(&file).unwrap(), clean);
}

#[test]
fn in_an_animated_webps_frames_and_headers() {
    let canvas = glass(24, 20);
    let picture = files::webp_pixels(&canvas);
    let header = [&[0; 6], &[23, 0, 0, 19, 0, 0, 100, 0, 0, 0][..]].concat();
    let frame = |extra: &[u8]| files::riff(b"ANMF", &[&header[..], &picture, extra].concat());
    let animation = files::riff(b"ANIM", &[0; 6]);
    let clean = files::webp_of(&[
        files::webp_header(0x12, 24, 20),
        animation.clone(),
        frame(&[]),
        frame(&[]),
    ]);
    assert_eq!(strip(&clean).unwrap(), clean);
    let words = files::riff(b"NOTE", SECRET.as_bytes());
    let mut long = files::webp_header(0x12, 24, 20)[8..].to_vec();
    long.extend(SECRET.as_bytes());
    let talkative = files::webp_of(&[
        files::riff(b"VP8X", &long),
        animation,
        files::riff(b"ANIM", SECRET.as_bytes()),
        frame(&words),
        frame(&[]),
    ]);
    assert_eq!(strip(&talkative).unwrap(), clean);
    assert_eq!(inspect(&clean).unwrap().frames, 2);
    assert!(thumbnail(&clean, 16).is_ok());
}

#[test]
fn a_webp_turned_by_exif_as_jpeg_has_it_stays_turned() {
    let canvas = corners(48, 32);
    let tiff = [b"Exif\0\0", &exif(6, true)[..]].concat();
    let file = files::webp_of(&[
        files::webp_header(0x08, 48, 32),
        files::webp_pixels(&canvas),
        files::riff(b"EXIF", &tiff),
    ]);
    let before = inspect(&file).unwrap();
    assert_eq!((before.orientation, before.has_location), (6, true));
    let stripped = strip(&file).unwrap();
    assert_discreet(&stripped);
    assert_eq!(inspect(&stripped).unwrap().orientation, 6);
}

#[test]
fn a_tiff_loses_what_it_tells_and_keeps_its_pages() {
    for compression in compressions() {
        let canvas = corners(60, 40);
        let file = tiff(&canvas, compression, 6);
        let before = inspect(&file).unwrap();
        assert!(before.has_metadata && before.has_icc);
        let stripped = strip(&file).unwrap();
        assert_discreet(&stripped);
        assert_eq!(stripped.len(), file.len());
        let after = inspect(&stripped).unwrap();
        assert!(!after.has_metadata && after.has_icc);
        assert_eq!(
            (after.width, after.height, after.orientation),
            (before.width, before.height, before.orientation)
        );
        let [one, other] = [&file, &stripped].map(|file| thumbnail(file, 60).unwrap().bytes);
        assert_eq!(pixels(&one).rgba, pixels(&other).rgba);
        assert_eq!(strip(&stripped).unwrap(), stripped);
    }
    let fax = strip(&two_pages(&corners(60, 40))).unwrap();
    let mut decoder = ::tiff::decoder::Decoder::new(std::io::Cursor::new(&fax)).unwrap();
    decoder.next_image().unwrap();
    let ::tiff::decoder::DecodingResult::U8(second) = decoder.read_image().unwrap() else {
        panic!("eight bits a sample");
    };
    assert!(second.chunks_exact(3).all(|pixel| pixel == [0, 0, 255]));
}

#[test]
fn a_tiffs_position_goes_and_one_that_lies_in_itself_is_damage() {
    let samples = vec![9; 64];
    let mut positioned = fields((8, 8), 8, 1, 1, 1);
    positioned.push(Field::Long(34853, vec![300]));
    positioned.push(Field::Long(33922, vec![0xDEAD_BEEF; 12]));
    let mut file = raw(true, positioned, &samples);
    file.resize(300, 0);
    file.extend([0, 1, 0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 1, 0x40, 0, 0, 0, 0]);
    file.extend([0xAB; 24]);
    assert!(inspect(&file).unwrap().has_location);
    let stripped = strip(&file).unwrap();
    assert!(!contains(&stripped, &[0xAB; 4]) && !contains(&stripped, &[0xDE, 0xAD]));
    let after = inspect(&stripped).unwrap();
    assert!(!after.has_location && !after.has_metadata);
    assert_eq!(after.file_type, FileType::Tiff);

    // A strip that is said to be the whole file, directory and all.
    let mut all = fields((8, 8), 8, 1, 1, 1);
    all.push(Field::Long(33922, vec![0xDEAD_BEEF; 12]));
    let mut file = raw(false, all, &samples);
    let length = file
        .windows(12)
        .position(|entry| entry.starts_with(&[0x17, 1, 4, 0]))
        .unwrap();
    let whole = file.len() as u32 - 8;
    file[length + 8..length + 12].copy_from_slice(&whole.to_le_bytes());
    assert_eq!(strip(&file).unwrap_err().code(), "unreadable");
}
