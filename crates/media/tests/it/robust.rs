//! Hostile and broken files: an error, never a panic, and never more than the budget.

use std::ops::ControlFlow;

use media::{fit, inspect, sniff, strip, thumbnail};
use model::{PictureBudget, PictureType, Quality};
use proptest::prelude::*;

use crate::support::files;
use crate::support::paint::{Canvas, glass, photo};

/// Everything there is, on one file. Results do not matter, coming back does.
pub(crate) fn survive(bytes: &[u8], budget: &PictureBudget) {
    let _ = sniff(bytes);
    let _ = inspect(bytes);
    if let Ok(stripped) = strip(bytes) {
        assert_eq!(strip(&stripped).as_ref(), Ok(&stripped));
    }
    let _ = thumbnail(bytes, 16);
    if let Ok(fitted) = fit(bytes, budget, &mut |_| ControlFlow::Continue(())) {
        assert!(fitted.bytes.len() as u64 <= budget.max_bytes);
        assert!(fitted.width.max(fitted.height) <= budget.max_edge);
    }
}

fn tight() -> PictureBudget {
    PictureBudget {
        max_bytes: 700,
        max_edge: 16,
        types: vec![PictureType::Jpeg, PictureType::Png],
        quality: Quality::Automatic,
    }
}

fn small_files() -> Vec<Vec<u8>> {
    let canvas = photo(24, 20, 1);
    let progressive = mozjpeg_rs::Encoder::new(mozjpeg_rs::Preset::ProgressiveBalanced);
    vec![
        files::jpeg(&canvas, 60),
        files::phone_jpeg(&canvas, 60, 6),
        progressive.encode_rgb(&canvas.rgb(), 24, 20).unwrap(),
        files::png(&glass(24, 20)),
        files::talkative_png(&canvas, 5),
        files::apng(&[canvas.clone(), photo(24, 20, 2)]),
        files::gif(std::slice::from_ref(&canvas)),
        files::gif(&[
            Canvas::paint(9, 7, |x, y| [x as u8 * 20, y as u8 * 30, 0, 255]),
            photo(9, 7, 1),
        ]),
        files::webp(&canvas, true),
        files::webp(&glass(24, 20), false),
    ]
}

#[test]
fn files_that_break_off_anywhere() {
    for file in small_files() {
        for length in 0..file.len() {
            survive(&file[..length], &tight());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn noise(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        survive(&bytes, &tight());
    }

    #[test]
    fn noise_behind_a_true_beginning(which in 0..5usize, bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let beginnings: [&[u8]; 5] = [
            b"\xFF\xD8\xFF",
            b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0",
            b"GIF89a\x10\0\x10\0\x80\0\0",
            b"RIFF\xFF\0\0\0WEBPVP8 ",
            b"RIFF\xFF\0\0\0WEBPVP8X\x0A\0\0\0\x3E\0\0\0\x0F\0\0\x0F\0\0",
        ];
        survive(&[beginnings[which], &bytes].concat(), &tight());
    }

    #[test]
    fn bytes_changed_at_will(which in 0..10usize, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut file = small_files().swap_remove(which);
        for (place, value) in changes {
            let at = place.index(file.len());
            file[at] = value;
        }
        survive(&file, &tight());
    }

    #[test]
    fn any_budget_is_met_or_the_reason_named(
        which in 0..10usize,
        max_bytes in 0..20_000u64,
        max_edge in 1..40u32,
        types in proptest::sample::subsequence(PictureType::ALL.to_vec(), 0..=4),
    ) {
        survive(&small_files()[which], &PictureBudget { max_bytes, max_edge, types, quality: Quality::Automatic });
    }
}
