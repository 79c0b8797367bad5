//! What a tray holds, remembered in this browser: its files come back after a reload, and in the
//! next tab, from the desk.

use super::{tile::Tile, tray::Tray};
use crate::{
    ApiError,
    browser::{self, PickedFile, Prepared},
};
use leptos::prelude::*;
use model::{FileKind, SentAs, TakenFile, Upload, UploadId};
use serde::{Deserialize, Serialize};

/// A file as it is remembered.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(super) struct Kept {
    /// What it is called.
    name: String,
    /// What the desk knows it as; nothing when it was not there yet.
    upload: Option<UploadId>,
    /// Bytes of the file as picked.
    picked: u64,
    /// A word of context.
    caption: String,
    /// What it shows.
    alt: String,
    /// How many parts of it are hidden.
    hidden: u32,
    /// How it goes.
    #[serde(default)]
    sent_as: SentAs,
    /// It was taken out, and could still be put back.
    #[serde(default)]
    removed: bool,
}

/// What is remembered under a name.
fn recall(name: &str) -> Vec<Kept> {
    let kept = browser::recall(name).unwrap_or_default();
    browser::from_json(kept.as_bytes()).unwrap_or_default()
}

/// Files that went with a message, as they are remembered with a draft.
pub(crate) fn kept_files(files: &[TakenFile]) -> String {
    let kept = files.iter().map(|file| Kept {
        name: file.upload.name.clone(),
        upload: Some(file.upload.id),
        picked: file.upload.bytes,
        caption: file.caption.clone(),
        alt: file.alt.clone(),
        hidden: file.redacted,
        sent_as: file.sent_as,
        removed: false,
    });
    serde_json::to_string(&kept.collect::<Vec<_>>()).unwrap_or_default()
}

/// Remembers these.
fn remember(name: &str, all: &[Kept]) {
    let text = if all.is_empty() {
        String::new()
    } else {
        serde_json::to_string(all).unwrap_or_default()
    };
    browser::remember(name, &text);
}

impl Tray {
    /// Brings back what an earlier page held, and remembers from now on what this one holds.
    pub(super) fn keep_as(self, name: String) {
        let before = recall(&name);
        self.restoring.set(before.clone());
        if !before.is_empty() {
            leptos::task::spawn_local(self.restore(before));
        }
        browser::effect(move || {
            let mut all = self.restoring.get();
            self.tiles
                .with(|tiles| all.extend(tiles.iter().map(Kept::of)));
            remember(&name, &all);
        });
    }

    /// Brings files back, before those that are there.
    pub(super) fn bring(self, kept: &str) {
        let before: Vec<Kept> = browser::from_json(kept.as_bytes()).unwrap_or_default();
        self.restoring.update(|all| all.extend(before.clone()));
        leptos::task::spawn_local(self.restore(before));
    }

    async fn restore(self, before: Vec<Kept>) {
        let (mut tiles, mut lost) = (Vec::new(), Vec::new());
        for kept in before {
            if kept.removed {
                // With the page went the way back.
                kept.erase();
                continue;
            }
            let Some(id) = self.next.try_update_value(|next| {
                *next += 1;
                *next - 1
            }) else {
                return;
            };
            match kept.find(id).await {
                Ok(tile) => tiles.push(tile),
                Err(name) => lost.push(name),
            }
        }
        // In this order, so that what is remembered never lacks any.
        if self
            .tiles
            .try_update(|all| all.splice(0..0, tiles).count())
            .is_some()
        {
            self.restoring.set(Vec::new());
            self.lost.set(lost);
        }
    }
}

impl Kept {
    /// A tile as it stands. Reads its signals: for an effect.
    fn of(tile: &Tile) -> Self {
        Self {
            name: tile.name.get(),
            upload: tile.upload(),
            picked: tile.picked_bytes,
            caption: tile.caption.get(),
            alt: tile.alt.get(),
            hidden: tile.hidden.get(),
            sent_as: tile.sent_as.get(),
            removed: tile.removed.get(),
        }
    }

    /// Has the desk forget it.
    fn erase(&self) {
        if let Some(upload) = self.upload {
            browser::forget_upload(upload);
        }
    }

    /// The tile it was; its name when the desk does not have it. Waits for the desk.
    async fn find(self, id: u32) -> Result<Tile, String> {
        let Some(upload) = self.upload else {
            return Err(self.name);
        };
        let mut wait = 500;
        let is_lost = |code: &str| matches!(code, "offline" | "unavailable" | "being_checked");
        let (facts, picture) = loop {
            match fetch(upload).await {
                Err(error) if is_lost(&error.code) => {
                    browser::online_or(wait).await;
                    wait = (wait * 2).min(20_000);
                }
                Ok(found) => break found,
                Err(_) => return Err(self.name),
            }
        };
        let tile = Tile::again(id, self.picked, self.sent_as, facts, picture);
        tile.caption.set(self.caption);
        tile.alt.set(self.alt);
        tile.hidden.set(self.hidden);
        Ok(tile)
    }
}

/// A picture comes with its bytes, because it may be worked on again; what else there is only goes
/// on from where it lies.
async fn fetch(id: UploadId) -> Result<(Upload, Option<(PickedFile, Prepared)>), ApiError> {
    let facts = browser::upload_facts(id).await?;
    let picture = match FileKind::of_mime(&facts.mime) {
        FileKind::Picture if facts.width > 0 => Some(browser::uploaded_picture(&facts).await?),
        _ => None,
    };
    Ok((facts, picture))
}
