//! What agents do to tickets, one or many at once.

use crate::{AgentId, Millis, Status, TicketId};
use serde::{Deserialize, Serialize};

/// The longest name of a tag, in characters.
pub const TAG_MAX: usize = 50;

/// How much a ticket matters.
#[derive(
    Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash,
)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// Can wait.
    Low,
    /// As all.
    #[default]
    Normal,
    /// Before the others.
    High,
    /// Now.
    Urgent,
}

impl Priority {
    /// All of them, least first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// The name in forms and in the thread.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// The priority of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|priority| priority.as_str() == name)
    }

    /// Its place in [`Priority::ALL`]: how the schema keeps it, so that rows sort by it.
    #[must_use]
    pub const fn rank(self) -> i64 {
        self as i64
    }

    /// The priority at that place; the usual one where there is none.
    #[must_use]
    pub fn of_rank(rank: i64) -> Self {
        let at = usize::try_from(rank).ok();
        at.and_then(|at| Self::ALL.get(at).copied())
            .unwrap_or_default()
    }
}

/// A ticket that is to be changed, as it was when that was decided.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Which.
    pub ticket: TicketId,
    /// Its version then; what does not overwrite anybody's decision (tags, read and unread) does
    /// not look at it.
    pub version: i64,
}

/// What is done to them.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// To an agent, or to nobody.
    Assign(Option<AgentId>),
    /// Opened, closed, spam; snoozed until then.
    Status(Status, Option<Millis>),
    /// How much they matter.
    Priority(Priority),
    /// A tag more, by its name.
    Tag(String),
    /// A tag less.
    Untag(String),
    /// Not read, or read.
    Unread(bool),
    /// Their customers are blocked: what they write goes to spam. Or not any more.
    Block(bool),
}

/// What became of it.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Tickets that are now as asked.
    pub done: u32,
    /// Tickets that somebody changed meanwhile: those were left as they are.
    pub left: u32,
    /// By which it can be taken back; nothing where nothing changed.
    pub undo: Option<i64>,
}
