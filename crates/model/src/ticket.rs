//! Tickets, the list of them, and one with its conversation.

use crate::{
    AgentChip, Channel, ContactCard, InboxId, Message, Millis, Priority, Problem, Reach, Remark,
    TicketId,
};
use serde::{Deserialize, Serialize};

/// Where a ticket stands.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Wants an answer.
    #[default]
    Open,
    /// Sleeps until a time or a reply.
    Snoozed,
    /// Done.
    Closed,
    /// Nobody's business, and so is what still comes in it.
    Spam,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Snoozed, Self::Closed, Self::Spam];

    /// The name in schema and URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
            Self::Spam => "spam",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// Which tickets a list is about.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// Every ticket.
    #[default]
    All,
    /// Assigned to who asks.
    Mine,
    /// Assigned to nobody.
    Unassigned,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::All, Self::Mine, Self::Unassigned];

    /// The name in the URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
        }
    }

    /// The view of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == name)
    }
}

/// What a list shows.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Which tickets.
    pub view: View,
    /// In which status.
    pub status: Status,
    /// Only those that come after this row.
    pub after: Option<Cursor>,
}

/// A row's place in the list: newest message first, then highest key.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Time of the row's last message.
    pub last_message_at: Millis,
    /// The row's key.
    pub id: TicketId,
}

/// How a ticket stands besides, in the reader's words: asleep, urgent, tagged.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// `snoozed`, `spam`, `blocked`, `tag`, or a priority's name.
    pub kind: String,
    /// What it says.
    pub text: String,
}

/// A ticket in the list.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct TicketRow {
    /// Key.
    pub id: TicketId,
    /// What people call it.
    pub number: i64,
    /// First words of the subject; empty on channels that have none.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// How the customer writes.
    pub channel: Channel,
    /// The customer's name, or address while no name is known.
    pub contact: String,
    /// First words of the last message, one line.
    pub preview: String,
    /// The last message has a picture.
    pub picture: bool,
    /// Thumbnail of the last picture in the last message, or empty.
    pub thumb_url: String,
    /// When the last message was written.
    pub last_message_at: Millis,
    /// The customer wrote and no agent has read it.
    pub unread: bool,
    /// Who works on it.
    pub assignee: Option<AgentChip>,
    /// How much it matters; pages read [`TicketRow::marks`].
    #[serde(skip)]
    pub priority: Priority,
    /// Until when it sleeps; pages read [`TicketRow::marks`].
    #[serde(skip)]
    pub snoozed_until: Option<Millis>,
    /// What stands beside it.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// As of [`TicketHead`].
    pub version: i64,
}

/// How many open tickets each view holds.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// [`View::All`]
    pub all: u32,
    /// [`View::Mine`]
    pub mine: u32,
    /// [`View::Unassigned`]
    pub unassigned: u32,
}

/// Why nothing goes out or comes in by an inbox at the moment.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct InboxAlert {
    /// Which.
    pub inbox: InboxId,
    /// Its name.
    pub name: String,
    /// Why.
    pub problem: Problem,
    /// Who asks can mend it, in its settings.
    pub mend: bool,
}

/// A page of the list.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub struct TicketList {
    /// The rows, newest message first.
    pub rows: Vec<TicketRow>,
    /// Open tickets by view.
    pub counts: Counts,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// Inboxes that are in trouble.
    #[serde(default)]
    pub alerts: Vec<InboxAlert>,
    /// The live log's number when this was read.
    pub seq: i64,
}

/// A ticket's own facts.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct TicketHead {
    /// Key.
    pub id: TicketId,
    /// What people call it.
    pub number: i64,
    /// Empty on channels that have none.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// How the customer writes.
    pub channel: Channel,
    /// The channel account.
    pub inbox: InboxId,
    /// Its name.
    pub inbox_name: String,
    /// What it narrows of the channel's limits, as JSON, unread: see [`Greeting`](crate::Greeting).
    #[serde(default)]
    pub limits: String,
    /// Who works on it.
    pub assignee: Option<AgentChip>,
    /// How much it matters; pages read [`TicketHead::marks`], as of what follows.
    #[serde(skip)]
    pub priority: Priority,
    /// Until when it sleeps.
    #[serde(skip)]
    pub snoozed_until: Option<Millis>,
    /// In order.
    #[serde(skip)]
    pub tags: Vec<String>,
    /// The customer is blocked: what they write is spam.
    #[serde(skip)]
    pub blocked: bool,
    /// What stands beside it.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// Goes up when status, assignee or priority change: a change made on an old version is refused.
    pub version: i64,
}

/// A ticket with its conversation.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Thread {
    /// The ticket.
    pub ticket: TicketHead,
    /// The customer.
    pub contact: ContactCard,
    /// Oldest first. The newest 200.
    pub messages: Vec<Message>,
    /// What is to be said of them besides, also of those that are not among them.
    #[serde(default)]
    pub remarks: Vec<Remark>,
    /// Why nothing goes out or comes in by the ticket's inbox at the moment.
    #[serde(default)]
    pub alert: Option<Problem>,
    /// Whether the customer may be written to; nothing on the house's own channel.
    #[serde(default)]
    pub reach: Option<Reach>,
    /// Who asks sets inboxes up.
    #[serde(default)]
    pub sets_up: bool,
    /// Older ones exist.
    pub more: bool,
    /// Who it can be assigned to.
    pub agents: Vec<AgentChip>,
    /// The live log's number when this was read.
    pub seq: i64,
}
