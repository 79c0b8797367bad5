//! The pictures of a message: a grid of thumbnails, each with its caption, each opening the gallery.

use super::gallery::GalleryState;
use crate::{
    i18n::{i18n, words as w},
    ui::fit,
};
use leptos::{either::Either, prelude::*};
use model::{Attachment, AttachmentState};

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
            _ => w::PICTURE_PENDING,
        };
        return Either::Left(view! { <span class="picture pending">{t.t(text)}</span> });
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
                    gallery.open.set(Some(id));
                }
            }
        >
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
