//! Arrows and stamps on the pixels of a decoded picture, which may be fewer than the file has and
//! may lie as the file stores them.

use model::{Area, Arrow, MARK_EDGE, MARK_INK, Stamp};

use crate::MediaError;
use crate::orient::{Turn, orient};
use crate::raster::{Layout, Raster, to_ycbcr};
use crate::resize::resize;

/// From places of the upright picture to places in stored pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground {
    /// How the pixels lie.
    pub(crate) how: Turn,
    /// The orientation that says so.
    pub(crate) orientation: u8,
    /// Width and height in the file, as stored.
    pub(crate) full: (u32, u32),
}

impl Ground {
    /// Where a place of the upright picture is among so many stored pixels.
    fn place(self, (x, y): (f64, f64), raster: &Raster) -> (f64, f64) {
        let (mut x, mut y) = if self.how.swap { (y, x) } else { (x, y) };
        let (width, height) = (f64::from(self.full.0), f64::from(self.full.1));
        if self.how.flip_x {
            x = width - x;
        }
        if self.how.flip_y {
            y = height - y;
        }
        (
            x * f64::from(raster.width) / width,
            y * f64::from(raster.height) / height,
        )
    }

    /// Pixels of the raster to a pixel of the file.
    fn scale(self, raster: &Raster) -> f64 {
        f64::from(raster.width) / f64::from(self.full.0)
    }
}

/// Draws an arrow: its ink, and the light edge around it.
pub(crate) fn arrow(raster: &mut Raster, arrow: &Arrow, ground: Ground) {
    let corners = arrow.corners().map(|at| ground.place(at, raster));
    let edge = (arrow.edge() * ground.scale(raster)).max(0.5);
    let (ink, around) = (colour(raster, MARK_INK), colour(raster, MARK_EDGE));
    let reach = edge + 1.0;
    let low = |pick: fn(&(f64, f64)) -> f64| {
        let least = corners.iter().map(pick).fold(f64::INFINITY, f64::min);
        (least - reach).max(0.0) as u32
    };
    let high = |pick: fn(&(f64, f64)) -> f64, end: u32| {
        let most = corners.iter().map(pick).fold(0.0, f64::max);
        ((most + reach).ceil() as u32).min(end)
    };
    // From the middle of its tail to its tip, and as far beside that as its wings go: with a long arrow
    // across a large picture that leaves little of the box around it to look at more closely.
    let [tail, _, wing, tip, .., end] = corners;
    let tail = ((tail.0 + end.0) / 2.0, (tail.1 + end.1) / 2.0);
    let far = beside(wing, tail, tip).sqrt() + reach;
    let (width, height) = (raster.width, raster.height);
    for y in low(|at| at.1)..high(|at| at.1, height) {
        for x in low(|at| at.0)..high(|at| at.0, width) {
            let at = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            if beside(at, tail, tip) > far * far {
                continue;
            }
            let away = distance(at, &corners);
            // A pixel is as much inside as its middle is nearer than half of it.
            let light = (0.5 + edge - away).clamp(0.0, 1.0);
            if light > 0.0 {
                blend(raster, x, y, around, light);
                blend(raster, x, y, ink, (0.5 - away).clamp(0.0, 1.0));
            }
        }
    }
}

/// How far a place is from a polygon's outline; less than nothing inside.
fn distance(at: (f64, f64), corners: &[(f64, f64)]) -> f64 {
    let mut nearest = f64::INFINITY;
    let mut inside = false;
    for (index, b) in corners.iter().enumerate() {
        let a = corners[(index + corners.len() - 1) % corners.len()];
        nearest = nearest.min(beside(at, a, *b));
        // A line from here to the right crosses the outline.
        if (a.1 > at.1) != (b.1 > at.1) && at.0 < a.0 + (at.1 - a.1) * (b.0 - a.0) / (b.1 - a.1) {
            inside = !inside;
        }
    }
    if inside {
        -nearest.sqrt()
    } else {
        nearest.sqrt()
    }
}

/// How far a place is from a line, squared. Without `mul_add`: in a browser that is a function.
fn beside(at: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let square = (dx * dx + dy * dy).max(f64::MIN_POSITIVE);
    let along = (((at.0 - from.0) * dx + (at.1 - from.1) * dy) / square).clamp(0.0, 1.0);
    let (x, y) = (at.0 - from.0 - dx * along, at.1 - from.1 - dy * along);
    x * x + y * y
}

/// Lays a stamp on it.
///
/// # Errors
/// [`MediaError::Unreadable`] when it has other pixels than it says.
pub(crate) fn stamp(raster: &mut Raster, stamp: &Stamp, ground: Ground) -> Result<(), MediaError> {
    let Area {
        x,
        y,
        width,
        height,
    } = stamp.area;
    let pixels = Raster::new(stamp.columns, stamp.rows, Layout::Rgba, stamp.rgba.clone())?;
    if width == 0 || height == 0 {
        return Ok(());
    }
    // Both corners, as stored: which is which depends on how the pixels lie.
    let corner = |x: u32, y: u32| ground.place((x.into(), y.into()), raster);
    let a = corner(x, y);
    let b = corner(x.saturating_add(width), y.saturating_add(height));
    let whole = |at: f64| at.round() as i64;
    let (left, right) = (whole(a.0.min(b.0)), whole(a.0.max(b.0)));
    let (top, bottom) = (whole(a.1.min(b.1)), whole(a.1.max(b.1)));
    // What is asked to be larger than the picture is no label; it would only cost memory.
    let side = |length: i64, most: u32| u32::try_from(length).ok().filter(|it| *it <= most * 2);
    let sides = side(right - left, raster.width).zip(side(bottom - top, raster.height));
    let Some((across, down)) = sides.filter(|(across, down)| *across > 0 && *down > 0) else {
        return Ok(());
    };
    let lying = orient(pixels, backwards(ground.orientation));
    let lying = if (lying.width, lying.height) == (across, down) {
        lying
    } else {
        resize(&lying, across, down)?
    };
    for (row, line) in lying.data.chunks_exact(lying.stride()).enumerate() {
        for (column, pixel) in line.chunks_exact(4).enumerate() {
            let at = |start: i64, step: usize, end: u32| {
                u32::try_from(start + step as i64)
                    .ok()
                    .filter(|at| *at < end)
            };
            let place = at(left, column, raster.width).zip(at(top, row, raster.height));
            if let Some((x, y)) = place
                && pixel[3] > 0
            {
                let ink = colour(raster, [pixel[0], pixel[1], pixel[2]]);
                blend(raster, x, y, ink, f64::from(pixel[3]) / 255.0);
            }
        }
    }
    Ok(())
}

/// The orientation that undoes another.
const fn backwards(orientation: u8) -> u8 {
    match orientation {
        6 => 8,
        8 => 6,
        other => other,
    }
}

/// A colour as the raster keeps it.
fn colour(raster: &Raster, rgb: [u8; 3]) -> [u8; 3] {
    match raster.layout {
        Layout::YCbCr => to_ycbcr(rgb),
        Layout::Rgb | Layout::Rgba => rgb,
    }
}

/// Lays so much of a colour over a pixel.
fn blend(raster: &mut Raster, x: u32, y: u32, ink: [u8; 3], much: f64) {
    let channels = raster.layout.channels();
    let at = (y as usize * raster.width as usize + x as usize) * channels;
    let pixel = &mut raster.data[at..at + channels];
    let under = pixel.get(3).map_or(1.0, |alpha| f64::from(*alpha) / 255.0);
    let alpha = much + under * (1.0 - much);
    if alpha <= 0.0 {
        return;
    }
    for (sample, ink) in pixel.iter_mut().zip(ink) {
        let mixed = f64::from(ink) * much + f64::from(*sample) * under * (1.0 - much);
        *sample = (mixed / alpha).round().clamp(0.0, 255.0) as u8;
    }
    if let Some(opaque) = pixel.get_mut(3) {
        *opaque = (alpha * 255.0).round() as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn inside_is_less_than_nothing() {
        let square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        assert!((distance((5.0, 4.0), &square) + 4.0).abs() < 1e-9);
        assert!((distance((13.0, 14.0), &square) - 5.0).abs() < 1e-9);
    }
}
