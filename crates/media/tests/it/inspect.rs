//! The facts of a picture, without decoding it.

use media::{FileType, MediaError, inspect};

use crate::support::files;
use crate::support::paint::{corners, glass, photo};

#[test]
fn a_phones_photo_tells_everything_upright() {
    let info = inspect(&files::phone_jpeg(&corners(60, 80), 90, 6)).unwrap();
    assert_eq!(info.file_type, FileType::Jpeg);
    assert_eq!((info.width, info.height, info.edge()), (60, 80, 80));
    assert_eq!((info.orientation, info.frames), (6, 1));
    assert!(info.has_metadata && info.has_location && info.has_icc);
    assert!(!info.has_alpha && !info.is_animated() && !info.is_cmyk);
}

#[test]
fn a_bare_photo_has_nothing_to_hide() {
    let info = inspect(&files::jpeg(&photo(60, 40, 1), 80)).unwrap();
    assert!(!info.has_metadata && !info.has_location && !info.has_icc);
    assert_eq!(info.orientation, 1);
}

#[test]
fn the_other_formats_tell_the_same() {
    let png = inspect(&files::talkative_png(&corners(60, 80), 8)).unwrap();
    assert_eq!((png.width, png.height, png.orientation), (60, 80, 8));
    assert!(png.has_metadata && png.has_location && png.has_icc && png.has_alpha);

    let webp = inspect(&files::webp(&glass(50, 30), true)).unwrap();
    assert_eq!(
        (webp.file_type, webp.width, webp.height),
        (FileType::Webp, 50, 30)
    );
    assert!(webp.has_metadata && webp.has_location && webp.has_icc && webp.has_alpha);

    let gif = inspect(&files::gif(&[photo(20, 10, 1)])).unwrap();
    assert_eq!((gif.width, gif.height, gif.frames), (20, 10, 1));
    assert!(gif.has_metadata);
}

#[test]
fn frames_are_counted() {
    let frames: Vec<_> = (0..5).map(|n| photo(24, 16, n)).collect();
    assert_eq!(inspect(&files::gif(&frames)).unwrap().frames, 5);
    assert_eq!(inspect(&files::apng(&frames)).unwrap().frames, 5);
}

#[test]
fn too_many_pixels_are_refused_by_the_header() {
    let refused = MediaError::TooManyPixels {
        width: 30_000,
        height: 30_000,
    };
    assert_eq!(
        inspect(&files::png_header(30_000, 30_000)),
        Err(refused.clone())
    );
    assert_eq!(
        refused.to_string(),
        "The picture has too many pixels (30000 × 30000)."
    );
    let long = inspect(&files::png_header(70_000, 10)).unwrap_err();
    assert_eq!(long.code(), "too_many_pixels");
    assert_eq!(
        inspect(&files::png_header(0x7FFF_FFFF, 0x7FFF_FFFF))
            .unwrap_err()
            .code(),
        "too_many_pixels"
    );
}

#[test]
fn what_is_no_picture_is_called_what_it_is() {
    assert_eq!(
        inspect(b"just a note, named holiday.jpg"),
        Err(MediaError::NotAPicture(FileType::Text))
    );
    assert_eq!(
        inspect(b"<svg onload='alert(1)'/>"),
        Err(MediaError::NotAPicture(FileType::Svg))
    );
    assert_eq!(
        inspect(b"\0\0\x01\0\x01\0"),
        Err(MediaError::Unsupported(FileType::Ico))
    );
    assert_eq!(inspect(b"\xFF\xD8\xFF\xD9"), Err(MediaError::Unreadable));
}
