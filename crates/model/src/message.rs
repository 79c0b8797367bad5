//! Messages and how their delivery stands.

use crate::{Attachment, MessageId, Millis, NewFile, TicketId};
use serde::{Deserialize, Serialize};

/// The longest text any use-case takes, in characters; a channel's own limit may be lower.
pub const SEND_TEXT_MAX: usize = 200_000;

/// Which way a message went.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the customer.
    In,
    /// To the customer.
    Out,
    /// Among agents.
    Note,
    /// What happened to the ticket, a line in the thread. `text` is `assigned:NAME`,
    /// `unassigned`, `closed`, `reopened`; pages word it.
    Activity,
}

/// Who wrote.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Author {
    /// An agent, by name.
    Agent(String),
    /// The customer, by name (empty while unknown).
    Contact(String),
    /// The desk itself.
    System,
}

/// Where one provider call stands; a message shows its slowest.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// Waiting for its turn, or for its next try.
    Queued,
    /// Being handed over.
    Sending,
    /// The provider has it.
    Sent,
    /// The customer's device has it.
    Delivered,
    /// The customer saw it.
    Read,
    /// It will not arrive.
    Failed,
    /// May have been sent: being looked up.
    Unknown,
    /// Taken back before it went.
    Canceled,
}

impl DeliveryState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Delivered,
        Self::Read,
        Self::Failed,
        Self::Unknown,
        Self::Canceled,
    ];

    /// The name in the schema.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Canceled => "canceled",
        }
    }
}

/// Why a delivery failed, so that a page can word it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable name, e.g. `not_connected`, `too_large`.
    pub code: String,
    /// In plain English, for what the page has no words for.
    pub sentence: String,
}

/// How a message's delivery stands.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The slowest or worst of its parts.
    pub state: DeliveryState,
    /// Why, when it failed.
    pub problem: Option<Problem>,
}

/// A message, as pages show it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Message {
    /// Key.
    pub id: MessageId,
    /// Which way.
    pub direction: Direction,
    /// Who.
    pub author: Author,
    /// Plain text.
    pub text: String,
    /// When it was written.
    pub at: Millis,
    /// The sender's key for it; how an optimistic bubble finds its row.
    pub client_key: Option<String>,
    /// Only for [`Direction::Out`].
    pub delivery: Option<Delivery>,
    /// Its files, in order.
    pub attachments: Vec<Attachment>,
}

/// A message to be sent. Sent again with the same `client_key` it answers with the first's row.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Made by the sender, unique: a repeated send is the same send.
    pub client_key: String,
    /// Where to. Ignored for a visitor, who has one open conversation.
    pub ticket: TicketId,
    /// A note stays in the house.
    pub note: bool,
    /// Plain text; may be empty when there are files.
    pub text: String,
    /// Files, in order.
    pub files: Vec<NewFile>,
}
