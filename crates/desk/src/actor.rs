//! Who asks. Authentication is the edge's; what an actor may do is decided by each use-case.

use crate::{Error, Result};
use model::{AgentId, InboxId, Role};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who answers.
    Agent {
        /// Their row.
        id: AgentId,
        /// What they may do.
        role: Role,
    },
    /// A browser that opened the widget.
    Visitor {
        /// The random name in its token.
        visitor: String,
        /// The web chat it talks to.
        inbox: InboxId,
    },
    /// The desk itself: jobs, the command line.
    System,
    /// Somebody unknown.
    Nobody,
}

impl Actor {
    /// Agents only.
    pub(crate) fn agent(&self) -> Result<AgentId> {
        match self {
            Self::Agent { id, .. } => Ok(*id),
            Self::Visitor { .. } | Self::System => Err(Error::NotAllowed),
            Self::Nobody => Err(Error::NotSignedIn),
        }
    }

    /// Whether they set inboxes up.
    pub(crate) fn sets_up(&self) -> bool {
        matches!(self, Self::Agent { role, .. } if *role >= Role::Admin)
    }

    /// Visitors only.
    pub(crate) fn visitor(&self) -> Result<(&str, InboxId)> {
        match self {
            Self::Visitor { visitor, inbox } => Ok((visitor, *inbox)),
            Self::Agent { .. } | Self::System => Err(Error::NotAllowed),
            Self::Nobody => Err(Error::NotSignedIn),
        }
    }

    /// Whose uploads these are: a key that no other actor shares.
    pub(crate) fn owner_key(&self) -> Result<String> {
        match self {
            Self::Agent { id, .. } => Ok(format!("agent:{id}")),
            Self::Visitor { visitor, inbox } => Ok(format!("visitor:{inbox}:{visitor}")),
            Self::System => Ok("system".into()),
            Self::Nobody => Err(Error::NotSignedIn),
        }
    }
}
