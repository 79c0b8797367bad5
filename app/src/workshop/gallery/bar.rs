//! What stands above a picture in the large view: its name, its place, and what one can do.

use super::{Look, source, view::View};
use crate::{
    browser,
    i18n::{i18n, words as w},
    ui::{Glyph, Icon, IconButton, bytes},
};
use leptos::prelude::*;
use model::Attachment;

#[component]
pub(super) fn Bar(look: Look) -> impl IntoView {
    let t = i18n();
    // One type for all of them: a closure each would be a copy of the machinery each.
    let of = move |read: fn(&Attachment) -> String| -> Signal<String> {
        Signal::derive(move || look.picture().as_ref().map(read).unwrap_or_default())
    };
    let place = move || {
        let index = look.index()?;
        Some(format!("{} / {}", index + 1, look.count()))
    };
    let facts = move || {
        let picture = look.picture()?;
        let (width, height) = (picture.width, picture.height);
        let size = bytes(picture.bytes, t.0);
        Some(if width == 0 {
            size
        } else {
            format!("{width} × {height} · {size}")
        })
    };
    let whole = Signal::derive(move || look.view.with(View::is_whole));
    let real = move || {
        if whole.get() {
            t.t(w::ZOOM_PIXELS)
        } else {
            t.t(w::ZOOM_WHOLE)
        }
    };
    let copy = browser::can_copy_pictures().then(|| {
        view! {
            <IconButton
                label=t.t(w::COPY_PICTURE)
                icon=Icon::Copy
                on:click=move |_| look.copy()
            />
        }
    });
    let original = of(|picture| picture.original_url.clone());
    view! {
        <header class="gallery-bar">
            <p class="gallery-title">
                <span class="gallery-name">{of(|picture| picture.name.clone())}</span>
                <span class="gallery-place" data-testid="gallery-place">{place}</span>
                <span class="gallery-facts">{facts}</span>
            </p>
            <div
                class="gallery-tools"
                role="toolbar"
                aria-label=t.t(w::TOOLS)
                data-empty=move || look.index().is_none().then_some("true")
            >
                <IconButton
                    label=t.t(w::ZOOM_OUT)
                    icon=Icon::ZoomOut
                    attr:aria-keyshortcuts="-"
                    attr:disabled=move || whole.get()
                    on:click=move |_| look.change(|view| view.step(false))
                />
                <button
                    type="button"
                    class="button quiet gallery-zoom"
                    data-testid="gallery-zoom"
                    aria-keyshortcuts="0 1"
                    title=real
                    on:click=move |_| {
                        look.change(|view| if view.is_whole() { view.fit_pixels() } else { view.fit() });
                    }
                >
                    {move || format!("{} %", look.view.with(View::percent))}
                </button>
                <IconButton
                    label=t.t(w::ZOOM_IN)
                    icon=Icon::ZoomIn
                    attr:aria-keyshortcuts="+"
                    attr:disabled=move || look.view.with(View::is_largest)
                    on:click=move |_| look.change(|view| view.step(true))
                />
                <IconButton
                    label=t.t(w::TURN)
                    icon=Icon::Turn
                    attr:aria-keyshortcuts="R"
                        on:click=move |_| look.change(View::turn)
                />
                {copy}
                <a
                    class="icon-button"
                    node_ref=look.download
                    href=of(source::download)
                    download=of(|picture| picture.name.clone())
                    rel="external"
                    aria-label=t.t(w::DOWNLOAD)
                    aria-keyshortcuts="D"
                    title=t.t(w::DOWNLOAD)
                >
                    <Glyph icon=Icon::Download />
                </a>
                <a
                    class="button quiet gallery-original"
                    data-testid="gallery-original"
                    href=original
                    hidden=move || original.with(String::is_empty)
                    download=""
                    rel="external"
                >
                    {t.t(w::DOWNLOAD_ORIGINAL)}
                </a>
                <IconButton
                    label=t.t(w::CLOSE)
                    icon=Icon::Close
                    on:click=move |_| look.leave()
                />
            </div>
        </header>
    }
}
