//! Canvases as files, with and without the things that must not leave the house.

use std::borrow::Cow;
use std::io::Cursor;

use mozjpeg_rs::{Encoder, Preset};

use super::exif::exif;
use super::icc::display_p3;
use super::paint::Canvas;

/// Words that are looked for in what comes out.
pub const SECRET: &str = "taken at 12 Garden Lane";

/// A bare JPEG.
pub fn jpeg(canvas: &Canvas, quality: u8) -> Vec<u8> {
    encoder(quality)
        .encode_rgb(&canvas.rgb(), canvas.width, canvas.height)
        .unwrap()
}

/// A JPEG as a phone writes it: Exif with position, colour profile, XMP, a comment, and a second picture
/// behind the end of the first.
pub fn phone_jpeg(canvas: &Canvas, quality: u8, orientation: u8) -> Vec<u8> {
    let stored = canvas.stored_as(orientation);
    let mut file = encoder(quality)
        .exif_data(exif(orientation, true))
        .icc_profile(display_p3())
        .add_marker(
            1,
            format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude=\"{SECRET}\"/>")
                .into_bytes(),
        )
        .add_marker(2, b"MPF\0MM\0*\0\0\0\x08\0\0".to_vec())
        .add_marker(13, format!("Photoshop 3.0\0{SECRET}").into_bytes())
        .encode_rgb(&stored.rgb(), stored.width, stored.height)
        .unwrap();
    file.splice(2..2, segment(0xFE, SECRET.as_bytes()));
    let second = Canvas::paint(16, 16, |x, y| [x as u8, y as u8, 99, 255]);
    file.extend(encoder(50).encode_rgb(&second.rgb(), 16, 16).unwrap());
    file.extend(SECRET.as_bytes());
    file
}

/// A JPEG that only says it is to be turned.
pub fn turned_jpeg(canvas: &Canvas, orientation: u8) -> Vec<u8> {
    let stored = canvas.stored_as(orientation);
    let encoder = encoder(95).exif_data(exif(orientation, false));
    encoder
        .encode_rgb(&stored.rgb(), stored.width, stored.height)
        .unwrap()
}

fn encoder(quality: u8) -> Encoder {
    Encoder::new(Preset::BaselineFastest)
        .optimize_huffman(true)
        .quality(quality)
}

/// A JPEG marker segment.
pub fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], body].concat()
}

/// A PNG with alpha.
pub fn png(canvas: &Canvas) -> Vec<u8> {
    png_of(canvas, |_| ())
}

/// A PNG with a position, words and a profile.
pub fn talkative_png(canvas: &Canvas, orientation: u8) -> Vec<u8> {
    let stored = canvas.stored_as(orientation);
    png_of(&stored, |info| {
        info.exif_metadata = Some(Cow::Owned(exif(orientation, true)));
        info.icc_profile = Some(Cow::Owned(display_p3()));
        info.uncompressed_latin1_text
            .push(png::text_metadata::TEXtChunk::new("Comment", SECRET));
    })
}

fn png_of(canvas: &Canvas, adorn: impl FnOnce(&mut png::Info<'_>)) -> Vec<u8> {
    let mut info = png::Info::with_size(canvas.width, canvas.height);
    info.color_type = png::ColorType::Rgba;
    info.bit_depth = png::BitDepth::Eight;
    adorn(&mut info);
    let mut out = Vec::new();
    let mut encoder = png::Encoder::with_info(&mut out, info).unwrap();
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&canvas.rgba).unwrap();
    writer.finish().unwrap();
    out
}

/// A PNG that says it is this large and has next to nothing in it.
pub fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer
        .write_chunk(png::chunk::IDAT, b"\x78\x9C\x03\x00\x00\x00\x00\x01")
        .unwrap();
    drop(writer); // writes the end
    out
}

/// A PNG chunk, with its checksum.
pub fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = png::Encoder::new(&mut out, 1, 1);
    let mut writer = encoder.write_header().unwrap();
    writer
        .write_chunk(png::chunk::ChunkType(*kind), body)
        .unwrap();
    drop(writer);
    out[33..33 + 12 + body.len()].to_vec() // behind the signature and the header
}

/// A PNG with chunks of whatever kind behind its header.
pub fn png_with(canvas: &Canvas, chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut file = png(canvas);
    file.splice(33..33, chunks.concat());
    file
}

/// A RIFF chunk, padded.
pub fn riff(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    [kind, &length[..], body, &[0][..body.len() % 2]].concat()
}

/// A WebP put together from chunks.
pub fn webp_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    riff(b"RIFF", &[&b"WEBP"[..], &chunks.concat()].concat())
}

/// The extended header of a WebP: flags, width and height.
pub fn webp_header(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let [w, h] = [width - 1, height - 1].map(u32::to_le_bytes);
    riff(b"VP8X", &[&[flags, 0, 0, 0], &w[..3], &h[..3]].concat())
}

/// The one chunk of a lossless WebP.
pub fn webp_pixels(canvas: &Canvas) -> Vec<u8> {
    webp(canvas, false)[12..].to_vec()
}

/// An animated PNG.
pub fn apng(frames: &[Canvas]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, frames[0].width, frames[0].height);
    encoder.set_color(png::ColorType::Rgba);
    encoder
        .set_animated(u32::try_from(frames.len()).unwrap(), 0)
        .unwrap();
    let mut writer = encoder.write_header().unwrap();
    for frame in frames {
        writer.write_image_data(&frame.rgba).unwrap();
    }
    writer.finish().unwrap();
    out
}

/// A GIF, animated when there is more than one frame, with a comment in it.
pub fn gif(frames: &[Canvas]) -> Vec<u8> {
    let size = |side| u16::try_from(side).unwrap();
    let (width, height) = (size(frames[0].width), size(frames[0].height));
    let mut out = Vec::new();
    let mut encoder = gif::Encoder::new(&mut out, width, height, &[]).unwrap();
    encoder.set_repeat(gif::Repeat::Infinite).unwrap();
    encoder
        .write_raw_extension(gif::AnyExtension(0xFE), &[SECRET.as_bytes()])
        .unwrap();
    for frame in frames {
        encoder
            .write_frame(&gif_frame(frame, width, height))
            .unwrap();
    }
    drop(encoder);
    out
}

/// Six by six by six colours, as in the nineties.
fn gif_frame(canvas: &Canvas, width: u16, height: u16) -> gif::Frame<'static> {
    let level = |sample: u8| (u16::from(sample) * 5 + 127) / 255;
    let pixels = canvas.rgba.chunks_exact(4);
    let indexes: Vec<u8> = pixels
        .map(|p| (level(p[0]) * 36 + level(p[1]) * 6 + level(p[2])) as u8)
        .collect();
    let palette: Vec<u8> = (0..216u16)
        .flat_map(|n| [n / 36, n / 6 % 6, n % 6])
        .map(|n| (n * 51) as u8)
        .collect();
    gif::Frame {
        delay: 10,
        ..gif::Frame::from_palette_pixels(width, height, indexes, palette, None)
    }
}

/// A lossless WebP, with words and a position if asked for.
pub fn webp(canvas: &Canvas, talkative: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(Cursor::new(&mut out));
    if talkative {
        encoder.set_icc_profile(display_p3());
        encoder.set_exif_metadata(exif(1, true));
        encoder.set_xmp_metadata(SECRET.as_bytes().to_vec());
    }
    encoder
        .encode(
            &canvas.rgba,
            canvas.width,
            canvas.height,
            image_webp::ColorType::Rgba8,
        )
        .unwrap();
    out
}

/// A gray JPEG of a canvas' green.
pub fn gray_jpeg(canvas: &Canvas) -> Vec<u8> {
    let green: Vec<u8> = canvas.rgba.chunks_exact(4).map(|p| p[1]).collect();
    let encoder = Encoder::new(Preset::BaselineFastest).quality(92);
    encoder
        .encode_gray(&green, canvas.width, canvas.height)
        .unwrap()
}

/// A sequential 4:2:0 JPEG with a scan for every component, as some encoders write it and one decoder misreads
/// it: put together from three gray ones, which share their tables. The canvas must be even and of one colour
/// per 2 × 2 pixels, or colours bleed.
pub fn scan_per_component_jpeg(canvas: &Canvas) -> Vec<u8> {
    let Canvas { width, height, .. } = *canvas;
    let ycbcr = |p: [u8; 4]| {
        let [r, g, b] = [p[0], p[1], p[2]].map(f64::from);
        let y = 0.299 * r + 0.587 * g + 0.114 * b;
        [y, 128.0 + (b - y) / 1.772, 128.0 + (r - y) / 1.402].map(|sample| sample.round() as u8)
    };
    let plane = |component: usize, step: u32| {
        let rows = (0..height).step_by(step as usize);
        let samples = rows.flat_map(|y| {
            let columns = (0..width).step_by(step as usize);
            columns.map(move |x| ycbcr(canvas.pixel(x, y))[component])
        });
        let encoder = Encoder::new(Preset::BaselineFastest).quality(90);
        let samples: Vec<u8> = samples.collect();
        encoder
            .encode_gray(&samples, width / step, height / step)
            .unwrap()
    };
    let planes = [plane(0, 1), plane(1, 2), plane(2, 2)];
    let find = |file: &[u8], marker: u8| {
        file.windows(2)
            .position(|pair| pair == [0xFF, marker])
            .unwrap()
    };
    let frame_at = find(&planes[0], 0xC0);
    let tables_at = find(&planes[0], 0xC4);
    let scan_at = find(&planes[0], 0xDA);
    let side = |pixels: u32| u16::try_from(pixels).unwrap().to_be_bytes();
    let frame = [
        &[8][..],
        &side(height),
        &side(width),
        &[3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0],
    ]
    .concat();
    let mut file = planes[0][..frame_at].to_vec();
    file.extend(segment(0xC0, &frame));
    file.extend(&planes[0][tables_at..scan_at]);
    for (plane, id) in planes.iter().zip(1u8..) {
        let data = find(plane, 0xDA) + 10; // marker, length, one component, spectral selection
        file.extend(segment(0xDA, &[1, id, 0, 0, 63, 0]));
        file.extend(&plane[data..plane.len() - 2]);
    }
    file.extend([0xFF, 0xD9]);
    file
}
