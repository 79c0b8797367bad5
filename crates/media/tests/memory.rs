//! How much memory the worst files take: counted, not guessed.
//!
//! Measured is the most that was allocated at once beyond the file itself, while it was fitted to 300 KB of at most
//! 4096 pixels an edge and then made a thumbnail of 640. The bounds are about 1.3 times what was measured: enough
//! for another version of a decoder, too little for one more copy of the pixels.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "the painter's box is shared with the other tests"
)]
#![allow(
    unsafe_code,
    reason = "an allocator that counts cannot be written without"
)]

#[path = "it/support/mod.rs"]
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use media::{MediaError, fit, thumbnail};
use model::{PictureBudget, PictureType, Quality};
use support::bmps::bmp_header;
use support::files;
use support::heif::Heif;
use support::icc::display_p3;
use support::paint::{Canvas, photo};
use support::tiffs::{fields, raw};

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
/// One at a time, or they would count each other's.
static TURN: Mutex<()> = Mutex::new(());

// SAFETY: the system's allocator, with numbers kept beside.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(now, Relaxed);
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(now, Relaxed);
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promise is handed on.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Fits a file, and tells what that took beyond the file itself, in megabytes.
#[track_caller]
fn peak(name: &str, file: &[u8], at_most: usize) -> Result<(), MediaError> {
    let _turn = TURN.lock().unwrap();
    let before = NOW.load(Relaxed);
    PEAK.store(before, Relaxed);
    let budget = PictureBudget {
        max_bytes: 300_000,
        max_edge: 4096,
        types: vec![PictureType::Jpeg, PictureType::Png],
        quality: Quality::default(),
    };
    let fitted = fit(file, &budget, &mut |_| ControlFlow::Continue(())).map(|_| ());
    let _ = thumbnail(file, 640);
    let took = (PEAK.load(Relaxed) - before) >> 20;
    eprintln!(
        "{name}: {took} MB for a file of {} KB, {fitted:?}",
        file.len() >> 10
    );
    assert!(took <= at_most, "{name} took {took} MB");
    fitted
}

/// A hundred megapixels of one colour.
const SIDE: u32 = 10_000;

#[test]
fn a_png_bomb() {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, SIDE, SIDE);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().unwrap();
    writer
        .write_image_data(&vec![0; (SIDE * SIDE / 8) as usize])
        .unwrap();
    writer.finish().unwrap();
    peak("PNG, 100 MP in one bit each", &file, 590).unwrap();
}

#[test]
fn a_tiff_bomb() {
    let mut out = std::io::Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut out)
        .unwrap()
        .with_compression(tiff::encoder::Compression::Deflate(
            tiff::encoder::DeflateLevel::Fast,
        ));
    let zeros = vec![0u8; (SIDE * SIDE) as usize];
    encoder
        .write_image::<tiff::encoder::colortype::Gray8>(SIDE, SIDE, &zeros)
        .unwrap();
    drop(zeros);
    peak("TIFF, 100 MP deflated", &out.into_inner(), 590).unwrap();
}

#[test]
fn a_webp_bomb() {
    let canvas = Canvas::paint(4000, 4000, |_, _| [9, 9, 9, 255]);
    let file = files::webp(&canvas, false);
    drop(canvas);
    peak("WebP, 16 MP of one colour", &file, 220).unwrap();
}

#[test]
fn a_bmp_bomb() {
    let file = bmp_header(SIDE as i32, SIDE as i32);
    let _ = peak("BMP, 100 MP in three runs", &file, 590);
}

#[test]
fn a_gif_bomb() {
    // The screen is one pixel, the frame as large as a frame can be.
    let mut file = files::gif(&[photo(16, 16, 1)]);
    let at = file
        .windows(5)
        .position(|w| w == [0x2C, 0, 0, 0, 0])
        .unwrap();
    file[6..10].copy_from_slice(&[1, 0, 1, 0]);
    file[at + 5..at + 9].fill(0xFF);
    let _ = peak("GIF, a frame of 4295 MP", &file, 1);
}

#[test]
fn a_large_gif() {
    let mut file = Vec::new();
    let side = SIDE as u16;
    let mut encoder = gif::Encoder::new(&mut file, side, side, &[9; 6]).unwrap();
    let mut frame =
        gif::Frame::from_indexed_pixels(side, side, vec![0; (SIDE * SIDE) as usize], None);
    frame.palette = None;
    encoder.write_frame(&frame).unwrap();
    drop((encoder, frame));
    peak("GIF, 100 MP of one colour", &file, 790).unwrap();
}

#[test]
fn jpeg_bombs() {
    let mut file = files::jpeg(&photo(16, 16, 1), 50);
    let frame = file.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    file[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x10, 0x27, 0x10]); // 10,000 × 10,000
    let _ = peak("JPEG, 100 MP without data", &file, 140);
}

#[test]
fn heic_bombs() {
    let tiles = Heif {
        grid: Some((60, 60, 3840, 3840)),
        ..Heif::default()
    };
    let _ = peak("HEIC, 3600 tiles of the same data", &tiles.file(), 1);
    let mut absurd = tiles.clone();
    absurd.grid = Some((255, 255, 9000, 9000));
    assert!(peak("HEIC, 65025 tiles", &absurd.file(), 1).is_err());
    absurd.grid = None;
    absurd.extents = 60_000;
    assert!(peak("HEIC, data 60000 times", &absurd.file(), 1).is_err());
}

#[test]
fn absurd_profiles() {
    let mut icc = display_p3();
    icc.resize(20 << 20, 0);
    let file = Heif {
        icc: Some(icc),
        ..Heif::default()
    }
    .file();
    peak("HEIC, a profile of 20 MB", &file, 52).unwrap();
    let packed = fdeflate::compress_to_vec(&vec![0; 200 << 20]);
    let chunk = files::chunk(b"iCCP", &[b"ICC\0\0", &packed[..]].concat());
    drop(packed);
    let file = files::png_with(&photo(16, 16, 1), &[chunk]);
    peak("PNG, a profile of 200 MB", &file, 8).unwrap();
}

#[test]
fn headers_without_a_picture() {
    let page = raw(false, fields((60_000, 60_000), 8, 1, 1, 1), &[0; 16]);
    for (name, file) in [
        ("PNG, 900 MP declared", files::png_header(30_000, 30_000)),
        ("BMP, 10000 MP declared", bmp_header(100_000, 100_000)),
        ("TIFF, 3600 MP declared", page),
    ] {
        assert_eq!(peak(name, &file, 1).unwrap_err().code(), "too_many_pixels");
    }
}
