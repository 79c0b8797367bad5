//! What an account at a provider consists of, so that pages can ask for it. Each channel's own file names its entries
//! and reads them again: plain ones from an inbox's settings, secret ones from its credentials.

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

/// What may stand in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// Words.
    Text,
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
        // A mail server's address is typed by people: it is taken from the command line alone until addresses of the
        // house's own network are refused.
        Kind::Email => &[],
    }
}
