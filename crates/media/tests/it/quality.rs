//! What matters in a picture, as a person chose it: sharper text, or fewer bytes.

use std::ops::ControlFlow;

use media::{Fitted, MediaError, fit, fit_edited};
use model::{Edits, PictureBudget, PictureType, Quality};

use crate::edit::{BOTH, area, assert_hidden};
use crate::fit::pixels;
use crate::support::files;
use crate::support::paint::{Canvas, photo, screenshot};

fn budget(max_bytes: u64, types: &[PictureType], quality: Quality) -> PictureBudget {
    PictureBudget {
        max_bytes,
        max_edge: 2560,
        types: types.to_vec(),
        quality,
    }
}

fn fitted(file: &[u8], budget: &PictureBudget) -> Fitted {
    let fitted = fit(file, budget, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(fitted.bytes.len() as u64 <= budget.max_bytes);
    fitted
}

/// Samples of colour a frame header says there are for four pixels: 1 with 4:2:0, 4 with 4:4:4.
fn colour_samples(jpeg: &[u8]) -> u32 {
    let start = jpeg
        .windows(2)
        .position(|marker| matches!(marker, [0xff, 0xc0 | 0xc2]))
        .unwrap();
    // Marker, length, precision, height, width, components, then id and factors of the first (ITU-T T.81 B.2.2).
    let factors = u32::from(jpeg[start + 11]);
    4 / ((factors >> 4) * (factors & 15))
}

/// Coloured letters: thin lines of red on blue, which half the colour would smear.
fn coloured_text(width: u32, height: u32) -> Canvas {
    let plain = photo(width, height, 4);
    Canvas::paint(width, height, |x, y| {
        if (x / 3 + y / 3) % 2 == 0 && (100..300).contains(&y) {
            [230, 20, 20, 255]
        } else if (100..300).contains(&y) {
            [20, 20, 230, 255]
        } else {
            plain.pixel(x, y)
        }
    })
}

/// Dark strokes on white, as sparse as letters are.
fn letters(width: u32, height: u32) -> Canvas {
    Canvas::paint(width, height, |x, y| {
        let in_line = y % 26 < 16 && x > 60 && x + 60 < width;
        let stroke = (x + y / 26 * 5) % 9 < 2 || (y % 26 == (x / 9) % 16);
        if in_line && stroke && (x / 9 + y / 26) % 6 != 0 {
            [34, 34, 34, 255]
        } else {
            [255, 255, 255, 255]
        }
    })
}

fn error(one: &Canvas, other: &Canvas) -> f64 {
    let mut sum = 0.0;
    for y in 110..290 {
        for x in 10..one.width - 10 {
            let (a, b) = (one.pixel(x, y), other.pixel(x, y));
            let apart = a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(b)));
            sum += apart.sum::<f64>();
        }
    }
    sum / f64::from(180 * (one.width - 20))
}

#[test]
fn smaller_takes_about_a_third_of_the_bytes() {
    let file = files::jpeg(&photo(2400, 1800, 3), 92);
    let plain = fitted(&file, &budget(300_000, BOTH, Quality::Automatic));
    let small = fitted(&file, &budget(300_000, BOTH, Quality::Smaller));
    assert!(small.bytes.len() <= 100_000, "{}", small.bytes.len());
    assert!(small.bytes.len() > 60_000, "{}", small.bytes.len());
    assert!(plain.bytes.len() > 200_000, "{}", plain.bytes.len());
}

#[test]
fn a_file_that_fits_but_is_no_third_is_made_smaller() {
    let file = files::jpeg(&photo(1200, 900, 3), 90);
    let most = file.len() as u64 + 1000;
    let plain = fitted(&file, &budget(most, BOTH, Quality::Automatic));
    assert!(!plain.what.reencoded);
    let small = fitted(&file, &budget(most, BOTH, Quality::Smaller));
    assert!(small.bytes.len() as u64 <= most / 3 || small.bytes.len() <= 40_000);
}

#[test]
fn sharper_keeps_every_sample_of_colour_and_automatic_does_not() {
    let canvas = coloured_text(900, 700);
    let file = files::jpeg(&canvas, 98);
    let jpeg: &[PictureType] = &[PictureType::Jpeg];
    let most = 200_000.min(file.len() as u64 - 1);
    let [plain, sharp] = [Quality::Automatic, Quality::Sharper]
        .map(|quality| fitted(&file, &budget(most, jpeg, quality)));
    assert_eq!(colour_samples(&plain.bytes), 1);
    assert_eq!(colour_samples(&sharp.bytes), 4);
    let source = pixels(&file);
    if (plain.width, sharp.width) == (source.width, source.width) {
        let [plain, sharp] = [&plain, &sharp].map(|it| error(&source, &pixels(&it.bytes)));
        assert!(sharp < plain, "{sharp} and {plain}");
    }
}

#[test]
fn sharper_makes_a_png_of_a_screen_that_came_as_jpeg_and_none_of_a_photograph() {
    let screen = files::jpeg(&letters(1600, 1100), 90);
    let sharp = budget(screen.len() as u64 - 1, BOTH, Quality::Sharper);
    assert_eq!(fitted(&screen, &sharp).picture_type, PictureType::Png);
    let plain = budget(screen.len() as u64 - 1, BOTH, Quality::Automatic);
    assert_eq!(fitted(&screen, &plain).picture_type, PictureType::Jpeg);
    let photo = files::jpeg(&photo(1600, 1200, 6), 92);
    let sharp = budget(photo.len() as u64 - 1, BOTH, Quality::Sharper);
    assert_eq!(fitted(&photo, &sharp).picture_type, PictureType::Jpeg);
}

#[test]
fn what_moves_has_all_the_bytes_whatever_was_chosen() {
    let frames: Vec<Canvas> = (0..12).map(|seed| photo(120, 90, seed)).collect();
    let file = files::gif(&frames);
    let types: &[PictureType] = &[PictureType::Gif, PictureType::Jpeg];
    let most = file.len() as u64 + 10;
    for quality in Quality::ALL {
        let same = fitted(&file, &budget(most.max(41_000), types, quality));
        assert!(!same.what.reencoded);
    }
    let outcome = fit(
        &file,
        &budget(file.len() as u64 / 2, types, Quality::Smaller),
        &mut |_| ControlFlow::Continue(()),
    );
    assert_eq!(outcome, Err(MediaError::Animated));
}

#[test]
fn what_is_hidden_is_hidden_in_every_quality() {
    let hidden = area(301, 203, 177, 59);
    let edits = Edits {
        hidden: vec![hidden],
        ..Edits::default()
    };
    for file in [
        files::jpeg(&photo(1200, 900, 3), 90),
        files::jpeg(&screenshot(1200, 900), 90),
        files::png(&screenshot(1200, 900)),
    ] {
        for quality in Quality::ALL {
            for types in [BOTH, &BOTH[..1]] {
                let budget = budget(150_000, types, quality);
                let go_on = &mut |_| ControlFlow::Continue(());
                let fitted = fit_edited(&file, &edits, &budget, go_on).unwrap();
                assert_hidden(&fitted, (1200, 900), hidden);
            }
        }
    }
}
