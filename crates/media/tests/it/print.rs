//! JPEGs in the colours of print.

use media::{decode_pixels, inspect};

use crate::fit::{budget, fitted};
use crate::formats::BOTH;
use crate::strip::contains;
use crate::support::icc::{INKS, printer, printer_of_two_intents};
use crate::support::jpegs::printed;
use crate::support::paint::Canvas;

#[test]
fn colours_of_print_look_as_their_profile_says() {
    // Patches of all the inks but black, alone and together.
    let canvas = Canvas::paint(512, 64, |x, _| {
        let inks = x / 64;
        let ink = |bit: u32| if inks >> bit & 1 == 1 { 0 } else { 255 };
        [ink(0), ink(1), ink(2), 255]
    });
    let cases = [
        (false, printer()),
        (true, printer()),
        (false, printer_of_two_intents()),
    ];
    for (ycck, profile) in cases {
        let file = printed(&canvas, ycck, Some(&profile));
        let decoded = decode_pixels(&file, u32::MAX).unwrap();
        assert_eq!(decoded.icc, None, "they are sRGB now");
        for (inks, wanted) in INKS[..8].iter().enumerate() {
            let at = (32 * 512 + inks * 64 + 32) * 3;
            let found = lab([decoded.data[at], decoded.data[at + 1], decoded.data[at + 2]]);
            let apart = found.iter().zip(wanted).map(|(a, b)| (a - b).powi(2));
            let apart = apart.sum::<f64>().sqrt();
            assert!(
                apart < 3.0,
                "ΔE {apart:.1}: {found:?} where {wanted:?} should be"
            );
        }
        assert!(!inspect(&assert_small(&file)).unwrap().is_cmyk);
    }
    let broken = printed(&canvas, false, Some(b"not a profile at all"));
    assert!(
        decode_pixels(&broken, u32::MAX).is_ok(),
        "without, they are guessed"
    );
}

fn assert_small(file: &[u8]) -> Vec<u8> {
    let fitted = fitted(file, &budget(60_000, 4096, &BOTH)).unwrap();
    assert!(!contains(&fitted.bytes, b"ICC_PROFILE"));
    fitted.bytes
}

/// CIELAB of an sRGB colour, seen from D50 as profiles do (IEC 61966-2-1, adapted by Bradford's matrix).
fn lab(rgb: [u8; 3]) -> [f64; 3] {
    let linear = rgb.map(|sample| {
        let sample = f64::from(sample) / 255.0;
        if sample <= 0.04045 {
            sample / 12.92
        } else {
            ((sample + 0.055) / 1.055).powf(2.4)
        }
    });
    let row = |row: [f64; 3], white: f64| {
        let sum: f64 = row.iter().zip(linear).map(|(a, b)| a * b).sum();
        let share = sum / white;
        if share > 216.0 / 24389.0 {
            share.cbrt()
        } else {
            (share * 24389.0 / 27.0 + 16.0) / 116.0
        }
    };
    let x = row([0.436_065_7, 0.385_151_5, 0.143_078_4], 0.9642);
    let y = row([0.222_493_2, 0.716_887, 0.060_616_9], 1.0);
    let z = row([0.013_916, 0.097_076_4, 0.714_096_1], 0.8249);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}
