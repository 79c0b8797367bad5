//! BMPs of every depth, written by hand: encoders write one or two of them.

use super::paint::Canvas;

/// Bits per pixel and what becomes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// A palette of 2, 16 or 256 colours.
    Palette(u16),
    /// The same, run-length encoded: 4 or 8.
    Runs(u16),
    /// Five bits a colour.
    Sixteen,
    /// Five, six and five, by masks.
    Masked,
    TwentyFour,
    ThirtyTwo,
    /// With a mask for alpha.
    Alpha,
    /// 24 bits behind the header of OS/2.
    Core,
}

pub const DEPTHS: [Depth; 10] = [
    Depth::Palette(2),
    Depth::Palette(4),
    Depth::Palette(8),
    Depth::Runs(4),
    Depth::Runs(8),
    Depth::Sixteen,
    Depth::Masked,
    Depth::TwentyFour,
    Depth::ThirtyTwo,
    Depth::Alpha,
];

/// A BMP of a canvas, which has few enough colours where there is a palette.
pub fn bmp(canvas: &Canvas, depth: Depth, top_down: bool) -> Vec<u8> {
    let mut colours: Vec<[u8; 4]> = canvas
        .rgba
        .chunks_exact(4)
        .map(|p| p.try_into().unwrap())
        .collect();
    colours.sort_unstable();
    colours.dedup();
    let bits = match depth {
        Depth::Palette(bits) | Depth::Runs(bits) => bits,
        Depth::Sixteen | Depth::Masked => 16,
        Depth::TwentyFour | Depth::Core => 24,
        Depth::ThirtyTwo | Depth::Alpha => 32,
    };
    let compression: u32 = match depth {
        Depth::Runs(8) => 1,
        Depth::Runs(_) => 2,
        Depth::Masked | Depth::Alpha => 3,
        _ => 0,
    };
    let mut rows: Vec<u32> = (0..canvas.height).collect();
    if !top_down {
        rows.reverse();
    }
    let mut pixels = Vec::new();
    for y in rows {
        let row: Vec<[u8; 4]> = (0..canvas.width).map(|x| canvas.pixel(x, y)).collect();
        let indexes: Vec<u8> = if bits <= 8 {
            let find = |p: &[u8; 4]| colours.iter().position(|c| c == p).unwrap() as u8;
            row.iter().map(find).collect()
        } else {
            Vec::new()
        };
        pixels.extend(match depth {
            Depth::Palette(bits) => packed(&indexes, bits),
            Depth::Runs(bits) => runs(&indexes, bits),
            _ => padded(row.iter().flat_map(|p| sample(*p, depth)).collect()),
        });
    }
    if compression == 1 || compression == 2 {
        pixels.extend([0, 1]);
    }
    let (w, h) = (canvas.width, canvas.height);
    let mut dib: Vec<u8> = Vec::new();
    if depth == Depth::Core {
        dib.extend(12u32.to_le_bytes());
        dib.extend(
            [w as u16, h as u16, 1, 24]
                .iter()
                .flat_map(|v| v.to_le_bytes()),
        );
    } else {
        dib.extend(if depth == Depth::Alpha { 108u32 } else { 40 }.to_le_bytes());
        dib.extend(w.to_le_bytes());
        let height = if top_down { -(h as i32) } else { h as i32 };
        dib.extend(height.to_le_bytes());
        dib.extend([1u16, bits].iter().flat_map(|v| v.to_le_bytes()));
        let used = if bits <= 8 { colours.len() as u32 } else { 0 };
        let rest = [compression, pixels.len() as u32, 2835, 2835, used, 0];
        dib.extend(rest.iter().flat_map(|v| v.to_le_bytes()));
    }
    match depth {
        Depth::Masked => dib.extend(
            [0xF800u32, 0x07E0, 0x1F]
                .iter()
                .flat_map(|v| v.to_le_bytes()),
        ),
        Depth::Alpha => {
            let masks = [0x00FF_0000u32, 0xFF00, 0xFF, 0xFF00_0000];
            dib.extend(masks.iter().flat_map(|v| v.to_le_bytes()));
            dib.resize(108, 0);
        }
        _ if bits <= 8 => dib.extend(colours.iter().flat_map(|c| [c[2], c[1], c[0], 0])),
        _ => {}
    }
    let offset = 14 + dib.len() as u32;
    let size = offset + pixels.len() as u32;
    let head = [
        &b"BM"[..],
        &size.to_le_bytes(),
        &[0; 4],
        &offset.to_le_bytes(),
    ]
    .concat();
    [head, dib, pixels].concat()
}

/// A BMP header that says so many pixels, run-length encoded, and then that this was all.
pub fn bmp_header(width: i32, height: i32) -> Vec<u8> {
    let tiny = Canvas::paint(1, 1, |_, _| [1, 2, 3, 255]);
    let mut file = bmp(&tiny, Depth::Runs(8), false);
    file[18..22].copy_from_slice(&width.to_le_bytes());
    file[22..26].copy_from_slice(&height.to_le_bytes());
    file
}

fn sample(p: [u8; 4], depth: Depth) -> Vec<u8> {
    let [r, g, b] = [p[0], p[1], p[2]].map(u16::from);
    match depth {
        Depth::Sixteen => (r >> 3 << 10 | g >> 3 << 5 | b >> 3).to_le_bytes().to_vec(),
        Depth::Masked => (r >> 3 << 11 | g >> 2 << 5 | b >> 3).to_le_bytes().to_vec(),
        Depth::ThirtyTwo => vec![p[2], p[1], p[0], 0],
        Depth::Alpha => vec![p[2], p[1], p[0], p[3]],
        _ => vec![p[2], p[1], p[0]],
    }
}

fn padded(mut row: Vec<u8>) -> Vec<u8> {
    row.resize(row.len().next_multiple_of(4), 0);
    row
}

fn packed(indexes: &[u8], bits: u16) -> Vec<u8> {
    let per_byte = usize::from(8 / bits);
    let byte = |part: &[u8]| {
        let mut byte = 0;
        for (n, index) in part.iter().enumerate() {
            byte |= index << (8 - usize::from(bits) * (n + 1));
        }
        byte
    };
    padded(indexes.chunks(per_byte).map(byte).collect())
}

fn runs(indexes: &[u8], bits: u16) -> Vec<u8> {
    let mut out = Vec::new();
    for run in indexes.chunk_by(|a, b| a == b) {
        for part in run.chunks(254) {
            let byte = if bits == 4 {
                part[0] << 4 | part[0]
            } else {
                part[0]
            };
            out.extend([part.len() as u8, byte]);
        }
    }
    out.extend([0, 0]);
    out
}
