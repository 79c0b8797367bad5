//! Fits a small picture to a small budget, which the first three bytes choose.

#![no_main]

use fuzz::{go_on, is_small};
use media::{FileType, fit, inspect};
use model::{PictureBudget, PictureType, Quality};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [size, edge, kinds, file @ ..] = bytes else {
        return;
    };
    if !is_small(file) {
        return;
    }
    let types = PictureType::ALL.into_iter().zip(0..);
    let types = types
        .filter(|(_, bit)| *kinds >> bit & 1 == 1)
        .map(|(kind, _)| kind);
    let budget = PictureBudget {
        max_bytes: u64::from(*size) * 100,
        max_edge: u32::from(*edge).max(1),
        types: types.collect(),
        quality: Quality::default(),
    };
    if let Ok(fitted) = fit(file, &budget, &mut go_on()) {
        assert!(fitted.bytes.len() as u64 <= budget.max_bytes);
        assert!(fitted.width.max(fitted.height) <= budget.max_edge);
        assert!(budget.types.contains(&fitted.picture_type));
        let info = inspect(&fitted.bytes).expect("what comes out is a picture");
        assert_eq!(info.file_type, FileType::from(fitted.picture_type));
        assert!(!info.has_metadata && info.orientation == 1);
    }
});
