//! Times what this machine takes to decode and to fit files: `cargo run --release -p media --example time -- FILE…`

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::Instant;

use media::{decode_pixels, fit};
use model::{PictureBudget, PictureType, Quality};

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool"
)]
fn main() -> ExitCode {
    let budget = PictureBudget {
        max_bytes: 600_000,
        max_edge: 4096,
        types: vec![PictureType::Jpeg, PictureType::Png],
        quality: Quality::default(),
    };
    for path in std::env::args().skip(1) {
        let Ok(file) = std::fs::read(&path) else {
            eprintln!("{path} cannot be read");
            return ExitCode::FAILURE;
        };
        let begun = Instant::now();
        let decoded = decode_pixels(&file, 2560).map(|pixels| (pixels.width, pixels.height));
        let decoding = begun.elapsed().as_millis();
        let begun = Instant::now();
        let fitted = fit(&file, &budget, &mut |_| ControlFlow::Continue(()));
        let fitting = begun.elapsed().as_millis();
        let fitted = fitted.map(|fitted| (fitted.width, fitted.height, fitted.bytes.len()));
        println!("{path}: decode {decoding} ms {decoded:?}, fit {fitting} ms {fitted:?}");
    }
    ExitCode::SUCCESS
}
