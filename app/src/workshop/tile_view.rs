//! A file in the tray as one sees it: preview, what was done, caption, and the way out of trouble.

use super::{
    offer::{Offer, offers},
    order::grip_id,
    tile::{Tile, TileState},
    tile_facts::{done, size},
    tray::Tray,
};
use crate::{
    browser::{self, PickedFile, Stage},
    i18n::{I18n, i18n, words as w},
    ui::{Glyph, Icon, IconButton},
};
use leptos::{
    either::{Either, EitherOf4},
    ev,
    prelude::*,
};
use model::SentAs;

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
        state,
        caption,
        alt,
        is_picture,
        removed,
        picked_name,
        ..
    } = tile.clone();
    let testid = {
        let removed = removed.clone();
        move || {
            if removed.get() {
                "removed-tile"
            } else {
                "tile"
            }
        }
    };
    let kind = move || {
        if removed.get() {
            "removed"
        } else {
            state.with(TileState::as_str)
        }
    };
    let leaves = tile.clone();
    let remove = move |event: ev::MouseEvent| {
        tray.remove(&leaves);
        // The button is gone: the keyboard goes on at the one that takes its place.
        if browser::by_keyboard(&event) {
            browser::focus_later(undo_id(&leaves));
        }
    };
    let shown = alt.clone();
    view! {
        <li class="tile" data-testid=testid data-state=kind>
            <Preview tile=tile.clone() tray />
            <About tile=tile.clone() tray />
            <IconButton label=t.f(w::REMOVE, &[&picked_name]) icon=Icon::Close on:click=remove />
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
            {is_picture.then(|| view! {
                <input
                    name="alt"
                    placeholder=t.t(w::ALT_TEXT)
                    aria-label=t.t(w::ALT_TEXT)
                    maxlength="1024"
                    prop:value=move || shown.get()
                    on:input=move |event| alt.set(browser::target_value(&event))
                />
            })}
            <Removed tile=tile tray />
        </li>
    }
}

fn undo_id(tile: &Tile) -> String {
    format!("tile-undo-{}", tile.id)
}

/// The picture, and what one takes hold of it by.
#[component]
fn Preview(tile: Tile, tray: Tray) -> impl IntoView {
    let t = i18n();
    let icon = if tile.is_picture {
        Icon::Picture
    } else {
        Icon::File
    };
    let preview = {
        let prepared = tile.prepared.clone();
        Memo::new(move |_| {
            prepared
                .with(|p| p.as_ref().map(|p| p.preview_url.clone()))
                .filter(|url| !url.is_empty())
        })
    };
    let can_edit =
        tile.is_picture && tile.file.with_untracked(PickedFile::claimed_mime) != "image/gif";
    let edit_label = {
        let name = tile.name.clone();
        move || t.f(w::EDIT_FILE, &[&name.get()])
    };
    let (edited, moved, settled) = (tile.clone(), tile.clone(), tile.state.clone());
    view! {
        <div
            class="preview"
            on:pointerdown=move |event| {
                // A finger on it scrolls; it drags by the grip.
                if browser::is_mouse(&event) {
                    tray.move_by_pointer(&event);
                }
            }
        >
            {move || match preview.get() {
                Some(url) => Either::Left(view! { <img src=url alt="" draggable="false" /> }),
                None => Either::Right(view! { <Glyph icon /> }),
            }}
            <button
                type="button"
                class="grip"
                id=grip_id(&tile)
                data-testid="grip"
                aria-label=t.f(w::MOVE_TILE, &[&tile.picked_name])
                title=t.f(w::MOVE_TILE, &[&tile.picked_name])
                on:keydown=move |event| tray.move_by_key(&moved, &event)
                on:pointerdown=move |event| {
                    event.stop_propagation();
                    tray.move_by_pointer(&event);
                }
            >
                <Glyph icon=Icon::Grip />
            </button>
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
    }
}

/// Name, size, what was done or is being done, and what else one can do.
#[component]
fn About(tile: Tile, tray: Tray) -> impl IntoView {
    let t = i18n();
    let (sized, told, standing) = (tile.clone(), tile.clone(), tile.state.clone());
    let name = tile.picked_name.clone();
    let ways = Memo::new({
        let tile = tile.clone();
        move |_| tray.journey.with_value(|journey| offers(&tile, journey))
    });
    let buttons = move || {
        let button = |offer: Offer| {
            let tile = tile.clone();
            let hint = match offer {
                Offer::Send(SentAs::Document) => t.t(w::UNTOUCHED_HINT),
                Offer::Send(SentAs::Link) => t.t(w::LINK_HINT),
                _ => "",
            };
            view! {
                <button
                    type="button"
                    class="button quiet"
                    data-testid="offer"
                    data-offer=offer.as_str()
                    title=hint
                    on:click={
                        let tile = tile.clone();
                        move |_| match offer {
                            Offer::Retry => tray.begin_anew(std::slice::from_ref(&tile)),
                            Offer::Send(way) => tray.send_as(&tile, way),
                        }
                    }
                >
                    {t.t(offer.label(tile.is_picture))}
                </button>
            }
        };
        ways.get().into_iter().map(button).collect_view()
    };
    view! {
        <div class="tile-about">
            <p class="tile-name" title=name.clone()>{name.clone()}</p>
            <p class="tile-size" data-testid="tile-size">{move || size(t, &sized)}</p>
            {move || show_state(t, &standing.get())}
            <p class="tile-done" data-testid="tile-done">{move || done(t, &told)}</p>
            <p class="tile-offers">{buttons}</p>
        </div>
    }
}

/// What stands in the place of a tile that was taken out.
#[component]
fn Removed(tile: Tile, tray: Tray) -> impl IntoView {
    let t = i18n();
    let (id, name) = (undo_id(&tile), tile.picked_name.clone());
    let (held, let_go) = (tile.undo_in_hand.clone(), tile.undo_in_hand.clone());
    view! {
        <p class="tile-removed">
            <span>{t.f(w::REMOVED, &[&name])}</span>
            <button
                type="button"
                class="button quiet"
                id=id
                data-testid="undo-remove"
                aria-label=t.f(w::UNDO_REMOVE, &[&name])
                on:focus=move |_| held.set(true)
                on:blur=move |_| let_go.set(false)
                on:click=move |event| {
                    tray.put_back_one(&tile);
                    if browser::by_keyboard(&event) {
                        browser::focus_later(grip_id(&tile));
                    }
                }
            >
                {t.t(w::UNDO_SHORT)}
            </button>
        </p>
    }
}

/// Progress, or what went wrong.
fn show_state(t: I18n, state: &TileState) -> impl IntoView + use<> {
    match state {
        TileState::Ready(_) => EitherOf4::A(()),
        TileState::Failed(trouble) => {
            EitherOf4::B(view! { <p class="problem" role="alert">{trouble.sentence.clone()}</p> })
        }
        TileState::Uploading(share) => EitherOf4::C(progress(t.t(w::UPLOADING), 0.6 + share * 0.4)),
        TileState::Waiting(share) => EitherOf4::D(view! {
            {progress(t.t(w::UPLOADING), 0.6 + share * 0.4)}
            <p class="tile-waiting" role="status">{t.t(w::WAITING_FOR_LINE)}</p>
        }),
        TileState::Preparing(stage, fraction) => {
            // Reading and writing take most of the time; see the bench.
            let (begin, share) = match stage {
                Stage::Decode => (0.0, 0.15),
                Stage::Resize => (0.15, 0.1),
                Stage::Encode => (0.25, 0.35),
            };
            EitherOf4::C(progress(t.t(w::PREPARING), begin + fraction * share))
        }
    }
}

fn progress(label: &'static str, share: f64) -> impl IntoView + use<> {
    view! { <progress max="100" value=((share * 100.0) as u32).to_string() aria-label=label title=label></progress> }
}
