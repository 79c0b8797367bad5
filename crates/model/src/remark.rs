//! What agents see of a message besides it. Apart from the message, so that the customer's page
//! carries nothing of it.

use crate::{AttachmentId, MessageId, Millis, Problem};
use serde::{Deserialize, Serialize};

/// What is to be said of a message.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// Which.
    pub message: MessageId,
    /// First words of the message that it answers; empty when it answers none.
    pub quoted: String,
    /// What was put to it, an emoji a person.
    pub reactions: Vec<String>,
    /// Its writer changed it.
    pub edited: bool,
    /// Its writer took it back: text and files are gone.
    pub unsent: bool,
    /// Its files that did not come or did not go.
    pub troubles: Vec<Trouble>,
    /// Who it went to in the customer's place. E-mail.
    pub to: Vec<String>,
    /// Who got it besides. E-mail, of a customer's letter too.
    pub cc: Vec<String>,
    /// Who got it besides, unseen. E-mail.
    pub bcc: Vec<String>,
    /// Until when it can be taken back by who wrote it; nothing once it has begun to go.
    pub undo_until: Option<Millis>,
}

/// A file that did not come or did not go.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Which.
    pub file: AttachmentId,
    /// Its name.
    pub name: String,
    /// It can be fetched once more; else it is one of ours that did not go.
    pub fetch: bool,
    /// Why.
    pub problem: Problem,
}
