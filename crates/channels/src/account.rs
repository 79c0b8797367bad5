//! What an account at a provider consists of, so that pages can ask for it. Each channel's own file names its entries
//! and reads them again: plain ones from an inbox's settings, secret ones from its credentials.

use crate::Bases;
use std::collections::BTreeMap;

/// One entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the settings or the credentials; a dot leads into an object.
    pub name: &'static str,
    /// What may stand there.
    pub kind: EntryKind,
    /// How it looks, for who searches for it at the provider.
    pub example: &'static str,
}

/// A TXT record of the DNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its name.
    pub name: String,
    /// What stands there, unbroken: the DNS itself keeps it in strings of at most 255 bytes.
    pub text: String,
}

/// What may stand in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// Words.
    Text,
    /// A number of a port; none: the usual one.
    Port,
    /// One of these; the first is what counts when nothing is chosen.
    Choice(&'static [&'static str]),
    /// Yes or no.
    Flag,
    /// What is never shown again.
    Secret,
    /// Several of such, kept as a list.
    Secrets,
}

impl EntryKind {
    /// Whether it belongs to the credentials.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::Secrets)
    }
}

impl Entry {
    pub(crate) const fn new(name: &'static str, kind: EntryKind, example: &'static str) -> Self {
        Self {
            name,
            kind,
            example,
        }
    }
}

/// What a channel's account consists of, in the order in which one fills it in.
#[must_use]
pub fn entries(channel: model::Channel) -> &'static [Entry] {
    use model::Channel as Kind;
    match channel {
        Kind::Webchat => crate::webchat::ACCOUNT,
        Kind::Sms => crate::sms::ACCOUNT,
        Kind::Whatsapp => crate::whatsapp::ACCOUNT,
        Kind::Instagram => crate::instagram::ACCOUNT,
        Kind::Email => crate::email::ACCOUNT,
    }
}

/// What of an account may not be kept, as a code: what is filled in is no account of its channel, or leads into a
/// network of the house's own.
pub async fn wrong_entry(
    channel: model::Channel,
    filled: &BTreeMap<String, String>,
    bases: &Bases,
) -> Option<&'static str> {
    let ports = entries(channel)
        .iter()
        .filter(|entry| entry.kind == EntryKind::Port);
    for entry in ports {
        let port = filled.get(entry.name).map_or("", |port| port.trim());
        if !port.is_empty() && !port.parse::<u16>().is_ok_and(|port| port > 0) {
            return Some("entry_port");
        }
    }
    match channel {
        model::Channel::Email => crate::email::wrong_entry(filled, bases).await,
        _ => None,
    }
}
