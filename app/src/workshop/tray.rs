//! The files of a message that is being written, as tiles.

use super::{
    Summary, editor,
    tile::{Journey, Tile, TileState},
    tile_view::TileView,
};
use crate::{
    browser::PickedFile,
    i18n::{i18n, words as w},
};
use futures::future::abortable;
use leptos::prelude::*;
use model::NewFile;
use std::rc::Rc;

/// The files of one message.
#[derive(Clone, Copy)]
pub(super) struct Tray {
    tiles: RwSignal<Vec<Tile>>,
    next: StoredValue<u32>,
    journey: StoredValue<Journey>,
}

impl Tray {
    /// An empty one.
    pub(super) fn new(journey: Journey) -> Self {
        Self {
            tiles: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            journey: StoredValue::new(journey),
        }
    }

    /// A sentence when there is no room for so many more.
    pub(super) fn refusal(self, more: usize) -> Option<String> {
        let Journey { limits, i18n, .. } = self.journey.get_value();
        let refusal = model::FileRefusal::TooMany { max: limits.files };
        (more > self.room()).then(|| i18n.refusal(refusal))
    }

    /// How many more files it takes.
    fn room(self) -> usize {
        let max = self.journey.get_value().limits.files as usize;
        max.saturating_sub(self.tiles.with_untracked(Vec::len))
    }

    /// Takes files in, as many as there is room for, and starts on them. Those that come when the tray is
    /// gone from the page are forgotten with it.
    pub(super) fn add(self, files: Vec<PickedFile>) {
        if self.tiles.is_disposed() {
            return;
        }
        let before = self.pictures();
        for file in files.into_iter().take(self.room()) {
            let id = self.next.get_value();
            self.next.set_value(id + 1);
            self.tiles.update(|tiles| tiles.push(Tile::new(id, file)));
        }
        self.fit(before, |tile, first_new| tile.id >= first_new);
    }

    /// How many pictures share the message's budget.
    fn pictures(self) -> (u32, u32) {
        let count = self
            .tiles
            .with_untracked(|tiles| tiles.iter().filter(|t| t.is_picture).count());
        (count as u32, self.next.get_value())
    }

    /// Starts the new tiles, and those again that a smaller share of the budget makes too large.
    fn fit(self, (before, first_new): (u32, u32), is_new: impl Fn(&Tile, u32) -> bool) {
        let journey = self.journey.get_value();
        let share = |count: u32| journey.limits.picture_budget(count);
        let (old, new) = (share(before), share(self.pictures().0));
        for tile in self.tiles.get_untracked() {
            let shrinks = tile.is_picture && new.max_bytes < old.max_bytes;
            if is_new(&tile, first_new) || shrinks {
                tile.start(&journey, new.clone());
            }
        }
    }

    /// Puts a picture on the bench.
    pub(super) fn edit(self, tile: Tile) {
        let journey = self.journey.get_value();
        let Some(picture) = tile.prepared.get_untracked() else {
            return;
        };
        let share = move || {
            let journey = self.journey.get_value();
            let budget = journey.limits.picture_budget(self.pictures().0);
            (journey, budget)
        };
        let tried = tile.clone();
        let trial = move |edits, quality, answer: editor::Answer| {
            let (tile, (journey, budget)) = (tried.clone(), share());
            let (made, under_way) = abortable(async move {
                answer(tile.trial(&journey, budget, &edits, quality).await);
            });
            leptos::task::spawn_local(async move {
                let _ = made.await;
            });
            under_way
        };
        let subject = editor::Subject {
            picture,
            file: tile.file.get_untracked(),
            picked: tile.picked_bytes,
            quality: tile.quality.get_untracked(),
            several: self.pictures().0 > 1,
            trial: Rc::new(trial),
            names: journey.names,
        };
        editor::open(subject, journey.i18n, move |wish| {
            let (journey, budget) = share();
            let editor::Wish {
                edits,
                quality,
                for_all,
            } = wish;
            tile.edit(&journey, budget.clone(), edits, quality);
            // Only what matters in them: each was turned upright by itself, and what is cut out or
            // hidden in one says nothing about another.
            for other in self.tiles.get_untracked() {
                if for_all && other.is_picture && other.id != tile.id {
                    other.choose(&journey, budget.clone(), quality);
                }
            }
        });
    }

    pub(super) fn retry(self, tile: &Tile) {
        let journey = self.journey.get_value();
        tile.start(&journey, journey.limits.picture_budget(self.pictures().0));
    }

    pub(super) fn remove(self, id: u32) {
        self.tiles.update(|tiles| {
            tiles.retain(|tile| {
                if tile.id == id {
                    tile.stop();
                }
                tile.id != id
            });
        });
    }

    /// There is nothing in it.
    pub(super) fn is_empty(self) -> bool {
        self.tiles.with(Vec::is_empty)
    }

    /// How it stands.
    pub(super) fn summary(self) -> Summary {
        let mut summary = Summary::default();
        self.tiles.with(|tiles| {
            for tile in tiles {
                match tile.state.get() {
                    TileState::Preparing(..) | TileState::Uploading(_) => summary.busy = true,
                    TileState::Ready(upload) => {
                        summary.files += 1;
                        summary.bytes += upload.bytes;
                    }
                    TileState::Failed(_) => {}
                }
            }
        });
        summary
    }

    /// Takes out what can go. What cannot stays, with its reason.
    pub(super) fn take(self) -> (Vec<Tile>, Vec<NewFile>) {
        let (gone, stay): (Vec<Tile>, Vec<Tile>) = self
            .tiles
            .get_untracked()
            .into_iter()
            .partition(|tile| tile.ready().is_some());
        self.tiles.set(stay);
        let files = gone.iter().filter_map(Tile::ready).collect();
        (gone, files)
    }

    /// Puts back what could not be sent.
    pub(super) fn put_back(self, tiles: Vec<Tile>) {
        self.tiles.update(|all| {
            all.splice(0..0, tiles);
        });
    }
}

/// The tray itself; nothing while it is empty.
#[component]
pub(super) fn TrayView(
    /// Whose tiles.
    tray: Tray,
) -> impl IntoView {
    let t = i18n();
    let some = Memo::new(move |_| !tray.is_empty());
    view! {
        {move || {
            some.get().then(|| {
                view! {
                    <div class="tray" data-testid="tray">
                        <ul aria-label=t.t(w::ATTACHMENTS)>
                            <For
                                each=move || tray.tiles.get()
                                key=|tile| tile.id
                                children=move |tile| view! { <TileView tile tray /> }
                            />
                        </ul>
                    </div>
                }
            })
        }}
    }
}
