//! Arrows and labels are where they were drawn, and uncover nothing.

use media::Fitted;
use model::{Area, Arrow, Edits, MARK_INK, PictureType, Stamp};

use crate::edit::{BOTH, JPEG, area, assert_hidden, edited, near};
use crate::fit::pixels;
use crate::support::files;
use crate::support::paint::{BLUE, Canvas, YELLOW, corners, photo, screenshot};

const INK: [u8; 4] = [MARK_INK[0], MARK_INK[1], MARK_INK[2], 255];
const CYAN: [u8; 4] = [0, 190, 210, 255];
const PINK: [u8; 4] = [230, 90, 200, 255];
const WHITE: [u8; 4] = [255, 255, 255, 255];

/// An arrow from left to right.
const ARROW: Arrow = Arrow {
    from: (60, 200),
    to: (220, 200),
    width: 16,
};

/// A stamp of two colours side by side: which side is which must not be lost by turning it.
fn flag(at: Area, columns: u32, rows: u32) -> Stamp {
    let rgba = (0..rows)
        .flat_map(|_| (0..columns).flat_map(move |x| if x < columns / 2 { CYAN } else { PINK }));
    Stamp {
        area: at,
        columns,
        rows,
        rgba: rgba.collect(),
    }
}

fn pixel(fitted: &Fitted, x: u32, y: u32) -> [u8; 4] {
    pixels(&fitted.bytes).pixel(x, y)
}

#[track_caller]
fn assert_near(is: [u8; 4], wanted: [u8; 4], place: &str) {
    assert!(near(is, wanted), "{place}: {is:?} and not {wanted:?}");
}

#[test]
fn an_arrow_and_a_stamp_are_where_they_were_drawn_however_the_file_lies() {
    for orientation in 1..=8 {
        for turns in 0..4 {
            let file = files::turned_jpeg(&corners(640, 400), orientation);
            let whole: (u32, u32) = if turns % 2 == 0 {
                (640, 400)
            } else {
                (400, 640)
            };
            let (left, top) = (16, 32);
            let edits = Edits {
                turns,
                crop: Some(area(left, top, whole.0 - 48, whole.1 - 64)),
                arrows: vec![ARROW],
                stamps: vec![flag(area(80, 260, 100, 40), 100, 40)],
                ..Edits::default()
            };
            let fitted = edited(&file, &edits, 600_000, JPEG);
            let place = format!("orientation {orientation}, {turns} turns");
            let at = |x: u32, y: u32| pixel(&fitted, x - left, y - top);
            assert_near(at(120, 200), INK, &format!("{place}: shaft"));
            assert_near(at(190, 200), INK, &format!("{place}: head"));
            assert_near(at(170, 182), INK, &format!("{place}: wing"));
            assert_near(at(100, 189), WHITE, &format!("{place}: light edge"));
            // What lies there may be as red as an arrow.
            let bare = Edits {
                arrows: Vec::new(),
                ..edits.clone()
            };
            let bare = pixel(&edited(&file, &bare, 600_000, JPEG), 230 - left, 200 - top);
            assert_near(at(230, 200), bare, &format!("{place}: beyond the tip"));
            assert_near(
                at(100, 280),
                CYAN,
                &format!("{place}: left half of the stamp"),
            );
            assert_near(
                at(160, 280),
                PINK,
                &format!("{place}: right half of the stamp"),
            );
            assert!(!near(at(100, 310), CYAN), "{place}: below the stamp");
        }
    }
}

#[test]
fn marks_are_as_large_on_a_picture_that_was_decoded_smaller() {
    let file = files::jpeg(&photo(6000, 4000, 2), 85);
    let edits = Edits {
        arrows: vec![Arrow {
            from: (1000, 1000),
            to: (3000, 1000),
            width: 160,
        }],
        // Its own pixels are fewer than its place has.
        stamps: vec![flag(area(1000, 2000, 1000, 400), 250, 100)],
        ..Edits::default()
    };
    let fitted = edited(&file, &edits, 600_000, JPEG);
    let scale = f64::from(fitted.width) / 6000.0;
    let at = |x: u32, y: u32| {
        pixel(
            &fitted,
            (f64::from(x) * scale) as u32,
            (f64::from(y) * scale) as u32,
        )
    };
    assert_near(at(1500, 1000), INK, "shaft");
    assert_near(at(2600, 1150), INK, "wing");
    assert_near(at(1200, 2200), CYAN, "left half");
    assert_near(at(1800, 2200), PINK, "right half");
}

#[test]
fn what_is_transparent_in_a_stamp_shows_the_picture() {
    let ground = Canvas::paint(200, 200, |_, _| YELLOW);
    let stamp = Stamp {
        area: area(50, 50, 100, 100),
        columns: 100,
        rows: 1,
        rgba: [[BLUE; 50].concat(), [[200, 0, 0, 0]; 50].concat()].concat(),
    };
    let edits = Edits {
        stamps: vec![stamp],
        ..Edits::default()
    };
    let fitted = edited(&files::png(&ground), &edits, 600_000, &[PictureType::Png]);
    assert_near(pixel(&fitted, 60, 100), BLUE, "opaque");
    assert_near(pixel(&fitted, 145, 100), YELLOW, "transparent");
}

#[test]
fn a_mark_is_seen_on_what_is_transparent() {
    let nothing = Canvas::paint(300, 300, |_, _| [0, 0, 0, 0]);
    let edits = Edits {
        arrows: vec![ARROW],
        ..Edits::default()
    };
    let fitted = edited(&files::png(&nothing), &edits, 600_000, BOTH);
    assert_near(pixel(&fitted, 120, 200), INK, "shaft");
    assert_eq!(pixel(&fitted, 20, 20)[3], 0);
}

/// What is hidden stays hidden with marks over it and beside it, and changes nothing of what comes out.
#[test]
fn marks_uncover_nothing() {
    let hidden = area(333, 217, 245, 71);
    let inside = |x: u32, y: u32| {
        (hidden.x..hidden.x + hidden.width).contains(&x)
            && (hidden.y..hidden.y + hidden.height).contains(&y)
    };
    let edits = Edits {
        hidden: vec![hidden],
        arrows: vec![
            Arrow {
                from: (100, 100),
                to: (500, 260),
                width: 12,
            },
            Arrow {
                from: (320, 210),
                to: (600, 210),
                width: 9,
            },
        ],
        stamps: vec![flag(area(300, 200, 400, 50), 40, 5)],
        ..Edits::default()
    };
    for ground in [photo(1600, 1100, 5), screenshot(1600, 1100)] {
        let secret = screenshot(1600, 1100);
        let with = |paint: &dyn Fn(u32, u32) -> [u8; 4]| {
            files::png(&Canvas::paint(1600, 1100, |x, y| {
                if inside(x, y) {
                    paint(x, y)
                } else {
                    ground.pixel(x, y)
                }
            }))
        };
        let files = [with(&|x, y| secret.pixel(x, y)), with(&|_, _| YELLOW)];
        for (max_bytes, types) in [(600_000, BOTH), (90_000, JPEG)] {
            let [one, other] = [0, 1].map(|which| edited(&files[which], &edits, max_bytes, types));
            assert!(one.bytes == other.bytes, "{max_bytes} {types:?}");
            assert_hidden(&one, (1600, 1100), hidden);
        }
    }
}

#[test]
fn marks_beside_the_picture_and_of_no_size_do_no_harm() {
    let file = files::png(&photo(64, 48, 1));
    let far = Arrow {
        from: (5000, 5000),
        to: (u32::MAX, 9),
        width: 7,
    };
    let none = Arrow {
        from: (9, 9),
        to: (9, 9),
        width: 0,
    };
    let edits = Edits {
        arrows: vec![far, none],
        stamps: vec![
            flag(area(60, 40, 100, 100), 4, 4),
            flag(area(0, 0, u32::MAX, u32::MAX), 4, 4),
            flag(area(u32::MAX, 3, 9, 9), 4, 4),
            flag(area(3, 3, 0, 9), 4, 4),
        ],
        ..Edits::default()
    };
    edited(&file, &edits, 600_000, BOTH);
}

#[test]
fn a_stamp_with_other_pixels_than_it_says_is_an_error() {
    let mut stamp = flag(area(0, 0, 10, 10), 4, 4);
    stamp.rgba.pop();
    let edits = Edits {
        stamps: vec![stamp],
        ..Edits::default()
    };
    let budget = model::PictureBudget {
        max_bytes: 600_000,
        max_edge: 2560,
        types: BOTH.to_vec(),
        quality: model::Quality::Automatic,
    };
    let file = files::png(&photo(64, 48, 1));
    let go_on = &mut |_| std::ops::ControlFlow::Continue(());
    let outcome = media::fit_edited(&file, &edits, &budget, go_on);
    assert_eq!(outcome, Err(media::MediaError::Unreadable));
}
