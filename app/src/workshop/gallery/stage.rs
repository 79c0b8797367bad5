//! The picture in the large view: its files over one another, and hands on it.

use super::{
    List, Load, Look,
    hand::{Gesture, Hand},
    name, source,
    view::View,
};
use crate::{
    browser,
    i18n::{i18n, words as w},
    ui::{Glyph, Icon, IconButton},
};
use leptos::{ev, html, prelude::*};
use model::Attachment;

/// A finger that pulls the whole picture aside so far asks for the next, in CSS pixels.
const SWIPE: f64 = 60.0;
/// At the ends of the list it follows the finger that much.
const RESISTS: f64 = 0.3;

#[component]
pub(super) fn Stage(look: Look) -> impl IntoView {
    let t = i18n();
    let field = NodeRef::<html::Div>::new();
    let frame = NodeRef::<html::Div>::new();
    // How far a finger has pulled the whole picture aside.
    let pulled = RwSignal::new(0.0_f64);
    let picture = Memo::new(move |_| look.picture());
    browser::effect(move || {
        let measure = move || {
            if let Some((size, density)) = browser::room(field) {
                look.smooth.set(false);
                look.view.update(|view| view.lie_in(size, density));
            }
        };
        measure();
        browser::on_resize(field, measure);
    });
    // A preview that comes, or a word that is added, is the same file still: what is loaded stays loaded.
    let file = Memo::new(move |_| {
        picture.with(|picture| picture.as_ref().map(|it| (it.id, it.url.clone())))
    });
    let size = Memo::new(move |_| {
        picture.with(|picture| picture.as_ref().map(|it| (it.width, it.height)))
    });
    browser::effect(move || {
        file.with(|_| look.load.set(Load::Loading));
    });
    browser::effect(move || {
        file.with(|_| look.smooth.set(false));
        look.view
            .update(|view| view.show(size.get().unwrap_or_default()));
        pulled.set(0.0);
    });
    browser::effect(move || {
        let laid = look.view.with(|view| view.laid(pulled.get()));
        if let Some(frame) = frame.get() {
            browser::lay(&frame, laid);
        }
    });
    // Here and not on a button: what is pressed by habit changes nothing.
    browser::effect(move || browser::take_focus(field));
    // A button that goes (at the end of the list, when it helped) takes its focus with it.
    browser::effect(move || {
        let _ = (look.index(), look.load.get(), look.list.get());
        browser::keep_focus(field);
    });

    let ends = move || {
        (
            look.index() == Some(0),
            look.index().map(|at| at + 1) == Some(look.count()),
        )
    };
    let mean = move |gesture: Gesture| {
        look.smooth.set(false);
        let whole = look.view.with_untracked(View::is_whole);
        match gesture {
            Gesture::Pull { by, .. } if !whole => look.view.update(|view| view.move_by(by)),
            Gesture::Pull {
                pulled: (x, _),
                finger: true,
                ..
            } => {
                let (first, last) = untrack(ends);
                let free = if x > 0.0 { !first } else { !last };
                pulled.set(if free { x } else { x * RESISTS });
            }
            Gesture::Pull { .. } => {}
            Gesture::Pinch { times, at, by } => {
                pulled.set(0.0);
                look.view.update(|view| {
                    view.zoom_by(times, (at.0 - by.0, at.1 - by.1));
                    view.move_by(by);
                });
            }
            Gesture::Twice { at } => look.change(|view| view.toggle(at)),
            Gesture::Release {
                pulled: (x, y),
                finger,
            } => {
                look.smooth.set(true);
                pulled.set(0.0);
                if whole && finger && x.abs() > SWIPE && x.abs() > y.abs() {
                    look.step(if x < 0.0 { 1 } else { -1 });
                }
            }
        }
    };
    let hand = StoredValue::new(Hand::default());
    let feel = move |event: &ev::PointerEvent,
                     tell: fn(&mut Hand, browser::Touch) -> Option<Gesture>| {
        let gesture = browser::touch(event)
            .and_then(|touch| hand.try_update_value(|hand| tell(hand, touch)).flatten());
        if let Some(gesture) = gesture {
            mean(gesture);
        }
    };
    view! {
        <div class="gallery-stage" aria-busy=move || (look.load.get() == Load::Loading).then_some("true")>
            <div
                class="gallery-field"
                data-testid="gallery-field"
                data-zoomed=move || look.view.with(|view| (!view.is_whole()).then_some("true"))
                tabindex="-1"
                node_ref=field
                on:pointerdown=move |event| feel(&event, |hand, touch| {
                    hand.down(touch);
                    None
                })
                on:pointermove=move |event| feel(&event, Hand::moved)
                on:pointerup=move |event| feel(&event, Hand::up)
                on:pointercancel=move |_| {
                    hand.update_value(Hand::cancel);
                    pulled.set(0.0);
                }
                on:wheel=move |event| {
                    if let Some((at, times)) = browser::wheel(&event) {
                        look.smooth.set(false);
                        look.view.update(|view| view.zoom_by(times, at));
                    }
                }
            >
                // Elements of its own for each: none of them ever shows another's picture, and a new
                // attempt asks anew.
                <For
                    each=move || picture.get().map(|picture| (picture, look.attempt.get()))
                    key=|(picture, attempt)| (picture.id, picture.url.clone(), *attempt)
                    children=move |(picture, _)| view! { <Layers look picture frame /> }
                />
            </div>
            <Trouble look />
            <IconButton
                label=t.t(w::PREVIOUS)
                icon=Icon::Previous
                attr:data-side="previous"
                attr:disabled=move || look.index().is_none_or(|at| at == 0)
                on:click=move |_| look.step(-1)
            />
            <IconButton
                label=t.t(w::NEXT)
                icon=Icon::Next
                attr:data-side="next"
                attr:disabled=move || look.index().is_none_or(|at| at + 1 == look.count())
                on:click=move |_| look.step(1)
            />
            <p class="gallery-note" role="status" data-testid="gallery-note">
                {move || look.note.get().map(|note| t.t(note))}
            </p>
        </div>
    }
}

/// The files of one picture, each over the one before as soon as it is there: the thumbnail that
/// the page has already, the one to look at, the full one for a closer look.
#[component]
fn Layers(look: Look, picture: Attachment, frame: NodeRef<html::Div>) -> impl IntoView {
    let first = source::first(&picture).to_owned();
    let full = source::full(&picture).map(str::to_owned);
    let unknown = picture.width == 0;
    // Fetched once, it stays.
    let closer = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || look.view.with(|view| view.exceeds(source::MEDIUM_EDGE))
    });
    let full = move || {
        let full = full.clone().filter(|_| closer.get())?;
        let ready = RwSignal::new(false);
        Some(view! {
            <img
                class="gallery-sharp"
                data-testid="gallery-full"
                data-ready=move || ready.get().then_some("true")
                src=full
                alt=""
                decoding="async"
                draggable="false"
                // One that this browser cannot read leaves what is shown already.
                on:load=move |_| ready.set(true)
            />
        })
    };
    let thumb = (!picture.thumb_url.is_empty() && picture.thumb_url != first).then(|| {
        view! { <img data-testid="gallery-thumb" src=picture.thumb_url.clone() alt="" draggable="false" /> }
    });
    view! {
        <div
            class="gallery-picture"
            node_ref=frame
            data-smooth=move || look.smooth.get().then_some("true")
            data-pixels=move || look.view.with(View::shows_pixels).then_some("true")
        >
            {thumb}
            <img
                class="gallery-sharp"
                data-testid="gallery-image"
                data-ready=move || (look.load.get() == Load::Ready).then_some("true")
                src=first
                alt=name(&picture)
                decoding="async"
                draggable="false"
                on:load=move |event: ev::Event| {
                    if unknown {
                        look.view.update(|view| view.show(browser::natural_size(&event)));
                    }
                    look.load.set(Load::Ready);
                    fetch_neighbours(look);
                }
                on:error=move |_| look.load.set(Load::Failed)
            />
            {full}
        </div>
    }
}

/// The next and the one before are there when they are asked for.
fn fetch_neighbours(look: Look) {
    let Some(index) = untrack(|| look.index()) else {
        return;
    };
    look.pictures.with_untracked(|all| {
        for by in [1, -1] {
            let beside = index.checked_add_signed(by).and_then(|at| all.get(at));
            if let Some(picture) = beside {
                browser::preload(source::first(picture));
            }
        }
    });
}

/// What is said where there is no picture to see.
#[component]
fn Trouble(look: Look) -> impl IntoView {
    let t = i18n();
    let text = move || match (look.index(), look.list.get(), look.load.get()) {
        (None, List::Whole, _) => Some((w::PICTURE_GONE, true)),
        (Some(_), _, Load::Failed) => Some((w::PICTURE_BROKEN, true)),
        (None, List::Asking, _) | (Some(_), _, Load::Loading) => Some((w::PICTURE_LOADING, false)),
        // The foot says that the list could not be had.
        (None, List::Part, _) | (Some(_), _, Load::Ready) => None,
    };
    let text = Memo::new(move |_| text());
    move || {
        let (text, is_end) = text.get()?;
        let retry = (text == w::PICTURE_BROKEN).then(|| {
            view! {
                <button type="button" class="button" on:click=move |_| look.retry()>
                    {t.t(w::RETRY)}
                </button>
            }
        });
        Some(view! {
            <div
                class="gallery-trouble"
                data-testid=if is_end { "gallery-trouble" } else { "gallery-wait" }
                role=is_end.then_some("alert")
            >
                {is_end.then(|| view! { <Glyph icon=Icon::Alert /> })}
                <p>{t.t(text)}</p>
                {retry}
            </div>
        })
    }
}
