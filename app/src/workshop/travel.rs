//! A file's way into a message: edited, prepared, uploaded.

use super::tile::{Journey, Tile, TileState, Trouble};
use crate::{
    ApiError,
    browser::{self, Body, Going, PickedFile, Prepared},
    i18n::words,
};
use futures::future::abortable;
use leptos::prelude::*;
use model::{Edits, FileRefusal, Fit, OutFile, PictureBudget, PictureType, Quality, SentAs};

impl Tile {
    /// Prepares and uploads it, from the beginning, with so many bytes of the message.
    pub(super) fn start(&self, journey: &Journey, share: u64) {
        self.replace();
        self.stop();
        self.fit.set(None);
        self.share.set(Some(share));
        let quality = self.quality.get_untracked();
        let mime = self.file.with_untracked(PickedFile::claimed_mime);
        let budget = journey
            .limits
            .picture_budget(&mime, share)
            .for_quality(quality);
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
        let budget = journey.limits.picture_budget(&file.claimed_mime(), share);
        let budget = budget.for_quality(quality);
        // What goes untouched goes with every pixel it has.
        let budget = (self.sent_as.get_untracked() == SentAs::Itself).then_some(&budget);
        let made = browser::prepare(url, &file, &none, budget, |_, _| {}).await;
        made.map_err(sentence)
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
