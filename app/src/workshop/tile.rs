//! A file on its way into a message: picked, prepared, uploaded.

use crate::{
    ApiError,
    browser::{self, Body, PickedFile, Prepared, Stage, Uploading},
    i18n::{I18n, words},
};
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use model::{
    Edits, FileKind, Limits, NewFile, PictureBudget, PictureType, Quality, TicketId, Upload,
};
use std::sync::Arc;

/// Where it stands.
#[derive(Clone, Debug)]
pub(super) enum TileState {
    /// The worker is at it.
    Preparing(Stage, f64),
    /// This share of it has gone up.
    Uploading(f64),
    /// The desk has it.
    Ready(Upload),
    /// It cannot go, for this reason.
    Failed(String),
}

impl TileState {
    /// The desk has it, and nothing is under way.
    pub(super) const fn is_ready(&self) -> bool {
        matches!(self, Self::Ready(_))
    }

    /// As the style sheet and the tests know it.
    pub(super) const fn as_str(&self) -> &'static str {
        match self {
            Self::Preparing(..) => "preparing",
            Self::Uploading(_) => "uploading",
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
    /// Bytes of the file as picked.
    pub(super) picked_bytes: u64,
    /// What is still to be done to it.
    edits: ArcRwSignal<Edits>,
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
    under_way: ArcRwSignal<Option<AbortHandle>>,
    /// So that it can be stopped.
    uploading: ArcRwSignal<Option<Uploading>>,
    /// Goes up with each start; what an older start brings is not wanted any more.
    start: ArcRwSignal<u32>,
}

impl Tile {
    /// A file that was just picked.
    pub(super) fn new(id: u32, file: PickedFile) -> Self {
        Self {
            id,
            is_picture: file.claims_picture() && file.claimed_mime() != "image/svg+xml",
            name: ArcRwSignal::new(file.name()),
            picked_bytes: file.bytes(),
            file: ArcRwSignal::new(file),
            edits: ArcRwSignal::default(),
            quality: ArcRwSignal::default(),
            hidden: ArcRwSignal::new(0),
            state: ArcRwSignal::new(TileState::Preparing(Stage::Decode, 0.0)),
            prepared: ArcRwSignal::new(None),
            caption: ArcRwSignal::new(String::new()),
            alt: ArcRwSignal::new(String::new()),
            under_way: ArcRwSignal::new(None),
            uploading: ArcRwSignal::new(None),
            start: ArcRwSignal::new(0),
        }
    }

    /// Prepares and uploads it, from the beginning.
    pub(super) fn start(&self, journey: &Journey, budget: PictureBudget) {
        let budget = budget.for_quality(self.quality.get_untracked());
        self.stop();
        self.state.set(TileState::Preparing(Stage::Decode, 0.0));
        let start = self.start.get_untracked();
        let (tile, journey) = (self.clone(), journey.clone());
        let (travel, under_way) = abortable(async move {
            let outcome = tile.travel(&journey, budget, start).await;
            if tile.start.get_untracked() == start {
                tile.state.set(outcome.unwrap_or_else(TileState::Failed));
            }
        });
        self.under_way.set(Some(under_way));
        leptos::task::spawn_local(async move {
            let _ = travel.await;
        });
    }

    /// Does that to it and begins anew. What it was before is forgotten as soon as that is done, and
    /// never goes anywhere.
    pub(super) fn edit(
        &self,
        journey: &Journey,
        budget: PictureBudget,
        edits: Edits,
        quality: Quality,
    ) {
        if edits.is_none() && quality == self.quality.get_untracked() {
            return;
        }
        self.edits.set(edits);
        self.quality.set(quality);
        self.start(journey, budget);
    }

    /// Another thing matters in it.
    pub(super) fn choose(&self, journey: &Journey, budget: PictureBudget, quality: Quality) {
        if quality != self.quality.get_untracked() {
            self.quality.set(quality);
            self.start(journey, budget);
        }
    }

    /// Makes it as it would be sent with these edits and this quality; nothing changes.
    ///
    /// # Errors
    /// A sentence, as the tile would show it.
    pub(super) async fn trial(
        &self,
        journey: &Journey,
        budget: PictureBudget,
        edits: &Edits,
        quality: Quality,
    ) -> Result<Prepared, String> {
        let sentence = |error: ApiError| journey.i18n.error(&error, words::file_error);
        let (url, none) = (&journey.worker_url, Edits::default());
        let mut file = self.file.get_untracked();
        if !edits.is_none() {
            let edited = browser::prepare(url, &file, edits, &whole(), |_, _| {}).await;
            let edited = edited.map_err(sentence)?;
            browser::revoke_url(&edited.preview_url);
            file = edited_file(&file, &edited);
        }
        let budget = budget.for_quality(quality);
        let made = browser::prepare(url, &file, &none, &budget, |_, _| {}).await;
        made.map_err(sentence)
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

    /// The way to the desk; a sentence when it ends early.
    async fn travel(
        &self,
        journey: &Journey,
        budget: PictureBudget,
        start: u32,
    ) -> Result<TileState, String> {
        let t = journey.i18n;
        let mut file = self.file.get_untracked();
        if file.bytes() == 0 {
            return Err(t.refusal(model::FileRefusal::Empty));
        }
        let sentence = |error: ApiError| t.error(&error, words::file_error);
        let edits = self.edits.get_untracked();
        if !edits.is_none() {
            let edited = self.prepare(journey, &file, &edits, &whole(), start).await;
            let edited = edited.map_err(sentence)?;
            if self.start.get_untracked() != start {
                return Err(String::new());
            }
            file = edited_file(&file, &edited);
            self.hidden
                .update(|hidden| *hidden += edits.hidden.len() as u32);
            self.edits.set(Edits::default());
            self.file.set(file.clone());
        }
        let picture = if self.is_picture {
            let none = Edits::default();
            let picture = self.prepare(journey, &file, &none, &budget, start).await;
            Some(picture.map_err(sentence)?)
        } else {
            let kind = FileKind::of_mime(&file.claimed_mime());
            journey
                .limits
                .check_file(kind, file.bytes())
                .map_err(|refusal| t.refusal(refusal))?;
            None
        };
        if self.start.get_untracked() != start {
            return Err(String::new());
        }
        let body = picture.as_ref().map_or(Body::File(&file), Body::Picture);
        self.state.set(TileState::Uploading(0.0));
        let state = self.state.clone();
        let (uploading, upload) = browser::upload(
            &body,
            &self.name.get_untracked(),
            journey.ticket,
            move |share| state.set(TileState::Uploading(share)),
        );
        self.uploading.set(Some(uploading));
        upload.await.map(TileState::Ready).map_err(sentence)
    }

    async fn prepare(
        &self,
        journey: &Journey,
        file: &PickedFile,
        edits: &Edits,
        budget: &PictureBudget,
        start: u32,
    ) -> Result<Prepared, ApiError> {
        let (state, current) = (self.state.clone(), self.start.clone());
        let progress = move |stage, fraction| {
            if current.get_untracked() == start {
                state.set(TileState::Preparing(stage, fraction));
            }
        };
        let url = &journey.worker_url;
        let prepared = browser::prepare(url, file, edits, budget, progress).await?;
        if self.start.get_untracked() != start {
            browser::revoke_url(&prepared.preview_url);
            return Err(ApiError::new("canceled", ""));
        }
        self.name.set(renamed(&file.name(), &prepared.extension));
        if let Some(before) = self.prepared.get_untracked() {
            browser::revoke_url(&before.preview_url);
        }
        self.prepared.set(Some(prepared.clone()));
        Ok(prepared)
    }

    /// The file as a message names it, once the desk has it.
    pub(super) fn ready(&self) -> Option<NewFile> {
        match self.state.get_untracked() {
            TileState::Ready(upload) => Some(NewFile {
                upload: upload.id,
                caption: self.caption.get_untracked().trim().to_owned(),
                alt: self.alt.get_untracked().trim().to_owned(),
                redacted: self.hidden.get_untracked(),
            }),
            _ => None,
        }
    }
}

/// What came of a file by editing it.
fn edited_file(file: &PickedFile, edited: &Prepared) -> PickedFile {
    let name = renamed(&file.name(), &edited.extension);
    PickedFile::made(&name, &edited.mime, &edited.bytes)
}

/// What an edited picture may be before it is made fit: all that is useful of it, hardly compressed,
/// so that it can be made fit again for another share of the message.
fn whole() -> PictureBudget {
    PictureBudget {
        max_bytes: 25_000_000,
        max_edge: u32::MAX,
        types: vec![PictureType::Jpeg, PictureType::Png],
        quality: Quality::Sharper,
    }
}

/// The name with the extension of what the file became.
fn renamed(name: &str, extension: &str) -> String {
    let (stem, old) = name.rsplit_once('.').unwrap_or((name, ""));
    let same = old.eq_ignore_ascii_case(extension)
        || (extension == "jpg" && old.eq_ignore_ascii_case("jpeg"));
    if same {
        name.to_owned()
    } else {
        format!("{stem}.{extension}")
    }
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn a_converted_picture_changes_its_extension_and_no_other_does() {
        assert_eq!(renamed("IMG_2041.HEIC", "jpg"), "IMG_2041.jpg");
        assert_eq!(renamed("IMG_2041.JPEG", "jpg"), "IMG_2041.JPEG");
        assert_eq!(renamed("no extension", "png"), "no extension.png");
    }
}
