//! A file that is no picture: a player where the browser has one, else a tile.

use crate::{
    i18n::{i18n, words as w},
    ui::{Glyph, Icon, bytes},
};
use leptos::{either::Either, prelude::*};
use model::{Attachment, AttachmentState, FileKind};

/// One file.
#[component]
pub(super) fn FileTile(
    /// No picture.
    file: Attachment,
) -> impl IntoView {
    let t = i18n();
    let icon = match file.kind() {
        FileKind::Video => Icon::Video,
        FileKind::Audio => Icon::Audio,
        FileKind::Pdf => Icon::Pdf,
        FileKind::Picture | FileKind::Other => Icon::File,
    };
    let about = match file.state {
        AttachmentState::Ready | AttachmentState::Pending => bytes(file.bytes, t.0),
        AttachmentState::Failed => t.t(w::FILE_FAILED).to_owned(),
        AttachmentState::Erased => t.t(w::FILE_ERASED).to_owned(),
    };
    let ready = file.state == AttachmentState::Ready;
    let player = match file.kind() {
        FileKind::Video if ready => Some(Either::Left(view! {
            <video class="player" controls preload="metadata" src=file.url.clone()></video>
        })),
        FileKind::Audio if ready => Some(Either::Right(view! {
            <audio class="player" controls preload="metadata" src=file.url.clone()></audio>
        })),
        _ => None,
    };
    let caption = (!file.caption.is_empty())
        .then(|| view! { <p class="caption" data-testid="caption">{file.caption.clone()}</p> });
    view! {
        {player}
        <a
            class="file"
            data-testid="file"
            href=ready.then_some(file.url)
            download=file.name.clone()
            title=t.t(w::DOWNLOAD)
        >
            <Glyph icon />
            <span class="file-name">{file.name.clone()}</span>
            <span class="file-size">{about}</span>
            {ready.then(|| view! { <Glyph icon=Icon::Download /> })}
        </a>
        {caption}
    }
}
