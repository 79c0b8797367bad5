//! Decoding here, the rest there: as a codec's own wasm and the browser's decoder do it.

use std::ops::ControlFlow;

use media::{
    Fitted, Info, MediaError, PixelLayout, Pixels, decode_pixels, edge_needed, fit_edited,
    fit_pixels, inspect, thumbnail, thumbnail_pixels,
};
use model::{Area, Edits, PictureBudget, PictureType};

use crate::fit::{assert_corners, budget, fitted, pixels};
use crate::support::files;
use crate::support::paint::{Canvas, corners, glass, photo};

const BOTH: [PictureType; 2] = [PictureType::Jpeg, PictureType::Png];

fn go_on(pixels: Pixels, info: &Info, budget: &PictureBudget) -> Result<Fitted, MediaError> {
    let edits = Edits::default();
    fit_pixels(pixels, info, &edits, budget, &mut |_| {
        ControlFlow::Continue(())
    })
}

/// As a browser's decoder hands them over.
fn browsers(canvas: &Canvas) -> Pixels {
    Pixels {
        width: canvas.width,
        height: canvas.height,
        full_width: canvas.width,
        full_height: canvas.height,
        layout: PixelLayout::Rgba,
        data: canvas.rgba.clone(),
        orientation: 1,
        icc: None,
    }
}

#[test]
fn decoding_elsewhere_gives_the_same_file() {
    let all = budget(12_000, 120, &BOTH);
    for file in [
        files::talkative_png(&photo(301, 200, 1), 6),
        files::webp(&glass(301, 200), true),
        files::gif(&[photo(301, 200, 1)]),
    ] {
        let info = inspect(&file).unwrap();
        let edits = Edits {
            turns: 1,
            crop: Some(Area {
                x: 10,
                y: 5,
                width: 150,
                height: 160,
            }),
            hidden: vec![Area {
                x: 30,
                y: 20,
                width: 40,
                height: 30,
            }],
            ..Edits::default()
        };
        let decoded = decode_pixels(&file, edge_needed(&info, &edits, &all)).unwrap();
        let go_on = &mut |_| ControlFlow::Continue(());
        assert_eq!(
            fit_pixels(decoded, &info, &edits, &all, go_on),
            fit_edited(&file, &edits, &all, go_on)
        );
        let small = decode_pixels(&file, 50).unwrap();
        assert_eq!(thumbnail_pixels(small, 50), thumbnail(&file, 50));
    }
}

#[test]
fn a_jpeg_may_be_decoded_smaller_and_lies_as_it_is_stored() {
    let file = files::phone_jpeg(&corners(640, 480), 92, 6);
    let info = inspect(&file).unwrap();
    let decoded = decode_pixels(&file, 100).unwrap();
    assert_eq!((decoded.full_width, decoded.full_height), (480, 640));
    assert!(decoded.height < 640 && decoded.height >= 100);
    assert!(decoded.icc.is_some());
    let fitted = go_on(decoded, &info, &budget(9_000, 100, &BOTH)).unwrap();
    // 75 would leave the last row of colour half beside the picture.
    assert_eq!((fitted.width, fitted.height), (100, 74));
    assert!(fitted.what.turned_upright && fitted.what.location_removed);
    assert_corners(&fitted.bytes, 6);
}

#[test]
fn a_browsers_pixels_are_upright_already() {
    let original = files::phone_jpeg(&corners(160, 120), 92, 8);
    let info = inspect(&original).unwrap();
    let fitted = go_on(
        browsers(&corners(160, 120)),
        &info,
        &budget(9_000, 100, &BOTH),
    )
    .unwrap();
    assert!(fitted.what.turned_upright);
    assert_eq!(fitted.from.bytes, original.len() as u64);
    assert_corners(&fitted.bytes, 1);
}

#[test]
fn too_few_pixels_are_not_blown_up() {
    let info = Info::new(media::FileType::Heic, 4000, 3000, 1);
    let pixels = Pixels {
        full_width: 4000,
        full_height: 3000,
        ..browsers(&photo(400, 300, 1))
    };
    let fitted = go_on(pixels, &info, &budget(1_000_000, 2560, &BOTH)).unwrap();
    assert_eq!((fitted.width, fitted.height), (400, 300));
}

#[test]
fn pixels_that_do_not_add_up_are_refused() {
    let good = browsers(&photo(20, 10, 1));
    let info = Info::new(media::FileType::Avif, 20, 10, 1);
    let all = budget(100_000, 4096, &BOTH);
    let code = |pixels: Pixels| {
        let refused = go_on(pixels.clone(), &info, &all).unwrap_err();
        assert_eq!(thumbnail_pixels(pixels, 8), Err(refused.clone()));
        refused.code()
    };
    let short = Pixels {
        data: good.data[1..].to_vec(),
        ..good.clone()
    };
    assert_eq!(code(short), "unreadable");
    assert_eq!(
        code(Pixels {
            layout: PixelLayout::Rgb,
            ..good.clone()
        }),
        "unreadable"
    );
    assert_eq!(
        code(Pixels {
            width: 0,
            ..good.clone()
        }),
        "unreadable"
    );
    assert_eq!(
        code(Pixels {
            full_width: 0,
            ..good.clone()
        }),
        "unreadable"
    );
    assert_eq!(
        code(Pixels {
            full_height: 9,
            ..good.clone()
        }),
        "unreadable"
    );
    let huge = Pixels {
        width: u32::MAX,
        full_width: u32::MAX,
        ..good.clone()
    };
    assert_eq!(code(huge), "too_many_pixels");
    let many = Pixels {
        full_width: 60_000,
        full_height: 60_000,
        ..good.clone()
    };
    assert_eq!(code(many), "too_many_pixels");
    assert!(
        go_on(
            Pixels {
                orientation: 99,
                ..good
            },
            &info,
            &all
        )
        .is_ok()
    );
}

#[test]
fn pixels_of_an_animation_are_not_a_way_to_flatten_it() {
    let info = Info {
        frames: 2,
        ..Info::new(media::FileType::Webp, 20, 10, 1)
    };
    let refused = go_on(
        browsers(&photo(20, 10, 1)),
        &info,
        &budget(100_000, 4096, &BOTH),
    );
    assert_eq!(refused, Err(MediaError::Animated));
    let only_gif = budget(100_000, 4096, &[PictureType::Gif]);
    let still = Info { frames: 1, ..info };
    let refused = go_on(browsers(&photo(20, 10, 1)), &still, &only_gif);
    assert_eq!(refused, Err(MediaError::NoCommonType));
}

#[test]
fn transparency_survives_the_way() {
    let info = Info::new(media::FileType::Avif, 120, 90, 1);
    let all = budget(100_000, 4096, &BOTH);
    let kept = go_on(browsers(&glass(120, 90)), &info, &all).unwrap();
    assert_eq!(kept.picture_type, PictureType::Png);
    assert_eq!(pixels(&kept.bytes).pixel(0, 0)[3], 0);
    assert!(fitted(&kept.bytes, &all).is_ok());
}
