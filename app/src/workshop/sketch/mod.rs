//! What has been done to a picture in the editor so far, with its undo.

mod frame;
mod grips;
mod made;
mod shapes;

pub(super) use grips::{Grip, Side, frame_handles};
pub(super) use made::Letters;
use model::Area;
pub(super) use shapes::{BASE, LINE, Label, SIDE, Shape};
use shapes::{limited, quarter};

/// A place in the picture as it is looked at, in its pixels from the left and from the top.
pub(super) type Point = (f64, f64);

/// Something that lies on a picture. Its key stays while it is changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Thing {
    pub(super) key: u32,
    pub(super) shape: Shape,
}

/// One state of it. Everything is in places of the picture as it is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct State {
    /// Quarter turns clockwise.
    pub(super) turns: u8,
    /// What stays of it; all when there is none.
    pub(super) crop: Option<Area>,
    /// What lies on it, in the order in which it was drawn.
    pub(super) things: Vec<Thing>,
}

/// A picture on the bench.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    /// Pixels in a row and rows, before it is turned.
    size: (u32, u32),
    now: State,
    before: Vec<State>,
    after: Vec<State>,
    keys: u32,
    /// The label that the last step wrote in: what is typed there next belongs to that step.
    writing: Option<u32>,
}

/// Less than this on a side was a slip of the hand.
const SMALLEST: u32 = 4;

impl Sketch {
    /// Nothing done yet.
    pub(super) fn new(size: (u32, u32)) -> Self {
        Self {
            size,
            now: State::default(),
            before: Vec::new(),
            after: Vec::new(),
            keys: 0,
            writing: None,
        }
    }

    /// As it is.
    pub(super) const fn now(&self) -> &State {
        &self.now
    }

    /// Pixels in a row and rows, as it is looked at.
    pub(super) const fn shown(&self) -> (u32, u32) {
        if self.now.turns.is_multiple_of(2) {
            self.size
        } else {
            (self.size.1, self.size.0)
        }
    }

    /// The thing of that key.
    pub(super) fn thing(&self, key: u32) -> Option<&Shape> {
        let thing = self.now.things.iter().find(|thing| thing.key == key);
        thing.map(|thing| &thing.shape)
    }

    /// Whether anything would be lost.
    pub(super) fn is_changed(&self) -> bool {
        self.now.turns != 0 || self.now.crop.is_some() || !self.now.things.is_empty()
    }

    /// There is a step to take back.
    pub(super) const fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    /// There is a step that was taken back.
    pub(super) const fn can_redo(&self) -> bool {
        !self.after.is_empty()
    }

    /// Takes the last step back.
    pub(super) fn undo(&mut self) {
        self.writing = None;
        if let Some(before) = self.before.pop() {
            self.after.push(std::mem::replace(&mut self.now, before));
        }
    }

    /// Takes it again.
    pub(super) fn redo(&mut self) {
        self.writing = None;
        if let Some(after) = self.after.pop() {
            self.before.push(std::mem::replace(&mut self.now, after));
        }
    }

    /// From here on one can come back to how it is now.
    fn step(&mut self) {
        self.before.push(self.now.clone());
        self.after.clear();
        self.writing = None;
    }

    /// Lays something on the picture, as one step; its key.
    fn lay(&mut self, shape: Shape) -> u32 {
        self.step();
        self.keys += 1;
        let key = self.keys;
        self.now.things.push(Thing { key, shape });
        key
    }

    /// Hides what lies between two corners; its key, unless there is next to nothing between them.
    pub(super) fn hide(&mut self, a: Point, b: Point) -> Option<u32> {
        let area = self.between(a, b)?;
        Some(self.lay(Shape::Hidden(area)))
    }

    /// Hides areas of the picture as it was before it was turned, all in one step.
    pub(super) fn hide_all(&mut self, areas: &[Area]) {
        if areas.is_empty() {
            return;
        }
        self.step();
        for area in areas {
            let (width, height) = self.size;
            let turned = (0..self.now.turns).fold(*area, |area, turn| {
                quarter(
                    area,
                    if turn.is_multiple_of(2) {
                        height
                    } else {
                        width
                    },
                )
            });
            self.keys += 1;
            self.now.things.push(Thing {
                key: self.keys,
                shape: Shape::Hidden(turned),
            });
        }
    }

    /// The pixels that lie between two corners, unless they are next to none.
    fn between(&self, a: Point, b: Point) -> Option<Area> {
        let (a, b) = (limited(a, self.shown()), limited(b, self.shown()));
        let (left, right) = (a.0.min(b.0) as u32, a.0.max(b.0).ceil() as u32);
        let (top, bottom) = (a.1.min(b.1) as u32, a.1.max(b.1).ceil() as u32);
        let area = Area {
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
        };
        (area.width >= SMALLEST && area.height >= SMALLEST).then_some(area)
    }

    /// Points from one place at another; its key, unless they are next to the same.
    pub(super) fn point(&mut self, from: Point, to: Point) -> Option<u32> {
        let (from, to) = (limited(from, self.shown()), limited(to, self.shown()));
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        (length >= f64::from(SMALLEST)).then(|| self.lay(Shape::Arrow { from, to }))
    }

    /// Begins a label whose text's middle is there; its key. What is written into it next is the
    /// same step.
    pub(super) fn label(&mut self, at: Point) -> u32 {
        let (width, height) = self.shown();
        let size = (f64::from(width.min(height)) / 18.0).max(12.0);
        let label = Label {
            at,
            size,
            ..Label::default()
        };
        let key = self.lay(Shape::Label(label.within(self.shown())));
        self.writing = Some(key);
        key
    }

    /// Writes into a label. `ems` is how wide the text is, in heights of its letters.
    pub(super) fn write(&mut self, key: u32, text: &str, ems: f64) {
        if self.writing != Some(key) {
            self.step();
            self.writing = Some(key);
        }
        let shown = self.shown();
        self.change(key, |shape| match shape {
            Shape::Label(label) => Shape::Label(label.with_text(text, ems).within(shown)),
            other => other.clone(),
        });
    }

    /// It is a label, and says nothing.
    pub(super) fn is_empty_label(&self, key: u32) -> bool {
        matches!(self.thing(key), Some(Shape::Label(label)) if label.is_empty())
    }

    /// A label that nobody wrote into was a slip of the hand.
    pub(super) fn drop_if_empty(&mut self, key: u32) {
        let is_empty = self.is_empty_label(key);
        if is_empty && self.writing == Some(key) {
            self.undo();
            self.after.pop();
        } else if is_empty {
            self.remove(key);
        }
    }

    /// Something in the middle, for those who place it by keyboard: what is hidden, an arrow.
    pub(super) fn hide_middle(&mut self) -> Option<u32> {
        let [a, b] = self.middle((0.25, 0.1));
        self.hide(a, b)
    }

    /// An arrow in the middle.
    pub(super) fn point_middle(&mut self) -> Option<u32> {
        let [a, b] = self.middle((0.2, 0.2));
        self.point(a, b)
    }

    /// A label in the middle.
    pub(super) fn label_middle(&mut self) -> u32 {
        let [at, _] = self.middle((0.0, 0.0));
        self.label(at)
    }

    /// Two corners around the middle of what stays, so many of its sides apart.
    fn middle(&self, (width, height): (f64, f64)) -> [Point; 2] {
        let kept = self.kept();
        let at = |share: f64, start: u32, length: u32| {
            f64::from(length).mul_add(0.5 + share / 2.0, f64::from(start))
        };
        let corner = |way: f64| {
            (
                at(way * width, kept.x, kept.width),
                at(way * height, kept.y, kept.height),
            )
        };
        [corner(-1.0), corner(1.0)]
    }

    /// Takes something away.
    pub(super) fn remove(&mut self, key: u32) {
        if self.thing(key).is_some() {
            self.step();
            self.now.things.retain(|thing| thing.key != key);
        }
    }

    /// Puts something in another's place: the same thing, moved or grown. Going on with what was
    /// begun just before is no step of its own.
    pub(super) fn put(&mut self, key: u32, shape: Shape, going_on: bool) {
        if !going_on {
            self.step();
        }
        self.change(key, |_| shape.clone());
    }

    /// Moves a thing and changes its size, by so many hundredths of the picture's shorter side. It
    /// stays in the picture.
    pub(super) fn nudge(&mut self, key: u32, by: (i32, i32), size: (i32, i32)) {
        let shown = self.shown();
        let unit = self.unit();
        let scaled = |(x, y): (i32, i32)| (f64::from(x) * unit, f64::from(y) * unit);
        self.step();
        self.change(key, |shape| {
            shape.grown(scaled(size), shown).moved(scaled(by), shown)
        });
    }

    /// A hundredth of the shorter side, in whole pixels: what a key moves things by.
    fn unit(&self) -> f64 {
        let (width, height) = self.shown();
        f64::from((width.min(height) / 100).max(1))
    }

    fn change(&mut self, key: u32, to: impl FnOnce(&Shape) -> Shape) {
        if let Some(thing) = self.now.things.iter_mut().find(|thing| thing.key == key) {
            thing.shape = to(&thing.shape);
        }
    }

    /// A quarter turn clockwise. Labels stay upright: they are there to be read.
    pub(super) fn turn(&mut self) {
        self.step();
        let (width, height) = self.shown();
        for thing in &mut self.now.things {
            thing.shape = thing.shape.turned((width, height));
        }
        self.now.crop = self.now.crop.map(|area| quarter(area, height));
        self.now.turns = (self.now.turns + 1) % 4;
    }
}

#[cfg(test)]
mod tests;
