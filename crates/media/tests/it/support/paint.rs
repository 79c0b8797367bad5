//! Pixels made by code: something to tell the corners apart by, something like a photograph, a screen.

/// RGBA pixels.
#[derive(Clone)]
pub struct Canvas {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

impl Canvas {
    /// Paints every pixel by a function of its place.
    pub fn paint(width: u32, height: u32, mut colour: impl FnMut(u32, u32) -> [u8; 4]) -> Self {
        let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
        for y in 0..height {
            for x in 0..width {
                rgba.extend(colour(x, y));
            }
        }
        Self {
            width,
            height,
            rgba,
        }
    }

    pub fn pixel(&self, x: u32, y: u32) -> [u8; 4] {
        let at = (y as usize * self.width as usize + x as usize) * 4;
        self.rgba[at..at + 4].try_into().unwrap()
    }

    pub fn rgb(&self) -> Vec<u8> {
        self.rgba
            .chunks_exact(4)
            .flat_map(|p| [p[0], p[1], p[2]])
            .collect()
    }

    /// How a viewer that ignores Exif must store it so that one who heeds it shows this canvas: the inverse of
    /// what the orientation asks for, written out per orientation as the Exif standard words it.
    pub fn stored_as(&self, orientation: u8) -> Self {
        let (w, h) = (self.width, self.height);
        let at = |x: u32, y: u32| match orientation {
            1 => (x, y),
            2 => (w - 1 - x, y),
            3 => (w - 1 - x, h - 1 - y),
            4 => (x, h - 1 - y),
            5 => (y, x),                 // row 0 is the left side, column 0 the top
            6 => (w - 1 - y, x),         // row 0 is the right side, column 0 the top
            7 => (w - 1 - y, h - 1 - x), // row 0 is the right side, column 0 the bottom
            8 => (y, h - 1 - x),         // row 0 is the left side, column 0 the bottom
            _ => panic!("no such orientation"),
        };
        let (width, height) = if orientation > 4 { (h, w) } else { (w, h) };
        Self::paint(width, height, |x, y| {
            let (x, y) = at(x, y);
            self.pixel(x, y)
        })
    }
}

pub const RED: [u8; 4] = [220, 30, 30, 255];
pub const GREEN: [u8; 4] = [30, 180, 60, 255];
pub const BLUE: [u8; 4] = [40, 60, 220, 255];
pub const YELLOW: [u8; 4] = [240, 220, 40, 255];

/// Red, green, blue and yellow quarters, from the top left to the bottom right.
pub fn corners(width: u32, height: u32) -> Canvas {
    Canvas::paint(width, height, |x, y| {
        match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => YELLOW,
        }
    })
}

/// A landscape with a sky, hills, a wall with windows, and the grain of a small sensor.
pub fn photo(width: u32, height: u32, seed: u32) -> Canvas {
    let unit = f64::from(width.max(height)) / 1000.0;
    let ridges: Vec<f64> = (0..width)
        .map(|x| 0.45 + 0.16 * (fractal(f64::from(x) / unit / 90.0, 7.3, seed, 6) - 0.5))
        .collect();
    Canvas::paint(width, height, |x, y| {
        let (u, v) = (f64::from(x) / unit, f64::from(y) / unit);
        let down = f64::from(y) / f64::from(height);
        let base = if down < ridges[x as usize] {
            let cloud = (fractal(u / 160.0, v / 60.0, seed ^ 1, 4) - 0.45).max(0.0) * 1.6;
            mix(
                [92.0, 142.0, 205.0],
                [236.0, 238.0, 240.0],
                (down + cloud).min(1.0),
            )
        } else {
            let grass = fractal(u / 14.0, v / 9.0, seed ^ 2, 7);
            let shade = fractal(u / 120.0, v / 120.0, seed ^ 3, 3);
            let wall = (420.0..620.0).contains(&u) && (380.0..560.0).contains(&v);
            let window = wall && (u % 50.0) > 16.0 && (v % 60.0) > 22.0;
            match (window, wall) {
                (true, _) => [38.0, 44.0, 60.0],
                (_, true) => mix([176.0, 120.0, 88.0], [214.0, 186.0, 160.0], grass),
                _ => mix(
                    [34.0, 62.0, 22.0],
                    [176.0, 170.0, 92.0],
                    grass * 0.75 + shade * 0.25,
                ),
            }
        };
        let grain = (hash(x, y, seed ^ 4) - hash(x, y, seed ^ 5)) * 11.0;
        let [r, g, b] = base.map(|sample| (sample + grain).clamp(0.0, 255.0) as u8);
        [r, g, b, 255]
    })
}

/// A window with a title bar, a side bar, cards, and rows of something like text.
pub fn screenshot(width: u32, height: u32) -> Canvas {
    Canvas::paint(width, height, |x, y| {
        let glyph =
            (x / 2 + y / 14 * 31) % 7 != 0 && (x / 9) % 11 != 3 && hash(x / 2, y / 2, 9) > 0.45;
        match (x, y) {
            (_, 0..40) => [45, 50, 62, 255],
            (0..180, _) if y % 36 < 14 && x > 20 && x < 140 && glyph => [190, 196, 210, 255],
            (0..180, _) => [62, 68, 82, 255],
            _ if y % 22 < 12 && x > 210 && x + 60 < width && glyph => [33, 37, 41, 255],
            _ if y % 220 < 2 => [222, 226, 230, 255],
            _ => [255, 255, 255, 255],
        }
    })
}

/// A disc that fades into nothing.
pub fn glass(width: u32, height: u32) -> Canvas {
    let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let photo = photo(width, height, 11);
    Canvas::paint(width, height, |x, y| {
        let far = ((f64::from(x) - cx) / cx).hypot((f64::from(y) - cy) / cy);
        let [r, g, b, _] = photo.pixel(x, y);
        [r, g, b, ((1.1 - far) * 400.0).clamp(0.0, 255.0) as u8]
    })
}

fn mix(a: [f64; 3], b: [f64; 3], t: f64) -> [f64; 3] {
    [0, 1, 2].map(|n| a[n] + (b[n] - a[n]) * t)
}

/// Value noise, `octaves` of it.
fn fractal(x: f64, y: f64, seed: u32, octaves: u32) -> f64 {
    let (mut sum, mut size, mut all) = (0.0, 1.0, 0.0);
    for octave in 0..octaves {
        let scale = f64::from(1 << octave);
        sum += value(x * scale, y * scale, seed.wrapping_add(octave * 101)) * size;
        all += size;
        size *= 0.7;
    }
    sum / all
}

fn value(x: f64, y: f64, seed: u32) -> f64 {
    let (column, row) = (x.floor(), y.floor());
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    let (u, v) = (smooth(x - column), smooth(y - row));
    let (column, row) = (column as i64 as u32, row as i64 as u32);
    let corner = |dx: u32, dy: u32| hash(column.wrapping_add(dx), row.wrapping_add(dy), seed);
    let upper = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * u;
    let lower = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * u;
    upper + (lower - upper) * v
}

/// 0 to 1, the same for the same place.
fn hash(x: u32, y: u32, seed: u32) -> f64 {
    let mut h =
        x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77) ^ seed.wrapping_mul(0xC2B2_AE3D);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    f64::from(h ^ (h >> 15)) / f64::from(u32::MAX)
}
