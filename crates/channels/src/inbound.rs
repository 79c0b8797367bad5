//! What arrives: a request to our webhook, and the events in it.

use bytes::Bytes;
use model::{DeliveryState, Handle, Millis, Problem, SentAs};

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
}

impl Inbound {
    /// The provider's name for it.
    #[must_use]
    pub fn event_id(&self) -> &str {
        match self {
            Self::Message(message) => &message.event_id,
            Self::Status(status) => &status.event_id,
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
    /// Their name, empty when not told.
    pub name: String,
    /// For channels that have one.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// In order.
    pub files: Vec<InboundFile>,
    /// The provider's name for the message.
    pub provider_id: Option<String>,
    /// Provider ids it answers to.
    pub thread: Vec<String>,
    /// When it was written; when we got it, if not told.
    pub at: Option<Millis>,
}

/// A file of an inbound message. Its bytes may still be at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
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
