//! From what was drawn over a picture, perhaps seen smaller, to what is to be done to its file.

use super::{Label, Point, Shape, Sketch, Thing, shapes::bounds};
use model::{Area, Arrow, Edits, Stamp};

/// A text as pixels: how many in a row, how many rows, and each as red, green, blue and alpha.
pub(in crate::workshop) type Letters = (u32, u32, Vec<u8>);

impl Sketch {
    /// What is to be done to the file, which may have more pixels than were looked at. `write` draws
    /// a text with letters so many pixels high.
    pub(in crate::workshop) fn edits(
        &self,
        file: (u32, u32),
        write: impl Fn(&str, f64) -> Option<Letters>,
    ) -> Edits {
        let scale = Scale::new(file, self.size, self.now.turns);
        let shapes = || self.now.things.iter().map(|Thing { shape, .. }| shape);
        let hidden = shapes().filter_map(|shape| match shape {
            Shape::Hidden(area) => Some(scale.area(bounds(*area))),
            _ => None,
        });
        let arrows = shapes().filter_map(|shape| match shape {
            Shape::Arrow { from, to } => Some(scale.arrow(Shape::arrow(*from, *to, self.size))),
            _ => None,
        });
        let stamps = shapes().filter_map(|shape| match shape {
            Shape::Label(label) => scale.stamp(label, &write),
            _ => None,
        });
        Edits {
            turns: self.now.turns,
            crop: self.now.crop.map(|area| scale.area(bounds(area))),
            hidden: hidden.collect(),
            arrows: arrows.collect(),
            stamps: stamps.collect(),
        }
    }
}

/// So many pixels of the file to one of what was looked at, across and down: sides are rounded
/// when a picture is made smaller, so the two differ a little.
#[derive(Clone, Copy)]
struct Scale(f64, f64);

impl Scale {
    fn new(file: (u32, u32), seen: (u32, u32), turns: u8) -> Self {
        let ratio = |file: u32, seen: u32| f64::from(file) / f64::from(seen.max(1));
        let (x, y) = (ratio(file.0, seen.0), ratio(file.1, seen.1));
        if turns.is_multiple_of(2) {
            Self(x, y)
        } else {
            Self(y, x)
        }
    }

    /// All pixels of the file that it touches.
    fn area(self, [left, top, right, bottom]: [f64; 4]) -> Area {
        // A hair's breadth is an error of arithmetic, and no pixel.
        let low = |at: f64| (at + 1e-6).floor().max(0.0) as u32;
        let high = |at: f64| (at - 1e-6).ceil() as u32;
        let (x, y) = (low(left * self.0), low(top * self.1));
        Area {
            x,
            y,
            width: high(right * self.0).saturating_sub(x),
            height: high(bottom * self.1).saturating_sub(y),
        }
    }

    fn arrow(self, arrow: Arrow) -> Arrow {
        let place = |(x, y): (u32, u32)| {
            let (x, y) = self.place((x.into(), y.into()));
            (x as u32, y as u32)
        };
        Arrow {
            from: place(arrow.from),
            to: place(arrow.to),
            width: ((f64::from(arrow.width) * self.0).round() as u32).max(1),
        }
    }

    fn place(self, (x, y): Point) -> Point {
        ((x * self.0).round().max(0.0), (y * self.1).round().max(0.0))
    }

    fn stamp(self, label: &Label, write: &impl Fn(&str, f64) -> Option<Letters>) -> Option<Stamp> {
        if label.is_empty() {
            return None;
        }
        let (columns, rows, rgba) = write(&label.text, label.size * self.0)?;
        let [left, top, ..] = label.bounds();
        let (x, y) = self.place((left, top));
        // Its own pixels are as large as the file's: it is laid down, not scaled.
        let area = Area {
            x: x as u32,
            y: y as u32,
            width: columns,
            height: rows,
        };
        Some(Stamp {
            area,
            columns,
            rows,
            rgba,
        })
    }
}
