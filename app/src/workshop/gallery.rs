//! The large view of a conversation's pictures: zoom, next and previous, download.

use crate::{
    browser,
    i18n::{i18n, words as w},
    ui::{Glyph, Icon, IconButton},
};
use leptos::{html, prelude::*};
use model::{Attachment, AttachmentId};

/// Steps of zoom; the style sheet has a size for each.
const ZOOMS: usize = 4;

/// A dialog over everything. Escape closes it and the browser gives the focus back.
#[component]
pub(super) fn Gallery<C: Fn() + 'static>(
    /// What it shows, in order.
    pictures: Vec<Attachment>,
    /// The one it begins with.
    open: AttachmentId,
    /// It was closed.
    closed: C,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let first = pictures.iter().position(|picture| picture.id == open);
    let current = RwSignal::new(first.unwrap_or(0));
    let pictures = StoredValue::new(pictures);
    let zoom = RwSignal::new(0_usize);
    let step = move |by: isize| {
        let to = current.get_untracked().checked_add_signed(by);
        if let Some(to) = to.filter(|to| *to < pictures.with_value(Vec::len)) {
            zoom.set(0);
            current.set(to);
        }
    };
    browser::effect(move || browser::open_dialog(dialog));
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => step(-1),
        "ArrowRight" => step(1),
        "+" | "=" => zoom.update(|zoom| *zoom = (*zoom + 1).min(ZOOMS - 1)),
        "-" => zoom.update(|zoom| *zoom = zoom.saturating_sub(1)),
        _ => {}
    };
    // Inside, only texts and addresses change from picture to picture: the focus stays put.
    view! {
        <dialog
            class="gallery"
            data-testid="gallery"
            aria-label=i18n().t(w::PICTURES)
            node_ref=dialog
            on:close=move |_| closed()
            on:keydown=on_key
        >
            <Large pictures current zoom step=Callback::new(step) dialog />
        </dialog>
    }
}

#[component]
fn Large(
    pictures: StoredValue<Vec<Attachment>>,
    current: RwSignal<usize>,
    zoom: RwSignal<usize>,
    step: Callback<isize>,
    dialog: NodeRef<html::Dialog>,
) -> impl IntoView {
    let t = i18n();
    // One type for all of them: a closure each would be a copy of the machinery each.
    let of = move |read: fn(&Attachment) -> String| -> Signal<String> {
        Signal::derive(move || {
            pictures
                .with_value(|all| all.get(current.get()).map(read))
                .unwrap_or_default()
        })
    };
    let count = pictures.with_value(Vec::len);
    view! {
        <header class="gallery-bar">
            <span class="gallery-name">{of(|picture| picture.name.clone())}</span>
            <span class="gallery-place">
                {move || format!("{} / {}", current.get() + 1, count)}
            </span>
            <IconButton
                label=t.t(w::ZOOM_OUT)
                icon=Icon::ZoomOut
                attr:disabled=move || zoom.get() == 0
                on:click=move |_| zoom.update(|zoom| *zoom = zoom.saturating_sub(1))
            />
            <IconButton
                label=t.t(w::ZOOM_IN)
                icon=Icon::ZoomIn
                attr:disabled=move || zoom.get() + 1 == ZOOMS
                on:click=move |_| zoom.update(|zoom| *zoom = (*zoom + 1).min(ZOOMS - 1))
            />
            <a
                class="icon-button"
                href=of(download_url)
                download=of(|picture| picture.name.clone())
                rel="external"
                aria-label=t.t(w::DOWNLOAD)
                title=t.t(w::DOWNLOAD)
            >
                <Glyph icon=Icon::Download />
            </a>
            {move || {
                let address = of(|picture| picture.original_url.clone()).get();
                (!address.is_empty())
                    .then(|| {
                        view! {
                            <a class="gallery-original" href=address download="" rel="external">
                                {t.t(w::DOWNLOAD_ORIGINAL)}
                            </a>
                        }
                    })
            }}
            <IconButton
                label=t.t(w::CLOSE)
                icon=Icon::Close
                on:click=move |_| browser::close_dialog(dialog)
            />
        </header>
        <div class="gallery-stage" data-zoom=move || zoom.get().to_string()>
            <img
                data-testid="gallery-image"
                src=Signal::derive(move || {
                    // What a screen takes, until somebody looks closer.
                    let shown = of(|picture| picture.medium_url.clone());
                    if zoom.get() == 0 { shown.get() } else { of(|picture| picture.url.clone()).get() }
                })
                alt=of(|picture| picture.alt.clone())
                width=of(|picture| picture.width.to_string())
                height=of(|picture| picture.height.to_string())
            />
            <IconButton
                label=t.t(w::PREVIOUS)
                icon=Icon::Previous
                attr:data-side="previous"
                attr:disabled=move || current.get() == 0
                on:click=move |_| step.run(-1)
            />
            <IconButton
                label=t.t(w::NEXT)
                icon=Icon::Next
                attr:data-side="next"
                attr:disabled=move || current.get() + 1 == count
                on:click=move |_| step.run(1)
            />
        </div>
        <footer class="gallery-foot">
            <p class="caption">{of(|picture| picture.caption.clone())}</p>
        </footer>
    }
}

fn download_url(picture: &Attachment) -> String {
    let joint = if picture.url.contains('?') { '&' } else { '?' };
    format!("{}{joint}download=1", picture.url)
}
