//! How the tray's files share what a message takes: who is made fit for how much, and when anew.
//! The arithmetic is `model`'s.

use super::{
    tile::{Tile, TileState, Trouble},
    tray::Tray,
};
use crate::browser;
use leptos::prelude::*;
use model::{Claim, Fit, OutFile, SentAs};

impl Tile {
    /// What it wants of the message.
    fn claim(&self, tray: Tray) -> Claim {
        let state = self.state.get_untracked();
        if matches!(state, TileState::Failed(_)) {
            return Claim::Nothing;
        }
        let file = self.file.get_untracked();
        match (self.is_picture, self.sent_as.get_untracked()) {
            (_, SentAs::Link) => Claim::Nothing,
            (true, SentAs::Itself) => {
                let limits = tray.journey.with_value(|journey| journey.limits);
                let picked = || limits.claim_of_picture(&file.claimed_mime(), self.bytes());
                self.fit.get_untracked().map_or_else(picked, Fit::claim)
            }
            (_, sent_as) => {
                let bytes = match state {
                    // Known better now: what tells on people is gone.
                    TileState::Ready(upload) => upload.bytes,
                    _ => self.bytes(),
                };
                let goes = OutFile {
                    mime: &file.claimed_mime(),
                    bytes,
                    sent_as,
                };
                let limits = tray.journey.with_value(|journey| journey.limits);
                // What may not go by itself says so itself, and takes nothing.
                match limits.check_file(goes) {
                    Ok(()) => Claim::Whole(bytes),
                    Err(_) => Claim::Nothing,
                }
            }
        }
    }

    /// Whether it must be begun anew with this share.
    fn must_start(&self, share: u64) -> bool {
        let Some(before) = self.share.get_untracked() else {
            return true;
        };
        let fitted = self.is_picture && self.sent_as.get_untracked() == SentAs::Itself;
        match (self.fit.get_untracked(), self.state.get_untracked()) {
            _ if !fitted => false,
            (Some(fit), _) => fit.is_outgrown(share),
            // Still at it: what comes of it may be as large as it was allowed.
            (None, TileState::Preparing(..)) => share < before,
            _ => false,
        }
    }
}

impl Tray {
    /// Starts what is new, and again what no longer fits, or would gain much.
    pub(super) fn share_out(self) {
        let journey = self.journey.get_value();
        let tiles = self.tiles.get_untracked();
        let claims: Vec<Claim> = tiles.iter().map(|tile| tile.claim(self)).collect();
        for (tile, share) in tiles.iter().zip(journey.limits.shares(&claims)) {
            if matches!(tile.state.get_untracked(), TileState::Failed(_)) {
                continue;
            }
            match share {
                Ok(share) if tile.must_start(share) => tile.start(&journey, share),
                Ok(_) => {}
                Err(why) => {
                    tile.replace();
                    tile.stop();
                    tile.state
                        .set(TileState::Failed(Trouble::refused(journey.i18n, why)));
                }
            }
        }
    }

    /// Begins files anew: they failed, were edited, or go another way.
    pub(super) fn begin_anew(self, tiles: &[Tile]) {
        for tile in tiles {
            tile.replace();
            tile.stop();
            tile.fit.set(None);
            tile.share.set(None);
            tile.state.set(TileState::fresh());
        }
        self.share_out();
    }

    /// What is left when all are made fit goes to those that were squeezed: asked when nothing is
    /// being made fit, so that nobody is begun anew for what changes a moment later.
    pub(super) fn settle(self) {
        browser::effect(move || {
            let working = self.tiles.with(|tiles| {
                // All are read: one that changes is heard of.
                let working = tiles
                    .iter()
                    .filter(|tile| matches!(tile.state.get(), TileState::Preparing(..)));
                working.count()
            });
            if working == 0 {
                self.share_out();
            }
        });
    }
}
