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

/// How a ticket stands besides, in the reader's words: asleep, urgent, tagged.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// `snoozed`, `spam`, `blocked`, `tag`, or a priority's name.
    pub kind: String,
    /// What it says.
    pub text: String,
}

/// A ticket in the list, drawn by the server but for what changes while one looks at it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct TicketRow {
    /// Key.
    pub id: TicketId,
    /// What people call it.
    pub number: i64,
    /// As of [`TicketHead`].
    pub version: i64,
    /// The customer wrote and no agent has read it.
    pub unread: bool,
    /// When the last message was written.
    pub last_message_at: Millis,
    /// Who, the last words, and what stands beside them, as HTML.
    pub drawn: String,
}

/// Where a click leads, in the reader's words.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub href: String,
    /// What it says.
    pub text: String,
    /// How many there are, where that is told.
    #[serde(default)]
    pub count: String,
    /// It is where one is.
    #[serde(default)]
    pub current: bool,
    /// Stable name, for tests and styles.
    #[serde(default)]
    pub name: String,
    /// What stands above it, where something begins with it.
    #[serde(default)]
    pub title: String,
}

/// A page of the list, with all that stands around it, worded and linked by the server: what a list can show is
/// nothing that a page has to know.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub struct TicketList {
    /// What the list is called.
    pub title: String,
    /// What its address says after `?`.
    pub query: String,
    /// What is searched for.
    pub q: String,
    /// The rows, in order.
    pub rows: Vec<TicketRow>,
    /// The views, with open tickets.
    pub views: Vec<Link>,
    /// The same tickets in other statuses.
    pub tabs: Vec<Link>,
    /// What narrows the list; each leads to the list without it.
    pub chips: Vec<Link>,
    /// What an empty list says, and what it says below.
    pub empty: (String, String),
    /// What is to be said of the list: that there is more than was looked at.
    pub note: String,
    /// What the next page's address says after `?`; empty where there is none.
    pub next: String,
    /// Inboxes that are in trouble, with where that is mended, if the reader can.
    pub alerts: Vec<Link>,
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
