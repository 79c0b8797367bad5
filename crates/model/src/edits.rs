//! What a person does to a picture before it leaves: turn, crop, hide, point, write.

use serde::{Deserialize, Serialize};

/// A part of a picture, in pixels from its top left corner.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Pixels from the left.
    pub x: u32,
    /// Pixels from the top.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// What a person did to a picture before it leaves.
///
/// Areas are those of the whole picture as it was looked at: upright, and turned by `turns`. Arrows
/// lie above the picture, labels above arrows, and what is hidden above everything: a mark never
/// uncovers anything, and one that was drawn by mistake can itself be hidden.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// Quarter turns clockwise.
    #[serde(default)]
    pub turns: u8,
    /// What stays; all of it when there is none.
    #[serde(default)]
    pub crop: Option<Area>,
    /// What nobody must see: covered, and gone from the file.
    #[serde(default)]
    pub hidden: Vec<Area>,
    /// What points at something.
    #[serde(default)]
    pub arrows: Vec<Arrow>,
    /// What is laid over it: texts, drawn by who has the letters.
    #[serde(default)]
    pub stamps: Vec<Stamp>,
}

impl Edits {
    /// Whether nothing was done.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.turns.is_multiple_of(4)
            && self.crop.is_none()
            && self.hidden.is_empty()
            && self.arrows.is_empty()
            && self.stamps.is_empty()
    }
}

/// The colour of marks: red, as red, green, blue.
pub const MARK_INK: [u8; 3] = [0xd8, 0x1e, 0x2c];
/// The colour around them, so that they are seen on any ground.
pub const MARK_EDGE: [u8; 3] = [0xff, 0xff, 0xff];

/// A straight arrow, in pixels of the picture.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Where it begins, from the left and from the top.
    pub from: (u32, u32),
    /// Where its tip is.
    pub to: (u32, u32),
    /// How thick its shaft is.
    pub width: u32,
}

impl Arrow {
    /// The corners of what is filled with [`MARK_INK`], around it once.
    #[must_use]
    pub fn corners(&self) -> [(f64, f64); 7] {
        let point = |(x, y): (u32, u32)| (f64::from(x), f64::from(y));
        let (from, to) = (point(self.from), point(self.to));
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy).max(f64::MIN_POSITIVE);
        let along = (dx / length, dy / length);
        // A short arrow is all head, and thinner.
        let width = f64::from(self.width).min(length / HEAD);
        let back = width * HEAD;
        let neck = (to.0 - along.0 * back, to.1 - along.1 * back);
        let beside = |(x, y): (f64, f64), by: f64| (x - along.1 * by, y + along.0 * by);
        let (half, wing) = (width / 2.0, width * WING);
        [
            beside(from, half),
            beside(neck, half),
            beside(neck, wing),
            to,
            beside(neck, -wing),
            beside(neck, -half),
            beside(from, -half),
        ]
    }

    /// How wide the edge around it is, in [`MARK_EDGE`].
    #[must_use]
    pub fn edge(&self) -> f64 {
        (f64::from(self.width) * 0.35).max(1.0)
    }
}

/// Length of an arrow's head, in widths of its shaft.
const HEAD: f64 = 3.6;
/// Half the breadth of it.
const WING: f64 = 1.7;

/// Pixels that are laid over a picture.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Where it comes to lie, upright as the picture is looked at; the pixels are scaled to it.
    pub area: Area,
    /// Pixels in a row of it.
    pub columns: u32,
    /// Rows.
    pub rows: u32,
    /// Red, green, blue and straight alpha of each pixel, by rows from the top.
    pub rgba: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_points_where_it_should() {
        let arrow = Arrow {
            from: (10, 50),
            to: (110, 50),
            width: 10,
        };
        let corners = arrow.corners();
        assert_eq!(corners[3], (110.0, 50.0), "its tip");
        assert_eq!(corners[0], (10.0, 55.0), "its tail");
        assert_eq!(corners[6], (10.0, 45.0));
        assert_eq!(corners[2], (74.0, 67.0), "its wings");
        assert_eq!(corners[4], (74.0, 33.0));
    }

    #[test]
    fn an_arrow_of_no_length_has_no_wild_corners() {
        let arrow = Arrow {
            from: (7, 7),
            to: (7, 7),
            width: 9,
        };
        for (x, y) in arrow.corners() {
            assert!((x - 7.0).abs() < 0.001 && (y - 7.0).abs() < 0.001);
        }
    }

    #[test]
    fn any_single_thing_is_an_edit() {
        let none = Edits::default();
        let arrow = Arrow {
            from: (0, 0),
            to: (9, 9),
            width: 1,
        };
        assert!(none.is_none());
        let with = Edits {
            arrows: vec![arrow],
            ..none
        };
        assert!(!with.is_none());
    }
}
