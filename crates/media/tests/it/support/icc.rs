//! Profiles, put together by hand (ICC.1:2022 §7 to §10): Display P3 (primaries of SMPTE RP 431-2, adapted to
//! D50, as published in the CSS Color Module), and one of a printer.

/// Display P3: matrix and curve, the least a display profile may hold.
pub fn display_p3() -> Vec<u8> {
    let colorant = |x, y, z| [b"XYZ \0\0\0\0".to_vec(), fixed(x), fixed(y), fixed(z)].concat();
    let curve = [
        b"para\0\0\0\0\0\x03\0\0".to_vec(),
        fixed(2.4),
        fixed(1.0 / 1.055),
        fixed(0.055 / 1.055),
        fixed(1.0 / 12.92),
        fixed(0.04045),
    ]
    .concat();
    profile(
        b"mntrRGB XYZ ",
        &[
            (b"desc", text("Display P3, made by code")),
            (b"cprt", text("CC0")),
            (b"wtpt", colorant(0.9642, 1.0, 0.8249)),
            (b"rXYZ", colorant(0.5151, 0.2412, -0.0011)),
            (b"gXYZ", colorant(0.2919, 0.6922, 0.0419)),
            (b"bXYZ", colorant(0.1572, 0.0666, 0.7841)),
            (b"rTRC", curve.clone()),
            (b"gTRC", curve.clone()),
            (b"bTRC", curve),
        ],
    )
}

/// How inks look on a printer's paper: lightness and the two axes of CIELAB, for none and all of cyan (1), magenta
/// (2), yellow (4) and black (8).
pub const INKS: [[f64; 3]; 16] = [
    [100.0, 0.0, 0.0],
    [62.0, -20.0, -30.0],
    [54.0, 52.0, -4.0],
    [34.0, 12.0, -34.0],
    [88.0, -4.0, 62.0],
    [56.0, -36.0, 20.0],
    [52.0, 50.0, 34.0],
    [28.0, 2.0, 2.0],
    [18.0, 0.0, 0.0],
    [16.0, -6.0, -8.0],
    [15.0, 10.0, -2.0],
    [11.0, 3.0, -8.0],
    [17.0, -1.0, 10.0],
    [14.0, -8.0, 4.0],
    [13.0, 8.0, 6.0],
    [8.0, 0.0, 0.0],
];

/// A printer's profile that says so.
pub fn printer() -> Vec<u8> {
    print(&[(b"A2B0", looks(&INKS))])
}

/// One whose perceptual table shows everything darker, and whose colorimetric one says so.
pub fn printer_of_two_intents() -> Vec<u8> {
    let darker = INKS.map(|[l, a, b]| [l / 2.0, a, b]);
    print(&[(b"A2B0", looks(&darker)), (b"A2B1", looks(&INKS))])
}

/// A table of two places for each ink (lut8Type, §10.11).
fn looks(inks: &[[f64; 3]; 16]) -> Vec<u8> {
    let mut table = b"mft1\0\0\0\0\x04\x03\x02\0".to_vec();
    for place in 0..9 {
        table.extend(fixed(if place % 4 == 0 { 1.0 } else { 0.0 }));
    }
    let straight: Vec<u8> = (0..=255).collect();
    table.extend(straight.repeat(4));
    // The last ink changes fastest.
    for place in 0..16_usize {
        let which = (0..4).fold(0, |which, bit| which | (place >> (3 - bit) & 1) << bit);
        let [l, a, b] = inks[which];
        table.extend([l * 2.55, a + 128.0, b + 128.0].map(|value| value.round() as u8));
    }
    table.extend(straight.repeat(3));
    table
}

fn print(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let white = [fixed(0.9642), fixed(1.0), fixed(0.8249)].concat();
    let mut tags: Vec<(&[u8; 4], Vec<u8>)> = vec![
        (b"desc", text("A printer, made by code")),
        (b"cprt", text("CC0")),
        (b"wtpt", [&b"XYZ \0\0\0\0"[..], &white].concat()),
    ];
    tags.extend_from_slice(tables);
    profile(b"prtrCMYKLab ", &tags)
}

fn profile(kind: &[u8; 12], tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut directory = u32::try_from(tags.len()).unwrap().to_be_bytes().to_vec();
    let mut data = Vec::new();
    let data_at = 128 + 4 + 12 * tags.len();
    for (name, body) in tags {
        directory.extend(*name);
        directory.extend(u32::try_from(data_at + data.len()).unwrap().to_be_bytes());
        directory.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        data.extend(body);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let size = u32::try_from(data_at + data.len()).unwrap();
    let mut header = vec![0; 128];
    header[0..4].copy_from_slice(&size.to_be_bytes());
    header[8..12].copy_from_slice(&[4, 0x30, 0, 0]);
    header[12..24].copy_from_slice(kind);
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&[fixed(0.9642), fixed(1.0), fixed(0.8249)].concat());
    [header, directory, data].concat()
}

/// s15Fixed16Number.
fn fixed(value: f64) -> Vec<u8> {
    ((value * 65536.0).round() as i32).to_be_bytes().to_vec()
}

/// multiLocalizedUnicodeType with one record.
fn text(words: &str) -> Vec<u8> {
    let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let length = u32::try_from(utf16.len()).unwrap().to_be_bytes();
    [
        b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".as_slice(),
        &length,
        &28u32.to_be_bytes(),
        &utf16,
    ]
    .concat()
}
