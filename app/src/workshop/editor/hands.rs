//! What pointers do on the picture: draw, take hold and pull, move the picture, pinch it.

use super::super::sketch::{Grip, Point, Shape, Side};
use super::{
    bench::{Bench, Tool},
    lens::Lens,
};
use crate::browser;
use leptos::{ev, prelude::*};
use model::Area;

/// What is being done.
#[derive(Clone, Debug)]
enum Doing {
    /// Something new, from there to where the pointer is.
    Draw { from: Point, to: Point },
    /// A new frame, once it is worth it.
    DrawFrame { from: Point, begun: bool },
    /// The frame as it was, pulled there.
    PullFrame {
        side: Side,
        from: Point,
        was: Area,
        begun: bool,
    },
    /// A thing as it was, moved, or pulled at one of its handles.
    Take {
        grip: Grip,
        from: Point,
        was: Shape,
        begun: bool,
    },
    /// The picture under the pointer, or under two.
    Pan,
}

/// The pointers on the drawing.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    bench: Bench,
    doing: RwSignal<Option<Doing>>,
    /// Those that are down, with where they are in the window.
    down: StoredValue<Vec<(i32, Point)>>,
    /// How one looked and where the pointers were when these pointers began to move the picture.
    grasp: StoredValue<Option<(Lens, Gesture)>>,
    /// The space bar is held: pointers move the picture. Whether they did is kept, too.
    space: StoredValue<Option<bool>>,
}

/// How near a finger and how near a mouse must come, in screen pixels.
const REACH: (f64, f64) = (22.0, 9.0);

impl Hands {
    pub(super) fn new(bench: Bench) -> Self {
        Self {
            bench,
            doing: RwSignal::new(None),
            down: StoredValue::new(Vec::new()),
            grasp: StoredValue::new(None),
            space: StoredValue::new(None),
        }
    }

    /// What is being drawn: from where, to where.
    pub(super) fn drawn(self) -> Option<[Point; 2]> {
        self.doing.with(|doing| match doing {
            Some(Doing::Draw { from, to }) => Some([*from, *to]),
            _ => None,
        })
    }

    fn place(self, event: &ev::PointerEvent) -> Point {
        browser::point_in(event, untrack(|| self.bench.window()))
    }

    /// A pointer goes down.
    pub(super) fn begin(self, event: &ev::PointerEvent) {
        browser::capture(event);
        let at = self.place(event);
        self.down.update_value(|down| {
            down.retain(|(id, _)| *id != event.pointer_id());
            down.push((event.pointer_id(), client(event)));
        });
        self.grasp.set_value(None);
        let several = self.down.with_value(Vec::len) > 1;
        let held = self.space.get_value().is_some();
        if several || held || event.button() == 1 || self.bench.comparing.get_untracked() {
            event.prevent_default();
            self.space
                .update_value(|space| *space = space.map(|_| true));
            self.doing.set(Some(Doing::Pan));
        } else if event.button() == 0 {
            let reach = if event.pointer_type() == "touch" {
                REACH.0
            } else {
                REACH.1
            };
            let doing = self.take(at, reach / untrack(|| self.bench.scale()));
            self.doing.set(Some(doing));
        }
    }

    /// What a hand that comes down there, with such a reach, begins to do.
    fn take(self, at: Point, reach: f64) -> Doing {
        let bench = self.bench;
        if bench.tool.get_untracked() == Tool::Crop {
            bench.choose(None);
            let (side, was) = (bench.sketch).with_untracked(|s| (s.hit_frame(at, reach), s.kept()));
            let begun = false;
            return side.map_or(Doing::DrawFrame { from: at, begun }, |side| {
                Doing::PullFrame {
                    side,
                    from: at,
                    was,
                    begun,
                }
            });
        }
        let chosen = bench.chosen.get_untracked();
        let taken = bench.sketch.with_untracked(|sketch| {
            let grip = sketch.hit(at, reach, chosen)?;
            let (Grip::Whole(key) | Grip::At(key, _)) = grip;
            Some((grip, key, sketch.thing(key)?.clone()))
        });
        match taken {
            Some((grip, key, was)) => {
                bench.hand(key);
                Doing::Take {
                    grip,
                    from: at,
                    was,
                    begun: false,
                }
            }
            None => {
                bench.choose(None);
                Doing::Draw { from: at, to: at }
            }
        }
    }

    /// A pointer moves.
    pub(super) fn go_on(self, event: &ev::PointerEvent) {
        let (at, now) = (self.place(event), client(event));
        let before = self.down.with_value(Clone::clone);
        self.down.update_value(|down| {
            let known = down.iter_mut().find(|(id, _)| *id == event.pointer_id());
            if let Some((_, place)) = known {
                *place = now;
            }
        });
        let Some(mut doing) = self.doing.get_untracked() else {
            return;
        };
        let sketch = self.bench.sketch;
        let shown = sketch.with_untracked(super::super::sketch::Sketch::shown);
        match &mut doing {
            Doing::Draw { to, .. } => *to = at,
            Doing::DrawFrame { from, begun } => {
                *begun |= sketch
                    .try_update(|sketch| sketch.keep_between(*from, at, *begun))
                    .unwrap_or_default();
            }
            Doing::PullFrame {
                side,
                from,
                was,
                begun,
            } => {
                sketch.update(|sketch| sketch.pull_frame(*was, *side, apart(*from, at), *begun));
                *begun = true;
            }
            Doing::Take {
                grip,
                from,
                was,
                begun,
            } => {
                let by = apart(*from, at);
                let (Grip::Whole(key) | Grip::At(key, _)) = *grip;
                let shape = match *grip {
                    Grip::Whole(_) => was.moved(by, shown),
                    Grip::At(_, side) => {
                        let handles = was.handles();
                        let handle = handles.iter().find(|(other, _)| *other == side);
                        let (x, y) = handle.map_or(*from, |(_, place)| *place);
                        was.pulled(side, (x + by.0, y + by.1), shown)
                    }
                };
                if *begun || shape != *was {
                    sketch.update(|sketch| sketch.put(key, shape, *begun));
                    *begun = true;
                }
            }
            Doing::Pan => return self.pan(&before, event),
        }
        self.doing.set(Some(doing));
    }

    /// Moves the picture with its pointers; with two of them, larger and smaller. Counted from where it
    /// began: fingers are told of one after the other, and what an edge takes from one step would be
    /// missing in the next.
    fn pan(self, before: &[(i32, Point)], event: &ev::PointerEvent) {
        let after = self.down.with_value(Clone::clone);
        let (Some(was), Some(is)) = (gesture(before), gesture(&after)) else {
            return;
        };
        let begun = (self.bench.lens.get_untracked(), was);
        let grasp = self
            .grasp
            .try_update_value(|grasp| *grasp.get_or_insert(begun));
        let (lens, was) = grasp.unwrap_or(begun);
        self.bench.look(|_, area, room| {
            let scale = lens.scale(area, room);
            let by = ((was.0.0 - is.0.0) / scale, (was.0.1 - is.0.1) / scale);
            let [x, y, width, height] = lens.window(area, room);
            let window = [x + by.0, y + by.1, width, height];
            let middle = browser::point_at(event, is.0, window);
            let lens = lens.moved(by, area, room);
            if was.1 > 0.0 && is.1 > 0.0 {
                lens.zoomed(is.1 / was.1, middle, area, room)
            } else {
                lens
            }
        });
    }

    /// A pointer goes up.
    pub(super) fn end(self, event: &ev::PointerEvent) {
        self.lift(event);
        let Some(Doing::Draw { from, to }) = self.doing.get_untracked() else {
            return self.rest();
        };
        self.doing.set(None);
        let bench = self.bench;
        let key = bench
            .sketch
            .try_update(|sketch| match bench.tool.get_untracked() {
                Tool::Cover => sketch.hide(from, to),
                Tool::Arrow => sketch.point(from, to),
                Tool::Label => Some(sketch.label(to)),
                Tool::Crop => None,
            });
        match key.flatten() {
            Some(key) if bench.tool.get_untracked() == Tool::Label => bench.write(key),
            Some(key) => bench.hand(key),
            None => {}
        }
    }

    /// A pointer was taken away, by the browser or by the system.
    pub(super) fn cancel(self, event: &ev::PointerEvent) {
        self.lift(event);
        if self.drawn().is_some() {
            self.doing.set(None);
        }
        self.rest();
    }

    fn lift(self, event: &ev::PointerEvent) {
        self.down
            .update_value(|down| down.retain(|(id, _)| *id != event.pointer_id()));
        self.grasp.set_value(None);
    }

    /// Once all pointers are up nothing is being done: who lifts one finger of two does not draw.
    fn rest(self) {
        if self.down.with_value(Vec::is_empty) {
            self.doing.set(None);
        }
    }

    /// A wheel turns, or two fingers on a touchpad: with Ctrl, as a pinch is told, it zooms.
    pub(super) fn wheel(self, event: &ev::WheelEvent) {
        event.prevent_default();
        // Lines and pages, as some browsers count, in pixels.
        let unit = [1.0, 16.0, 400.0][(event.delta_mode() as usize).min(2)];
        let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
        if event.ctrl_key() || event.meta_key() {
            let at = browser::point_in(event, untrack(|| self.bench.window()));
            let by = (-dy.clamp(-200.0, 200.0) / 300.0).exp();
            self.bench
                .look(|lens, area, room| lens.zoomed(by, at, area, room));
        } else {
            let scale = untrack(|| self.bench.scale());
            let (dx, dy) = if event.shift_key() && dx == 0.0 {
                (dy, 0.0)
            } else {
                (dx, dy)
            };
            self.bench
                .look(|lens, area, room| lens.moved((dx / scale, dy / scale), area, room));
        }
    }

    /// The space bar goes down: until it goes up, pointers move the picture.
    pub(super) fn hold_space(self) {
        if self.space.get_value().is_none() {
            self.space.set_value(Some(false));
        }
    }

    /// It goes up; whether the picture was moved, and the button that has the focus must not hear.
    pub(super) fn leave_space(self) -> bool {
        let moved = self.space.get_value();
        self.space.set_value(None);
        moved.unwrap_or_default()
    }
}

fn client(event: &ev::PointerEvent) -> Point {
    (event.client_x().into(), event.client_y().into())
}

fn apart(from: Point, to: Point) -> Point {
    (to.0 - from.0, to.1 - from.1)
}

/// The middle of the pointers, and how far they are apart.
type Gesture = (Point, f64);

fn gesture(down: &[(i32, Point)]) -> Option<Gesture> {
    match down {
        [(_, at)] => Some((*at, 0.0)),
        [(_, a), (_, b), ..] => {
            let middle = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
            Some((middle, (a.0 - b.0).hypot(a.1 - b.1)))
        }
        [] => None,
    }
}
