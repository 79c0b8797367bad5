//! Ingest: what is done with every file that comes in, by whichever way it came: told by its
//! bytes, bounded, cleaned of metadata, named, kept, looked at by the virus scanner, and given
//! small pictures.
//!
//! Uploads, plain forms and the channels all end in [`take`]; after their transaction they call
//! [`work::soon`]. There is no second way in.

mod in_flight;
mod name;
pub mod originals;
mod poster;
mod previews;
mod scan;
mod tell;
pub(crate) mod work;

pub(crate) use in_flight::InFlight;
pub(crate) use name::{claimed, clean};
pub use scan::Scanner;
pub(crate) use scan::Verdict;
pub use work::in_work;
pub(crate) use work::{PREVIEW_MEDIUM, PREVIEW_THUMB};

use crate::{
    Desk, Error, Result,
    blob::{Facts, Staged},
    picture,
    worker::Limits,
};
use bytes::Bytes;
use media::{Info, MediaError};
use model::{FileKind, SentAs};
use sea_orm::DatabaseTransaction;
use std::{ffi::OsString, path::PathBuf};

/// What we call bytes that are nothing we know, or not what they say.
const UNKNOWN: &str = "application/octet-stream";
/// Pixels of all frames of an animation together: two minutes of a large one. A browser that shows
/// it decodes them all.
const ANIMATED_PIXELS: u64 = 1 << 31;

/// How files that come in are handled.
#[derive(Clone, Debug)]
pub struct Config {
    /// The picture worker's program with its first arguments.
    pub worker: Vec<OsString>,
    /// What work on one file may take.
    pub limits: Limits,
    /// Where ffmpeg is; without it films have no poster.
    pub ffmpeg: Option<PathBuf>,
    /// Where a virus scanner listens; without one nothing is scanned.
    pub scanner: Option<Scanner>,
    /// Whether files are also kept as they came. Unset: as the owner chose in the settings.
    pub keep_originals: Option<bool>,
}

impl Default for Config {
    fn default() -> Self {
        let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("attache"));
        Self {
            worker: vec![program.into(), "picture-worker".into()],
            limits: Limits::default(),
            ffmpeg: None,
            scanner: None,
            keep_originals: None,
        }
    }
}

/// A file that was taken in and is not kept yet. Dropped, nothing of it stays.
pub(crate) struct Taken {
    /// What it is called from now on.
    pub(crate) name: String,
    /// Its media type by its bytes.
    pub(crate) mime: String,
    /// Size of what is kept.
    pub(crate) bytes: u64,
    /// Pixels, upright; 0 when it is no picture that can be shown.
    pub(crate) width: u32,
    /// Pixels, upright.
    pub(crate) height: u32,
    staged: Staged,
    /// As it came, where that is kept and differs.
    original: Option<(Staged, String)>,
}

/// A file that is kept: what an upload or an attachment refers to.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) sha256: String,
    pub(crate) original: Option<String>,
}

/// Takes a file in: all that can be told and done before it is kept. `name` is the sender's word.
///
/// # Errors
/// When it declares more pixels than can be shown.
pub(crate) async fn take(desk: &Desk, staged: Staged, name: &str) -> Result<Taken> {
    take_as(desk, staged, name, SentAs::Itself).await
}

/// The same for a file whose sender said how it goes: one that is no picture to them keeps every
/// pixel, and loses no more than what can be cut out of it.
///
/// # Errors
/// As [`take`].
pub(crate) async fn take_as(
    desk: &Desk,
    mut staged: Staged,
    name: &str,
    sent_as: SentAs,
) -> Result<Taken> {
    let file_type = media::sniff(&staged.head);
    let (mut mime, mut extension) = (file_type.mime(), file_type.extension());
    let (mut width, mut height) = (0, 0);
    let mut original = None;
    if file_type.is_picture() {
        let bytes = staged.read_all().await?;
        let inspected = {
            let bytes = bytes.clone();
            tokio::task::spawn_blocking(move || media::inspect(&bytes)).await?
        };
        match inspected {
            Ok(info) if moves_too_much(&info) => return Err(too_many_pixels(None)),
            // A picture of a type that nobody here decodes: a file of that type.
            Ok(_) if !media::decodes(file_type) => {}
            Ok(info) => {
                (width, height) = (info.width, info.height);
                // A picture whose metadata cannot be taken away is kept as a plain file.
                let clean = if sent_as == SentAs::Itself {
                    let clean = picture::without_metadata(desk, bytes, &info).await?;
                    clean.map_err(drop)
                } else {
                    picture::stripped(bytes, &info).await?.map_err(drop)
                };
                match clean {
                    Ok(None) => {}
                    Ok(Some(clean)) => {
                        let became = media::sniff(&clean);
                        let clean = desk.blobs().stage_bytes(clean.into()).await?;
                        let came = std::mem::replace(&mut staged, clean);
                        if originals::kept(desk).await? {
                            original = Some((came, mime.to_owned()));
                        }
                        (mime, extension) = (became.mime(), became.extension());
                    }
                    Err(()) => {
                        (width, height) = (0, 0);
                        if file_type.picture().is_some() {
                            (mime, extension) = (UNKNOWN, "bin");
                        }
                    }
                }
            }
            Err(error @ MediaError::TooManyPixels { .. }) => {
                return Err(too_many_pixels(Some(&error)));
            }
            Err(_) if file_type.picture().is_none() => {}
            // It says it is a picture and is none that can be shown.
            Err(_) => (mime, extension) = (UNKNOWN, "bin"),
        }
    }
    Ok(Taken {
        name: name::with_extension(&clean(name), extension, mime),
        mime: mime.into(),
        bytes: staged.bytes,
        width,
        height,
        staged,
        original,
    })
}

/// Takes a file in that cannot be turned away: what cannot be shown is a plain file.
pub(crate) async fn take_anyhow(desk: &Desk, bytes: Bytes, name: &str) -> Result<Taken> {
    let staged = desk.blobs().stage_bytes(bytes.clone()).await?;
    match take(desk, staged, name).await {
        Err(Error::Invalid { .. }) => {
            let staged = desk.blobs().stage_bytes(bytes).await?;
            Ok(Taken {
                name: name::with_extension(&clean(name), "bin", UNKNOWN),
                mime: UNKNOWN.into(),
                bytes: staged.bytes,
                width: 0,
                height: 0,
                staged,
                original: None,
            })
        }
        taken => taken,
    }
}

/// What a file of that type is called, by the sender's word for it.
pub(crate) fn called(name: &str, mime: &str) -> String {
    let mut known = media::FileType::ALL.iter();
    let known = known.find(|known| known.mime() == mime);
    let extension = known.map_or("bin", |known| known.extension());
    name::with_extension(&clean(name), extension, mime)
}

/// The name with the ending of another type that the file is given out as.
pub(crate) fn named(name: &str, mime: &str) -> String {
    let known = media::FileType::ALL
        .iter()
        .find(|known| known.mime() == mime);
    let extension = known.map_or("bin", |known| known.extension());
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match name.rsplit_once('.') {
        Some((_, own)) if name::same(own, extension) => name.to_owned(),
        _ => format!("{stem}.{extension}"),
    }
}

fn moves_too_much(info: &Info) -> bool {
    let frame = u64::from(info.width) * u64::from(info.height);
    info.is_animated() && frame.saturating_mul(info.frames.into()) > ANIMATED_PIXELS
}

/// What a refused picture is called in an answer.
pub(crate) fn too_many_pixels(error: Option<&MediaError>) -> Error {
    let sentence = error.map_or_else(
        || "The animation has too many pixels.".to_owned(),
        ToString::to_string,
    );
    Error::invalid("too_many_pixels", sentence)
}

impl Taken {
    /// Its bytes.
    pub(crate) async fn read_all(&self) -> Result<Bytes> {
        self.staged.read_all().await
    }

    /// Keeps it, in the transaction that writes down what refers to it.
    pub(crate) async fn keep(self, desk: &Desk, tx: &DatabaseTransaction) -> Result<Kept> {
        let facts = Facts {
            mime: self.mime,
            width: self.width,
            height: self.height,
            came: true,
        };
        let mut kept = Kept {
            sha256: self.staged.sha256.clone(),
            original: None,
        };
        let how = desk.ingest();
        desk.blobs().keep(tx, self.staged, &facts, how).await?;
        if let Some((original, mime)) = self.original {
            kept.original = Some(original.sha256.clone());
            let facts = Facts {
                mime,
                width: 0,
                height: 0,
                came: true,
            };
            desk.blobs().keep(tx, original, &facts, how).await?;
        }
        Ok(kept)
    }
}

impl Config {
    /// Whether small pictures are made of a file.
    pub(crate) fn has_previews(&self, mime: &str, width: u32) -> bool {
        match FileKind::of_mime(mime) {
            FileKind::Pdf => true,
            FileKind::Video => self.ffmpeg.is_some(),
            FileKind::Picture | FileKind::Audio | FileKind::Other => {
                picture::is_picture(mime, width)
            }
        }
    }
}
