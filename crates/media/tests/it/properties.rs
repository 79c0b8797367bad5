//! What holds for every type, orientation and budget, and for files changed at will.

use media::{Fitted, MediaError, fit, inspect};
use model::PictureType;
use proptest::prelude::*;
use zune_core::bytestream::ZCursor;

use crate::fit::{budget, pixels};
use crate::formats::BOTH;
use crate::hostile::{one_of_each, tight};
use crate::robust::survive;
use crate::strip::{assert_discreet, contains};
use crate::support::paint::{glass, photo};

/// Decoded by another decoder than the crate under test has for this type.
fn second_opinion(fitted: &Fitted) -> (u32, u32) {
    if fitted.picture_type == PictureType::Png {
        let mut decoder = zune_png::PngDecoder::new(ZCursor::new(&fitted.bytes[..]));
        decoder.decode().unwrap();
        let (width, height) = decoder.dimensions().unwrap();
        return (width as u32, height as u32);
    }
    let canvas = pixels(&fitted.bytes);
    let mut decoder = zune_jpeg::JpegDecoder::new(ZCursor::new(&fitted.bytes[..]));
    decoder.decode().unwrap();
    assert_eq!(
        decoder.dimensions(),
        Some((canvas.width as usize, canvas.height as usize))
    );
    (canvas.width, canvas.height)
}

/// Markers and chunks of what comes out: nothing that is not pixels or a profile.
fn assert_bare(fitted: &Fitted) {
    assert_discreet(&fitted.bytes);
    let info = inspect(&fitted.bytes).unwrap();
    assert!(!info.has_metadata && !info.has_location && info.orientation == 1);
    for word in [
        &b"Exif\0"[..],
        b"http://ns",
        b"tEXt",
        b"iTXt",
        b"eXIf",
        b"MPF\0",
    ] {
        assert!(!contains(&fitted.bytes, word));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn every_type_and_orientation_fits_any_budget_or_says_why(
        which in 0..9usize,
        orientation in 1..=8u8,
        size in (1..70u32, 1..70u32),
        max_bytes in 0..9_000u64,
        max_edge in 1..90u32,
        types in proptest::sample::subsequence(BOTH.to_vec(), 1..=2),
    ) {
        let (name, file) = one_of_each(&photo(size.0, size.1, 1), orientation).swap_remove(which);
        let budget = budget(max_bytes, max_edge, &types);
        match fit(&file, &budget, &mut |_| std::ops::ControlFlow::Continue(())) {
            Ok(fitted) => {
                prop_assert!(fitted.bytes.len() as u64 <= max_bytes);
                prop_assert!(fitted.width.max(fitted.height) <= max_edge);
                prop_assert!(types.contains(&fitted.picture_type));
                prop_assert_eq!(second_opinion(&fitted), (fitted.width, fitted.height));
                assert_bare(&fitted);
            }
            Err(MediaError::CannotFit { best }) => prop_assert!(best > max_bytes, "{}", name),
            Err(error) => prop_assert_eq!(error.code(), "cannot_fit", "{}", name),
        }
    }

    #[test]
    fn bytes_changed_at_will(
        which in 0..10usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..9),
    ) {
        let (_, mut file) = one_of_each(&glass(24, 20), 5).swap_remove(which);
        for (place, value) in changes {
            let at = place.index(file.len());
            file[at] = value;
        }
        survive(&file, &tight());
    }

    #[test]
    fn noise_behind_a_true_beginning(
        which in 0..10usize,
        keep in any::<prop::sample::Index>(),
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let (_, file) = one_of_each(&photo(24, 20, 1), 3).swap_remove(which);
        let keep = keep.index(file.len());
        survive(&[&file[..keep], &bytes].concat(), &tight());
    }
}
