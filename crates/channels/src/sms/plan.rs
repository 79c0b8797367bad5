//! What MMS does not carry, said before Twilio fetches it.

use crate::{OutgoingFile, SendError, plan::carried, problem};
use model::{Carried, Channel};

/// Whether a file is of a type that MMS carries.
pub(super) fn carries(file: &OutgoingFile) -> Result<(), SendError> {
    match carried(Channel::Sms, file) {
        Carried::Kind | Carried::TooLarge => {
            Err(SendError::Rejected(problem::kind("MMS", &file.name)))
        }
        _ => Ok(()),
    }
}
