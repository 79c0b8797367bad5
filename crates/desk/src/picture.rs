//! Pictures: which sizes of one there are, and one made to fit or rid of its metadata.

use crate::{
    Desk, Result,
    ingest::{PREVIEW_MEDIUM, PREVIEW_THUMB},
    pool::{Input, Urgency},
    worker::{Refused, Task},
};
use bytes::Bytes;
use media::{FileType, MediaError};
use model::{PictureBudget, PictureType, Quality};

/// A picture of at most that many bytes and the thumbnail's pixels is its own thumbnail.
const OWN_THUMB_BYTES: u64 = 60_000;
/// The same for the medium size.
const OWN_MEDIUM_BYTES: u64 = 600_000;

/// Whether a file has pixels that can be shown, in whatever type.
pub(crate) fn is_picture(mime: &str, width: u32) -> bool {
    width > 0 && mime.starts_with("image/")
}

/// Whether every browser shows it. Of others nothing but what we made is shown.
pub(crate) fn is_shown(mime: &str) -> bool {
    PictureType::from_mime(mime).is_some()
}

/// Whether a file is shown by a smaller one.
pub(crate) fn has_thumb(mime: &str, bytes: u64, width: u32, height: u32) -> bool {
    is_picture(mime, width)
        && (bytes > OWN_THUMB_BYTES || width.max(height) > PREVIEW_THUMB || !is_shown(mime))
}

/// Whether a screen is shown something smaller than the file. Of what moves, nothing smaller moves:
/// a GIF mostly does, of others the worker tells.
pub(crate) fn has_medium(mime: &str, bytes: u64, width: u32, height: u32) -> bool {
    is_picture(mime, width)
        && mime != "image/gif"
        && (bytes > OWN_MEDIUM_BYTES || width.max(height) > PREVIEW_MEDIUM || !is_shown(mime))
}

/// Makes a picture fit, as the browser's worker does, while somebody waits.
pub(crate) async fn fit(
    desk: &Desk,
    bytes: Bytes,
    budget: PictureBudget,
) -> Result<Result<Vec<u8>, Refused>> {
    let place = desk.pool().place(Urgency::Now).await?;
    let input = Input::Bytes(bytes);
    let answer = place.perform(&Task::Fit(budget), input).await?;
    Ok(answer.map(|answer| answer.fitted.map(|made| made.bytes).unwrap_or_default()))
}

/// Whether metadata can be cut out of such a file.
fn is_taken_apart(file_type: FileType) -> bool {
    file_type.picture().is_some() || file_type == FileType::Tiff
}

/// The same picture without what a camera writes into it, and with every pixel as it is; none when
/// there is nothing to take, or nobody here takes files of its type apart.
pub(crate) async fn stripped(
    bytes: Bytes,
    info: &media::Info,
) -> Result<Result<Option<Vec<u8>>, MediaError>> {
    if !info.has_metadata || !is_taken_apart(info.file_type) {
        return Ok(Ok(None));
    }
    // A TIFF of many pages and nothing else says that there is something, and nothing goes.
    let strip = move || media::strip(&bytes).map(|clean| (clean != bytes).then_some(clean));
    Ok(tokio::task::spawn_blocking(strip).await?)
}

/// The same picture without what a camera writes into it; none when there is nothing to take.
pub(crate) async fn without_metadata(
    desk: &Desk,
    bytes: Bytes,
    info: &media::Info,
) -> Result<Result<Option<Vec<u8>>, Refused>> {
    if !info.has_metadata {
        return Ok(Ok(None));
    }
    // A TIFF may be a fax of many pages: it stays one, and turned as it is.
    if info.file_type == FileType::Tiff {
        return Ok(stripped(bytes, info).await?.map_err(Refused::from));
    }
    if info.orientation == 1 {
        let own = bytes.clone();
        // Takes the file apart and decodes nothing: as safe here as in a worker.
        match tokio::task::spawn_blocking(move || media::strip(&own)).await? {
            Err(MediaError::Unsupported(_)) => {}
            stripped => return Ok(stripped.map(Some).map_err(Refused::from)),
        }
    }
    // Its orientation is metadata: the pixels have to be turned first. Or it is of a type that
    // cannot be taken apart: then it becomes one that can.
    let own = media::sniff(&bytes).picture();
    let writable = [PictureType::Jpeg, PictureType::Png];
    let budget = PictureBudget {
        max_bytes: (bytes.len() as u64).saturating_mul(3),
        max_edge: info.edge(),
        types: own.into_iter().chain(writable).collect(),
        quality: Quality::Automatic,
    };
    Ok(fit(desk, bytes, budget).await?.map(Some))
}
