//! HEIC, which is decoded, and AVIF, which is known by its headers only.

use media::{FileType, MediaError, PixelLayout, Pixels, decode_pixels, inspect, thumbnail};

use crate::fit::{assert_corners, budget, fitted, pixels};
use crate::formats::BOTH;
use crate::strip::{assert_discreet, contains};
use crate::support::exif::exif;
use crate::support::heif::Heif;
use crate::support::icc::display_p3;
use crate::support::paint::{BLUE, GREEN, RED, YELLOW, corners};

#[test]
fn heics_come_upright_with_their_profile() {
    for (turns, mirror) in (0..4).flat_map(|turns| [None, Some(0), Some(1)].map(|m| (turns, m))) {
        for cut in [true, false] {
            let file = Heif {
                turns,
                mirror,
                cut,
                exif: Some(exif(6, true)),
                ..Heif::default()
            }
            .file();
            let info = inspect(&file).unwrap();
            let upright = if cut { (64, 48) } else { (64, 64) };
            let shown = if turns % 2 == 1 {
                (upright.1, upright.0)
            } else {
                upright
            };
            assert_eq!(
                (info.file_type, info.width, info.height),
                (FileType::Heic, shown.0, shown.1)
            );
            assert!(
                info.has_icc && info.has_metadata && info.has_location,
                "Exif's orientation is not heeded"
            );
            let fitted = fitted(&file, &budget(60_000, 4096, &BOTH)).unwrap();
            assert_eq!((fitted.width, fitted.height), shown);
            assert_eq!(fitted.what.turned_upright, info.orientation != 1);
            assert!(contains(&fitted.bytes, b"ICC_PROFILE") || contains(&fitted.bytes, b"iCCP"));
            assert_discreet(&fitted.bytes);
            let canvas = pixels(&fitted.bytes);
            // The corners as they were painted, each followed to where turning and mirroring take it.
            let painted = [
                (0.1, 0.1, RED),
                (0.9, 0.1, GREEN),
                (0.1, 0.6, BLUE),
                (0.9, 0.6, YELLOW),
            ];
            for (x, y, colour) in painted {
                let (mut x, mut y): (f64, f64) = (x, y);
                for _ in 0..turns {
                    (x, y) = (y, 1.0 - x);
                }
                match mirror {
                    Some(0) => y = 1.0 - y,
                    Some(_) => x = 1.0 - x,
                    None => {}
                }
                let at = (x * f64::from(shown.0), y * f64::from(shown.1));
                let found = canvas.pixel(at.0 as u32, at.1 as u32);
                let near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 40);
                assert!(
                    near,
                    "{turns} {mirror:?} {cut}: {found:?} at {at:?} for {colour:?}"
                );
            }
        }
    }
}

#[test]
fn heics_in_tiles_are_put_together() {
    let file = Heif {
        grid: Some((2, 3, 180, 100)),
        ..Heif::default()
    }
    .file();
    let info = inspect(&file).unwrap();
    assert_eq!((info.width, info.height), (180, 100));
    let decoded = decode_pixels(&file, u32::MAX).unwrap();
    assert_eq!(
        (decoded.width, decoded.height, decoded.layout),
        (180, 100, PixelLayout::Rgb)
    );
    assert_eq!(decoded.icc, Some(display_p3()));
    let pixel = |x: usize, y: usize| &decoded.data[(y * 180 + x) * 3..][..3];
    for (x, y) in [(8, 8), (72, 8), (136, 8), (8, 72), (136, 72)] {
        let near = pixel(x, y).iter().zip(RED).all(|(a, b)| a.abs_diff(b) < 40);
        assert!(near, "{:?} at {x},{y}", pixel(x, y));
    }
}

#[test]
fn of_an_avif_everything_is_known_but_its_pixels() {
    let avif = Heif {
        avif: true,
        size: (64, 48),
        turns: 1,
        exif: Some(exif(1, true)),
        ..Heif::default()
    };
    let info = inspect(&avif.file()).unwrap();
    assert_eq!(
        (info.file_type, info.width, info.height),
        (FileType::Avif, 48, 64)
    );
    assert_eq!((info.orientation, info.frames), (8, 1));
    assert!(info.has_location && info.has_icc && !info.has_alpha);
    let needs = MediaError::NeedsDecoder(FileType::Avif);
    assert_eq!(needs.code(), "needs_decoder");
    let all = budget(60_000, 4096, &BOTH);
    assert_eq!(fitted(&avif.file(), &all), Err(needs.clone()));
    assert_eq!(thumbnail(&avif.file(), 32), Err(needs));
    assert!(!media::decodes(FileType::Avif) && media::decodes(FileType::Heic));
    // The browser decodes it, upright, and the rest is as ever.
    let canvas = corners(48, 64);
    let pixels = Pixels {
        width: 48,
        height: 64,
        full_width: 48,
        full_height: 64,
        layout: PixelLayout::Rgba,
        data: canvas.rgba,
        orientation: 1,
        icc: None,
    };
    let go_on = &mut |_| std::ops::ControlFlow::Continue(());
    let fitted = media::fit_pixels(pixels, &info, &model::Edits::default(), &all, go_on).unwrap();
    assert!(fitted.what.turned_upright && fitted.what.location_removed);
    assert_corners(&fitted.bytes, 1);
}
