//! The large view of a conversation's pictures: zoom, next and previous, download.

use crate::{
    browser,
    i18n::{i18n, words as w},
    ui::{Glyph, Icon, IconButton},
};
use leptos::{html, prelude::*};
use model::{Attachment, AttachmentId, AttachmentState, FileKind, Message};

/// Which picture is open, in context.
#[derive(Clone, Copy)]
pub(crate) struct GalleryState {
    /// The open one.
    pub(crate) open: RwSignal<Option<AttachmentId>>,
}

impl GalleryState {
    /// With none open.
    pub(crate) fn new() -> Self {
        Self {
            open: RwSignal::new(None),
        }
    }
}

/// Steps of zoom; the style sheet has a size for each.
const ZOOMS: usize = 4;

/// A dialog over everything. Escape closes it and the browser gives the focus back.
#[component]
pub(super) fn Gallery(
    /// The conversation whose pictures it shows.
    messages: Signal<Vec<Message>>,
) -> impl IntoView {
    let state = expect_context::<GalleryState>();
    let dialog = NodeRef::<html::Dialog>::new();
    let pictures = Memo::new(move |_| messages.with(|messages| pictures(messages)));
    let current = Memo::new(move |_| {
        let id = state.open.get()?;
        pictures.with(|all| all.iter().position(|picture| picture.id == id))
    });
    let zoom = RwSignal::new(0_usize);
    let step = move |by: isize| {
        let to = current
            .get_untracked()
            .and_then(|index| index.checked_add_signed(by));
        let id = to.and_then(|to| pictures.with_untracked(|all| all.get(to).map(|p| p.id)));
        if id.is_some() {
            zoom.set(0);
            state.open.set(id);
        }
    };
    let is_open = Memo::new(move |_| current.get().is_some());
    Effect::new(move || {
        if is_open.get() {
            browser::open_dialog(dialog);
        }
    });
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => step(-1),
        "ArrowRight" => step(1),
        "+" | "=" => zoom.update(|zoom| *zoom = (*zoom + 1).min(ZOOMS - 1)),
        "-" => zoom.update(|zoom| *zoom = zoom.saturating_sub(1)),
        _ => {}
    };
    // Inside, only texts and addresses change from picture to picture: the focus stays put.
    view! {
        {move || {
            is_open.get().then(|| {
                view! {
                    <dialog
                        class="gallery"
                        data-testid="gallery"
                        aria-label=i18n().t(w::PICTURES)
                        node_ref=dialog
                        on:close=move |_| {
                            zoom.set(0);
                            state.open.set(None);
                        }
                        on:keydown=on_key
                    >
                        <Large pictures current zoom step=Callback::new(step) dialog />
                    </dialog>
                }
            })
        }}
    }
}

fn pictures(messages: &[Message]) -> Vec<Attachment> {
    messages
        .iter()
        .flat_map(|message| &message.attachments)
        .filter(|file| file.kind() == FileKind::Picture && file.state == AttachmentState::Ready)
        .cloned()
        .collect()
}

#[component]
fn Large(
    pictures: Memo<Vec<Attachment>>,
    current: Memo<Option<usize>>,
    zoom: RwSignal<usize>,
    step: Callback<isize>,
    dialog: NodeRef<html::Dialog>,
) -> impl IntoView {
    let t = i18n();
    // One type for all of them: a closure each would be a copy of the machinery each.
    let of = move |read: fn(&Attachment) -> String| -> Signal<String> {
        Signal::derive(move || {
            let index = current.get();
            index
                .and_then(|index| pictures.with(|all| all.get(index).map(read)))
                .unwrap_or_default()
        })
    };
    let last = move || {
        current
            .get()
            .is_none_or(|index| index + 1 >= pictures.with(Vec::len))
    };
    view! {
        <header class="gallery-bar">
            <span class="gallery-name">{of(|picture| picture.name.clone())}</span>
            <span class="gallery-place">
                {move || format!("{} / {}", current.get().unwrap_or(0) + 1, pictures.with(Vec::len))}
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
            <IconButton
                label=t.t(w::CLOSE)
                icon=Icon::Close
                on:click=move |_| browser::close_dialog(dialog)
            />
        </header>
        <div class="gallery-stage" data-zoom=move || zoom.get().to_string()>
            <img
                data-testid="gallery-image"
                src=of(|picture| picture.url.clone())
                alt=of(|picture| picture.alt.clone())
                width=of(|picture| picture.width.to_string())
                height=of(|picture| picture.height.to_string())
            />
            <IconButton
                label=t.t(w::PREVIOUS)
                icon=Icon::Previous
                attr:data-side="previous"
                attr:disabled=move || current.get().is_none_or(|index| index == 0)
                on:click=move |_| step.run(-1)
            />
            <IconButton
                label=t.t(w::NEXT)
                icon=Icon::Next
                attr:data-side="next"
                attr:disabled=last
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
