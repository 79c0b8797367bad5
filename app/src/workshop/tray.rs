//! The files of a message that is being written, as tiles.

use super::{
    Summary, editor,
    tile::{Journey, Tile, TileState},
};
use crate::{
    browser::{self, PickedFile, Stage},
    i18n::{I18n, i18n, words as w},
    ui::{Glyph, Icon, IconButton, bytes},
};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};
use model::NewFile;

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

    /// Takes files in and starts on them. Answers with a sentence when they are too many.
    pub(super) fn add(self, files: Vec<PickedFile>) -> Option<String> {
        let journey = self.journey.get_value();
        let room =
            (journey.limits.files as usize).saturating_sub(self.tiles.with_untracked(Vec::len));
        let refusal = (files.len() > room).then(|| {
            journey.i18n.refusal(model::FileRefusal::TooMany {
                max: journey.limits.files,
            })
        });
        let before = self.pictures();
        for file in files.into_iter().take(room) {
            let id = self.next.get_value();
            self.next.set_value(id + 1);
            self.tiles.update(|tiles| tiles.push(Tile::new(id, file)));
        }
        self.fit(before, |tile, first_new| tile.id >= first_new);
        refusal
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
    fn edit(self, tile: Tile) {
        let journey = self.journey.get_value();
        if let Some(picture) = tile.prepared.get_untracked() {
            editor::open(&picture, journey.i18n, move |edits| {
                let journey = self.journey.get_value();
                let budget = journey.limits.picture_budget(self.pictures().0);
                tile.edit(&journey, budget, edits);
            });
        }
    }

    fn retry(self, tile: &Tile) {
        let journey = self.journey.get_value();
        tile.start(&journey, journey.limits.picture_budget(self.pictures().0));
    }

    fn remove(self, id: u32) {
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

#[component]
fn TileView(tile: Tile, tray: Tray) -> impl IntoView {
    let t = i18n();
    let Tile {
        name,
        state,
        prepared,
        caption,
        alt,
        ..
    } = tile.clone();
    let from = tile.picked_bytes;
    let (edited, hidden, settled) = (tile.clone(), tile.hidden.clone(), tile.state.clone());
    let can_edit =
        tile.is_picture && tile.file.with_untracked(PickedFile::claimed_mime) != "image/gif";
    let (retry, id, is_picture) = (tile.clone(), tile.id, tile.is_picture);
    let label = {
        let name = name.clone();
        move || t.f(w::REMOVE, &[&name.get()])
    };
    let size = {
        let (state, prepared) = (state.clone(), prepared.clone());
        move || {
            let now = prepared.with(|p| p.as_ref().map(|p| u64::from(p.bytes.length())));
            let now = match state.get() {
                TileState::Ready(upload) => Some(upload.bytes),
                _ => now,
            };
            match now {
                Some(now) if now != from => format!("{} → {}", bytes(from, t.0), bytes(now, t.0)),
                _ => bytes(from, t.0),
            }
        }
    };
    let preview = {
        let prepared = prepared.clone();
        Memo::new(move |_| {
            prepared
                .with(|p| p.as_ref().map(|p| p.preview_url.clone()))
                .filter(|url| !url.is_empty())
        })
    };
    let edit_label = {
        let name = name.clone();
        move || t.f(w::EDIT_FILE, &[&name.get()])
    };
    let name_text = {
        let name = name.clone();
        move || name.get()
    };
    let (kind, standing) = (state.clone(), state);
    view! {
        <li class="tile" data-testid="tile" data-state=move || kind.with(TileState::as_str)>
            <div class="preview">
                {move || match preview.get() {
                    Some(url) => Either::Left(view! { <img src=url alt="" /> }),
                    None => Either::Right(view! { <Glyph icon=if is_picture { Icon::Picture } else { Icon::File } /> }),
                }}
                {can_edit.then(|| view! {
                    <button
                        type="button"
                        class="edit"
                        data-testid="edit-picture"
                        aria-label=edit_label
                        title=t.t(w::EDIT_PICTURE)
                        // Until then what is shown and what is kept may differ: an area would land elsewhere.
                        disabled=move || !settled.with(TileState::is_ready)
                        on:click=move |_| tray.edit(edited.clone())
                    >
                        <Glyph icon=Icon::Cover />
                    </button>
                })}
            </div>
            <div class="tile-about">
                <p class="tile-name" title=name_text.clone()>{name_text.clone()}</p>
                <p class="tile-size" data-testid="tile-size">{size}</p>
                {move || show_state(t, &standing.get(), &retry, tray)}
                <p class="tile-done">{move || prepared.with(|p| p.as_ref().map(|p| done(t, p, hidden.get())))}</p>
            </div>
            <IconButton label icon=Icon::Close on:click=move |_| tray.remove(id) />
            <input
                name="caption"
                placeholder=t.t(w::CAPTION)
                aria-label=t.t(w::CAPTION)
                title=t.t(w::CAPTION_NUDGE)
                maxlength="1024"
                prop:value={
                    let caption = caption.clone();
                    move || caption.get()
                }
                on:input=move |event| caption.set(browser::target_value(&event))
            />
            {is_picture.then(|| {
                let shown = alt.clone();
                view! {
                    <input
                        name="alt"
                        placeholder=t.t(w::ALT_TEXT)
                        aria-label=t.t(w::ALT_TEXT)
                        maxlength="1024"
                        prop:value=move || shown.get()
                        on:input=move |event| alt.set(browser::target_value(&event))
                    />
                }
            })}
        </li>
    }
}

/// Progress, or what went wrong and the way out.
fn show_state(t: I18n, state: &TileState, tile: &Tile, tray: Tray) -> impl IntoView + use<> {
    match state {
        TileState::Ready(_) => EitherOf3::A(()),
        TileState::Failed(sentence) => {
            let (tile, sentence) = (tile.clone(), sentence.clone());
            EitherOf3::B(view! {
                <p class="problem" role="alert">
                    {sentence}
                    <button type="button" class="button quiet" on:click=move |_| tray.retry(&tile)>
                        {t.t(w::RETRY)}
                    </button>
                </p>
            })
        }
        TileState::Uploading(share) => EitherOf3::C(progress(t.t(w::UPLOADING), 0.6 + share * 0.4)),
        TileState::Preparing(stage, fraction) => {
            // Reading and writing take most of the time; see the bench.
            let (begin, share) = match stage {
                Stage::Decode => (0.0, 0.15),
                Stage::Resize => (0.15, 0.1),
                Stage::Encode => (0.25, 0.35),
            };
            EitherOf3::C(progress(t.t(w::PREPARING), begin + fraction * share))
        }
    }
}

fn progress(label: &'static str, share: f64) -> impl IntoView + use<> {
    view! { <progress max="100" value=((share * 100.0) as u32).to_string() aria-label=label title=label></progress> }
}

/// "turned upright, location removed"
fn done(t: I18n, picture: &browser::Prepared, hidden: u32) -> String {
    let facts = [
        (hidden > 0, w::PARTS_HIDDEN),
        (picture.turned_upright, w::TURNED_UPRIGHT),
        (picture.location_removed, w::LOCATION_REMOVED),
        (
            picture.metadata_removed && !picture.location_removed,
            w::METADATA_REMOVED,
        ),
    ];
    let words: Vec<&str> = facts
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, text)| t.t(*text))
        .collect();
    words.join(", ")
}
