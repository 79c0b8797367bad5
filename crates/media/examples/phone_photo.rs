//! Writes a picture for tests that need a file: by default a 12-megapixel photo as a phone stores it (lying on
//! its side, orientation 6, a position in its Exif, Display P3).
//!
//! `cargo run -p media --example phone_photo -- OUT [--kind KIND]`

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "the painter's box is shared with the tests"
)]

#[path = "../tests/it/support/mod.rs"]
mod support;

use std::process::ExitCode;

use support::files::{gif, jpeg, phone_jpeg, png, png_header, webp};
use support::paint::{Canvas, glass, photo, screenshot};

/// A name on the command line, and how the file is made.
type Kind = (&'static str, fn() -> Vec<u8>);

const KINDS: [Kind; 11] = [
    ("phone", || phone_jpeg(&photo(3024, 4032, 1), 91, 6)),
    ("small-jpeg", || jpeg(&photo(640, 480, 2), 80)),
    // Some 1.9 MB: what the benches of pages send.
    ("bench-jpeg", || jpeg(&photo(3024, 4032, 1), 88)),
    // Some 142 KB, in a letter 194: what the bench of letters sends.
    ("mail-jpeg", || jpeg(&photo(1280, 960, 5), 80)),
    // Some 300 KB: what the bench of channels sends.
    ("channel-jpeg", || jpeg(&photo(1800, 1350, 6), 85)),
    ("png-alpha", || png(&glass(1200, 900))),
    ("screenshot", || png(&screenshot(2880, 1800))),
    ("gif-anim", || gif(&frames())),
    ("webp", || webp(&photo(1600, 1200, 3), true)),
    ("huge-png-header", || png_header(30_000, 30_000)),
    ("huge-jpeg", || jpeg(&photo(8064, 6048, 4), 85)),
];

fn frames() -> Vec<Canvas> {
    (0..12).map(|n| photo(320, 240, 20 + n)).collect()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (path, kind) = match &arguments[..] {
        [path] => (path, "phone"),
        [path, flag, kind] if flag == "--kind" => (path, kind.as_str()),
        _ => return usage(),
    };
    let Some((_, make)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        return usage();
    };
    match std::fs::write(path, make()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&format!("{path}: {error}")),
    }
}

fn usage() -> ExitCode {
    let kinds: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
    complain(&format!(
        "usage: phone_photo OUT [--kind {}]",
        kinds.join("|")
    ))
}

#[expect(clippy::print_stderr, reason = "a command line tool")]
fn complain(words: &str) -> ExitCode {
    eprintln!("{words}");
    ExitCode::FAILURE
}
