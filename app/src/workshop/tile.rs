//! A file on its way into a message: picked, prepared, uploaded.

use crate::{
    ApiError,
    browser::{self, Body, Going, PickedFile, Prepared, Stage, Uploading},
    i18n::{I18n, words},
};
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use model::{
    Edits, FileRefusal, Fit, Limits, NewFile, OutFile, PictureBudget, PictureType, Quality, SentAs,
    TicketId, Upload, UploadId,
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
    elsewhere: Option<Upload>,
    /// It was taken out, and can still be put back.
    pub(super) removed: ArcRwSignal<bool>,
    /// The button that puts it back has the focus.
    pub(super) undo_in_hand: ArcRwSignal<bool>,
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

    /// Prepares and uploads it, from the beginning, with so many bytes of the message.
    pub(super) fn start(&self, journey: &Journey, share: u64) {
        self.replace();
        self.stop();
        self.fit.set(None);
        self.share.set(Some(share));
        let quality = self.quality.get_untracked();
        let budget = journey.limits.picture_budget(share).for_quality(quality);
        self.state.set(TileState::fresh());
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

    /// Makes it as it would be sent with these edits and this quality; nothing changes.
    ///
    /// # Errors
    /// A sentence, as the tile would show it.
    pub(super) async fn trial(
        &self,
        journey: &Journey,
        edits: &Edits,
        quality: Quality,
    ) -> Result<Prepared, String> {
        let sentence = |error: ApiError| journey.i18n.error(&error, words::file_error);
        let (url, none) = (&journey.worker_url, Edits::default());
        let mut file = self.file.get_untracked();
        if !edits.is_none() {
            let whole = whole();
            let edited = browser::prepare(url, &file, edits, Some(&whole), |_, _| {}).await;
            let edited = edited.map_err(sentence)?;
            browser::revoke_url(&edited.preview_url);
            file = edited_file(&file, &edited);
        }
        let share = self.share.get_untracked().unwrap_or(u64::MAX);
        let budget = journey.limits.picture_budget(share).for_quality(quality);
        // What goes untouched goes with every pixel it has.
        let budget = (self.sent_as.get_untracked() == SentAs::Itself).then_some(&budget);
        let made = browser::prepare(url, &file, &none, budget, |_, _| {}).await;
        made.map_err(sentence)
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

    /// The way to the desk; a sentence when it ends early.
    async fn travel(
        &self,
        journey: &Journey,
        budget: PictureBudget,
        start: u32,
    ) -> Result<TileState, Trouble> {
        let t = journey.i18n;
        let sent_as = self.sent_as.get_untracked();
        if let Some(upload) = &self.elsewhere {
            let goes = OutFile {
                mime: &upload.mime,
                bytes: upload.bytes,
                sent_as,
            };
            let checked = journey.limits.check_file(goes);
            checked.map_err(|why| Trouble::refused(t, why))?;
            return Ok(TileState::Ready(upload.clone()));
        }
        let mut file = self.file.get_untracked();
        if file.bytes() == 0 {
            return Err(Trouble::refused(t, FileRefusal::Empty));
        }
        let sentence = |error: ApiError| Trouble {
            sentence: t.error(&error, words::file_error),
            code: error.code,
        };
        let edits = self.edits.get_untracked();
        if !edits.is_none() {
            let whole = whole();
            let edited = self.prepare(journey, &file, &edits, Some(&whole), start);
            let edited = edited.await;
            let edited = edited.map_err(sentence)?;
            if self.start.get_untracked() != start {
                return Err(Trouble::default());
            }
            file = edited_file(&file, &edited);
            self.hidden
                .update(|hidden| *hidden += edits.hidden.len() as u32);
            self.edits.set(Edits::default());
            self.file.set(file.clone());
        }
        let none = Edits::default();
        let picture = if self.is_picture && sent_as == SentAs::Itself {
            let picture = self
                .prepare(journey, &file, &none, Some(&budget), start)
                .await;
            let picture = picture.map_err(sentence)?;
            self.fit.set(Some(fit_of(&picture, &budget)));
            Some(picture)
        } else {
            let clean = if self.is_picture {
                match self.prepare(journey, &file, &none, None, start).await {
                    Ok(clean) => Some(clean),
                    // What nothing can read goes as it is.
                    Err(error) if nothing_reads(&error.code) => None,
                    Err(error) => return Err(sentence(error)),
                }
            } else {
                None
            };
            let goes = OutFile {
                mime: &file.claimed_mime(),
                bytes: clean
                    .as_ref()
                    .map_or(file.bytes(), |clean| clean.bytes.length().into()),
                sent_as,
            };
            let refused = |why| Trouble::refused(t, why);
            journey.limits.check_file(goes).map_err(refused)?;
            clean
        };
        if self.start.get_untracked() != start {
            return Err(Trouble::default());
        }
        let body = picture.as_ref().map_or(Body::File(&file), Body::Picture);
        self.state.set(TileState::Uploading(0.0));
        let state = self.state.clone();
        let (uploading, upload) = browser::upload(
            &body,
            &self.name.get_untracked(),
            journey.ticket,
            sent_as,
            move |going| {
                state.set(match going {
                    Going::On(share) => TileState::Uploading(share),
                    Going::Waiting(share) => TileState::Waiting(share),
                });
            },
        );
        self.uploading.set(Some(uploading));
        upload.await.map(TileState::Ready).map_err(sentence)
    }

    async fn prepare(
        &self,
        journey: &Journey,
        file: &PickedFile,
        edits: &Edits,
        budget: Option<&PictureBudget>,
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
                sent_as: self.sent_as.get_untracked(),
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

/// Whether an error of the worker's says that the file is beyond it.
fn nothing_reads(code: &str) -> bool {
    matches!(
        code,
        "not_a_picture" | "unreadable" | "unsupported" | "needs_decoder" | "too_many_pixels"
    )
}

/// How a picture was made fit. It would be better with more when it was written anew and is as
/// large as it may be, or has fewer pixels than it might; unless a person wants it small.
fn fit_of(picture: &Prepared, budget: &PictureBudget) -> Fit {
    let bytes = u64::from(picture.bytes.length());
    let edge = |(width, height): (u32, u32)| width.max(height);
    let full = bytes > budget.max_bytes / 10 * 9;
    let reduced = edge(picture.size) < edge(picture.from).min(budget.max_edge);
    let wanted = budget.quality != Quality::Smaller;
    Fit {
        bytes,
        share: budget.max_bytes,
        squeezed: picture.reencoded && wanted && (full || reduced),
    }
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
