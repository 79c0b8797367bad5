//! What the editor's rooms share: the sketch, the tool in hand, what is chosen, how one looks at it.

use super::super::sketch::{Point, Sketch};
use super::{lens::Lens, texts};
use crate::browser;
use leptos::prelude::*;
use model::Area;

/// What a hand on the picture does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    /// Hides a part.
    Cover,
    /// Says what stays.
    Crop,
    /// Points at something.
    Arrow,
    /// Writes.
    Label,
}

/// A picture being edited.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    pub(super) sketch: RwSignal<Sketch>,
    pub(super) tool: RwSignal<Tool>,
    /// The key of the thing in hand.
    pub(super) chosen: RwSignal<Option<u32>>,
    pub(super) lens: RwSignal<Lens>,
    /// Screen pixels there are for the picture.
    pub(super) room: RwSignal<Point>,
    /// Before and after are shown, and nothing is drawn.
    pub(super) comparing: RwSignal<bool>,
}

/// Id of the drawing of a thing.
pub(super) fn id_of(key: u32) -> String {
    format!("thing-{key}")
}

/// Id of the frame.
pub(super) const FRAME: &str = "editor-frame";

impl Bench {
    pub(super) fn new(size: (u32, u32)) -> Self {
        Self {
            sketch: RwSignal::new(Sketch::new(size)),
            tool: RwSignal::new(Tool::Cover),
            chosen: RwSignal::new(None),
            lens: RwSignal::new(Lens::FIT),
            room: RwSignal::new((0.0, 0.0)),
            comparing: RwSignal::new(false),
        }
    }

    /// What of the picture there is to see: all, or what will be sent of it.
    pub(super) fn area(self) -> Area {
        let comparing = self.comparing.get();
        self.sketch.with(|sketch| {
            let (width, height) = sketch.shown();
            let whole = Area {
                x: 0,
                y: 0,
                width,
                height,
            };
            if comparing { sketch.kept() } else { whole }
        })
    }

    /// The drawing's view box: left, top, width, height.
    pub(super) fn window(self) -> [f64; 4] {
        self.lens.get().window(self.area(), self.room.get())
    }

    /// Screen pixels to a pixel of the picture.
    pub(super) fn scale(self) -> f64 {
        self.lens.get().scale(self.area(), self.room.get())
    }

    /// Looks at it in another way.
    pub(super) fn look(self, how: impl FnOnce(Lens, Area, Point) -> Lens) {
        let (area, room) = untrack(|| (self.area(), self.room.get()));
        self.lens.update(|lens| *lens = how(*lens, area, room));
    }

    /// So many times as large, around the middle of what is seen.
    pub(super) fn zoom(self, by: f64) {
        let [x, y, width, height] = untrack(|| self.window());
        let middle = (x + width / 2.0, y + height / 2.0);
        self.look(|lens, area, room| lens.zoomed(by, middle, area, room));
    }

    /// Takes a tool in hand.
    pub(super) fn take(self, tool: Tool) {
        self.comparing.set(false);
        self.tool.set(tool);
    }

    /// Lays something into the middle for those who place it without a pointer, and hands it to the
    /// keyboard.
    pub(super) fn lay_middle(self, tool: Tool) {
        self.take(tool);
        let key = self.sketch.try_update(|sketch| match tool {
            Tool::Cover => sketch.hide_middle(),
            Tool::Arrow => sketch.point_middle(),
            Tool::Label => Some(sketch.label_middle()),
            Tool::Crop => None,
        });
        match key.flatten() {
            Some(key) if tool == Tool::Label => self.write(key),
            Some(key) => self.hand(key),
            None if tool == Tool::Crop => browser::focus_shape(FRAME.to_owned()),
            None => {}
        }
    }

    /// Chooses a thing; what was chosen before and says nothing is dropped.
    pub(super) fn choose(self, key: Option<u32>) {
        let before = self.chosen.get_untracked();
        if before == key {
            return;
        }
        self.chosen.set(key);
        if let Some(before) = before {
            let is_empty = |sketch: &Sketch| sketch.is_empty_label(before);
            if self.sketch.with_untracked(is_empty) {
                self.sketch.update(|sketch| sketch.drop_if_empty(before));
            }
        }
    }

    /// Chooses a thing and gives it the keyboard.
    pub(super) fn hand(self, key: u32) {
        self.choose(Some(key));
        browser::focus_shape(id_of(key));
    }

    /// Chooses a label and puts the cursor into its text.
    pub(super) fn write(self, key: u32) {
        self.choose(Some(key));
        browser::focus_field(texts::FIELD);
    }

    /// Takes the chosen thing away.
    pub(super) fn remove_chosen(self) {
        if let Some(key) = self.chosen.get_untracked() {
            self.chosen.set(None);
            self.sketch.update(|sketch| sketch.remove(key));
        }
    }

    /// The chosen thing, while it is there.
    pub(super) fn chosen_thing(self) -> Option<u32> {
        let key = self.chosen.get()?;
        self.sketch.with(|sketch| sketch.thing(key).map(|_| key))
    }
}
