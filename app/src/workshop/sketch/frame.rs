//! The frame: what stays of the picture. Everything else keeps its place; a frame can be widened
//! again as long as the editor is open.

use super::{Point, SMALLEST, Sketch, shapes::bounds};
use model::Area;

impl Sketch {
    /// What stays of it.
    pub(in crate::workshop) fn kept(&self) -> Area {
        let (width, height) = self.shown();
        self.now.crop.unwrap_or(Area {
            x: 0,
            y: 0,
            width,
            height,
        })
    }

    /// Keeps that of it. Going on with what was begun just before is no step of its own.
    pub(in crate::workshop) fn keep(&mut self, area: Area, going_on: bool) {
        if !going_on {
            self.step();
        }
        let (width, height) = self.shown();
        let whole = (area.x, area.y, area.width, area.height) == (0, 0, width, height);
        self.now.crop = (!whole).then_some(area);
    }

    /// Keeps all of it.
    pub(in crate::workshop) fn keep_all(&mut self) {
        if self.now.crop.is_some() {
            self.step();
            self.now.crop = None;
        }
    }

    /// Keeps what lies between two corners, unless it is next to nothing.
    pub(in crate::workshop) fn keep_between(&mut self, a: Point, b: Point, going_on: bool) -> bool {
        let area = self.between(a, b);
        if let Some(area) = area {
            self.keep(area, going_on);
        }
        area.is_some()
    }

    /// Moves the frame and changes its size, by so many hundredths of the picture's shorter side.
    pub(in crate::workshop) fn nudge_frame(&mut self, by: (i32, i32), size: (i32, i32)) {
        let unit = self.unit();
        let scaled = |(x, y): (i32, i32)| (f64::from(x) * unit, f64::from(y) * unit);
        let shape = super::Shape::Hidden(self.kept())
            .grown(scaled(size), self.shown())
            .moved(scaled(by), self.shown());
        if let super::Shape::Hidden(area) = shape
            && area != self.kept()
        {
            self.keep(area, false);
        }
    }
}

/// An area with one of its corners or sides at another place, as far as a picture of that size goes.
pub(super) fn pulled(area: Area, (sx, sy): (i8, i8), to: Point, shown: (u32, u32)) -> Area {
    let [mut left, mut top, mut right, mut bottom] = bounds(area);
    let least = f64::from(SMALLEST);
    match sx {
        -1 => left = to.0.min(right - least).max(0.0).floor(),
        1 => right = to.0.max(left + least).min(shown.0.into()).ceil(),
        _ => {}
    }
    match sy {
        -1 => top = to.1.min(bottom - least).max(0.0).floor(),
        1 => bottom = to.1.max(top + least).min(shown.1.into()).ceil(),
        _ => {}
    }
    Area {
        x: left as u32,
        y: top as u32,
        width: (right - left) as u32,
        height: (bottom - top) as u32,
    }
}
