//! Turning a picture upright, as Exif's orientation asks.

use crate::raster::Raster;

/// Rows and columns are walked in squares of this side, so that both ends stay in the cache.
const TILE: usize = 32;

/// Turns a raster upright.
pub(crate) fn orient(raster: Raster, orientation: u8) -> Raster {
    if orientation <= 1 {
        return raster;
    }
    let (width, height) = (raster.width as usize, raster.height as usize);
    let data = match raster.layout.channels() {
        1 => turn::<1>(&raster.data, width, height, orientation),
        3 => turn::<3>(&raster.data, width, height, orientation),
        _ => turn::<4>(&raster.data, width, height, orientation),
    };
    let (width, height) = if orientation > 4 {
        (raster.height, raster.width)
    } else {
        (raster.width, raster.height)
    };
    Raster {
        width,
        height,
        data,
        ..raster
    }
}

/// Turns pixels of `N` bytes. `width` and `height` are those before.
pub(crate) fn turn<const N: usize>(
    source: &[u8],
    width: usize,
    height: usize,
    orientation: u8,
) -> Vec<u8> {
    // Exif 2.32 table 6, "the 0th row is the visual …": where the upright picture's column and row come from.
    let (swap, flip_x, flip_y) = match orientation {
        2 => (false, true, false),
        3 => (false, true, true),
        4 => (false, false, true),
        5 => (true, false, false),
        6 => (true, false, true),
        7 => (true, true, true),
        8 => (true, true, false),
        _ => return source.to_vec(),
    };
    let (out_width, out_height) = if swap {
        (height, width)
    } else {
        (width, height)
    };
    let mut out = vec![0; source.len()];
    let (source, _) = source.as_chunks::<N>();
    let (target, _) = out.as_chunks_mut::<N>();
    for tile_y in (0..out_height).step_by(TILE) {
        for tile_x in (0..out_width).step_by(TILE) {
            for y in tile_y..(tile_y + TILE).min(out_height) {
                for x in tile_x..(tile_x + TILE).min(out_width) {
                    let (from_x, from_y) = if swap { (y, x) } else { (x, y) };
                    let from_x = if flip_x { width - 1 - from_x } else { from_x };
                    let from_y = if flip_y { height - 1 - from_y } else { from_y };
                    target[y * out_width + x] = source[from_y * width + from_x];
                }
            }
        }
    }
    out
}
