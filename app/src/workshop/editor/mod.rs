//! A picture on the bench, before it goes: black out what nobody should see, crop, turn, point,
//! write, and see what will be sent.
//!
//! What was done can be taken back as long as the editor is open. What leaves it is one list of
//! edits; the tile makes the edited picture from it and forgets the other.

mod bench;
mod compare;
mod finder;
mod hands;
mod lens;
mod parts;
mod proposals;
mod stage;
mod texts;
mod tools;

use super::sketch::Sketch;
use crate::{
    browser::{self, PickedFile, Prepared},
    i18n::{I18n, Text, i18n, words as w},
};
use bench::{Bench, Tool};
pub(super) use compare::{Answer, Trial};
use compare::{ComparePanel, Comparison};
use finder::Finder;
use hands::Hands;
use leptos::{ev, html, prelude::*};
use model::{Edits, Quality};
use proposals::FinderBar;
use stage::Stage;
use std::sync::Arc;
use texts::{LabelField, letters};
use tools::Tools;

/// Id of the drawing.
const STAGE: &str = "editor-stage";

/// A picture that is to be edited.
pub(super) struct Subject {
    /// It as the worker has made it; that is what one draws on.
    pub(super) picture: Prepared,
    /// It as it was picked, or as it was left by the last editing.
    pub(super) file: PickedFile,
    /// Bytes it had when it was picked.
    pub(super) picked: u64,
    /// What matters in it so far.
    pub(super) quality: Quality,
    /// There are other pictures in the message.
    pub(super) several: bool,
    /// Makes it as it would be sent.
    pub(super) trial: Trial,
    /// What the ticket's contact is called, one name or address a line.
    pub(super) names: Arc<str>,
}

/// What a person wants done.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    /// To this picture.
    pub(super) edits: Edits,
    /// What matters in it.
    pub(super) quality: Quality,
    /// The same matters in every other picture of the message.
    pub(super) for_all: bool,
}

/// A dialog over everything.
#[component]
fn Editor<C: Fn(Option<Wish>) + Copy + 'static>(
    /// Where the picture is shown from.
    url: String,
    /// Pixels of it there.
    size: (u32, u32),
    /// Pixels of the file, upright.
    file: (u32, u32),
    /// What it was and what it will be.
    comparison: Comparison,
    /// Makes it as it would be sent.
    trial: Trial,
    /// It was closed; with what is to be done.
    closed: C,
) -> impl IntoView {
    let t = i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let bench = Bench::new(size);
    let hands = Hands::new(bench);
    let sketch = bench.sketch;
    let first = comparison.quality.get_untracked();
    let wanted = RwSignal::new(None::<Wish>);
    let asking = RwSignal::new(false);
    comparison.keep_up(bench, file, trial);
    browser::effect(move || browser::open_dialog(dialog));
    browser::effect(move || {
        sketch.track();
        // Who goes on working is asked anew.
        asking.set(false);
        browser::catch_focus(STAGE);
    });
    let leave = move || {
        if sketch.with_untracked(Sketch::is_changed) && !asking.get_untracked() {
            asking.set(true);
        } else {
            browser::close_dialog(dialog);
        }
    };
    let is_changed = move || {
        let quality = comparison.quality.get();
        quality != first || comparison.for_all.get() || sketch.with(Sketch::is_changed)
    };
    let apply = move || {
        bench.choose(None);
        wanted.set(Some(Wish {
            edits: sketch.with_untracked(|sketch| sketch.edits(file, letters)),
            quality: comparison.quality.get_untracked(),
            for_all: comparison.for_all.get_untracked(),
        }));
        browser::close_dialog(dialog);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == " " && !browser::is_typing(&event) {
            return hands.hold_space();
        }
        let heard = match event.key().as_str() {
            "Escape" => {
                leave();
                true
            }
            _ if browser::is_typing(&event) => false,
            _ => tools::key_pressed(bench, &event),
        };
        if heard {
            event.prevent_default();
        }
    };
    // The window hears of keys also when what had the focus has just gone.
    browser::effect(move || {
        let down = window_event_listener(ev::keydown, on_key);
        let up = window_event_listener(ev::keyup, move |event| {
            if event.key() == " " && hands.leave_space() {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            down.remove();
            up.remove();
        });
    });
    view! {
        <dialog
            class="editor"
            data-testid="editor"
            aria-label=t.t(w::EDIT_PICTURE)
            node_ref=dialog
            // A phone's way back.
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                leave();
            }
            on:close=move |_| {
                comparison.forget();
                closed(wanted.get_untracked());
            }
        >
            <Tools bench />
            <Stage bench hands url size comparison />
            <footer class="editor-foot">
                <FinderBar bench />
                {move || bench.comparing.get().then(|| view! { <ComparePanel comparison /> })}
                <LabelField bench />
                {move || (bench.tool.get() == Tool::Crop && !bench.comparing.get()).then(|| view! {
                    <button
                        type="button"
                        class="button quiet"
                        disabled=move || sketch.with(|sketch| sketch.now().crop.is_none())
                        on:click=move |_| sketch.update(Sketch::keep_all)
                    >
                        {t.t(w::CROP_NONE)}
                    </button>
                })}
                <p role="status">{move || t.t(hint(bench, asking.get()))}</p>
                <button type="button" class="button quiet" on:click=move |_| leave()>
                    {move || t.t(if asking.get() { w::EDIT_THROW_AWAY } else { w::CANCEL })}
                </button>
                <button
                    type="button"
                    class="button primary"
                    disabled=move || !is_changed()
                    on:click=move |_| apply()
                >
                    {t.t(w::EDIT_APPLY)}
                </button>
            </footer>
        </dialog>
    }
}

/// What to do now.
fn hint(bench: Bench, asking: bool) -> Text {
    if asking {
        return w::EDIT_LOSE;
    }
    if bench.comparing.get() {
        return w::COMPARE_HINT;
    }
    match bench.tool.get() {
        Tool::Cover => w::EDIT_HINT,
        Tool::Crop => w::CROP_HINT,
        Tool::Arrow => w::ARROW_HINT,
        Tool::Label => w::LABEL_HINT,
    }
}

/// Opens the editor over the page; `apply` hears what is to be done, if anything.
pub(super) fn open(subject: Subject, i18n: I18n, apply: impl Fn(Wish) + 'static) {
    let Subject {
        picture,
        file,
        picked,
        quality,
        several,
        trial,
        names,
    } = subject;
    let shown = browser::object_url(&picture.bytes, &picture.mime);
    let (Some(url), Some(before)) = (shown, browser::file_url(&file)) else {
        return;
    };
    let (size, from) = (picture.size, picture.from);
    browser::mount_over_page(move |unmount| {
        provide_context(i18n);
        if let Some(finder) = Finder::new(&picture, names, i18n.0) {
            provide_context(finder);
        }
        let urls = [url.clone(), before.clone()];
        let end = StoredValue::new_local((unmount, apply, urls));
        let comparison = Comparison::new(quality, several, picked, before, url.clone());
        let closed = move |wish: Option<Wish>| {
            end.with_value(|(unmount, apply, urls)| {
                for url in urls {
                    browser::revoke_url(url);
                }
                unmount();
                if let Some(wish) = wish {
                    apply(wish);
                }
            });
        };
        view! { <Editor url size file=from comparison trial closed /> }
    });
}
