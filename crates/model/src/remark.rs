//! What agents see of a message besides it. Apart from the message, so that the customer's page
//! carries nothing of it.

use crate::{Appointment, AttachmentId, MessageId, Millis, Problem};
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
    /// It is an e-mail that says more than its text, as it was sent.
    pub letter: Option<LetterLook>,
    /// What it quotes below its text.
    pub below: Option<Below>,
    /// Whose address it came from is not certain: somebody else may have written it.
    pub unverified: bool,
    /// What came with it for the calendar.
    pub appointment: Option<Appointment>,
}

/// What an e-mail quotes below its text.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Below {
    /// Its beginning, at most [`BELOW_SHOWN`] characters.
    pub text: String,
    /// There is more, which stands in the e-mail as it was sent.
    pub cut: bool,
}

/// So many characters of a quotation travel with a conversation: each of its e-mails may quote all
/// that came before.
pub const BELOW_SHOWN: usize = 2_000;

/// An e-mail as it was sent, which is at [`letter_url`].
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterLook {
    /// Pictures in it lie at other houses, and are fetched only when somebody asks for them.
    pub elsewhere: bool,
}

/// Where an e-mail is shown as it was sent; with the pictures that lie elsewhere, or without.
#[must_use]
pub fn letter_url(message: MessageId, elsewhere: bool) -> String {
    let query = if elsewhere { "?images=remote" } else { "" };
    format!("/messages/{message}/letter{query}")
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
