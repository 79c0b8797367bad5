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
        AttachmentState::Checking => t.t(w::FILE_CHECKING).to_owned(),
        AttachmentState::Infected => t.t(w::FILE_INFECTED).to_owned(),
        AttachmentState::Failed => t.t(w::FILE_FAILED).to_owned(),
        AttachmentState::Erased => t.t(w::FILE_ERASED).to_owned(),
    };
    let ready = file.state == AttachmentState::Ready;
    let (film, page) = (file.kind() == FileKind::Video, file.kind() == FileKind::Pdf);
    // What no browser plays is a tile; so is a film in the old containers.
    let plays = !matches!(&*file.mime, "video/x-msvideo" | "video/3gpp" | "audio/amr");
    let preview = !file.thumb_url.is_empty();
    let player = match file.kind() {
        FileKind::Video if ready && plays => Some(Either::Left(view! {
            <video
                class="player"
                controls
                preload="metadata"
                src=file.url.clone()
                poster=preview.then(|| file.thumb_url.clone())
            ></video>
        })),
        FileKind::Audio if ready && plays => Some(Either::Right(view! {
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
            data-state=file.state.as_str()
            href=ready.then_some(file.url)
            download=file.name.clone()
            title=t.t(w::DOWNLOAD)
        >
            {(preview && (page || film && !plays))
                .then(|| view! { <img class="page" src=file.thumb_url alt="" loading="lazy" /> })}
            <Glyph icon />
            <span class="file-name">{file.name.clone()}</span>
            <span class="file-size">{about}</span>
            {ready.then(|| view! { <Glyph icon=Icon::Download /> })}
        </a>
        {caption}
    }
}
