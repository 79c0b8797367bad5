//! A file in the tray as one sees it: preview, what was done, caption, and the way out of trouble.

use super::{
    tile::{Tile, TileState},
    tray::Tray,
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

/// The tile.
#[component]
pub(super) fn TileView(
    /// The file.
    tile: Tile,
    /// The tray it lies in.
    tray: Tray,
) -> impl IntoView {
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
