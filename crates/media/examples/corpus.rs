//! Writes small files for the fuzz targets to start from, a folder a target.
//!
//! `cargo run -p media --example corpus -- fuzz/corpus`

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "the painter's box is shared with the tests"
)]

#[path = "../tests/it/support/mod.rs"]
mod support;

use std::process::ExitCode;

use support::bmps::{DEPTHS, bmp};
use support::heif::Heif;
use support::jpegs::{SAMPLINGS, cmyk, sampled};
use support::paint::{Canvas, corners, glass, photo};
use support::tiffs::{Field, compressions, fields, raw, tiff};
use support::{exif, files};

/// The name of a target, and what it starts from.
type Set = (&'static str, Vec<Vec<u8>>);

fn sets() -> Vec<Set> {
    let (small, few) = (photo(24, 20, 1), corners(24, 20));
    let two = Canvas::paint(
        24,
        20,
        |x, _| if x < 12 { [0, 0, 0, 255] } else { [255; 4] },
    );
    let mut jpegs = vec![
        files::phone_jpeg(&small, 60, 6),
        files::gray_jpeg(&small),
        files::scan_per_component_jpeg(&few),
        cmyk(&small, false),
        cmyk(&small, true),
    ];
    for sampling in SAMPLINGS {
        jpegs.extend([false, true].map(|progressive| sampled(&small, sampling, progressive)));
    }
    let pngs = vec![
        files::png(&glass(24, 20)),
        files::talkative_png(&small, 5),
        files::apng(&[small.clone(), photo(24, 20, 2)]),
    ];
    let gifs = vec![
        files::gif(std::slice::from_ref(&small)),
        files::gif(&[small.clone(), photo(24, 20, 2)]),
    ];
    let webps = vec![
        files::webp(&small, true),
        files::webp(&glass(24, 20), false),
    ];
    let mut bmps = vec![bmp(&two, support::bmps::Depth::Palette(1), false)];
    bmps.extend(DEPTHS.iter().skip(1).map(|depth| bmp(&few, *depth, false)));
    let mut tiffs: Vec<_> = compressions()
        .into_iter()
        .map(|compression| tiff(&small, compression, 6))
        .collect();
    let samples: Vec<u8> = small.rgba.clone();
    tiffs.push(raw(true, fields((24, 20), 8, 1, 5, 4), &samples));
    let mut palette = fields((24, 20), 8, 1, 3, 1);
    palette.push(Field::Short(320, (0..768).collect()));
    tiffs.push(raw(false, palette, &samples[..480]));
    let jpeg = files::jpeg(&small, 80);
    tiffs.push(raw(false, fields((24, 20), 8, 7, 6, 3), &jpeg));
    let whole = Heif::default();
    let heics = vec![
        whole.file(),
        Heif {
            turns: 1,
            mirror: Some(1),
            exif: Some(exif::exif(6, true)),
            ..whole.clone()
        }
        .file(),
        Heif {
            grid: Some((2, 2, 120, 100)),
            ..whole.clone()
        }
        .file(),
        Heif {
            avif: true,
            ..whole
        }
        .file(),
    ];
    let all = [&jpegs, &pngs, &gifs, &webps, &bmps, &tiffs, &heics];
    let all: Vec<Vec<u8>> = all.into_iter().flatten().cloned().collect();
    vec![
        ("containers", all.clone()),
        (
            "fit",
            all.iter()
                .map(|file| [&[3, 40, 7][..], file].concat())
                .collect(),
        ),
        ("edits", vec![small.rgba]),
        ("jpeg", jpegs),
        ("png", pngs),
        ("gif", gifs),
        ("webp", webps),
        ("bmp", bmps),
        ("tiff", tiffs),
        ("heic", heics),
    ]
}

#[expect(clippy::print_stderr, reason = "a command line tool")]
fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: corpus FOLDER");
        return ExitCode::FAILURE;
    };
    for (target, files) in sets() {
        let folder = std::path::Path::new(&folder).join(target);
        let written = std::fs::create_dir_all(&folder).and_then(|()| {
            let mut files = files.iter().enumerate();
            files.try_for_each(|(n, file)| std::fs::write(folder.join(format!("made-{n}")), file))
        });
        if let Err(error) = written {
            eprintln!("{}: {error}", folder.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
