//! A file of a message that is being written: what is known of it, and where it stands.

use crate::{
    browser::{self, PickedFile, Prepared, Stage, Uploading},
    i18n::I18n,
};
use futures::future::AbortHandle;
use leptos::prelude::*;
use model::{
    Edits, FileRefusal, Fit, Limits, NewFile, Quality, SentAs, TicketId, TrayFile, Upload, UploadId,
};
use std::sync::Arc;

/// Where it stands.
#[derive(Clone, Debug)]
pub(super) enum TileState {
    /// The worker is at it.
    Preparing(Stage, f64),
    /// This share of it has gone up.
    Uploading(f64),
    /// The line broke after this share; it goes on by itself.
    Waiting(f64),
    /// The desk has it.
    Ready(Upload),
    /// It cannot go, for this reason.
    Failed(Trouble),
}

/// Why a file cannot go.
#[derive(Clone, Debug, Default)]
pub(super) struct Trouble {
    /// Stable name, as errors have it.
    pub(super) code: String,
    /// In the page's language.
    pub(super) sentence: String,
}

impl Trouble {
    /// What the message's limits say.
    pub(super) fn refused(t: I18n, why: FileRefusal) -> Self {
        let code = match why {
            FileRefusal::Empty => "empty",
            FileRefusal::Kind => "kind",
            FileRefusal::TooLarge { .. } => "too_large",
            FileRefusal::TooMany { .. } => "too_many_files",
            FileRefusal::Together { .. } => "together",
        };
        Self {
            code: code.to_owned(),
            sentence: t.refusal(why),
        }
    }
}

impl TileState {
    /// Nothing is done yet.
    pub(super) const fn fresh() -> Self {
        Self::Preparing(Stage::Decode, 0.0)
    }

    /// The desk has it, and nothing is under way.
    pub(super) const fn is_ready(&self) -> bool {
        matches!(self, Self::Ready(_))
    }

    /// As the style sheet and the tests know it.
    pub(super) const fn as_str(&self) -> &'static str {
        match self {
            Self::Preparing(..) => "preparing",
            Self::Uploading(_) => "uploading",
            Self::Waiting(_) => "waiting",
            Self::Ready(_) => "ready",
            Self::Failed(_) => "failed",
        }
    }
}

/// What a tile needs to know of where it is going.
#[derive(Clone)]
pub(super) struct Journey {
    /// Where the image worker's script is.
    pub(super) worker_url: Arc<str>,
    /// What the channel takes.
    pub(super) limits: Limits,
    /// The ticket; a visitor has none to name.
    pub(super) ticket: Option<TicketId>,
    /// What the ticket's contact is called, one name or address a line.
    pub(super) names: Arc<str>,
    /// Who writes is a customer.
    pub(super) visitor: bool,
    /// The page's words.
    pub(super) i18n: I18n,
}

/// A file in the tray.
#[derive(Clone)]
pub(super) struct Tile {
    /// Its key in the tray.
    pub(super) id: u32,
    /// As picked; once it was edited, what came of it, and nothing else.
    pub(super) file: ArcRwSignal<PickedFile>,
    /// Its name as picked.
    pub(super) picked_name: String,
    /// Bytes of the file as picked.
    pub(super) picked_bytes: u64,
    /// How it goes.
    pub(super) sent_as: ArcRwSignal<SentAs>,
    /// Its bytes of the message; none before it was first told.
    pub(super) share: ArcRwSignal<Option<u64>>,
    /// How it was made fit, once it is.
    pub(super) fit: ArcRwSignal<Option<Fit>>,
    /// The desk alone has its bytes, from an earlier page.
    pub(super) elsewhere: Option<Upload>,
    /// It was taken out, and can still be put back.
    pub(super) removed: ArcRwSignal<bool>,
    /// The button that puts it back has the focus.
    pub(super) undo_in_hand: ArcRwSignal<bool>,
    /// What is still to be done to it.
    pub(super) edits: ArcRwSignal<Edits>,
    /// What matters in it.
    pub(super) quality: ArcRwSignal<Quality>,
    /// How many parts of it are hidden.
    pub(super) hidden: ArcRwSignal<u32>,
    /// What the browser says it is a picture of the worker's to look at.
    pub(super) is_picture: bool,
    /// The name it goes under; a converted picture changes its extension.
    pub(super) name: ArcRwSignal<String>,
    /// Where it stands.
    pub(super) state: ArcRwSignal<TileState>,
    /// What the worker made of it.
    pub(super) prepared: ArcRwSignal<Option<Prepared>>,
    /// A word of context.
    pub(super) caption: ArcRwSignal<String>,
    /// What it shows.
    pub(super) alt: ArcRwSignal<String>,
    /// So that what is under way can be stopped; the worker hears of it.
    pub(super) under_way: ArcRwSignal<Option<AbortHandle>>,
    /// So that it can be stopped.
    pub(super) uploading: ArcRwSignal<Option<Uploading>>,
    /// Goes up with each start; what an older start brings is not wanted any more.
    pub(super) start: ArcRwSignal<u32>,
}

impl Tile {
    /// A file that was just picked.
    pub(super) fn new(id: u32, file: PickedFile) -> Self {
        Self {
            id,
            is_picture: file.claims_picture() && file.claimed_mime() != "image/svg+xml",
            name: ArcRwSignal::new(file.name()),
            picked_name: file.name(),
            picked_bytes: file.bytes(),
            sent_as: ArcRwSignal::default(),
            share: ArcRwSignal::new(None),
            fit: ArcRwSignal::new(None),
            elsewhere: None,
            removed: ArcRwSignal::new(false),
            undo_in_hand: ArcRwSignal::new(false),
            file: ArcRwSignal::new(file),
            edits: ArcRwSignal::default(),
            quality: ArcRwSignal::default(),
            hidden: ArcRwSignal::new(0),
            state: ArcRwSignal::new(TileState::fresh()),
            prepared: ArcRwSignal::new(None),
            caption: ArcRwSignal::new(String::new()),
            alt: ArcRwSignal::new(String::new()),
            under_way: ArcRwSignal::new(None),
            uploading: ArcRwSignal::new(None),
            start: ArcRwSignal::new(0),
        }
    }

    /// One that the desk has had since an earlier page. A picture comes with what can be worked on.
    pub(super) fn again(
        id: u32,
        picked_bytes: u64,
        sent_as: SentAs,
        upload: Upload,
        picture: Option<(PickedFile, Prepared)>,
    ) -> Self {
        let (file, prepared) = picture.unzip();
        let elsewhere = file.is_none().then(|| upload.clone());
        let name_alone = || PickedFile::elsewhere(&upload.name, &upload.mime);
        let tile = Self::new(id, file.unwrap_or_else(name_alone));
        // It was made fit once: it is begun anew only when it has to be smaller.
        let (bytes, share) = (upload.bytes, upload.bytes);
        if tile.is_picture && sent_as == SentAs::Itself {
            tile.fit.set(Some(Fit {
                bytes,
                share,
                squeezed: false,
            }));
        }
        tile.share.set(Some(share));
        tile.sent_as.set(sent_as);
        tile.prepared.set(prepared);
        tile.state.set(TileState::Ready(upload));
        Self {
            picked_bytes,
            elsewhere,
            ..tile
        }
    }

    /// Bytes of the file as it would be worked on.
    pub(super) fn bytes(&self) -> u64 {
        let here = || self.file.with_untracked(PickedFile::bytes);
        self.elsewhere
            .as_ref()
            .map_or_else(here, |upload| upload.bytes)
    }

    /// What the desk knows it as.
    pub(super) fn upload(&self) -> Option<UploadId> {
        let there = self.elsewhere.as_ref().map(|upload| upload.id);
        self.state.with(|state| match state {
            TileState::Ready(upload) => Some(upload.id),
            _ => there,
        })
    }

    /// Does that to it when it is begun anew, if anything changes. What it was before is forgotten as
    /// soon as that is done, and never goes anywhere.
    pub(super) fn edit(&self, edits: Edits, quality: Quality) -> bool {
        let changes = !edits.is_none();
        if changes {
            self.edits.set(edits);
        }
        self.choose(quality) || changes
    }

    /// Another thing matters in it when it is begun anew, if it is another.
    pub(super) fn choose(&self, quality: Quality) -> bool {
        let changes = quality != self.quality.get_untracked();
        if changes {
            self.quality.set(quality);
        }
        changes
    }

    /// Has the desk forget what it has of it.
    pub(super) fn erase(&self) {
        if let Some(upload) = untrack(|| self.upload()) {
            browser::forget_upload(upload);
        }
    }

    /// Has the desk forget what it has of it, because it is begun anew: what was unedited must not
    /// lie there. What the desk alone has stays.
    pub(super) fn replace(&self) {
        if self.elsewhere.is_none() {
            self.erase();
        }
    }

    /// Ends what is under way.
    pub(super) fn stop(&self) {
        self.start.update(|start| *start += 1);
        if let Some(under_way) = self.under_way.try_update(Option::take).flatten() {
            under_way.abort();
        }
        if let Some(uploading) = self.uploading.try_update(Option::take).flatten() {
            uploading.abort();
        }
        if let Some(prepared) = self.prepared.try_update(Option::take).flatten() {
            browser::revoke_url(&prepared.preview_url);
        }
    }

    /// What is told of it before it goes, once the desk has it.
    pub(super) fn told(&self) -> Option<TrayFile> {
        let caption = self.caption.get();
        let sent_as = self.sent_as.get();
        match self.state.get() {
            TileState::Ready(upload) => Some(TrayFile {
                name: upload.name,
                mime: upload.mime,
                bytes: upload.bytes,
                picked: self.picked_name.clone(),
                was: self.picked_bytes,
                caption: caption.trim().to_owned(),
                sent_as,
            }),
            _ => None,
        }
    }

    /// The file as a message names it, once the desk has it.
    pub(super) fn ready(&self) -> Option<NewFile> {
        match self.state.get_untracked() {
            TileState::Ready(upload) => Some(NewFile {
                upload: upload.id,
                caption: self.caption.get_untracked().trim().to_owned(),
                alt: self.alt.get_untracked().trim().to_owned(),
                redacted: self.hidden.get_untracked(),
                sent_as: self.sent_as.get_untracked(),
            }),
            _ => None,
        }
    }
}
