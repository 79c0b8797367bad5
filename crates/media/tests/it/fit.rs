//! Pictures that fit.

use std::ops::ControlFlow;

use media::{Done, FileType, Fitted, MediaError, Stage, fit, inspect, strip, thumbnail};
use model::{PictureBudget, PictureType, Quality};

use crate::strip::{assert_discreet, contains};
use crate::support::files;
use crate::support::icc::display_p3;
use crate::support::paint::{BLUE, Canvas, GREEN, RED, YELLOW, corners, glass, photo, screenshot};

pub(crate) const ALL: [PictureType; 4] = PictureType::ALL;

pub(crate) fn budget(max_bytes: u64, max_edge: u32, types: &[PictureType]) -> PictureBudget {
    PictureBudget {
        max_bytes,
        max_edge,
        types: types.to_vec(),
        quality: Quality::Automatic,
    }
}

pub(crate) fn fitted(bytes: &[u8], budget: &PictureBudget) -> Result<Fitted, MediaError> {
    fit(bytes, budget, &mut |_| ControlFlow::Continue(()))
}

/// Fits, and holds what comes out against the budget and against itself.
#[track_caller]
pub(crate) fn check(bytes: &[u8], budget: &PictureBudget) -> Fitted {
    let fitted = fitted(bytes, budget).unwrap();
    assert!(fitted.bytes.len() as u64 <= budget.max_bytes);
    assert!(budget.types.contains(&fitted.picture_type));
    assert!(fitted.width.max(fitted.height) <= budget.max_edge);
    assert_discreet(&fitted.bytes);
    let info = inspect(&fitted.bytes).unwrap();
    assert_eq!(
        (info.file_type, info.width, info.height),
        (
            FileType::from(fitted.picture_type),
            fitted.width,
            fitted.height
        )
    );
    assert_eq!(info.orientation, 1);
    assert!(!info.has_metadata);
    fitted
}

/// Decoded by decoders that the crate under test does not use for this file, where there is a choice.
pub(crate) fn pixels(bytes: &[u8]) -> Canvas {
    if bytes.starts_with(&[0xFF, 0xD8]) {
        let mut decoder = jpeg_decoder::Decoder::new(bytes);
        let rgb = decoder.decode().unwrap();
        let info = decoder.info().unwrap();
        let rgba = rgb
            .chunks_exact(3)
            .flat_map(|p| [p[0], p[1], p[2], 255])
            .collect();
        return Canvas {
            width: info.width.into(),
            height: info.height.into(),
            rgba,
        };
    }
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(
        png::Transformations::normalize_to_color8() | png::Transformations::ALPHA,
    );
    let mut reader = decoder.read_info().unwrap();
    let mut rgba = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut rgba).unwrap();
    Canvas {
        width: frame.width,
        height: frame.height,
        rgba,
    }
}

#[track_caller]
pub(crate) fn assert_corners(bytes: &[u8], orientation: u8) {
    let canvas = pixels(bytes);
    let (w, h) = (canvas.width, canvas.height);
    for (x, y, colour) in [
        (w / 8, h / 8, RED),
        (w * 7 / 8, h / 8, GREEN),
        (w / 8, h * 7 / 8, BLUE),
        (w * 7 / 8, h * 7 / 8, YELLOW),
    ] {
        let found = canvas.pixel(x, y);
        let near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 32);
        assert!(
            near,
            "orientation {orientation}: {found:?} at {x},{y} where {colour:?} should be"
        );
    }
}

#[test]
fn what_fits_keeps_every_pixel_and_loses_its_metadata() {
    let original = files::phone_jpeg(&photo(200, 150, 1), 80, 1);
    let fitted = check(&original, &budget(1_000_000, 4096, &ALL));
    assert_eq!(fitted.bytes, strip(&original).unwrap());
    let what = Done {
        metadata_removed: true,
        location_removed: true,
        ..Done::default()
    };
    assert_eq!(fitted.what, what);
    assert_eq!(fitted.from.bytes, original.len() as u64);

    let bare = files::png(&glass(60, 40));
    assert_eq!(
        check(&bare, &budget(1_000_000, 4096, &ALL)).what,
        Done::default()
    );
}

#[test]
fn every_orientation_comes_out_upright() {
    for orientation in 1..=8 {
        let fitted = check(
            &files::phone_jpeg(&corners(301, 200), 95, orientation),
            &budget(100_000, 150, &ALL),
        );
        assert_eq!(
            (fitted.width, fitted.height),
            (150, 100),
            "orientation {orientation}"
        );
        assert_corners(&fitted.bytes, orientation);
        assert!(
            contains(&fitted.bytes, &display_p3()),
            "colours would shift"
        );
        let Done {
            turned_upright,
            metadata_removed,
            location_removed,
            resized,
            reencoded,
        } = fitted.what;
        assert_eq!(turned_upright, orientation != 1);
        assert!(metadata_removed && location_removed && resized && reencoded);
    }
    let turned = check(
        &files::turned_jpeg(&corners(60, 40), 6),
        &budget(100_000, 4096, &ALL),
    );
    assert!(turned.what.turned_upright && !turned.what.resized);
    let png = check(
        &files::talkative_png(&corners(60, 40), 8),
        &budget(100_000, 4096, &[PictureType::Png]),
    );
    assert_corners(&png.bytes, 8);
    assert!(contains(&png.bytes, b"iCCP"));
}

#[test]
fn the_budget_is_met_and_filled() {
    let original = files::phone_jpeg(&photo(1600, 1200, 1), 92, 6);
    for max_bytes in [140_000, 90_000, 30_000, 8_000, 2_000] {
        let fitted = check(&original, &budget(max_bytes, 4096, &[PictureType::Jpeg]));
        let share = fitted.bytes.len() as f64 / max_bytes as f64;
        assert!(share > 0.97, "{share:.3} of {max_bytes}");
    }
}

#[test]
fn small_pictures_are_not_blown_up() {
    let original = files::turned_jpeg(&photo(300, 200, 1), 3);
    let fitted = check(&original, &budget(5_000_000, 4096, &ALL));
    assert_eq!((fitted.width, fitted.height), (300, 200));
    assert!(fitted.bytes.len() < 60_000);
}

#[test]
fn transparency_stays_where_the_channel_takes_it() {
    let original = files::png(&glass(400, 300));
    let kept = check(
        &original,
        &budget(100_000, 4096, &[PictureType::Jpeg, PictureType::Png]),
    );
    assert_eq!(kept.picture_type, PictureType::Png);
    assert_eq!(pixels(&kept.bytes).pixel(0, 0)[3], 0);
    let flattened = check(&original, &budget(100_000, 4096, &[PictureType::Jpeg]));
    assert_eq!(flattened.picture_type, PictureType::Jpeg);
    assert!(
        pixels(&flattened.bytes).pixel(0, 0)[..3]
            .iter()
            .all(|sample| *sample > 250),
        "white, not black"
    );
}

#[test]
fn a_screenshot_stays_sharp() {
    let screen = screenshot(900, 700);
    // More colours than a palette has.
    let canvas = Canvas::paint(900, 700, |x, y| match y {
        ..40 => [(x % 256) as u8, 90, (x / 4) as u8, 255],
        _ => screen.pixel(x, y),
    });
    let webp = files::webp(&canvas, true);
    let exact = check(
        &webp,
        &budget(2_000_000, 4096, &[PictureType::Jpeg, PictureType::Png]),
    );
    assert_eq!(
        (exact.picture_type, exact.what.resized),
        (PictureType::Png, false)
    );
    assert_eq!(pixels(&exact.bytes).rgba, canvas.rgba);
    let tight = check(
        &webp,
        &budget(
            exact.bytes.len() as u64 - 1,
            4096,
            &[PictureType::Jpeg, PictureType::Png],
        ),
    );
    assert_eq!(
        (tight.picture_type, tight.what.resized),
        (PictureType::Png, false)
    );
}

#[test]
fn a_photo_in_a_png_becomes_a_jpeg() {
    let fitted = check(
        &files::png(&photo(500, 400, 1)),
        &budget(60_000, 4096, &ALL),
    );
    assert_eq!(fitted.picture_type, PictureType::Jpeg);
    let only_png = check(
        &files::jpeg(&photo(300, 200, 1), 90),
        &budget(40_000, 4096, &[PictureType::Png]),
    );
    assert_eq!(only_png.picture_type, PictureType::Png);
}

#[test]
fn odd_jpegs_are_read_right() {
    let small = budget(4_000, 4096, &[PictureType::Jpeg]);
    let canvas = corners(320, 256);
    let separate = files::scan_per_component_jpeg(&canvas);
    assert_corners(&check(&separate, &small).bytes, 1);
    assert_corners(&thumbnail(&separate, 64).unwrap().bytes, 1);

    let gray = check(&files::gray_jpeg(&canvas), &small);
    let middle = pixels(&gray.bytes).pixel(40, 32);
    assert!(
        middle[..3].iter().all(|sample| sample.abs_diff(RED[1]) < 8),
        "{middle:?}"
    );
    assert!(thumbnail(&files::gray_jpeg(&canvas), 20).is_ok());
}

#[test]
fn animations_stay_animated_or_are_refused() {
    let frames: Vec<_> = (0..4).map(|n| photo(80, 60, n)).collect();
    let gif = files::gif(&frames);
    let kept = check(&gif, &budget(1_000_000, 4096, &ALL));
    assert_eq!(
        (kept.picture_type, kept.what.reencoded),
        (PictureType::Gif, false)
    );
    assert_eq!(inspect(&kept.bytes).unwrap().frames, 4);
    assert_eq!(
        fitted(&gif, &budget(5_000, 4096, &ALL)),
        Err(MediaError::Animated)
    );
    assert_eq!(
        fitted(&gif, &budget(1_000_000, 4096, &[PictureType::Jpeg])),
        Err(MediaError::Animated)
    );
    assert_eq!(
        fitted(&files::apng(&frames), &budget(5_000, 4096, &ALL)),
        Err(MediaError::Animated)
    );
    let still = check(
        &files::gif(&frames[..1]),
        &budget(1_000_000, 4096, &[PictureType::Jpeg]),
    );
    assert_eq!(still.picture_type, PictureType::Jpeg);
}

#[test]
fn what_cannot_be_done_has_a_name() {
    let photo = files::jpeg(&photo(300, 200, 1), 90);
    assert_eq!(
        fitted(&photo, &budget(300, 4096, &ALL)).unwrap_err().code(),
        "cannot_fit"
    );
    assert_eq!(
        fitted(&photo, &budget(300, 4096, &[PictureType::Gif])),
        Err(MediaError::NoCommonType)
    );
    assert_eq!(
        fitted(&files::png_header(30_000, 30_000), &budget(1, 1, &ALL))
            .unwrap_err()
            .code(),
        "too_many_pixels"
    );
    assert_eq!(
        fitted(b"<svg/>", &budget(1, 1, &ALL)).unwrap_err().code(),
        "not_a_picture"
    );
}

#[test]
fn progress_is_told_and_can_cancel() {
    let original = files::jpeg(&photo(400, 300, 1), 95);
    let mut seen = Vec::new();
    fit(&original, &budget(20_000, 4096, &ALL), &mut |progress| {
        assert!((0.0..=1.0).contains(&progress.fraction));
        seen.push(progress.stage);
        ControlFlow::Continue(())
    })
    .unwrap();
    seen.dedup();
    assert_eq!(seen, [Stage::Decode, Stage::Resize, Stage::Encode]);
    for steps in 0..4 {
        let mut left = steps;
        let canceled = fit(&original, &budget(20_000, 4096, &ALL), &mut |_| {
            left -= 1;
            if left < 0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert_eq!(canceled, Err(MediaError::Canceled), "after {steps} steps");
    }
}
