//! Edits of any kind on a small picture of any shape. What is hidden changes nothing of what comes out.

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
    let other = with_other_secrets(&pixels, &edits);
    let [outcome, same] =
        [pixels, other].map(|pixels| fit_pixels(pixels, &info, &edits, &budget, &mut go_on()));
    assert_eq!(outcome, same, "what is hidden shows");
    if let Ok(fitted) = outcome {
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

/// The same pixels, with others wherever something is hidden.
fn with_other_secrets(pixels: &Pixels, edits: &Edits) -> Pixels {
    let mut other = pixels.clone();
    let places = (0..pixels.height).flat_map(|y| (0..pixels.width).map(move |x| (x, y)));
    let stored = other.data.chunks_exact_mut(pixels.layout.channels());
    for ((x, y), pixel) in places.zip(stored) {
        let scale = pixels.full_width / pixels.width;
        let mut shown = (0..scale * scale).map(|n| {
            seen_at(
                pixels,
                edits.turns,
                x * scale + n % scale,
                y * scale + n / scale,
            )
        });
        if shown.any(|at| edits.hidden.iter().any(|area| is_in(*area, at))) {
            pixel.iter_mut().for_each(|sample| *sample = !*sample);
        }
    }
    other
}

fn is_in(area: Area, (x, y): (u32, u32)) -> bool {
    (area.x..area.x.saturating_add(area.width)).contains(&x)
        && (area.y..area.y.saturating_add(area.height)).contains(&y)
}

/// Where a pixel of the file's picture is seen: upright, as Exif words its orientations, and turned clockwise.
fn seen_at(pixels: &Pixels, turns: u8, x: u32, y: u32) -> (u32, u32) {
    let (w, h) = (pixels.full_width, pixels.full_height);
    let (mut x, mut y) = match pixels.orientation {
        2 => (w - 1 - x, y),
        3 => (w - 1 - x, h - 1 - y),
        4 => (x, h - 1 - y),
        5 => (y, x),
        6 => (h - 1 - y, x),
        7 => (h - 1 - y, w - 1 - x),
        8 => (y, w - 1 - x),
        _ => (x, y),
    };
    let mut height = if pixels.orientation > 4 && pixels.orientation < 9 {
        w
    } else {
        h
    };
    let mut width = w + h - height;
    for _ in 0..turns % 4 {
        (x, y) = (height - 1 - y, x);
        (width, height) = (height, width);
    }
    (x, y)
}
