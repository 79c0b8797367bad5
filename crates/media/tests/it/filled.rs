//! How well a budget is used: filled, in few encodes, and by every pixel as it is where that goes.

use model::PictureType;

use crate::fit::{ALL, budget, check, pixels};
use crate::support::files;
use crate::support::paint::{Canvas, photo};

#[test]
fn a_budget_is_filled_in_three_encodes_or_quality_is_at_the_top() {
    let small = photo(1500, 1000, 5);
    let calm = Canvas::paint(1500, 1000, |x, y| {
        let [r, g, b, _] = small.pixel(x / 4 + 100, y / 4 + 100);
        [r, g, b, 255]
    });
    for canvas in [&photo(1600, 1200, 1), &photo(2400, 1800, 3), &small, &calm] {
        let original = files::turned_jpeg(canvas, 6);
        for max_bytes in [60_000, 120_000, 240_000] {
            let fitted = check(&original, &budget(max_bytes, 2560, &[PictureType::Jpeg]));
            let share = fitted.bytes.len() as f64 / max_bytes as f64;
            let full = share >= if fitted.encodes > 2 { 0.96 } else { 0.985 };
            assert!(
                full || top_quality(&fitted.bytes),
                "{share:.3} of {max_bytes}"
            );
            assert!(
                (1..=3).contains(&fitted.encodes),
                "{} encodes",
                fitted.encodes
            );
        }
    }
}

/// Whether values are hardly rounded: the first step of the first table is one (ITU-T T.81 B.2.4.1).
fn top_quality(jpeg: &[u8]) -> bool {
    let table = jpeg.windows(2).position(|marker| marker == [0xFF, 0xDB]);
    jpeg[table.unwrap() + 5] == 1
}

#[test]
fn what_passes_takes_no_encode_and_what_does_not_tells_how_many() {
    let original = files::jpeg(&photo(200, 150, 1), 80);
    let passed = check(&original, &budget(1_000_000, 4096, &ALL));
    assert_eq!(passed.encodes, 0);
    let most = original.len() as u64 / 2;
    assert!(check(&original, &budget(most, 4096, &ALL)).encodes > 0);
}

#[test]
fn few_colours_come_first_and_keep_every_pixel() {
    let few = |colours: u32| {
        Canvas::paint(900, 700, |x, y| {
            let n = (x * 31 + y * 17 + (x * y) / 64) % colours;
            let [r, g, b, _] = n.wrapping_mul(0x0102_F705).to_be_bytes();
            [r, g, b, 255]
        })
    };
    for colours in [2, 3, 16, 200] {
        let canvas = few(colours);
        let poor = badly_packed_png(&canvas);
        let budget = budget(650_000, 4096, &[PictureType::Jpeg, PictureType::Png]);
        let fitted = check(&poor, &budget);
        assert_eq!(fitted.picture_type, PictureType::Png, "{colours} colours");
        assert!(!fitted.what.resized && fitted.what.reencoded);
        assert_eq!((fitted.bytes[25], fitted.encodes), (3, 1), "by number");
        assert_eq!(pixels(&fitted.bytes).rgba, canvas.rgba, "{colours} colours");
    }
}

/// Red, green, blue and alpha, not compressed at all.
fn badly_packed_png(canvas: &Canvas) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, canvas.width, canvas.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_compression(png::Compression::NoCompression);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&canvas.rgba).unwrap();
    writer.finish().unwrap();
    out
}
