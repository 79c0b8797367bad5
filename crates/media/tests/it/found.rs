//! What fuzzing and reading found: files whose headers say one thing and whose decoder believes another.

use media::{MediaError, inspect, strip, thumbnail};

use crate::fit::fitted;
use crate::hostile::tight;
use crate::support::exif::exif;
use crate::support::files;
use crate::support::paint::{Canvas, corners, photo};
use crate::support::tiffs::{Field, fields, raw};

#[track_caller]
fn is_damage(file: &[u8]) {
    assert_eq!(inspect(file), Err(MediaError::Unreadable));
    assert_eq!(fitted(file, &tight()), Err(MediaError::Unreadable));
    assert_eq!(thumbnail(file, 16), Err(MediaError::Unreadable));
}

#[test]
fn a_png_with_a_second_and_smaller_header() {
    // The last one counted, and the decoder made room for the first.
    let small = files::png(&photo(16, 16, 1));
    let header = &small[8..33];
    let large = files::png_header(40_000, 40_000);
    let end = large.len() - 12;
    is_damage(&[&large[..end], header, &large[end..]].concat());
    is_damage(&[&small[..33], header, &small[33..]].concat());
    is_damage(&[&small[..8], &files::chunk(b"gAMA", &[0; 4]), &small[8..]].concat());
}

#[test]
fn a_webp_whose_picture_is_larger_than_the_file_says() {
    let pixels = files::webp_pixels(&photo(24, 20, 1));
    let header = files::webp_header(0x10, 12, 20);
    is_damage(&files::webp_of(&[header, pixels.clone()]));
    let frame = |width: u8, height: u8| {
        let place = [[0; 6], [width - 1, 0, 0, height - 1, 0, 0]].concat();
        let body = [&place[..], &[100, 0, 0, 0], &pixels].concat();
        files::webp_of(&[
            files::webp_header(0x12, 24, 20),
            files::riff(b"ANIM", &[0; 6]),
            files::riff(b"ANMF", &body),
        ])
    };
    is_damage(&frame(12, 20));
    is_damage(&frame(25, 20));
    assert!(thumbnail(&frame(24, 20), 16).is_ok());
}

#[test]
fn exif_that_names_a_thousand_directories_of_positions() {
    // Each was read, a million entries for twelve kilobytes. The first one counts.
    let pointer = |at: u32| [&[0x88, 0x25, 0, 4, 0, 0, 0, 1], &at.to_be_bytes()[..]].concat();
    let empty = 8 + 2 + 12 * 1000;
    let mut tiff = [b"MM\0*\0\0\0\x08", &1000u16.to_be_bytes()[..]].concat();
    tiff.extend(pointer(empty).repeat(999));
    tiff.extend(pointer(empty + 2));
    tiff.extend([0, 0, 0, 1, 0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, 0]);
    let jpeg = files::jpeg(&corners(60, 40), 90);
    let segment = files::segment(0xE1, &[b"Exif\0\0", &tiff[..]].concat());
    let file = [&jpeg[..2], &segment.repeat(50), &jpeg[2..]].concat();
    let info = inspect(&file).unwrap();
    assert!(!info.has_location && info.has_metadata);
    assert_eq!(strip(&file).unwrap(), jpeg);
    let located = files::segment(0xE1, &[b"Exif\0\0", &exif(1, true)[..]].concat());
    let file = [&jpeg[..2], &located, &jpeg[2..]].concat();
    assert!(inspect(&file).unwrap().has_location);
}

#[test]
fn a_tiff_of_more_jpegs_than_a_page_can_have() {
    let jpeg = files::jpeg(&Canvas::paint(16, 16, |_, _| [9; 4]), 50);
    let mut page = fields((16, 16), 8, 7, 6, 3);
    page.push(Field::Long(322, vec![16]));
    page.push(Field::Long(323, vec![16]));
    page.push(Field::Long(325, vec![jpeg.len() as u32; 20_000]));
    page.push(Field::Long(324, vec![8; 20_000]));
    let refused = fitted(&raw(false, page, &jpeg), &tight());
    assert_eq!(refused, Err(MediaError::Unreadable));
}
