//! What lies on the picture, one drawing for each: hidden parts, arrows, labels. Arrow keys move a
//! thing, with Shift they change its size, Delete takes it away.

use super::super::sketch::{BASE, SIDE, Shape, Sketch};
use super::{
    bench::{Bench, id_of},
    stage::way,
    texts::FACE,
};
use crate::i18n::{i18n, words as w};
use leptos::{ev, prelude::*};
use model::{Arrow, MARK_EDGE, MARK_INK};

/// What the keyboard does with a thing.
fn on_key(bench: Bench, key: u32) -> impl Fn(ev::KeyboardEvent) + Copy {
    move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "Delete" | "Backspace" => {
                event.prevent_default();
                bench.chosen.set(None);
                return bench.sketch.update(|sketch| sketch.remove(key));
            }
            "Enter" if bench.sketch.with_untracked(|s| is_label(s, key)) => {
                event.prevent_default();
                return bench.write(key);
            }
            _ => {}
        }
        let Some(by) = way(&event) else {
            return;
        };
        event.prevent_default();
        bench.sketch.update(|sketch| {
            if event.shift_key() {
                sketch.nudge(key, (0, 0), by);
            } else {
                sketch.nudge(key, by, (0, 0));
            }
        });
    }
}

fn is_label(sketch: &Sketch, key: u32) -> bool {
    matches!(sketch.thing(key), Some(Shape::Label(_)))
}

/// A part that is hidden.
#[component]
pub(super) fn HiddenPart(key: u32, bench: Bench) -> impl IntoView {
    let t = i18n();
    let side = move |pick: fn(&model::Area) -> u32| {
        move || {
            bench.sketch.with(|sketch| match sketch.thing(key) {
                Some(Shape::Hidden(area)) => pick(area).to_string(),
                _ => String::new(),
            })
        }
    };
    view! {
        <rect
            id=id_of(key)
            class="hidden-part"
            data-testid="hidden-part"
            tabindex="0"
            role="img"
            aria-label=t.t(w::HIDDEN_PART)
            x=side(|area| area.x)
            y=side(|area| area.y)
            width=side(|area| area.width)
            height=side(|area| area.height)
            on:focus=move |_| bench.choose(Some(key))
            on:keydown=on_key(bench, key)
        ></rect>
    }
}

/// An arrow.
#[component]
pub(super) fn ArrowPart(key: u32, bench: Bench) -> impl IntoView {
    let t = i18n();
    let arrow = move || {
        bench.sketch.with(|sketch| match sketch.thing(key) {
            Some(Shape::Arrow { from, to }) => Some(Shape::arrow(*from, *to, sketch.shown())),
            _ => None,
        })
    };
    let edge = move || arrow().map_or(0.0, |arrow| arrow.edge() * 2.0).to_string();
    view! {
        <polygon
            id=id_of(key)
            class="mark"
            data-testid="arrow"
            tabindex="0"
            role="img"
            aria-label=t.t(w::ARROW_PART)
            points=move || arrow().map_or_else(String::new, |arrow| outline(&arrow))
            fill=colour(MARK_INK)
            stroke=colour(MARK_EDGE)
            stroke-width=edge
            on:focus=move |_| bench.choose(Some(key))
            on:keydown=on_key(bench, key)
        ></polygon>
    }
}

/// A label, as its letters will be drawn.
#[component]
pub(super) fn LabelPart(key: u32, bench: Bench) -> impl IntoView {
    let t = i18n();
    let label = Memo::new(move |_| {
        bench.sketch.with(|sketch| match sketch.thing(key) {
            Some(Shape::Label(label)) => label.clone(),
            _ => super::super::sketch::Label::default(),
        })
    });
    let number =
        move |pick: fn(&super::super::sketch::Label) -> f64| move || label.with(pick).to_string();
    view! {
        <g
            id=id_of(key)
            class="label"
            data-testid="label"
            tabindex="0"
            role="img"
            aria-label=move || label.with(|label| t.f(w::LABEL_PART, &[&label.text]))
            on:focus=move |_| bench.choose(Some(key))
            on:keydown=on_key(bench, key)
        >
            <rect
                class="label-box"
                class:empty=move || label.with(super::super::sketch::Label::is_empty)
                x=number(|label| label.bounds()[0])
                y=number(|label| label.bounds()[1])
                width=number(|label| label.bounds()[2] - label.bounds()[0])
                height=number(|label| label.bounds()[3] - label.bounds()[1])
            ></rect>
            <text
                class="mark"
                x=number(|label| label.size.mul_add(SIDE, label.bounds()[0]))
                y=number(|label| label.size.mul_add(BASE, label.bounds()[1]))
                font-size=number(|label| label.size)
                font-family=FACE
                font-weight="700"
                fill=colour(MARK_INK)
                stroke=colour(MARK_EDGE)
                stroke-width=number(|label| label.size * super::texts::EDGE)
                xml:space="preserve"
            >
                {move || label.with(|label| label.text.clone())}
            </text>
        </g>
    }
}

/// The corners of an arrow as a polygon takes them.
pub(super) fn outline(arrow: &Arrow) -> String {
    let corners = arrow.corners().map(|(x, y)| format!("{x:.2},{y:.2}"));
    corners.join(" ")
}

/// A colour as CSS writes it.
pub(super) fn colour([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
