//! What arrives: a request to our webhook, and the events in it.

use crate::{Look, Thing};
use bytes::Bytes;
use model::{Appointment, DeliveryState, Handle, Millis, Problem, SentAs};
use std::time::Duration;

/// A request as it came in: signatures are over the raw bytes.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a> {
    /// The address it was made to, as configured: some signatures cover it.
    pub url: &'a str,
    /// Names in lower case.
    pub headers: &'a [(String, String)],
    /// The raw bytes.
    pub body: &'a [u8],
}

/// One thing a provider tells us.
#[derive(Clone, Debug, PartialEq)]
pub enum Inbound {
    /// A customer wrote.
    Message(InboundMessage),
    /// A message of ours moved on.
    Status(InboundStatus),
    /// A message of ours that was sent elsewhere, in the provider's own app: or our own send, told
    /// back to us. Whose `provider_id` is known is the latter.
    Echo(InboundEcho),
    /// A customer did something to a message that is here.
    Change(InboundChange),
    /// A customer saw everything up to a message of ours.
    Seen(InboundSeen),
    /// A customer wants no more messages, or wants them again.
    Consent(InboundConsent),
    /// A customer is to be found under another address from now on.
    Moved(InboundMoved),
}

impl Inbound {
    /// The provider's name for it.
    #[must_use]
    pub fn event_id(&self) -> &str {
        match self {
            Self::Message(message) => &message.event_id,
            Self::Status(status) => &status.event_id,
            Self::Echo(echo) => &echo.message.event_id,
            Self::Change(change) => &change.event_id,
            Self::Seen(seen) => &seen.event_id,
            Self::Consent(consent) => &consent.event_id,
            Self::Moved(moved) => &moved.event_id,
        }
    }
}

/// A customer wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct InboundMessage {
    /// The provider's name for this event: told twice, it is applied once.
    pub event_id: String,
    /// The sender's own key for it, where they keep an optimistic copy.
    pub client_key: Option<String>,
    /// Who.
    pub from: Handle,
    /// Other addresses that are certainly the same person's.
    pub also: Vec<Handle>,
    /// Their name, empty when not told.
    pub name: String,
    /// For channels that have one.
    pub subject: String,
    /// Plain text, as they wrote it.
    pub text: String,
    /// What else is in it that is neither text nor file.
    pub things: Vec<Thing>,
    /// In order.
    pub files: Vec<InboundFile>,
    /// The provider's name for the message that it quotes.
    pub quoted: Option<String>,
    /// The provider's name for the message.
    pub provider_id: Option<String>,
    /// Provider ids it answers to.
    pub thread: Vec<String>,
    /// When it was written; when we got it, if not told.
    pub at: Option<Millis>,
    /// Harmless HTML of it, where it has some. Its own pictures are `cid:` and their place among
    /// its files.
    pub html: Option<String>,
    /// What a letter tells besides.
    pub letter: Option<Letter>,
}

/// What an [`InboundFile::source`] begins with whose bytes came with the message, in [`crate::Opened`].
pub const WITH_IT: &str = "with:";

/// What a letter tells besides what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Who got it besides us: what an answer to all of them names.
    pub others: Vec<String>,
    /// Tokens of ours in the addresses it was sent to: whose signature fits names its ticket.
    pub tokens: Vec<String>,
    /// A program wrote it: nobody waits for an answer.
    pub automatic: bool,
    /// Whether it is its sender's own, by the word of our own mail server. Nothing: not told.
    pub authentic: Option<bool>,
    /// What lies with it for the calendar.
    pub appointment: Option<Appointment>,
    /// What it quotes below its text, which has nothing of it; empty when it quotes nothing.
    pub below: String,
    /// What its HTML is to those who look at it.
    pub look: Look,
}

impl InboundMessage {
    /// A message without anything in it.
    #[must_use]
    pub fn new(event_id: impl Into<String>, from: Handle) -> Self {
        Self {
            event_id: event_id.into(),
            client_key: None,
            from,
            also: Vec::new(),
            name: String::new(),
            subject: String::new(),
            text: String::new(),
            things: Vec::new(),
            files: Vec::new(),
            quoted: None,
            provider_id: None,
            thread: Vec::new(),
            at: None,
            html: None,
            letter: None,
        }
    }

    /// The text, and what is in the message besides, in words. For pages that have no better way
    /// to show a [`Thing`].
    #[must_use]
    pub fn told(&self) -> String {
        let text = Some(self.text.trim().to_owned()).filter(|text| !text.is_empty());
        let things = self.things.iter().filter_map(Thing::in_words);
        text.into_iter()
            .chain(things)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// A file of an inbound message. Its bytes may still be at the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InboundFile {
    /// As the sender named it; may be empty.
    pub name: String,
    /// As the provider claims.
    pub mime: String,
    /// As the provider claims.
    pub bytes: u64,
    /// What [`crate::Channel::fetch`] takes; [`crate::UPLOAD`] and a key when it is
    /// here already.
    pub source: String,
    /// A word of context.
    pub caption: String,
    /// What it shows.
    pub alt: String,
    /// How its sender wants it shown, where the channel lets them choose.
    pub sent_as: SentAs,
    /// What its sender made it as.
    pub made_as: MadeAs,
    /// Its bytes are not to be kept, but fetched each time somebody looks: the inbox's policy.
    pub passing: bool,
}

/// What a file was made as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MadeAs {
    /// A file like others.
    #[default]
    File,
    /// Spoken into the phone.
    Voice,
    /// A sticker: a picture without a frame.
    Sticker,
}

/// A message of ours moved on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundStatus {
    /// The provider's name for this event.
    pub event_id: String,
    /// The receipt's `provider_id`.
    pub provider_id: String,
    /// Where it stands now.
    pub state: DeliveryState,
    /// Why, when it failed.
    pub problem: Option<Problem>,
    /// The same parts may be sent again after this long: the provider's trouble passes.
    pub again: Option<Duration>,
    /// [`crate::Outgoing::correlation`] of the part, where the provider tells it back: how a send
    /// is found whose answer was lost.
    pub correlation: Option<String>,
}

/// A message of ours, told by the provider.
#[derive(Clone, Debug, PartialEq)]
pub struct InboundEcho {
    /// What it says. `from` is the customer it went *to*.
    pub message: InboundMessage,
}

/// A customer did something to a message that is here: theirs, or one of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct InboundChange {
    /// The provider's name for this event.
    pub event_id: String,
    /// Who.
    pub from: Handle,
    /// The provider's name for the message.
    pub target: String,
    /// What.
    pub what: Change,
    /// When.
    pub at: Option<Millis>,
}

/// What was done to a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Someone put an emoji to it; it takes the place of their last one.
    Reaction(String),
    /// Their emoji is gone.
    ReactionGone,
    /// The text is another now; also the caption of its file.
    Edited(String),
    /// It was taken back: text and files are to be erased.
    Unsent,
}

/// A customer saw everything up to a message of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundSeen {
    /// The provider's name for this event.
    pub event_id: String,
    /// Who.
    pub from: Handle,
    /// The provider's name for the last one they saw.
    pub up_to: String,
    /// When.
    pub at: Option<Millis>,
}

/// A customer wants no more messages, or wants them again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundConsent {
    /// The provider's name for this event.
    pub event_id: String,
    /// Who.
    pub from: Handle,
    /// Whether they may be written to.
    pub allowed: bool,
    /// When.
    pub at: Option<Millis>,
}

/// A customer is to be found under another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundMoved {
    /// The provider's name for this event.
    pub event_id: String,
    /// What they were known by.
    pub from: Handle,
    /// What they are known by now.
    pub to: Handle,
    /// When.
    pub at: Option<Millis>,
}

/// A file's bytes from the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The bytes.
    pub bytes: Bytes,
    /// A better name, if one was told.
    pub name: Option<String>,
}

/// A request that is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The signature does not fit.
    #[error("forged")]
    Forged,
    /// Not the provider's form.
    #[error("not understood")]
    Form,
}
