//! People: those who answer and those who ask.

use crate::{AgentId, Channel, ContactId, Locale, Millis, TicketId};
use serde::{Deserialize, Serialize};

/// What an agent may do.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Answers.
    Agent,
    /// And sets up.
    Admin,
    /// And owns.
    Owner,
}

impl Role {
    /// The name in the schema.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Agent, Self::Admin, Self::Owner]
            .into_iter()
            .find(|role| role.as_str() == name)
    }
}

/// The one who is signed in.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Key.
    pub id: AgentId,
    /// Name as customers see it.
    pub name: String,
    /// Address they sign in with.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Their choice of language, if they made one.
    pub locale: Option<Locale>,
}

/// An agent, in passing.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct AgentChip {
    /// Key.
    pub id: AgentId,
    /// Name.
    pub name: String,
}

/// What an address is.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum HandleKind {
    /// E-mail address.
    Email,
    /// Telephone number, E.164.
    Phone,
    /// WhatsApp id or business-scoped user id.
    Whatsapp,
    /// Instagram-scoped id.
    Instagram,
    /// A browser that opened the widget.
    Visitor,
}

impl HandleKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Email,
        Self::Phone,
        Self::Whatsapp,
        Self::Instagram,
        Self::Visitor,
    ];

    /// The name in the schema.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Whatsapp => "whatsapp",
            Self::Instagram => "instagram",
            Self::Visitor => "visitor",
        }
    }
}

/// Whether a letter can go there: one `@` with something on both sides, and nothing that would end
/// an address in a header.
#[must_use]
pub fn is_mail_address(address: &str) -> bool {
    let sides = address.rsplit_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.ends_with(".invalid")
    });
    let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';');
    sides && address.len() <= 320 && !address.contains(ends)
}

/// An address a customer is known by.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    /// What it is.
    pub kind: HandleKind,
    /// The address.
    pub value: String,
}

/// A customer's other ticket, in the panel.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct PastTicket {
    /// Key.
    pub id: TicketId,
    /// What people call it.
    pub number: i64,
    /// Subject or first words.
    pub subject: String,
    /// How it was written.
    pub channel: Channel,
    /// When it last moved.
    pub last_message_at: Millis,
}

/// A customer, for the panel beside a thread.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct ContactCard {
    /// Key.
    pub id: ContactId,
    /// Name, or address while none is known.
    pub name: String,
    /// Addresses.
    pub handles: Vec<Handle>,
    /// Since when.
    pub since: Millis,
    /// Their other tickets, newest first, at most 10.
    pub tickets: Vec<PastTicket>,
    /// How many files they and we exchanged.
    pub files: u32,
}
