//! The picture on the bench, and what is drawn over it. A drawing of SVG: its numbers are
//! attributes, which the page's policy allows, where styles are not.

use super::super::sketch::{Point, Shape, Sketch, Thing, frame_handles};
use super::{
    STAGE,
    bench::{Bench, FRAME, Tool},
    compare::{Compared, Comparison},
    hands::Hands,
    parts::{ArrowPart, HiddenPart, LabelPart, outline},
    proposals::Proposals,
};
use crate::{
    browser,
    i18n::{i18n, words as w},
};
use leptos::{either::Either, ev, html, prelude::*};
use model::Area;

/// The picture, as large as there is room, or larger.
#[component]
pub(super) fn Stage(
    /// What is edited.
    bench: Bench,
    /// Its pointers.
    hands: Hands,
    /// Where the picture is shown from.
    url: String,
    /// Pixels of it there.
    size: (u32, u32),
    /// What it was and what it will be.
    comparison: Comparison,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let measure = move || {
        if let Some(room) = browser::size_of(place) {
            bench.room.set(room);
        }
    };
    browser::effect(move || browser::on_resize(place, measure));
    let url = StoredValue::new(url);
    let view_box = move || numbers(&bench.window());
    view! {
        <div class="editor-bench" node_ref=place>
            <svg
                id=STAGE
                tabindex="-1"
                class="editor-stage"
                class:panning=move || bench.comparing.get()
                data-testid="editor-stage"
                viewBox=view_box
                on:pointerdown=move |event| hands.begin(&event)
                on:pointermove=move |event| hands.go_on(&event)
                on:pointerup=move |event| hands.end(&event)
                on:pointercancel=move |event| hands.cancel(&event)
                on:wheel=move |event| hands.wheel(&event)
                // The focus goes where a hand puts it, and not to the drawing as a whole: with a
                // finger that would come last, after the cursor was put into a label's text.
                on:mousedown=move |event| event.prevent_default()
            >
                {move || {
                    if bench.comparing.get() {
                        Either::Left(view! { <Compared bench comparison size /> })
                    } else {
                        Either::Right(view! { <Drawing bench hands url=url.get_value() size /> })
                    }
                }}
            </svg>
        </div>
    }
}

/// The picture with what is drawn on it: arrows, labels above them, and what is hidden above all, as
/// it will be in the file.
#[component]
fn Drawing(bench: Bench, hands: Hands, url: String, size: (u32, u32)) -> impl IntoView {
    let sketch = bench.sketch;
    let keys = move |is: fn(&Shape) -> bool| {
        move || {
            sketch.with(|sketch| {
                let things = sketch.now().things.iter();
                let of_kind = things.filter(|thing| is(&thing.shape));
                of_kind.map(|Thing { key, .. }| *key).collect::<Vec<_>>()
            })
        }
    };
    view! {
        <image
            href=url
            width=size.0.to_string()
            height=size.1.to_string()
            transform=move || sketch.with(|sketch| turned(sketch, size))
        ></image>
        <For
            each=keys(|shape| matches!(shape, Shape::Arrow { .. }))
            key=|key| *key
            children=move |key| view! { <ArrowPart key bench /> }
        />
        <For
            each=keys(|shape| matches!(shape, Shape::Label(_)))
            key=|key| *key
            children=move |key| view! { <LabelPart key bench /> }
        />
        <For
            each=keys(|shape| matches!(shape, Shape::Hidden(_)))
            key=|key| *key
            children=move |key| view! { <HiddenPart key bench /> }
        />
        <path class="outside" data-testid="outside" fill-rule="evenodd" d=move || sketch.with(outside)></path>
        {move || (bench.tool.get() == Tool::Crop).then(|| view! { <Frame bench /> })}
        <Proposals bench />
        <Rubber bench hands />
        <Handles bench />
    }
}

/// How a picture of that size is laid into the drawing.
pub(super) fn turned(sketch: &Sketch, (w, h): (u32, u32)) -> String {
    match sketch.now().turns {
        1 => format!("translate({h} 0) rotate(90)"),
        2 => format!("translate({w} {h}) rotate(180)"),
        3 => format!("translate(0 {w}) rotate(270)"),
        _ => String::new(),
    }
}

/// Everything but what stays.
fn outside(sketch: &Sketch) -> String {
    let (width, height) = sketch.shown();
    sketch.now().crop.map_or_else(String::new, |kept| {
        let Area {
            x,
            y,
            width: w,
            height: h,
        } = kept;
        format!("M0 0H{width}V{height}H0zM{x} {y}h{w}v{h}h-{w}z")
    })
}

/// What is being drawn has no key yet.
#[component]
fn Rubber(bench: Bench, hands: Hands) -> impl IntoView {
    let ends = move || {
        let drawn = hands.drawn();
        drawn.filter(|_| matches!(bench.tool.get(), Tool::Cover | Tool::Arrow))
    };
    let side = move |pick: fn([f64; 4]) -> f64| {
        move || {
            let [(a, b), (c, d)] = ends()
                .filter(|_| bench.tool.get() == Tool::Cover)
                .unwrap_or_default();
            pick([a.min(c), b.min(d), (a - c).abs(), (b - d).abs()]).to_string()
        }
    };
    let points = move || {
        let drawn = ends().filter(|_| bench.tool.get() == Tool::Arrow);
        drawn.map_or_else(String::new, |[from, to]| {
            let shown = bench.sketch.with(Sketch::shown);
            outline(&Shape::arrow(from, to, shown))
        })
    };
    view! {
        <rect
            class="drawing"
            x=side(|[x, ..]| x)
            y=side(|[_, y, ..]| y)
            width=side(|[_, _, width, _]| width)
            height=side(|[.., height]| height)
        ></rect>
        <polygon class="drawing" points=points></polygon>
    }
}

/// What stays, with the frame around it: arrows move it, with Shift they change its size.
#[component]
fn Frame(bench: Bench) -> impl IntoView {
    let t = i18n();
    let side = move |pick: fn(Area) -> u32| {
        move || bench.sketch.with(|sketch| pick(sketch.kept()).to_string())
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "Delete" | "Backspace") {
            event.prevent_default();
            return bench.sketch.update(Sketch::keep_all);
        }
        let Some(by) = way(&event) else {
            return;
        };
        event.prevent_default();
        bench.sketch.update(|sketch| {
            if event.shift_key() {
                sketch.nudge_frame((0, 0), by);
            } else {
                sketch.nudge_frame(by, (0, 0));
            }
        });
    };
    view! {
        <rect
            id=FRAME
            class="frame"
            data-testid="frame"
            tabindex="0"
            role="img"
            aria-label=t.t(w::CROP_FRAME)
            x=side(|area| area.x)
            y=side(|area| area.y)
            width=side(|area| area.width)
            height=side(|area| area.height)
            on:keydown=on_key
        ></rect>
    }
}

/// The way an arrow key points.
pub(super) fn way(event: &ev::KeyboardEvent) -> Option<(i32, i32)> {
    Some(match event.key().as_str() {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        _ => return None,
    })
}

/// Where what is in hand can be pulled. Always as large on the screen.
#[component]
fn Handles(bench: Bench) -> impl IntoView {
    let places = move || {
        bench.sketch.with(|sketch| {
            let handles = if bench.tool.get() == Tool::Crop {
                frame_handles(sketch.kept())
            } else {
                let chosen = bench.chosen.get().and_then(|key| sketch.thing(key));
                chosen.map(Shape::handles).unwrap_or_default()
            };
            handles
                .into_iter()
                .map(|(_, place)| place)
                .collect::<Vec<Point>>()
        })
    };
    let round = move || (6.0 / bench.scale()).to_string();
    view! {
        <For
            each=move || 0..places().len()
            key=|index| *index
            children=move |index| {
                let at = move || places().get(index).copied().unwrap_or_default();
                view! {
                    <circle
                        class="handle"
                        data-testid="handle"
                        cx=move || at().0.to_string()
                        cy=move || at().1.to_string()
                        r=round
                    ></circle>
                }
            }
        />
    }
}

/// Numbers as an attribute takes them.
pub(super) fn numbers(numbers: &[f64]) -> String {
    let texts: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    texts.join(" ")
}
