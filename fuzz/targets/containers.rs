//! Walks containers and decodes nothing: sniff, inspect, strip.

#![no_main]

use media::{FileType, inspect, sniff, strip};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = sniff(bytes);
    let before = inspect(bytes);
    if let Ok(stripped) = strip(bytes) {
        assert_eq!(
            strip(&stripped).as_ref(),
            Ok(&stripped),
            "twice is not once"
        );
        if let (Ok(before), Ok(after)) = (before, inspect(&stripped)) {
            // A TIFF may have more pages, which count as something that would be left behind, and stay.
            assert!(!after.has_metadata || after.file_type == FileType::Tiff);
            assert!(!after.has_location);
            assert_eq!((before.width, before.height), (after.width, after.height));
        }
    }
});
