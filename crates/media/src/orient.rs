//! Turning a picture upright, as Exif's orientation asks.

use crate::raster::Raster;

/// Rows and columns are walked in squares of this side, so that both ends stay in the cache.
const TILE: usize = 32;

/// How the pixels of a file lie, seen from the upright picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// The file's rows are the picture's columns.
    pub(crate) swap: bool,
    /// The file's columns run the other way.
    pub(crate) flip_x: bool,
    /// The file's rows run the other way.
    pub(crate) flip_y: bool,
}

impl Turn {
    /// By Exif 2.32, §4.6.4: which side of the picture the file's first row and first column are.
    pub(crate) const fn new(orientation: u8) -> Self {
        let (swap, flip_x, flip_y) = match orientation {
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, false, true),
            7 => (true, true, true),
            8 => (true, true, false),
            _ => (false, false, false),
        };
        Self {
            swap,
            flip_x,
            flip_y,
        }
    }

    /// Width and height once it is upright.
    pub(crate) const fn size(self, width: u32, height: u32) -> (u32, u32) {
        if self.swap {
            (height, width)
        } else {
            (width, height)
        }
    }
}

/// Turns a raster upright.
pub(crate) fn orient(raster: Raster, orientation: u8) -> Raster {
    let how = Turn::new(orientation);
    let (width, height) = (raster.width as usize, raster.height as usize);
    let data = match raster.layout.channels() {
        3 => turn::<3>(raster.data, width, height, how),
        _ => turn::<4>(raster.data, width, height, how),
    };
    let (width, height) = how.size(raster.width, raster.height);
    Raster {
        width,
        height,
        data,
        ..raster
    }
}

/// Turns pixels of `N` bytes. `width` and `height` are those before.
pub(crate) fn turn<const N: usize>(
    source: Vec<u8>,
    width: usize,
    height: usize,
    how: Turn,
) -> Vec<u8> {
    if how == Turn::new(1) {
        return source;
    }
    let (out_width, out_height) = if how.swap {
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
                    let (from_x, from_y) = if how.swap { (y, x) } else { (x, y) };
                    let from_x = if how.flip_x {
                        width - 1 - from_x
                    } else {
                        from_x
                    };
                    let from_y = if how.flip_y {
                        height - 1 - from_y
                    } else {
                        from_y
                    };
                    target[y * out_width + x] = source[from_y * width + from_x];
                }
            }
        }
    }
    out
}
