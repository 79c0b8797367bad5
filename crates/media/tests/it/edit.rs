//! Turned, cropped, hidden: what a person did to a picture is what comes out.

use std::ops::ControlFlow;

use media::{Fitted, MediaError, fit_edited};
use model::{Area, Edits, PictureBudget, PictureType, Quality};
use proptest::prelude::*;

use crate::fit::pixels;
use crate::strip::assert_discreet;
use crate::support::files;
use crate::support::paint::{BLUE, Canvas, GREEN, RED, YELLOW, corners, photo, screenshot};

pub(crate) const JPEG: &[PictureType] = &[PictureType::Jpeg];
pub(crate) const BOTH: &[PictureType] = &[PictureType::Jpeg, PictureType::Png];

pub(crate) fn edited(bytes: &[u8], edits: &Edits, max_bytes: u64, types: &[PictureType]) -> Fitted {
    let budget = PictureBudget {
        max_bytes,
        max_edge: 2560,
        types: types.to_vec(),
        quality: Quality::Automatic,
    };
    let fitted = fit_edited(bytes, edits, &budget, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(fitted.bytes.len() as u64 <= max_bytes);
    assert_discreet(&fitted.bytes);
    fitted
}

pub(crate) const fn area(x: u32, y: u32, width: u32, height: u32) -> Area {
    Area {
        x,
        y,
        width,
        height,
    }
}

fn hide(hidden: Area) -> Edits {
    Edits {
        hidden: vec![hidden],
        ..Edits::default()
    }
}

pub(crate) fn near(a: [u8; 4], b: [u8; 4]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) < 24)
}

/// Every pixel that a hidden area touches in what came out has one colour, and a dark one.
#[track_caller]
pub(crate) fn assert_hidden(fitted: &Fitted, whole: (u32, u32), hidden: Area) {
    let canvas = pixels(&fitted.bytes);
    let down = |at: u32, full: u32, has: u32| {
        u32::try_from(u64::from(at) * u64::from(has) / u64::from(full)).unwrap()
    };
    let up = |at: u32, full: u32, has: u32| {
        u32::try_from((u64::from(at) * u64::from(has)).div_ceil(u64::from(full))).unwrap()
    };
    let (left, top) = (
        down(hidden.x, whole.0, canvas.width),
        down(hidden.y, whole.1, canvas.height),
    );
    let right = up(hidden.x + hidden.width, whole.0, canvas.width).min(canvas.width);
    let bottom = up(hidden.y + hidden.height, whole.1, canvas.height).min(canvas.height);
    let first = canvas.pixel(left, top);
    assert!(near(first, [0, 0, 0, 255]), "{first:?} is no black");
    for y in top..bottom {
        for x in left..right {
            assert_eq!(canvas.pixel(x, y), first, "at {x}, {y}");
        }
    }
}

#[test]
fn a_hidden_part_is_one_colour_at_every_size_and_in_every_type() {
    let hidden = area(301, 203, 177, 59);
    let file = files::jpeg(&photo(1200, 900, 3), 90);
    for max_bytes in [30_000, 120_000, 600_000] {
        assert_hidden(
            &edited(&file, &hide(hidden), max_bytes, JPEG),
            (1200, 900),
            hidden,
        );
    }
    let screen = files::png(&screenshot(1200, 900));
    for max_bytes in [60_000, 600_000] {
        let fitted = edited(&screen, &hide(hidden), max_bytes, BOTH);
        assert_hidden(&fitted, (1200, 900), hidden);
    }
}

/// What is hidden changes nothing of what comes out, so nothing of it can be found there.
#[test]
fn nothing_of_what_is_hidden_survives() {
    let hidden = area(333, 217, 245, 71);
    let inside = |x: u32, y: u32| {
        (hidden.x..hidden.x + hidden.width).contains(&x)
            && (hidden.y..hidden.y + hidden.height).contains(&y)
    };
    for ground in [photo(1600, 1100, 5), screenshot(1600, 1100)] {
        let secret = screenshot(1600, 1100);
        let with = |paint: &dyn Fn(u32, u32) -> [u8; 4]| {
            let canvas = Canvas::paint(1600, 1100, |x, y| {
                if inside(x, y) {
                    paint(x, y)
                } else {
                    ground.pixel(x, y)
                }
            });
            files::png(&canvas)
        };
        let [one, other] = [with(&|x, y| secret.pixel(x, y)), with(&|_, _| YELLOW)];
        assert_ne!(one, other);
        for (max_bytes, types) in [(600_000, BOTH), (90_000, JPEG), (40_000, JPEG)] {
            let [one, other] =
                [&one, &other].map(|file| edited(file, &hide(hidden), max_bytes, types));
            assert!(one.bytes == other.bytes, "{max_bytes} {types:?}");
        }
    }
}

/// The corners of a picture, in order, after so many quarter turns clockwise.
fn corners_after(turns: u8) -> [[u8; 4]; 4] {
    match turns % 4 {
        0 => [RED, GREEN, BLUE, YELLOW],
        1 => [BLUE, RED, YELLOW, GREEN],
        2 => [YELLOW, BLUE, GREEN, RED],
        _ => [GREEN, YELLOW, RED, BLUE],
    }
}

#[test]
fn areas_are_those_of_the_picture_as_it_was_looked_at() {
    for orientation in 1..=8 {
        for turns in 0..4 {
            let canvas = corners(640, 400);
            let file = files::turned_jpeg(&canvas, orientation);
            let whole = if turns % 2 == 0 {
                (640, 400)
            } else {
                (400, 640)
            };
            // A box in the upper left quarter, and the picture cut to all but its right edge.
            let hidden = area(24, 40, 60, 50);
            let edits = Edits {
                turns,
                crop: Some(area(0, 0, whole.0 - 32, whole.1)),
                hidden: vec![hidden],
                ..Edits::default()
            };
            let fitted = edited(&file, &edits, 600_000, JPEG);
            let place = format!("orientation {orientation}, {turns} turns");
            assert_eq!(
                (fitted.width, fitted.height),
                (whole.0 - 32, whole.1),
                "{place}"
            );
            assert_hidden(&fitted, (whole.0 - 32, whole.1), hidden);
            let out = pixels(&fitted.bytes);
            let (w, h) = (out.width, out.height);
            let ends = [(8, 8), (w - 8, 8), (8, h - 8), (w - 8, h - 8)];
            for ((x, y), colour) in ends.into_iter().zip(corners_after(turns)) {
                assert!(near(out.pixel(x, y), colour), "{place}: at {x}, {y}");
            }
        }
    }
}

#[test]
fn a_part_of_a_large_picture_keeps_the_pixels_it_has() {
    let file = files::jpeg(&photo(6000, 4000, 2), 85);
    let edits = Edits {
        crop: Some(area(3000, 1000, 1500, 1000)),
        ..Edits::default()
    };
    let fitted = edited(&file, &edits, 600_000, JPEG);
    assert_eq!((fitted.width, fitted.height), (1500, 1000));
}

#[test]
fn a_crop_beside_the_picture_is_an_error() {
    let file = files::png(&corners(64, 64));
    let edits = Edits {
        crop: Some(area(64, 0, 10, 10)),
        ..Edits::default()
    };
    let budget = PictureBudget {
        max_bytes: 600_000,
        max_edge: 2560,
        types: BOTH.to_vec(),
        quality: Quality::Automatic,
    };
    let outcome = fit_edited(&file, &edits, &budget, &mut |_| ControlFlow::Continue(()));
    assert_eq!(outcome, Err(MediaError::NothingLeft));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_area_of_any_picture_can_be_hidden(
        size in (20_u32..260, 20_u32..260),
        orientation in 1_u8..=8,
        turns in 0_u8..4,
        at in (0_u32..300, 0_u32..300),
        box_size in (1_u32..200, 1_u32..200),
        max_bytes in 4_000_u64..20_000,
    ) {
        let canvas = photo(size.0, size.1, 7);
        let file = files::turned_jpeg(&canvas, orientation);
        let whole = if turns % 2 == 0 { size } else { (size.1, size.0) };
        let hidden = area(at.0, at.1, box_size.0, box_size.1);
        let edits = Edits { turns, ..hide(hidden) };
        let fitted = edited(&file, &edits, max_bytes, JPEG);
        if at.0 < whole.0 && at.1 < whole.1 {
            assert_hidden(&fitted, whole, hidden);
        }
    }
}
