//! The pictures of a message: a grid of thumbnails, each with its caption, each opening the gallery.

use crate::{
    browser,
    i18n::{i18n, words as w},
    ui::fit,
};
use leptos::{either::Either, prelude::*};
use model::{Attachment, AttachmentId, AttachmentState, FileKind, Message, TicketId};

/// The large view of the conversation on this page, in context.
#[derive(Clone, Copy)]
pub(crate) struct GalleryState {
    messages: RwSignal<Option<RwSignal<Vec<Message>>>>,
    /// Whose pictures have addresses of their own; 0 in the widget, where there is one
    /// conversation and its address is not shown.
    ticket: RwSignal<TicketId>,
    /// It is open, or on its way.
    open: RwSignal<bool>,
}

impl GalleryState {
    /// Closed, and of no conversation.
    pub(crate) fn new() -> Self {
        Self {
            messages: RwSignal::new(None),
            ticket: RwSignal::new(0),
            open: RwSignal::new(false),
        }
    }

    /// From now on it shows the pictures of this conversation.
    pub(super) fn show(self, messages: RwSignal<Vec<Message>>) {
        self.messages.set(Some(messages));
    }

    /// That conversation is this ticket's.
    pub(crate) fn of(self, ticket: TicketId) {
        self.ticket.set(ticket);
    }

    /// Whether it lies over the page.
    pub(crate) fn is_open(self) -> bool {
        self.open.get_untracked()
    }

    /// Opens it at a picture, or the picture by itself where the workshop cannot be had.
    pub(crate) fn open(self, id: AttachmentId) {
        let Some(messages) = self.messages.get_untracked() else {
            return;
        };
        if self.is_open() {
            return;
        }
        self.open.set(true);
        let (locale, ticket) = (i18n().0, self.ticket.get_untracked());
        leptos::task::spawn_local(async move {
            let pictures = messages.try_with_untracked(|messages| pictures(messages));
            let pictures = pictures.unwrap_or_default();
            let closed = move || self.open.set(false);
            if !browser::open_gallery(locale.as_str(), ticket, &pictures, id, closed).await {
                self.open.set(false);
                if let Some(picture) = pictures.iter().find(|picture| picture.id == id) {
                    browser::go_to(&picture.url);
                }
            }
        });
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

/// What a thumbnail may take of the thread, in pixels.
const BOX: (u32, u32) = (400, 320);

/// How many are shown before "+n".
const SHOWN: usize = 4;

/// One or several pictures.
#[component]
pub(super) fn Pictures(
    /// Pictures only, in order.
    pictures: Vec<Attachment>,
) -> impl IntoView {
    let count = pictures.len();
    let captions = pictures
        .iter()
        .filter(|picture| !picture.caption.is_empty())
        .map(|picture| view! { <p class="caption" data-testid="caption">{picture.caption.clone()}</p> })
        .collect_view();
    let tiles = pictures
        .into_iter()
        .take(SHOWN)
        .enumerate()
        .map(|(index, picture)| {
            let more = (index + 1 == SHOWN && count > SHOWN).then(|| count - SHOWN);
            view! { <Picture picture more /> }
        })
        .collect_view();
    view! {
        <div class="pictures" data-count=count.min(SHOWN).to_string()>{tiles}</div>
        {captions}
    }
}

#[component]
fn Picture(picture: Attachment, more: Option<usize>) -> impl IntoView {
    let t = i18n();
    let gallery = use_context::<GalleryState>();
    let (width, height) = fit(picture.width, picture.height, BOX.0, BOX.1);
    if picture.state != AttachmentState::Ready {
        let text = match picture.state {
            AttachmentState::Erased => w::FILE_ERASED,
            AttachmentState::Failed => w::FILE_FAILED,
            AttachmentState::Checking => w::FILE_CHECKING,
            AttachmentState::Infected => w::FILE_INFECTED,
            _ => w::PICTURE_PENDING,
        };
        return Either::Left(
            view! { <span class="picture pending" data-state=picture.state.as_str()>{t.t(text)}</span> },
        );
    }
    let id = picture.id;
    let name = if picture.alt.is_empty() {
        picture.name.clone()
    } else {
        picture.alt.clone()
    };
    Either::Right(view! {
        // A link, so that it opens with JavaScript off too; with it, the gallery opens.
        <a
            class="picture"
            href=picture.url
            data-testid="picture"
            aria-label=t.f(w::OPEN_PICTURE, &[&name])
            on:click=move |event| {
                if let Some(gallery) = gallery && !(event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    gallery.open(id);
                }
            }
        >
            {(!picture.placeholder.is_empty())
                .then(|| view! { <img class="soft" src=picture.placeholder alt="" /> })}
            <img
                src=picture.thumb_url
                alt=name.clone()
                width=width.to_string()
                height=height.to_string()
                loading="lazy"
                decoding="async"
            />
            {more.map(|more| view! { <span class="more">{format!("+{more}")}</span> })}
        </a>
    })
}
