//! Where one can take hold of what lies on a picture, and what comes of pulling there.

use super::{
    Point, Shape, Sketch,
    frame::pulled,
    shapes::{bounds, limited},
};
use model::Area;

/// A corner or the middle of a side: −1, 0 or 1 from left to right and from top to bottom.
pub(in crate::workshop) type Side = (i8, i8);

/// What was taken hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::workshop) enum Grip {
    /// All of a thing.
    Whole(u32),
    /// A corner or an end of it.
    At(u32, Side),
}

/// The corners of a box.
const CORNERS: [Side; 4] = [(-1, -1), (1, -1), (-1, 1), (1, 1)];
/// Its corners and sides.
const AROUND: [Side; 8] = [
    (-1, -1),
    (1, -1),
    (-1, 1),
    (1, 1),
    (0, -1),
    (-1, 0),
    (1, 0),
    (0, 1),
];

impl Shape {
    /// Where it can be pulled.
    pub(in crate::workshop) fn handles(&self) -> Vec<(Side, Point)> {
        match self {
            Self::Hidden(area) => on(bounds(*area), &CORNERS),
            Self::Arrow { from, to } => vec![((-1, -1), *from), ((1, 1), *to)],
            Self::Label(label) => on(label.bounds(), &[(1, 1)]),
        }
    }

    /// The same, pulled there.
    pub(in crate::workshop) fn pulled(&self, side: Side, to: Point, shown: (u32, u32)) -> Self {
        match self {
            Self::Hidden(area) => Self::Hidden(pulled(*area, side, to, shown)),
            Self::Arrow { from, .. } if side == (1, 1) => Self::Arrow {
                from: *from,
                to: limited(to, shown),
            },
            Self::Arrow { to: tip, .. } => Self::Arrow {
                from: limited(to, shown),
                to: *tip,
            },
            Self::Label(label) => {
                let [left, top, right, bottom] = label.bounds();
                // Along the diagonal: both ways count.
                let grown = ((to.0 - left) + (to.1 - top)) / ((right - left) + (bottom - top));
                Self::Label(label.of_readable_size(label.size * grown).within(shown))
            }
        }
    }

    fn is_at(&self, at: Point, reach: f64) -> bool {
        if let Self::Arrow { from, to } = self {
            return beside(at, *from, *to) <= reach;
        }
        let [left, top, right, bottom] = self.bounds();
        (left..=right).contains(&at.0) && (top..=bottom).contains(&at.1)
    }
}

impl Sketch {
    /// What is taken hold of there: a handle of what is chosen, else what lies on top. `reach` is
    /// how near a hand must come, in pixels of the picture.
    pub(in crate::workshop) fn hit(
        &self,
        at: Point,
        reach: f64,
        chosen: Option<u32>,
    ) -> Option<Grip> {
        if let Some(key) = chosen
            && let Some(shape) = self.thing(key)
            && let Some(side) = handle(&shape.handles(), shape.bounds(), at, reach)
        {
            return Some(Grip::At(key, side));
        }
        // As they lie above each other.
        let mut things: Vec<_> = self.now.things.iter().collect();
        things.sort_by_key(|thing| match thing.shape {
            Shape::Arrow { .. } => 0,
            Shape::Label(_) => 1,
            Shape::Hidden(_) => 2,
        });
        let hit = things
            .iter()
            .rev()
            .find(|thing| thing.shape.is_at(at, reach));
        hit.map(|thing| Grip::Whole(thing.key))
    }

    /// Where the frame is taken hold of there: a corner or side of it, or `(0, 0)` for all of it.
    pub(in crate::workshop) fn hit_frame(&self, at: Point, reach: f64) -> Option<Side> {
        let kept = self.kept();
        let around = bounds(kept);
        let side = handle(&frame_handles(kept), around, at, reach);
        let [left, top, right, bottom] = around;
        let inside = (left..=right).contains(&at.0) && (top..=bottom).contains(&at.1);
        // A frame around everything cannot be moved: there a new one is drawn.
        side.or((inside && self.now.crop.is_some()).then_some((0, 0)))
    }

    /// Pulls the frame, as it was, from one place to another.
    pub(in crate::workshop) fn pull_frame(
        &mut self,
        was: Area,
        side: Side,
        by: Point,
        going_on: bool,
    ) {
        let shown = self.shown();
        let area = if side == (0, 0) {
            match Shape::Hidden(was).moved(by, shown) {
                Shape::Hidden(area) => area,
                _ => was,
            }
        } else {
            let at = |side: i8, start: u32, length: u32| {
                f64::from(start) + f64::from(length) * (f64::from(side) + 1.0) / 2.0
            };
            let (x, y) = (at(side.0, was.x, was.width), at(side.1, was.y, was.height));
            pulled(was, side, (x + by.0, y + by.1), shown)
        };
        self.keep(area, going_on);
    }
}

/// Where a frame can be pulled.
pub(in crate::workshop) fn frame_handles(area: Area) -> Vec<(Side, Point)> {
    on(bounds(area), &AROUND)
}

fn on([left, top, right, bottom]: [f64; 4], sides: &[Side]) -> Vec<(Side, Point)> {
    let at =
        |side: i8, low: f64, high: f64| (high - low).mul_add((f64::from(side) + 1.0) / 2.0, low);
    sides
        .iter()
        .map(|side| (*side, (at(side.0, left, right), at(side.1, top, bottom))))
        .collect()
}

/// The nearest handle in reach. Inwards a hand reaches no further than a quarter of the side: a
/// small thing, too, can be taken in its middle and moved.
fn handle(
    handles: &[(Side, Point)],
    [left, top, right, bottom]: [f64; 4],
    at: Point,
    reach: f64,
) -> Option<Side> {
    let near = |at: f64, handle: f64, low: f64, high: f64| {
        let away = (at - handle).abs();
        let inside = (low..=high).contains(&at) && high > low;
        let reach = if inside {
            reach.min((high - low) / 4.0)
        } else {
            reach
        };
        (away <= reach).then_some(away)
    };
    let in_reach = handles.iter().filter_map(|(side, (x, y))| {
        let away = near(at.0, *x, left, right)? + near(at.1, *y, top, bottom)?;
        Some((*side, away))
    });
    in_reach
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(side, _)| side)
}

/// How far a place is from a line.
fn beside(at: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let square = dx.mul_add(dx, dy * dy).max(f64::MIN_POSITIVE);
    let along = ((at.0 - from.0) * dx + (at.1 - from.1) * dy) / square;
    let along = along.clamp(0.0, 1.0);
    (at.0 - dx.mul_add(along, from.0)).hypot(at.1 - dy.mul_add(along, from.1))
}
