//! What leaves: a message for a channel, its parts, and how a provider call ends.

use async_trait::async_trait;
use bytes::Bytes;
use model::{Millis, Problem, SentAs};
use serde::{Deserialize, Serialize};
use std::{fmt, io, ops::Range, sync::Arc, time::Duration};

/// A message on its way out, whole. Channels take from it what they need.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// The same for each try of this message: for providers that take an idempotency key, and
    /// for a Message-ID by which a lost call can be looked up.
    pub key: String,
    /// The customer's address on this channel.
    pub to: String,
    /// Who gets it in the customer's place: the message is handed on. For mail.
    pub forwarded_to: Vec<String>,
    /// Who gets it besides. For mail.
    pub cc: Vec<String>,
    /// Who gets it besides, unseen by the others. For mail.
    pub bcc: Vec<String>,
    /// For channels that have one.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// In order.
    pub files: Vec<OutgoingFile>,
    /// Provider ids of the conversation so far, oldest first: mail threads by them.
    pub thread: Vec<String>,
    /// The ticket's signed token, by which an answer finds it; empty when there is none.
    pub token: String,
    /// The provider's name for the message that this one quotes.
    pub quoted: Option<String>,
    /// What goes when free words may not.
    pub template: Option<Template>,
    /// When it was written: no call for it was made before. 0 when nobody knows.
    pub at: Millis,
    /// When the customer last wrote, for providers that close a conversation after a while.
    pub heard_at: Option<Millis>,
    /// How often the part in question was tried before.
    pub tries: u32,
    /// Provider ids that are known to be other parts': a lost one is not among them.
    pub others: Vec<String>,
}

impl Outgoing {
    /// Our name for a part of it, for providers that tell it back to us.
    #[must_use]
    pub fn correlation(&self, part: &Part) -> String {
        format!("{}.{}", self.key, part.place)
    }
}

/// A text that the provider approved beforehand.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Its name at the provider.
    pub name: String,
    /// Its language, as the provider writes it, e.g. `en_US`.
    pub language: String,
    /// What stands for `{{1}}`, `{{2}}` … in its body.
    pub body: Vec<String>,
}

/// A file of an outgoing message.
#[derive(Clone)]
pub struct OutgoingFile {
    /// File name.
    pub name: String,
    /// Sniffed media type.
    pub mime: String,
    /// Size.
    pub bytes: u64,
    /// A word of context.
    pub caption: String,
    /// What it shows.
    pub alt: String,
    /// How it goes: a picture sent as a document is no picture to the provider. Links are not
    /// among the files.
    pub sent_as: SentAs,
    /// Signed address, for providers that fetch media themselves.
    pub url: String,
    /// The bytes, for providers that are handed them.
    pub source: Arc<dyn Source>,
}

impl fmt::Debug for OutgoingFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the address: whoever reads it in a log could fetch the file.
        write!(
            f,
            "OutgoingFile({} {} {} bytes)",
            self.name, self.mime, self.bytes
        )
    }
}

/// Where a file's bytes are.
#[async_trait]
pub trait Source: Send + Sync {
    /// Some of them: a 100 MB document need not be in memory.
    ///
    /// # Errors
    /// When the store does not give them.
    async fn read(&self, range: Range<u64>) -> io::Result<Bytes>;
}

/// What one provider call carries.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Text of this call; empty when it only carries files.
    pub text: String,
    /// Which of the message's files, by their place in it.
    pub files: Vec<usize>,
    /// Its place among the message's parts, from 0. In rows of older builds it is missing: there 0
    /// stands for any.
    #[serde(default)]
    pub place: u32,
}

impl Part {
    /// Everything in one call.
    #[must_use]
    pub fn whole(message: &Outgoing) -> Self {
        Self {
            text: message.text.clone(),
            files: (0..message.files.len()).collect(),
            place: 0,
        }
    }

    /// Parts in their order, each with its place.
    pub(crate) fn in_order(parts: impl IntoIterator<Item = (String, Vec<usize>)>) -> Vec<Self> {
        (0..)
            .zip(parts)
            .map(|(place, (text, files))| Self { text, files, place })
            .collect()
    }
}

/// So many calls in so many seconds, of one account to whatever `of` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// What is counted together, e.g. all calls with files, or those to one customer.
    pub of: String,
    /// Calls.
    pub calls: u32,
    /// In so many seconds.
    pub seconds: u32,
}

impl Pace {
    pub(crate) fn new(of: impl Into<String>, calls: u32, seconds: u32) -> Self {
        let of = of.into();
        Self { of, calls, seconds }
    }
}

/// The provider took it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// By which its later news name it.
    pub provider_id: Option<String>,
}

/// The provider did not take it, or nobody knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Not now; not before this long.
    #[error("not now, again in {0:?}")]
    Retry(Duration),
    /// Never, as it is.
    #[error("rejected: {}", .0.sentence)]
    Rejected(Problem),
    /// The line broke after it may have been sent: look before resending.
    #[error("may have been sent")]
    Unknown,
}

/// What looking up a lost call found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It was sent.
    Sent(Receipt),
    /// It was not, or sending it twice harms nobody.
    NotSent,
    /// The provider does not tell.
    NoTelling,
}
