//! What a tile says of its file in words: sizes, and what was done to it. Both read its signals.

use super::tile::{Tile, TileState};
use crate::{
    browser::Prepared,
    i18n::{I18n, words as w},
    ui::bytes,
};
use leptos::prelude::*;
use model::{PictureType, SentAs};

/// "3.9 MB → JPEG 1600×1200 · 548 KB": type and pixels where they are others than they were.
pub(super) fn size(t: I18n, tile: &Tile) -> String {
    let from = tile.picked_bytes;
    let before = bytes(from, t.0);
    let now = match tile.state.get() {
        TileState::Ready(upload) => Some(upload.bytes),
        _ => tile
            .prepared
            .with(|p| p.as_ref().map(|p| u64::from(p.bytes.length()))),
    };
    let Some(now) = now else {
        return before;
    };
    let became = tile
        .prepared
        .with(|p| p.as_ref().map(|picture| became(&tile.picked_name, picture)));
    let became = became.unwrap_or_default();
    if became.is_empty() && now == from {
        return before;
    }
    let dot = if became.is_empty() { "" } else { " · " };
    format!("{before} → {became}{dot}{}", bytes(now, t.0))
}

/// Type and pixels, where they changed.
fn became(name: &str, picture: &Prepared) -> String {
    let kind = PictureType::from_mime(&picture.mime);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let same = |kind: PictureType| {
        let jpeg = kind == PictureType::Jpeg && ending.eq_ignore_ascii_case("jpeg");
        ending.is_empty() || ending.eq_ignore_ascii_case(kind.extension()) || jpeg
    };
    let kind = kind.filter(|kind| !same(*kind)).map(|kind| match kind {
        PictureType::Jpeg => "JPEG",
        PictureType::Png => "PNG",
        PictureType::Gif => "GIF",
        PictureType::Webp => "WebP",
    });
    let (width, height) = picture.size;
    let pixels = (picture.size != picture.from).then(|| format!("{width}×{height}"));
    let facts = [kind.map(str::to_owned), pixels];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// "turned upright, location removed"
pub(super) fn done(t: I18n, tile: &Tile) -> String {
    let sent_as = tile.sent_as.get();
    let hidden = tile.hidden.get() > 0;
    let ready = tile.state.with(TileState::is_ready);
    let (turned, location, metadata, read) = tile.prepared.with(|picture| {
        picture.as_ref().map_or((false, false, false, false), |p| {
            (
                p.turned_upright,
                p.location_removed,
                p.metadata_removed,
                true,
            )
        })
    });
    let facts = [
        (sent_as == SentAs::Document, w::GOES_AS_DOCUMENT),
        (sent_as == SentAs::Link, w::GOES_AS_LINK),
        (hidden, w::PARTS_HIDDEN),
        (turned, w::TURNED_UPRIGHT),
        (location, w::LOCATION_REMOVED),
        (metadata && !location, w::METADATA_REMOVED),
        (tile.is_picture && ready && !read, w::NOT_LOOKED_INTO),
    ];
    let words: Vec<&str> = facts
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, text)| t.t(*text))
        .collect();
    words.join(", ")
}
