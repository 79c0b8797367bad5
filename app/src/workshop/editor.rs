//! A picture on the bench, before it goes: black out what nobody should see, turn it.

use super::sketch::{Hidden, Sketch};
use crate::{
    browser,
    i18n::{i18n, words as w},
    ui::{Icon, IconButton},
};
use leptos::{ev, html, prelude::*};
use model::Edits;

/// Id of the drawing.
const STAGE: &str = "editor-stage";

/// A dialog over everything.
#[component]
pub(super) fn Editor<C: Fn(Option<Edits>) + Copy + 'static>(
    /// Where the picture is shown from.
    url: String,
    /// Pixels of it there.
    size: (u32, u32),
    /// Pixels of the file, upright.
    file: (u32, u32),
    /// It was closed; with what is to be done.
    closed: C,
) -> impl IntoView {
    let t = i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let sketch = RwSignal::new(Sketch::new(size));
    let wanted = RwSignal::new(None::<Edits>);
    let asking = RwSignal::new(false);
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
    let apply = move || {
        let edits = sketch.with_untracked(|sketch| sketch.edits(file));
        wanted.set(Some(edits).filter(|edits| !edits.is_none()));
        browser::close_dialog(dialog);
    };
    let add = move || {
        let key = sketch.try_update(Sketch::hide_middle).flatten();
        if let Some(key) = key {
            browser::focus_shape(id_of(key));
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let command = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "z" | "Z" if command && event.shift_key() => sketch.update(Sketch::redo),
            "z" if command => sketch.update(Sketch::undo),
            "y" if command => sketch.update(Sketch::redo),
            "Escape" => leave(),
            _ => return,
        }
        event.prevent_default();
    };
    // The window hears of keys also when what had the focus has just gone.
    browser::effect(move || {
        let heard = window_event_listener(ev::keydown, on_key);
        on_cleanup(move || heard.remove());
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
            on:close=move |_| closed(wanted.get_untracked())
        >
            <div class="editor-tools" role="toolbar" aria-label=t.t(w::TOOLS)>
                <IconButton label=t.t(w::BLACK_OUT) icon=Icon::Cover on:click=move |_| add() />
                <IconButton
                    label=t.t(w::TURN)
                    icon=Icon::Turn
                    on:click=move |_| sketch.update(Sketch::turn)
                />
                <IconButton
                    label=t.t(w::UNDO)
                    icon=Icon::Undo
                    attr:disabled=move || !sketch.with(Sketch::can_undo)
                    on:click=move |_| sketch.update(Sketch::undo)
                />
                <IconButton
                    label=t.t(w::REDO)
                    icon=Icon::Redo
                    attr:disabled=move || !sketch.with(Sketch::can_redo)
                    on:click=move |_| sketch.update(Sketch::redo)
                />
            </div>
            <div class="editor-bench">
                <Stage url size sketch />
            </div>
            <footer class="editor-foot">
                <p role="status">
                    {move || t.t(if asking.get() { w::EDIT_LOSE } else { w::EDIT_HINT })}
                </p>
                <button type="button" class="button quiet" on:click=move |_| leave()>
                    {move || t.t(if asking.get() { w::EDIT_THROW_AWAY } else { w::CANCEL })}
                </button>
                <button
                    type="button"
                    class="button primary"
                    disabled=move || !sketch.with(Sketch::is_changed)
                    on:click=move |_| apply()
                >
                    {t.t(w::EDIT_APPLY)}
                </button>
            </footer>
        </dialog>
    }
}

fn id_of(key: u32) -> String {
    format!("hidden-{key}")
}

/// The picture, and what is drawn over it. A drawing of SVG: its numbers are attributes, which the
/// page's policy allows, where styles are not.
#[component]
fn Stage(url: String, size: (u32, u32), sketch: RwSignal<Sketch>) -> impl IntoView {
    let t = i18n();
    // The corner at which a part was begun, and where the pointer is now.
    let drawn = RwSignal::new(None::<[(f64, f64); 2]>);
    let point = move |event: &ev::PointerEvent| {
        let (width, height) = sketch.with_untracked(Sketch::shown);
        browser::point_in(event, width.into(), height.into())
    };
    let begin = move |event: ev::PointerEvent| {
        if event.button() == 0 {
            let at = point(&event);
            drawn.set(Some([at, at]));
        }
    };
    let go_on = move |event: ev::PointerEvent| {
        if let Some([from, _]) = drawn.get_untracked() {
            drawn.set(Some([from, point(&event)]));
        }
    };
    let end = move |_| {
        if let Some([from, to]) = drawn.try_update(Option::take).flatten() {
            sketch.update(|sketch| {
                let _ = sketch.hide(from, to);
            });
        }
    };
    let turned = move || {
        let (w, h) = size;
        match sketch.with(|sketch| sketch.now().turns) {
            1 => format!("translate({h} 0) rotate(90)"),
            2 => format!("translate({w} {h}) rotate(180)"),
            3 => format!("translate(0 {w}) rotate(270)"),
            _ => String::new(),
        }
    };
    let field = move || {
        let (width, height) = sketch.with(Sketch::shown);
        format!("0 0 {width} {height}")
    };
    // While it is drawn a part has no key yet.
    let rubber = move |pick: fn([f64; 4]) -> f64| {
        move || {
            let corners = drawn.get().unwrap_or_default();
            let [(a, b), (c, d)] = corners;
            pick([a.min(c), b.min(d), (a - c).abs(), (b - d).abs()]).to_string()
        }
    };
    view! {
        <svg
            id=STAGE
            tabindex="-1"
            class="editor-stage"
            data-testid="editor-stage"
            viewBox=field
            on:pointerdown=begin
            on:pointermove=go_on
            on:pointerup=end
            on:pointercancel=move |_| drawn.set(None)
        >
            <image href=url width=size.0.to_string() height=size.1.to_string() transform=turned></image>
            <For
                each=move || sketch.with(|sketch| sketch.now().hidden.clone())
                key=|hidden| hidden.key
                children=move |Hidden { key, .. }| view! { <Part key sketch label=t.t(w::HIDDEN_PART) /> }
            />
            <rect
                class="drawing"
                x=rubber(|[x, ..]| x)
                y=rubber(|[_, y, ..]| y)
                width=rubber(|[_, _, width, _]| width)
                height=rubber(|[.., height]| height)
            ></rect>
        </svg>
    }
}

/// A part that is hidden: arrows move it, with Shift they change its size, Delete shows it again.
#[component]
fn Part(key: u32, sketch: RwSignal<Sketch>, label: &'static str) -> impl IntoView {
    let side = move |pick: fn(&Hidden) -> u32| {
        move || {
            sketch.with(|sketch| {
                let hidden = sketch.now().hidden.iter().find(|hidden| hidden.key == key);
                hidden.map_or(0, pick).to_string()
            })
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => (-1, 0),
            "ArrowRight" => (1, 0),
            "ArrowUp" => (0, -1),
            "ArrowDown" => (0, 1),
            "Delete" | "Backspace" => {
                event.prevent_default();
                return sketch.update(|sketch| sketch.show(key));
            }
            _ => return,
        };
        event.prevent_default();
        sketch.update(|sketch| {
            if event.shift_key() {
                sketch.nudge(key, (0, 0), by);
            } else {
                sketch.nudge(key, by, (0, 0));
            }
        });
    };
    view! {
        <rect
            id=id_of(key)
            class="hidden-part"
            data-testid="hidden-part"
            tabindex="0"
            role="img"
            aria-label=label
            x=side(|hidden| hidden.area.x)
            y=side(|hidden| hidden.area.y)
            width=side(|hidden| hidden.area.width)
            height=side(|hidden| hidden.area.height)
            on:keydown=on_key
        ></rect>
    }
}

/// Opens the editor over the page; `apply` hears what is to be done, if anything.
pub(super) fn open(
    picture: &browser::Prepared,
    i18n: crate::i18n::I18n,
    apply: impl Fn(Edits) + 'static,
) {
    let Some(url) = browser::object_url(&picture.bytes, &picture.mime) else {
        return;
    };
    let (size, file) = (picture.size, picture.from);
    browser::mount_over_page(move |unmount| {
        provide_context(i18n);
        let end = StoredValue::new_local((unmount, apply, url.clone()));
        let closed = move |edits: Option<Edits>| {
            end.with_value(|(unmount, apply, url)| {
                browser::revoke_url(url);
                unmount();
                if let Some(edits) = edits {
                    apply(edits);
                }
            });
        };
        view! { <Editor url size file closed /> }
    });
}
