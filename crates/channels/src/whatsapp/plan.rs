//! What a file is called in the Cloud API.

use crate::{OutgoingFile, plan::carried};
use model::{Carried, Channel};

/// The type of a message with that file.
pub(super) fn kind(file: &OutgoingFile) -> &'static str {
    match carried(Channel::Whatsapp, file) {
        Carried::Picture => "image",
        Carried::Video => "video",
        Carried::Sound => "audio",
        Carried::Document | Carried::Kind | Carried::TooLarge => "document",
    }
}
