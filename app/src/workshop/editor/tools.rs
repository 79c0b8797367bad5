//! The editor's buttons and keys.

use super::super::sketch::Sketch;
use super::{
    bench::{Bench, Tool},
    lens::{Lens, STEP},
    proposals::FindButton,
};
use crate::{
    i18n::{i18n, words as w},
    ui::{Glyph, Icon},
};
use leptos::{ev, prelude::*};

/// A button of the toolbar. Listeners and further attributes pass through to it.
#[component]
pub(super) fn ToolButton(
    /// What it does, beginning with a verb.
    label: &'static str,
    /// The key that does the same.
    key: &'static str,
    /// Its picture.
    icon: Icon,
) -> impl IntoView {
    let title = if key.is_empty() {
        label.to_owned()
    } else {
        format!("{label} ({key})")
    };
    let shortcut = key.replace("Ctrl", "Control");
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=label
            title=title
            aria-keyshortcuts=Some(shortcut).filter(|key| !key.is_empty())
        >
            <Glyph icon />
        </button>
    }
}

/// All of them.
#[component]
pub(super) fn Tools(bench: Bench) -> impl IntoView {
    let t = i18n();
    let sketch = bench.sketch;
    let in_hand =
        move |tool: Tool| move || (bench.tool.get() == tool && !bench.comparing.get()).to_string();
    // By keyboard, and when the tool is in hand already, the button itself lays something down.
    let press = move |tool: Tool| {
        move |event: ev::MouseEvent| {
            let again = bench.tool.get_untracked() == tool && !bench.comparing.get_untracked();
            if event.detail() == 0 || again {
                bench.lay_middle(tool);
            } else {
                bench.take(tool);
            }
        }
    };
    let percent = move || format!("{} %", (bench.scale() * 100.0).round());
    view! {
        <div class="editor-tools" role="toolbar" aria-label=t.t(w::TOOLS)>
            <ToolButton
                label=t.t(w::BLACK_OUT)
                key="B"
                icon=Icon::Cover
                attr:aria-pressed=in_hand(Tool::Cover)
                on:click=press(Tool::Cover)
            />
            <FindButton />
            <ToolButton
                label=t.t(w::CROP)
                key="C"
                icon=Icon::Crop
                attr:aria-pressed=in_hand(Tool::Crop)
                on:click=press(Tool::Crop)
            />
            <ToolButton
                label=t.t(w::ARROW)
                key="A"
                icon=Icon::Arrow
                attr:aria-pressed=in_hand(Tool::Arrow)
                on:click=press(Tool::Arrow)
            />
            <ToolButton
                label=t.t(w::LABEL)
                key="T"
                icon=Icon::Letters
                attr:aria-pressed=in_hand(Tool::Label)
                on:click=press(Tool::Label)
            />
            <ToolButton
                label=t.t(w::TURN)
                key="R"
                icon=Icon::Turn
                on:click=move |_| sketch.update(Sketch::turn)
            />
            <ToolButton
                label=t.t(w::TAKE_AWAY)
                key="Delete"
                icon=Icon::Bin
                attr:disabled=move || bench.chosen_thing().is_none()
                on:click=move |_| bench.remove_chosen()
            />
            <ToolButton
                label=t.t(w::UNDO)
                key="Ctrl+Z"
                icon=Icon::Undo
                attr:disabled=move || !sketch.with(Sketch::can_undo)
                on:click=move |_| sketch.update(Sketch::undo)
            />
            <ToolButton
                label=t.t(w::REDO)
                key="Ctrl+Y"
                icon=Icon::Redo
                attr:disabled=move || !sketch.with(Sketch::can_redo)
                on:click=move |_| sketch.update(Sketch::redo)
            />
            <ToolButton
                label=t.t(w::ZOOM_OUT)
                key="-"
                icon=Icon::ZoomOut
                on:click=move |_| bench.zoom(1.0 / STEP)
            />
            <button
                type="button"
                class="icon-button zoom"
                data-testid="zoom"
                aria-label=move || t.f(w::ZOOM_IS, &[&percent()])
                title=t.t(w::ZOOM_FIT)
                on:click=move |_| fit_or_actual(bench)
            >
                {percent}
            </button>
            <ToolButton
                label=t.t(w::ZOOM_IN)
                key="+"
                icon=Icon::ZoomIn
                on:click=move |_| bench.zoom(STEP)
            />
            <ToolButton
                label=t.t(w::COMPARE)
                key="V"
                icon=Icon::Compare
                attr:aria-pressed=move || bench.comparing.get().to_string()
                on:click=move |_| compare(bench)
            />
        </div>
    }
}

/// Shows before and after, or goes back to work.
fn compare(bench: Bench) {
    bench.choose(None);
    bench.lens.set(Lens::FIT);
    bench.comparing.update(|comparing| *comparing = !*comparing);
}

fn fit_or_actual(bench: Bench) {
    bench.look(|lens, area, room| {
        if lens.fits() {
            lens.actual(area, room)
        } else {
            Lens::FIT
        }
    });
}

/// What a key does that is meant for the editor as a whole; whether it was.
pub(super) fn key_pressed(bench: Bench, event: &ev::KeyboardEvent) -> bool {
    let sketch = bench.sketch;
    let command = event.ctrl_key() || event.meta_key();
    let key = event.key();
    match key.as_str() {
        "z" | "Z" if command && event.shift_key() => sketch.update(Sketch::redo),
        "z" if command => sketch.update(Sketch::undo),
        "y" if command => sketch.update(Sketch::redo),
        "+" | "=" => bench.zoom(STEP),
        "-" => bench.zoom(1.0 / STEP),
        "0" => bench.lens.set(Lens::FIT),
        _ if command || event.alt_key() => return false,
        "Delete" | "Backspace" => bench.remove_chosen(),
        "1" => bench.look(Lens::actual),
        "b" | "B" => bench.lay_middle(Tool::Cover),
        "c" | "C" => bench.lay_middle(Tool::Crop),
        "a" | "A" => bench.lay_middle(Tool::Arrow),
        "t" | "T" => bench.lay_middle(Tool::Label),
        "r" | "R" => sketch.update(Sketch::turn),
        "v" | "V" => compare(bench),
        _ => return false,
    }
    true
}
