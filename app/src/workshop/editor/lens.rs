//! How a picture is looked at: how large, and which part of it.

use super::super::sketch::Point;
use model::Area;

/// A look at a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lens {
    /// Times as large as fits.
    zoom: f64,
    /// The place of the picture in the middle of the bench; its own middle when there is none.
    centre: Option<Point>,
}

/// Screen pixels that a pixel of the picture may be shown as.
const LARGEST: f64 = 8.0;
/// What a step of zoom multiplies by.
pub(super) const STEP: f64 = 1.5;

impl Lens {
    /// All of it, as large as there is room.
    pub(super) const FIT: Self = Self {
        zoom: 1.0,
        centre: None,
    };

    /// It shows all of it.
    pub(super) fn fits(self) -> bool {
        self == Self::FIT
    }

    /// Screen pixels to a pixel of the picture. `area` is what is to be seen of it, `room` the
    /// pixels of the bench.
    pub(super) fn scale(self, area: Area, room: Point) -> f64 {
        self.zoom * fitting(area, room)
    }

    /// The part of the picture that a drawing with this view box shows: left, top, width, height.
    pub(super) fn window(self, area: Area, room: Point) -> [f64; 4] {
        let (width, height) = (f64::from(area.width), f64::from(area.height));
        let (x, y) = self.centred(area, room);
        let (width, height) = (width / self.zoom, height / self.zoom);
        [x - width / 2.0, y - height / 2.0, width, height]
    }

    /// So many times as large; what is at a place stays there.
    pub(super) fn zoomed(self, by: f64, at: Point, area: Area, room: Point) -> Self {
        let fit = fitting(area, room);
        let least = (1.0 / fit).min(1.0);
        let zoom = (self.zoom * by).clamp(least, (LARGEST / fit).max(1.0));
        let (x, y) = self.centred(area, room);
        let part = self.zoom / zoom;
        let centre = (at.0 - (at.0 - x) * part, at.1 - (at.1 - y) * part);
        let lens = Self {
            zoom,
            centre: Some(centre),
        };
        if (zoom - 1.0).abs() < 1e-3 {
            return Self::FIT;
        }
        lens.settled(area, room)
    }

    /// A pixel of the picture on a pixel of the screen.
    pub(super) fn actual(self, area: Area, room: Point) -> Self {
        let middle = self.centred(area, room);
        self.zoomed(1.0 / self.scale(area, room), middle, area, room)
    }

    /// Moved over the picture, by so many of its pixels, as far as it goes.
    pub(super) fn moved(self, (dx, dy): Point, area: Area, room: Point) -> Self {
        let (x, y) = self.centred(area, room);
        Self {
            centre: Some((x + dx, y + dy)),
            ..self
        }
        .settled(area, room)
    }

    fn settled(self, area: Area, room: Point) -> Self {
        if (self.zoom - 1.0).abs() < 1e-9 {
            return Self::FIT;
        }
        Self {
            centre: Some(self.centred(area, room)),
            ..self
        }
    }

    /// The middle of what is seen. There is no looking past an edge.
    fn centred(self, area: Area, room: Point) -> Point {
        let scale = self.scale(area, room);
        let axis = |at: Option<f64>, start: u32, length: u32, room: f64| {
            let (start, length) = (f64::from(start), f64::from(length));
            let half = room / scale / 2.0;
            let middle = start + length / 2.0;
            if half * 2.0 >= length {
                return middle;
            }
            at.unwrap_or(middle)
                .max(start + half)
                .min(start + length - half)
        };
        (
            axis(self.centre.map(|at| at.0), area.x, area.width, room.0),
            axis(self.centre.map(|at| at.1), area.y, area.height, room.1),
        )
    }
}

/// Screen pixels to a pixel of the picture, when all of it is seen.
fn fitting(area: Area, room: Point) -> f64 {
    let scale = (room.0 / f64::from(area.width)).min(room.1 / f64::from(area.height));
    // Before anything was measured, and for a bench of no size.
    if scale.is_finite() && scale > 0.0 {
        scale
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area {
        x: 0,
        y: 0,
        width: 2000,
        height: 1000,
    };
    const ROOM: Point = (1000.0, 1000.0);

    #[test]
    fn it_begins_with_all_of_the_picture() {
        assert_eq!(Lens::FIT.window(AREA, ROOM), [0.0, 0.0, 2000.0, 1000.0]);
        assert_eq!(
            Lens::FIT.window(AREA, (0.0, 0.0)),
            [0.0, 0.0, 2000.0, 1000.0]
        );
        assert!((Lens::FIT.scale(AREA, ROOM) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn what_one_zooms_at_stays_where_it_is() {
        let at = (500.0, 400.0);
        let on_screen = |lens: Lens| {
            let [x, y, width, height] = lens.window(AREA, ROOM);
            let scale = lens.scale(AREA, ROOM);
            (
                500.0 + (at.0 - x - width / 2.0) * scale,
                500.0 + (at.1 - y - height / 2.0) * scale,
            )
        };
        let once = Lens::FIT.zoomed(4.0, at, AREA, ROOM);
        let twice = once.zoomed(1.5, at, AREA, ROOM);
        let (before, after) = (on_screen(once), on_screen(twice));
        assert!((before.0 - after.0).abs() < 1e-6 && (before.1 - after.1).abs() < 1e-6);
        assert!((on_screen(Lens::FIT).0 - before.0).abs() < 1e-6);
    }

    #[test]
    fn there_is_no_looking_past_an_edge() {
        let near = Lens::FIT.zoomed(4.0, (0.0, 0.0), AREA, ROOM);
        let moved = near.moved((-9000.0, -9000.0), AREA, ROOM);
        // Half a thousand screen pixels are 250 of the picture at twice its size.
        let [x, y, width, height] = moved.window(AREA, ROOM);
        assert_eq!((x + width / 2.0, y + height / 2.0), (250.0, 250.0));
        let far = moved.moved((90_000.0, 90_000.0), AREA, ROOM);
        let [x, y, width, height] = far.window(AREA, ROOM);
        assert_eq!((x + width / 2.0, y + height / 2.0), (1750.0, 750.0));
    }

    #[test]
    fn a_hundred_per_cent_is_pixel_on_pixel_and_back_is_all_of_it() {
        let actual = Lens::FIT.actual(AREA, ROOM);
        assert!((actual.scale(AREA, ROOM) - 1.0).abs() < 1e-9);
        assert!(actual.zoomed(0.01, (0.0, 0.0), AREA, ROOM).fits());
        let small = Area {
            width: 100,
            height: 50,
            ..AREA
        };
        let actual = Lens::FIT.actual(small, ROOM);
        assert!(
            (actual.scale(small, ROOM) - 1.0).abs() < 1e-9,
            "smaller than fits"
        );
    }
}
