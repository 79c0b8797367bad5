//! What `cargo xtask bench media` has done natively: its set of pictures, our own way without a browser, and
//! the quality of what came out.
//!
//! ```text
//! bench_media make FOLDER                   writes the set
//! bench_media fit FILE OUT                  fits a file as the server does; prints {"ms", "bytes", "encodes"} or
//!                                           {"error"}
//! bench_media score ORIGINAL OUTPUT …       prints "FULL SMALL" for each output, "-" where it is not measured
//! ```
//!
//! What is scored are bare pixels: width and height as little-endian u32, then RGBA rows.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "the painter's box is shared with the tests"
)]
#![allow(clippy::print_stdout, reason = "xtask reads what is printed")]

#[path = "../tests/it/support/mod.rs"]
mod support;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use fast_ssim2::{PixelDescriptor, PixelSlice, Ssimulacra2Reference};
use std::{error::Error, fs, ops::ControlFlow, path::Path, process::ExitCode, time::Instant};
use support::{
    files::{gif, jpeg, phone_jpeg, png, turned_jpeg},
    paint::{glass, photo, screenshot},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A score at full size needs some 60 bytes for a pixel: above this many it is left out.
const FULL_PIXELS: usize = 24_000_000;
/// The longer edge at which a screen shows it.
const SMALL: u32 = 1600;
/// How often a file is fitted; the middle one counts.
const ROUNDS: usize = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["make", folder] => make(Path::new(folder)),
        ["fit", file, out] => fit(Path::new(file), Path::new(out)),
        ["score", original, outputs @ ..] => score(original, outputs),
        _ => Err("make FOLDER | fit FILE OUT | score ORIGINAL OUTPUT …".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Photos of four sizes, as phones store them; what people make of screens; what must stay as it is; and each
/// of the eight ways to hold a camera.
fn make(folder: &Path) -> Outcome<()> {
    let write = |name: &str, bytes: Vec<u8>| fs::write(folder.join(name), bytes);
    write("photo-08mp.jpg", jpeg(&photo(3264, 2448, 1), 92))?;
    write(
        "photo-12mp-p3-o6.jpg",
        phone_jpeg(&photo(3024, 4032, 2), 91, 6),
    )?;
    write("photo-18mp-o3.jpg", turned_jpeg(&photo(5184, 3456, 3), 3))?;
    write(
        "photo-48mp-o8.jpg",
        phone_jpeg(&photo(6048, 8064, 4), 85, 8),
    )?;
    write("screen-2880.png", png(&screenshot(2880, 1800)))?;
    write("screen-tall.png", png(&screenshot(1080, 6000)))?;
    write("transparent.png", png(&glass(2000, 1500)))?;
    let frames: Vec<_> = (0..12).map(|n| photo(320, 240, 20 + n)).collect();
    write("animated.gif", gif(&frames))?;
    for orientation in 1..=8 {
        let canvas = photo(1600, 1200, 30);
        let name = format!("turned-{orientation}.jpg");
        write(&name, turned_jpeg(&canvas, orientation))?;
    }
    Ok(())
}

/// The budget of an MMS: the smallest that any channel has.
fn fit(file: &Path, out: &Path) -> Outcome<()> {
    let bytes = fs::read(file)?;
    let budget = model::Channel::Sms
        .limits()
        .picture_budget("image/jpeg", u64::MAX);
    let mut millis = Vec::new();
    let mut encodes = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let fitted = media::fit(&bytes, &budget, &mut |_| ControlFlow::Continue(()));
        millis.push(start.elapsed().as_secs_f64() * 1000.0);
        match fitted {
            Ok(fitted) => {
                encodes = fitted.encodes;
                fs::write(out, fitted.bytes)?;
            }
            Err(error) => {
                println!("{{\"error\": \"{}\"}}", error.code());
                return Ok(());
            }
        }
    }
    millis.sort_by(f64::total_cmp);
    let size = fs::metadata(out)?.len();
    let ms = millis[ROUNDS / 2];
    println!("{{\"ms\": {ms:.1}, \"bytes\": {size}, \"encodes\": {encodes}}}");
    Ok(())
}

/// Pixels in a row, rows, and their red, green and blue.
struct Pixels {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Pixels {
    fn read(file: &str) -> Outcome<Self> {
        let bytes = fs::read(file)?;
        let (head, rgba) = bytes.split_at_checked(8).ok_or("no pixels")?;
        let side =
            |at: usize| -> Outcome<u32> { Ok(u32::from_le_bytes(head[at..at + 4].try_into()?)) };
        // White under what is transparent: the ground of every conversation.
        let rgb = rgba
            .chunks_exact(4)
            .flat_map(|p| {
                let over = |sample: u8| {
                    let alpha = u32::from(p[3]);
                    ((u32::from(sample) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
                };
                [over(p[0]), over(p[1]), over(p[2])]
            })
            .collect();
        Ok(Self {
            width: side(0)?,
            height: side(4)?,
            rgb,
        })
    }

    /// Lanczos on the samples as they are, which is how the figures to beat were made.
    fn resized(&self, width: u32, height: u32) -> Outcome<Self> {
        if (width, height) == (self.width, self.height) {
            let rgb = self.rgb.clone();
            return Ok(Self { width, height, rgb });
        }
        let from = ImageRef::new(self.width, self.height, &self.rgb, PixelType::U8x3)?;
        let mut to = Image::new(width, height, PixelType::U8x3);
        let lanczos = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&from, &mut to, &lanczos)?;
        Ok(Self {
            width,
            height,
            rgb: to.into_vec(),
        })
    }

    fn small(&self) -> (u32, u32) {
        let longer = self.width.max(self.height);
        if longer <= SMALL {
            return (self.width, self.height);
        }
        let side = |side: u32| {
            (f64::from(side) * f64::from(SMALL) / f64::from(longer))
                .round()
                .max(1.0) as u32
        };
        (side(self.width), side(self.height))
    }

    fn slice(&self) -> Outcome<PixelSlice<'_>> {
        let stride = self.width as usize * 3;
        let slice = PixelSlice::new(
            &self.rgb,
            self.width,
            self.height,
            stride,
            PixelDescriptor::RGB8_SRGB,
        );
        Ok(slice.map_err(|error| format!("{error:?}"))?)
    }
}

fn score(original: &str, outputs: &[&str]) -> Outcome<()> {
    let original = Pixels::read(original)?;
    let (width, height) = original.small();
    let small = original.resized(width, height)?;
    let small = Ssimulacra2Reference::new(&small.slice()?)?;
    let full = if original.rgb.len() / 3 <= FULL_PIXELS {
        Some(Ssimulacra2Reference::new(&original.slice()?)?)
    } else {
        None
    };
    for output in outputs {
        let output = Pixels::read(output)?;
        let at_full = match &full {
            Some(full) => {
                let enlarged = output.resized(original.width, original.height)?;
                format!("{:.2}", full.compare(&enlarged.slice()?)?)
            }
            None => "-".to_owned(),
        };
        let reduced = output.resized(width, height)?;
        println!("{at_full} {:.2}", small.compare(&reduced.slice()?)?);
    }
    Ok(())
}
