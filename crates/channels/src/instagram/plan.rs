//! What a file is called in the API, and what Instagram does not carry.

use crate::{OutgoingFile, SendError, plan::carried, problem};
use model::{Carried, Channel};

/// The type of a file.
///
/// # Errors
/// For what Instagram does not carry: says what helps.
pub(super) fn kind(file: &OutgoingFile) -> Result<&'static str, SendError> {
    let name = &file.name;
    match carried(Channel::Instagram, file) {
        Carried::Picture => Ok("image"),
        Carried::Video => Ok("video"),
        Carried::Sound => Ok("audio"),
        Carried::Document => Ok("file"),
        Carried::Kind => Err(SendError::Rejected(problem::kind("Instagram", name))),
        Carried::TooLarge => Err(SendError::Rejected(problem::too_large("Instagram", name))),
    }
}
