//! Which file of a picture is shown when.

use model::{Attachment, PictureType};

/// Pixels of the longer edge of a medium picture: beyond it the full file is needed.
pub(super) const MEDIUM_EDGE: u32 = 1600;

/// What is shown first, and fetched ahead: a size for a screen, or the file where it is that small.
pub(super) fn first(picture: &Attachment) -> &str {
    if picture.medium_url.is_empty() {
        &picture.url
    } else {
        &picture.medium_url
    }
}

/// What is shown once [`first`] is too small; none where that is the full file, or of a type that
/// browsers do not show.
pub(super) fn full(picture: &Attachment) -> Option<&str> {
    PictureType::from_mime(&picture.mime)?;
    Some(picture.url.as_str()).filter(|full| *full != first(picture))
}

/// The full file, to keep.
pub(super) fn download(picture: &Attachment) -> String {
    let joint = if picture.url.contains('?') { '&' } else { '?' };
    format!("{}{joint}download=1", picture.url)
}
