//! The text of a label: the field it is typed into, and its letters as pixels. The browser has the
//! letters of every script; the picture's engine has none.

use super::super::sketch::{BASE, LINE, Letters, SIDE, Shape};
use super::{
    bench::{Bench, id_of},
    parts::colour,
};
use crate::{
    browser,
    i18n::{i18n, words as w},
};
use leptos::{ev, prelude::*};
use model::{MARK_EDGE, MARK_INK};

/// Id of the field.
pub(super) const FIELD: &str = "editor-text";
/// The faces that letters are taken from, as the style sheet names them.
pub(super) const FACE: &str =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
/// How wide the light edge around letters is, both sides of their outline together, in their height.
pub(super) const EDGE: f64 = 0.18;
/// Characters a label may have.
const LONGEST: &str = "200";

fn font(size: f64) -> String {
    format!("700 {size}px {FACE}")
}

/// How wide a text is, in heights of its letters.
pub(super) fn ems(text: &str) -> f64 {
    const SIZE: f64 = 100.0;
    browser::text_width(text, &font(SIZE)) / SIZE
}

/// A text as pixels, with letters so many pixels high.
pub(super) fn letters(text: &str, size: f64) -> Option<Letters> {
    let columns = (ems(text) + 2.0 * SIDE) * size;
    let (columns, rows) = (columns.ceil() as u32, (size * LINE).ceil() as u32);
    let rgba = browser::draw_text(&browser::Lettering {
        text,
        font: &font(size),
        size: (columns, rows),
        at: (size * SIDE, size * BASE),
        ink: &colour(MARK_INK),
        edge: &colour(MARK_EDGE),
        edge_width: size * EDGE,
    })?;
    Some((columns, rows, rgba))
}

/// The field for the text of the label in hand; nothing while there is none.
#[component]
pub(super) fn LabelField(bench: Bench) -> impl IntoView {
    let t = i18n();
    let key = Memo::new(move |_| {
        let key = bench.chosen.get()?;
        let is_label = |shape: &Shape| matches!(shape, Shape::Label(_));
        let there = bench
            .sketch
            .with(|sketch| sketch.thing(key).is_some_and(is_label));
        there.then_some(key)
    });
    let text = move |key: u32| {
        move || {
            bench.sketch.with(|sketch| match sketch.thing(key) {
                Some(Shape::Label(label)) => label.text.clone(),
                _ => String::new(),
            })
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        // Done writing: the keyboard goes on with the label itself.
        if matches!(event.key().as_str(), "Enter" | "Escape") {
            event.prevent_default();
            event.stop_propagation();
            if let Some(key) = key.get_untracked() {
                browser::focus_shape(id_of(key));
            }
        }
    };
    move || {
        key.get().map(|key| {
            view! {
                <input
                    id=FIELD
                    class="editor-text"
                    data-testid="editor-text"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=LONGEST
                    placeholder=t.t(w::LABEL_TEXT)
                    aria-label=t.t(w::LABEL_TEXT)
                    prop:value=text(key)
                    on:input=move |event| {
                        let text = browser::target_value(&event);
                        bench.sketch.update(|sketch| sketch.write(key, &text, ems(&text)));
                    }
                    on:keydown=on_key
                />
            }
        })
    }
}
