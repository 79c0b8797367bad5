//! Edits of any kind on a small picture of any shape.

#![no_main]

use fuzz::go_on;
use libfuzzer_sys::fuzz_target;
use media::{FileType, Info, PixelLayout, Pixels, fit_pixels};
use model::{Area, Arrow, Edits, PictureBudget, PictureType, Quality, Stamp};

/// Bytes that choose; what is behind them is painted with.
const CHOICES: usize = 32;

fuzz_target!(|bytes: &[u8]| {
    let Some((choices, paint)) = bytes.split_at_checked(CHOICES) else {
        return;
    };
    let side = |at: usize| u32::from(choices[at] % 97);
    let area = |at: usize| Area {
        x: side(at),
        y: side(at + 1),
        width: side(at + 2) * (1 + u32::from(choices[at + 3] >> 7) * 0x0100_0000),
        height: side(at + 3),
    };
    let (width, height) = (side(0), side(1));
    let layout = if choices[2] & 1 == 1 {
        PixelLayout::Rgba
    } else {
        PixelLayout::Rgb
    };
    let length = width as usize * height as usize * layout.channels();
    let pixels = Pixels {
        width,
        height,
        full_width: width * (1 + u32::from(choices[3] % 3)),
        full_height: height * (1 + u32::from(choices[3] % 3)),
        layout,
        data: paint.iter().copied().cycle().take(length).collect(),
        orientation: choices[4] % 10,
        icc: None,
    };
    let edits = Edits {
        turns: choices[5],
        crop: (choices[6] & 1 == 1).then(|| area(8)),
        hidden: (0..choices[6] >> 6)
            .map(|n| area(12 + 4 * usize::from(n)))
            .collect(),
        arrows: (0..choices[26] >> 6)
            .map(|n| Arrow {
                from: (side(16 + usize::from(n)), side(26)),
                to: (side(27), side(17 + usize::from(n)) * 3),
                width: u32::from(choices[28]),
            })
            .collect(),
        stamps: (0..choices[29] >> 7)
            .map(|_| Stamp {
                area: area(18),
                columns: side(30) % 9,
                rows: side(31) % 9,
                rgba: stamp(paint, side(30) % 9, side(31) % 9, choices[27]),
            })
            .collect(),
    };
    let types = match choices[7] % 3 {
        0 => vec![PictureType::Jpeg],
        1 => vec![PictureType::Png],
        _ => vec![PictureType::Jpeg, PictureType::Png],
    };
    let budget = PictureBudget {
        max_bytes: 200 + 20 * u64::from(choices[24]),
        max_edge: u32::from(choices[25]).max(1),
        types,
        quality: Quality::default(),
    };
    let info = Info::new(FileType::Avif, width, height, bytes.len() as u64);
    if let Ok(fitted) = fit_pixels(pixels, &info, &edits, &budget, &mut go_on()) {
        assert!(fitted.bytes.len() as u64 <= budget.max_bytes);
        assert!(fitted.width.max(fitted.height) <= budget.max_edge);
        assert!(media::inspect(&fitted.bytes).is_ok());
    }
});

/// As many pixels as a stamp of that size has, or, now and then, another number of them.
fn stamp(paint: &[u8], columns: u32, rows: u32, choice: u8) -> Vec<u8> {
    let length = (columns * rows * 4) as usize + usize::from(choice / 250);
    paint.iter().copied().cycle().take(length).collect()
}
