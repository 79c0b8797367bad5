//! What a message becomes on its way out: which messages the customer gets, in which order, with
//! which of its files, and where captions land. Decided here alone: the composer shows it before
//! it is sent, delivery sends it.

mod instagram;
mod kind;
mod segments;
mod sms;
mod split;
mod whatsapp;

pub use kind::{Carried, carried};
pub use segments::{Alphabet, Segments, segments};

use crate::{Channel, Limits, SentAs};
use serde::{Deserialize, Serialize};

/// Where the letters of a text begin, as people see letters (extended grapheme clusters), in bytes.
/// Whoever asks for a plan brings the tables: this crate has none.
pub type Letters = fn(&str) -> Vec<usize>;

/// A file of a message that is planned.
#[derive(Clone, Copy, Debug)]
pub struct PlanFile<'a> {
    /// Media type, by its bytes.
    pub mime: &'a str,
    /// Its size.
    pub bytes: u64,
    /// A word of context.
    pub caption: &'a str,
    /// How it goes. Links are in the text, and not among the files.
    pub sent_as: SentAs,
}

/// A message that is planned.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'a> {
    /// Its text, with the addresses of the files that go as links.
    pub text: &'a str,
    /// Its files, in order.
    pub files: &'a [PlanFile<'a>],
    /// The text stands for a template of the provider's, which goes by itself.
    pub template: bool,
}

/// One message that the customer gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its text; with files, what stands below them.
    pub text: String,
    /// Which of the files are in it, by their place.
    pub files: Vec<usize>,
}

impl Planned {
    const fn words(text: String) -> Self {
        Self {
            text,
            files: Vec::new(),
        }
    }

    const fn with(text: String, files: Vec<usize>) -> Self {
        Self { text, files }
    }
}

/// A file of a message that is being written, as the tray tells of it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct TrayFile {
    /// The name it goes under.
    pub name: String,
    /// Media type, by its bytes.
    pub mime: String,
    /// Its size as it goes.
    pub bytes: u64,
    /// Name of the file as it was picked.
    pub picked: String,
    /// Its size as it was picked.
    pub was: u64,
    /// A word of context.
    pub caption: String,
    /// How it goes.
    pub sent_as: SentAs,
}

/// What the customer gets, in this order. At least one message, if an empty one.
///
/// `limits` are those of the inbox it leaves by.
#[must_use]
pub fn plan(
    channel: Channel,
    limits: &Limits,
    draft: &Writing<'_>,
    letters: Letters,
) -> Vec<Planned> {
    match channel {
        // One letter, one bubble: whatever is in it.
        Channel::Email | Channel::Webchat => vec![Planned::with(
            draft.text.to_owned(),
            (0..draft.files.len()).collect(),
        )],
        Channel::Sms => sms::plan(limits, draft, letters),
        Channel::Whatsapp => whatsapp::plan(draft, letters),
        Channel::Instagram => instagram::plan(draft, letters),
    }
}

#[cfg(test)]
mod tests;
