//! The live log: what happened, told to every open page.

use crate::TicketId;
use serde::{Deserialize, Serialize};

/// How often a page tells who looks at a ticket, in seconds; who tells nothing twice is gone.
pub const LOOKS_EVERY_S: u32 = 5;

/// What happened.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A message to or from the customer.
    Message,
    /// A note or activity line: not for the customer's stream.
    Note,
    /// Status, assignee, subject, read or unread.
    Ticket,
    /// A delivery moved on.
    Delivery,
    /// A file arrived, failed or was erased.
    Attachment,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Message,
        Self::Note,
        Self::Ticket,
        Self::Delivery,
        Self::Attachment,
    ];

    /// The name in the schema and on the stream.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Note => "note",
            Self::Ticket => "ticket",
            Self::Delivery => "delivery",
            Self::Attachment => "attachment",
        }
    }
}

/// One line of the live log.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Goes up; a reader resumes after the last it saw.
    pub seq: i64,
    /// What.
    pub kind: EventKind,
    /// Where.
    pub ticket: TicketId,
}
