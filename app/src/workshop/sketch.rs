//! What has been done to a picture in the editor so far, with its undo.

use model::{Area, Edits};

/// A part that is hidden. Its key stays while it is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hidden {
    pub(super) key: u32,
    pub(super) area: Area,
}

/// One state of it. Areas are those of the picture as it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// Quarter turns clockwise.
    pub(super) turns: u8,
    /// What is hidden, in the order in which it was drawn.
    pub(super) hidden: Vec<Hidden>,
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

    /// Whether anything would be lost.
    pub(super) fn is_changed(&self) -> bool {
        self.now.turns != 0 || !self.now.hidden.is_empty()
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
        if let Some(before) = self.before.pop() {
            self.after.push(std::mem::replace(&mut self.now, before));
        }
    }

    /// Takes it again.
    pub(super) fn redo(&mut self) {
        if let Some(after) = self.after.pop() {
            self.before.push(std::mem::replace(&mut self.now, after));
        }
    }

    /// From here on one can come back to how it is now.
    fn step(&mut self) {
        self.before.push(self.now.clone());
        self.after.clear();
    }

    /// Hides what lies between two corners; its key, unless there is next to nothing between them.
    pub(super) fn hide(&mut self, a: (f64, f64), b: (f64, f64)) -> Option<u32> {
        let (left, right) = (a.0.min(b.0) as u32, a.0.max(b.0).ceil() as u32);
        let (top, bottom) = (a.1.min(b.1) as u32, a.1.max(b.1).ceil() as u32);
        let area = Area {
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
        };
        if area.width < SMALLEST || area.height < SMALLEST {
            return None;
        }
        self.step();
        self.keys += 1;
        self.now.hidden.push(Hidden {
            key: self.keys,
            area,
        });
        Some(self.keys)
    }

    /// A part in the middle, for those who place it by keyboard.
    pub(super) fn hide_middle(&mut self) -> Option<u32> {
        let (width, height) = self.shown();
        let (width, height) = (f64::from(width), f64::from(height));
        self.hide(
            (width * 0.375, height * 0.45),
            (width * 0.625, height * 0.55),
        )
    }

    /// Shows a part again.
    pub(super) fn show(&mut self, key: u32) {
        self.step();
        self.now.hidden.retain(|hidden| hidden.key != key);
    }

    /// Moves a part and changes its size, by so many hundredths of the picture's shorter side. It
    /// stays in the picture.
    pub(super) fn nudge(&mut self, key: u32, (dx, dy): (i32, i32), (dw, dh): (i32, i32)) {
        let (width, height) = self.shown();
        let unit = (width.min(height) / 100).max(1);
        let moved = |at: u32, by: i32, most: u32| {
            let by = i64::from(by) * i64::from(unit);
            u32::try_from((i64::from(at) + by).clamp(0, most.into())).unwrap_or(at)
        };
        self.step();
        if let Some(hidden) = self.now.hidden.iter_mut().find(|hidden| hidden.key == key) {
            let Area {
                x,
                y,
                width: w,
                height: h,
            } = hidden.area;
            let (w, h) = (
                moved(w, dw, width).max(SMALLEST),
                moved(h, dh, height).max(SMALLEST),
            );
            hidden.area = Area {
                x: moved(x, dx, width.saturating_sub(w)),
                y: moved(y, dy, height.saturating_sub(h)),
                width: w,
                height: h,
            };
        }
    }

    /// A quarter turn clockwise.
    pub(super) fn turn(&mut self) {
        self.step();
        let (_, height) = self.shown();
        for Hidden { area, .. } in &mut self.now.hidden {
            *area = Area {
                x: height.saturating_sub(area.y + area.height),
                y: area.x,
                width: area.height,
                height: area.width,
            };
        }
        self.now.turns = (self.now.turns + 1) % 4;
    }

    /// What is to be done to the file, which may have more pixels than were looked at.
    pub(super) fn edits(&self, file: (u32, u32)) -> Edits {
        let scaled = |at: u32, up: bool| {
            let (has, shown) = (u64::from(file.0), u64::from(self.size.0.max(1)));
            let at = u64::from(at) * has;
            let at = if up { at.div_ceil(shown) } else { at / shown };
            u32::try_from(at).unwrap_or(u32::MAX)
        };
        let hidden = self.now.hidden.iter().map(|Hidden { area, .. }| {
            let (x, y) = (scaled(area.x, false), scaled(area.y, false));
            Area {
                x,
                y,
                width: scaled(area.x + area.width, true) - x,
                height: scaled(area.y + area.height, true) - y,
            }
        });
        Edits {
            turns: self.now.turns,
            crop: None,
            hidden: hidden.collect(),
            ..Edits::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(sketch: &Sketch) -> Vec<[u32; 4]> {
        let hidden = sketch.now().hidden.iter();
        hidden
            .map(|h| [h.area.x, h.area.y, h.area.width, h.area.height])
            .collect()
    }

    #[test]
    fn a_part_is_what_lies_between_two_corners() {
        let mut sketch = Sketch::new((100, 50));
        assert!(sketch.hide((30.2, 20.9), (10.5, 5.0)).is_some());
        assert_eq!(areas(&sketch), [[10, 5, 21, 16]]);
        assert_eq!(sketch.hide((30.0, 20.0), (31.0, 40.0)), None, "a slip");
    }

    #[test]
    fn every_step_can_be_taken_back_and_again() {
        let mut sketch = Sketch::new((100, 50));
        let key = sketch.hide((10.0, 10.0), (20.0, 30.0)).unwrap();
        sketch.turn();
        sketch.nudge(key, (1, -1), (2, 0));
        sketch.show(key);
        let last = sketch.now().clone();
        let mut steps = 0;
        while sketch.can_undo() {
            sketch.undo();
            steps += 1;
        }
        assert_eq!((steps, sketch.is_changed()), (4, false));
        while sketch.can_redo() {
            sketch.redo();
        }
        assert_eq!(sketch.now(), &last);
    }

    #[test]
    fn parts_turn_with_the_picture() {
        let mut sketch = Sketch::new((100, 50));
        sketch.hide((10.0, 5.0), (40.0, 15.0));
        sketch.turn();
        assert_eq!(sketch.shown(), (50, 100));
        assert_eq!(areas(&sketch), [[35, 10, 10, 30]]);
        for _ in 0..3 {
            sketch.turn();
        }
        assert_eq!(areas(&sketch), [[10, 5, 30, 10]]);
        assert_eq!(sketch.now().turns, 0);
    }

    #[test]
    fn a_part_stays_in_the_picture() {
        let mut sketch = Sketch::new((1000, 1000));
        let key = sketch.hide((0.0, 0.0), (50.0, 50.0)).unwrap();
        sketch.nudge(key, (-5, -5), (0, 0));
        assert_eq!(areas(&sketch), [[0, 0, 50, 50]]);
        sketch.nudge(key, (1000, 0), (1000, 0));
        assert_eq!(areas(&sketch), [[0, 0, 1000, 50]]);
    }

    #[test]
    fn what_was_looked_at_smaller_is_hidden_in_full() {
        let mut sketch = Sketch::new((100, 75));
        sketch.hide((10.0, 10.0), (20.0, 20.0));
        let edits = sketch.edits((333, 250));
        let hidden = edits.hidden[0];
        assert_eq!((hidden.x, hidden.y), (33, 33));
        assert_eq!(
            (hidden.x + hidden.width, hidden.y + hidden.height),
            (67, 67)
        );
    }
}
