//! What can lie on a picture: hidden parts, arrows, labels; how they move, grow and turn.

use super::{Point, SMALLEST};
use model::{Area, Arrow};

/// What lies there.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::workshop) enum Shape {
    /// Nobody sees what is under it.
    Hidden(Area),
    /// It points from one place at another.
    Arrow { from: Point, to: Point },
    /// It says something.
    Label(Label),
}

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::workshop) struct Label {
    /// The middle of it.
    pub(in crate::workshop) at: Point,
    /// How high its letters are: the size of the type.
    pub(in crate::workshop) size: f64,
    /// What it says.
    pub(in crate::workshop) text: String,
    /// How wide the text is, in heights of its letters.
    pub(in crate::workshop) ems: f64,
}

/// Height of a label, in heights of its letters.
pub(in crate::workshop) const LINE: f64 = 1.4;
/// Where its letters stand, from the top of it.
pub(in crate::workshop) const BASE: f64 = 1.05;
/// What is free on each side, for the light edge of its letters.
pub(in crate::workshop) const SIDE: f64 = 0.2;
/// Letters smaller than this can be read by nobody.
const SMALLEST_TYPE: f64 = 8.0;
/// An arrow's thickness, as a part of the picture's shorter side.
const THICK: f64 = 0.011;

impl Shape {
    /// Left, top, right and bottom of it.
    pub(in crate::workshop) fn bounds(&self) -> [f64; 4] {
        match self {
            Self::Hidden(area) => bounds(*area),
            Self::Arrow { from, to } => [
                from.0.min(to.0),
                from.1.min(to.1),
                from.0.max(to.0),
                from.1.max(to.1),
            ],
            Self::Label(label) => label.bounds(),
        }
    }

    /// The same elsewhere, as far as the picture goes.
    pub(in crate::workshop) fn moved(&self, (dx, dy): Point, shown: (u32, u32)) -> Self {
        let [left, top, right, bottom] = self.bounds();
        let room = |by: f64, low: f64, high: f64, end: u32| {
            by.clamp((-low).min(0.0), (f64::from(end) - high).max(0.0))
        };
        let dx = room(dx, left, right, shown.0);
        let dy = room(dy, top, bottom, shown.1);
        let by = |(x, y): Point| (x + dx, y + dy);
        match self {
            Self::Hidden(area) => Self::Hidden(Area {
                x: (f64::from(area.x) + dx).round() as u32,
                y: (f64::from(area.y) + dy).round() as u32,
                ..*area
            }),
            Self::Arrow { from, to } => Self::Arrow {
                from: by(*from),
                to: by(*to),
            },
            Self::Label(label) => Self::Label(Label {
                at: by(label.at),
                ..label.clone()
            }),
        }
    }

    /// The same, larger or smaller: a hidden part to the right and down, an arrow at its tip, a
    /// label in its type.
    pub(in crate::workshop) fn grown(&self, (dx, dy): Point, shown: (u32, u32)) -> Self {
        match self {
            Self::Hidden(area) => {
                let side = |has: u32, by: f64, most: u32| {
                    (f64::from(has) + by).clamp(f64::from(SMALLEST.min(most)), most.into()) as u32
                };
                let width = side(area.width, dx, shown.0);
                let height = side(area.height, dy, shown.1);
                Self::Hidden(Area {
                    x: area.x.min(shown.0 - width),
                    y: area.y.min(shown.1 - height),
                    width,
                    height,
                })
            }
            Self::Arrow { from, to } => Self::Arrow {
                from: *from,
                to: limited((to.0 + dx, to.1 + dy), shown),
            },
            Self::Label(label) => {
                let by = if dx == 0.0 { dy } else { dx };
                Self::Label(label.of_readable_size(label.size + by).within(shown))
            }
        }
    }

    /// Where it is once the picture, which had this size, is turned a quarter clockwise.
    pub(super) fn turned(&self, (width, height): (u32, u32)) -> Self {
        let at = |(x, y): Point| (f64::from(height) - y, x);
        match self {
            Self::Hidden(area) => Self::Hidden(quarter(*area, height)),
            Self::Arrow { from, to } => Self::Arrow {
                from: at(*from),
                to: at(*to),
            },
            Self::Label(label) => Self::Label(
                Label {
                    at: at(label.at),
                    ..label.clone()
                }
                .within((height, width)),
            ),
        }
    }

    /// An arrow between two places of a picture of that size.
    pub(in crate::workshop) fn arrow(from: Point, to: Point, (width, height): (u32, u32)) -> Arrow {
        let whole = |(x, y): Point| (x.round() as u32, y.round() as u32);
        Arrow {
            from: whole(from),
            to: whole(to),
            width: ((f64::from(width.min(height)) * THICK).round() as u32).max(3),
        }
    }
}

impl Label {
    /// Whether it says nothing.
    pub(in crate::workshop) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Left, top, right and bottom of it.
    pub(in crate::workshop) fn bounds(&self) -> [f64; 4] {
        let (width, height) = (self.width(), self.size * LINE);
        let (left, top) = (self.at.0 - width / 2.0, self.at.1 - height / 2.0);
        [left, top, left + width, top + height]
    }

    fn width(&self) -> f64 {
        // An empty one can be seen and taken, too.
        self.size * (self.ems.max(0.6) + 2.0 * SIDE)
    }

    /// The same with another text. It keeps where it begins.
    pub(super) fn with_text(&self, text: &str, ems: f64) -> Self {
        let left = self.bounds()[0];
        let mut label = Self {
            text: text.to_owned(),
            ems,
            ..self.clone()
        };
        if !self.text.is_empty() {
            label.at.0 = left + label.width() / 2.0;
        }
        label
    }

    /// The same in another size of type, as somebody asks for it.
    pub(super) fn of_readable_size(&self, size: f64) -> Self {
        self.of_size(size.max(SMALLEST_TYPE))
    }

    /// The same in another size of type. It keeps its upper left corner.
    fn of_size(&self, size: f64) -> Self {
        let [left, top, ..] = self.bounds();
        let mut label = Self {
            size,
            ..self.clone()
        };
        label.at = (
            left + label.width() / 2.0,
            label.size.mul_add(LINE / 2.0, top),
        );
        label
    }

    /// The same in a picture of that size: no wider than it, and inside.
    pub(super) fn within(mut self, shown: (u32, u32)) -> Self {
        let most = (f64::from(shown.0) / (self.width() / self.size)).min(f64::from(shown.1) / LINE);
        if self.size > most {
            self = self.of_size(most.max(1.0));
        }
        let [left, top, right, bottom] = self.bounds();
        let inside =
            |low: f64, high: f64, end: u32| (-low).max(0.0) - (high - f64::from(end)).max(0.0);
        self.at.0 += inside(left, right, shown.0);
        self.at.1 += inside(top, bottom, shown.1);
        self
    }
}

/// The nearest place of a picture of that size.
pub(super) fn limited((x, y): Point, (width, height): (u32, u32)) -> Point {
    (x.clamp(0.0, width.into()), y.clamp(0.0, height.into()))
}

/// Left, top, right and bottom of an area.
pub(super) fn bounds(area: Area) -> [f64; 4] {
    let end = |start: u32, length: u32| f64::from(start) + f64::from(length);
    [
        area.x.into(),
        area.y.into(),
        end(area.x, area.width),
        end(area.y, area.height),
    ]
}

/// Where an area is once a picture so many pixels high is turned a quarter clockwise.
pub(super) fn quarter(area: Area, height: u32) -> Area {
    Area {
        x: height.saturating_sub(area.y + area.height),
        y: area.x,
        width: area.height,
        height: area.width,
    }
}
