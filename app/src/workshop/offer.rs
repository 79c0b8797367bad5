//! What else can be done with a file: sent untouched, as a document or a link, or tried again.

use super::tile::{Journey, Tile, TileState, Trouble};
use crate::i18n::{Text, words as w};
use leptos::prelude::*;
use model::{LINK_BYTES, OutFile, SentAs};

/// A way out, or another way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// The same once more.
    Retry,
    /// Another way.
    Send(SentAs),
}

impl Offer {
    /// What its button says.
    pub(super) fn label(self, is_picture: bool) -> Text {
        match self {
            Self::Retry => w::RETRY,
            Self::Send(SentAs::Itself) if is_picture => w::AS_PICTURE,
            Self::Send(SentAs::Itself) => w::RETRY,
            Self::Send(SentAs::Document) => w::AS_DOCUMENT,
            Self::Send(SentAs::Link) => w::AS_LINK,
        }
    }

    /// As the tests know it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Send(way) => way.as_str(),
        }
    }
}

/// What no second try changes.
fn is_lasting(trouble: &Trouble) -> bool {
    matches!(
        trouble.code.as_str(),
        "not_a_picture"
            | "unreadable"
            | "unsupported"
            | "needs_decoder"
            | "too_many_pixels"
            | "too_large"
            | "kind"
            | "empty"
    )
}

/// What a tile offers as it stands. Reads its signals.
pub(super) fn offers(tile: &Tile, journey: &Journey) -> Vec<Offer> {
    let (sent_as, state) = (tile.sent_as.get(), tile.state.get());
    let mut offers = Vec::new();
    let another_way = match &state {
        TileState::Preparing(..) | TileState::Uploading(_) | TileState::Waiting(_) => {
            return offers;
        }
        TileState::Failed(trouble) if trouble.code == "empty" => return offers,
        // It never goes as it was before, whichever way: the edit is made, or it stays here.
        TileState::Failed(_) if tile.edits.with(|edits| !edits.is_none()) => {
            return vec![Offer::Retry];
        }
        TileState::Failed(trouble) => {
            if !is_lasting(trouble) {
                offers.push(Offer::Retry);
            }
            true
        }
        // Who wants every pixel as it was can have it.
        TileState::Ready(_) => {
            let changed = |fitted: &crate::browser::Prepared| fitted.reencoded;
            tile.is_picture && tile.prepared.with(|p| p.as_ref().is_some_and(changed))
        }
    };
    if sent_as != SentAs::Itself {
        if tile.is_picture || takes(tile, journey, SentAs::Itself) {
            offers.push(Offer::Send(SentAs::Itself));
        }
        return offers;
    }
    if another_way {
        let (is_picture, customer) = (tile.is_picture, journey.visitor);
        let takes = |way| takes(tile, journey, way);
        if is_picture && takes(SentAs::Document) && !crowded(&state) {
            offers.push(Offer::Send(SentAs::Document));
        } else if !customer && tile.bytes() <= LINK_BYTES {
            offers.push(Offer::Send(SentAs::Link));
        }
    }
    offers
}

/// It is the message that has no room.
fn crowded(state: &TileState) -> bool {
    matches!(state, TileState::Failed(trouble) if trouble.code == "together")
}

/// Whether the channel takes the file that way.
fn takes(tile: &Tile, journey: &Journey, sent_as: SentAs) -> bool {
    let file = tile.file.get();
    let goes = OutFile {
        mime: &file.claimed_mime(),
        bytes: tile.bytes(),
        sent_as,
    };
    journey.limits.check_file(goes).is_ok()
}
