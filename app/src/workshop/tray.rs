//! The files of a message that is being written, as tiles.

use super::{
    Summary, editor,
    kept::Kept,
    tile::{Journey, Tile, TileState},
    tile_view::TileView,
};
use crate::{
    browser::{self, PickedFile},
    i18n::{i18n, words as w},
};
use futures::future::abortable;
use leptos::prelude::*;
use model::{NewFile, SentAs, TrayFile};
use std::rc::Rc;

/// How long what was taken out can be put back, in milliseconds.
const UNDO_MS: u64 = 8_000;

/// The files of one message.
#[derive(Clone, Copy)]
pub(super) struct Tray {
    /// Also those that were taken out a moment ago.
    pub(super) tiles: RwSignal<Vec<Tile>>,
    pub(super) next: StoredValue<u32>,
    pub(super) journey: StoredValue<Journey>,
    /// What is read aloud: where a tile went.
    pub(super) said: RwSignal<String>,
    /// What an earlier page held, until the desk says what it has of it.
    pub(super) restoring: RwSignal<Vec<Kept>>,
    /// What of it the desk does not have.
    pub(super) lost: RwSignal<Vec<String>>,
}

impl Tray {
    /// An empty one.
    pub(super) fn new(journey: Journey) -> Self {
        let tray = Self {
            tiles: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            journey: StoredValue::new(journey),
            said: RwSignal::default(),
            restoring: RwSignal::new(Vec::new()),
            lost: RwSignal::new(Vec::new()),
        };
        tray.settle();
        tray
    }

    /// A sentence when there is no room for so many more.
    pub(super) fn refusal(self, more: usize) -> Option<String> {
        let Journey { limits, i18n, .. } = self.journey.get_value();
        let refusal = model::FileRefusal::TooMany { max: limits.files };
        (more > self.room()).then(|| i18n.refusal(refusal))
    }

    /// How many more files it takes. What was taken out makes room.
    fn room(self) -> usize {
        let max = self.journey.with_value(|journey| journey.limits.files) as usize;
        let stays = |tile: &&Tile| !tile.removed.get_untracked();
        let lying = |tiles: &Vec<Tile>| tiles.iter().filter(stays).count();
        max.saturating_sub(self.tiles.with_untracked(lying))
    }

    /// Takes files in, as many as there is room for, and starts on them. Those that come when the tray is
    /// gone from the page are forgotten with it.
    pub(super) fn add(self, files: Vec<PickedFile>) {
        if self.tiles.is_disposed() {
            return;
        }
        if !files.is_empty() {
            self.lost.set(Vec::new());
        }
        let most = self.journey.with_value(|journey| journey.limits.files) as usize;
        if files.len() + self.tiles.with_untracked(Vec::len) > most {
            self.forget(|tile| tile.removed.get_untracked());
        }
        let room = self.room();
        self.tiles.update(|tiles| {
            for file in files.into_iter().take(room) {
                let id = self.next.get_value();
                self.next.set_value(id + 1);
                tiles.push(Tile::new(id, file));
            }
        });
        self.share_out();
    }

    /// Puts a picture on the bench.
    pub(super) fn edit(self, tile: Tile) {
        let journey = self.journey.get_value();
        let Some(picture) = tile.prepared.get_untracked() else {
            return;
        };
        let tried = tile.clone();
        let trial = move |edits, quality, answer: editor::Answer| {
            let (tile, journey) = (tried.clone(), self.journey.get_value());
            let (made, under_way) = abortable(async move {
                answer(tile.trial(&journey, &edits, quality).await);
            });
            leptos::task::spawn_local(async move {
                let _ = made.await;
            });
            under_way
        };
        let other_pictures = {
            let id = tile.id;
            move || {
                let mut tiles = self.tiles.get_untracked();
                tiles.retain(|other| other.is_picture && other.id != id);
                tiles
            }
        };
        let lies_there = |other: &Tile| !other.removed.get_untracked();
        let subject = editor::Subject {
            picture,
            file: tile.file.get_untracked(),
            picked: tile.picked_bytes,
            quality: tile.quality.get_untracked(),
            several: other_pictures().iter().any(lies_there),
            trial: Rc::new(trial),
            names: journey.names,
        };
        editor::open(subject, journey.i18n, move |wish| {
            let editor::Wish {
                edits,
                quality,
                for_all,
            } = wish;
            let mut changed = Vec::new();
            if tile.edit(edits, quality) {
                changed.push(tile.clone());
            }
            // Only what matters in them: each was turned upright by itself, and what is cut out or
            // hidden in one says nothing about another.
            if for_all {
                let chosen = |other: &Tile| {
                    other.choose(quality) && other.sent_as.get_untracked() == SentAs::Itself
                };
                changed.extend(other_pictures().into_iter().filter(chosen));
            }
            self.begin_anew(&changed);
        });
    }

    /// Sends a file another way.
    pub(super) fn send_as(self, tile: &Tile, way: SentAs) {
        tile.sent_as.set(way);
        self.begin_anew(std::slice::from_ref(tile));
    }

    /// Takes a file out; for some seconds it can be put back as it was.
    pub(super) fn remove(self, tile: &Tile) {
        let t = self.journey.with_value(|journey| journey.i18n);
        tile.removed.set(true);
        self.said.set(t.f(w::REMOVED, &[&tile.picked_name]));
        self.forget_later(tile.id);
    }

    fn forget_later(self, id: u32) {
        browser::later(UNDO_MS, move || {
            // The composer may be gone, and with it the tray.
            let Some(tiles) = self.tiles.try_get_untracked() else {
                return;
            };
            let tile = tiles.iter().find(|tile| tile.id == id);
            match tile.filter(|tile| tile.removed.get_untracked()) {
                // Somebody is about to press the button.
                Some(tile) if tile.undo_in_hand.get_untracked() => self.forget_later(id),
                Some(_) => self.forget(|tile| tile.id == id),
                None => {}
            }
        });
    }

    /// Puts it back as it was.
    pub(super) fn put_back_one(self, tile: &Tile) {
        let t = self.journey.with_value(|journey| journey.i18n);
        tile.removed.set(false);
        self.said.set(t.f(w::PUT_BACK, &[&tile.picked_name]));
    }

    /// Lets go of tiles for good; the desk, too.
    fn forget(self, which: impl Fn(&Tile) -> bool) {
        let (gone, stay): (Vec<Tile>, Vec<Tile>) =
            self.tiles.get_untracked().into_iter().partition(which);
        if !gone.is_empty() {
            for tile in gone {
                tile.erase();
                tile.stop();
            }
            self.tiles.set(stay);
        }
    }

    /// There is nothing in it.
    fn is_empty(self) -> bool {
        self.tiles.with(Vec::is_empty) && self.lost.with(Vec::is_empty)
    }

    /// How it stands.
    pub(super) fn summary(self) -> Summary {
        let mut summary = Summary {
            busy: !self.restoring.with(Vec::is_empty),
            ..Summary::default()
        };
        self.tiles.with(|tiles| {
            for tile in tiles.iter().filter(|tile| !tile.removed.get()) {
                match tile.state.get() {
                    TileState::Preparing(..) | TileState::Uploading(_) | TileState::Waiting(_) => {
                        summary.busy = true;
                    }
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

    /// The files that can go.
    pub(super) fn files(self) -> Vec<TrayFile> {
        let stays = |tile: &&Tile| !tile.removed.get();
        self.tiles
            .with(|tiles| tiles.iter().filter(stays).filter_map(Tile::told).collect())
    }

    /// How many pictures are ready and have no caption.
    fn without_caption(self) -> usize {
        self.tiles.with(|tiles| {
            let bare = |tile: &&Tile| {
                let ready = tile.is_picture && tile.state.with(TileState::is_ready);
                // All are read: one that changes is heard of.
                let bare = tile.caption.with(|caption| caption.trim().is_empty());
                ready && bare && !tile.removed.get()
            };
            tiles.iter().filter(bare).count()
        })
    }

    /// Takes out what can go. What cannot stays, with its reason.
    pub(super) fn take(self) -> (Vec<Tile>, Vec<NewFile>) {
        self.forget(|tile| tile.removed.get_untracked());
        let (gone, stay): (Vec<Tile>, Vec<Tile>) = self
            .tiles
            .get_untracked()
            .into_iter()
            .partition(|tile| tile.ready().is_some());
        self.tiles.set(stay);
        self.lost.set(Vec::new());
        let files = gone.iter().filter_map(Tile::ready).collect();
        (gone, files)
    }

    /// Puts back what could not be sent.
    pub(super) fn put_back(self, tiles: Vec<Tile>) {
        self.tiles.update(|all| {
            all.splice(0..0, tiles);
        });
        // More may lie here by now.
        self.share_out();
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
    let many = Memo::new(move |_| tray.tiles.with(|tiles| tiles.len() > 1));
    let bare = Memo::new(move |_| tray.without_caption());
    let nudge = move || match bare.get() {
        0 => String::new(),
        1 => t.t(w::NUDGE_ONE).to_owned(),
        more => t.f(w::NUDGE, &[&more.to_string()]),
    };
    view! {
        // There before it says something: only then it is read aloud.
        <p class="visually-hidden" role="status" data-testid="tray-said">{move || tray.said.get()}</p>
        {move || {
            some.get().then(|| {
                view! {
                    <div class="tray" data-testid="tray">
                        <ul aria-label=t.t(w::ATTACHMENTS) data-many=move || many.get().to_string()>
                            <For
                                each=move || tray.tiles.get()
                                key=|tile| tile.id
                                children=move |tile| view! { <TileView tile tray /> }
                            />
                        </ul>
                        {move || {
                            tray.lost
                                .get()
                                .into_iter()
                                .map(|name| {
                                    view! { <p class="tray-lost" role="status">{t.f(w::NOT_ON_DESK, &[&name])}</p> }
                                })
                                .collect_view()
                        }}
                    </div>
                    <p class="nudge" data-testid="nudge" hidden=move || bare.get() == 0>{nudge}</p>
                }
            })
        }}
    }
}
