//! Exif blocks as phones write them (CIPA DC-008, Exif 2.32).

/// A position that is looked for in what comes out: 45 ° 26 ' 17.61 ".
pub const LATITUDE: [u8; 24] = rationals([(45, 1), (26, 1), (1761, 100)]);
/// A maker that is looked for in what comes out.
pub const MAKER: &[u8; 16] = b"Attache Cameras\0";

/// A big-endian TIFF structure with maker, orientation and, if asked for, a position.
pub fn exif(orientation: u8, with_position: bool) -> Vec<u8> {
    let entries: u16 = if with_position { 3 } else { 2 };
    let after_directory = 8 + 2 + 12 * u32::from(entries) + 4;
    let gps_at = after_directory + 16;
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    tiff.extend(entries.to_be_bytes());
    entry(&mut tiff, 0x010F, 2, 16, after_directory.to_be_bytes());
    entry(&mut tiff, 0x0112, 3, 1, [0, orientation, 0, 0]);
    if with_position {
        entry(&mut tiff, 0x8825, 4, 1, gps_at.to_be_bytes());
    }
    tiff.extend([0; 4]);
    tiff.extend(MAKER);
    if with_position {
        let latitude_at = gps_at + 2 + 12 * 2 + 4;
        tiff.extend(2u16.to_be_bytes());
        entry(&mut tiff, 1, 2, 2, *b"N\0\0\0");
        entry(&mut tiff, 2, 5, 3, latitude_at.to_be_bytes());
        tiff.extend([0; 4]);
        tiff.extend(LATITUDE);
    }
    tiff
}

fn entry(tiff: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: [u8; 4]) {
    tiff.extend(tag.to_be_bytes());
    tiff.extend(kind.to_be_bytes());
    tiff.extend(count.to_be_bytes());
    tiff.extend(value);
}

const fn rationals(values: [(u32, u32); 3]) -> [u8; 24] {
    let mut out = [0; 24];
    let mut n = 0;
    while n < 24 {
        let (top, bottom) = values[n / 8];
        let half = if n % 8 < 4 { top } else { bottom };
        out[n] = half.to_be_bytes()[n % 4];
        n += 1;
    }
    out
}
