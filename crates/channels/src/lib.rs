//! Delivery: one trait, one file per channel. No database.
//!
//! A channel turns a message into provider calls ([`Channel::plan`]), makes one such call
//! ([`Channel::send`]), looks one up whose outcome is unknown ([`Channel::find`]), and reads what
//! the provider sends us ([`Channel::verify`], [`Channel::read`], [`Channel::fetch`]). The desk keeps the books.

#![forbid(unsafe_code)]

mod account;
mod call;
mod email;
mod fetch;
mod hosts;
mod inbound;
mod instagram;
mod meta;
mod network;
mod outgoing;
mod plan;
mod problem;
mod providers;
mod sms;
mod thing;
mod trust;
mod unconnected;
mod webchat;
mod whatsapp;

pub use account::{Entry, EntryKind, Published, entries, wrong_entry};
pub use email::{LETTER_BYTES, Look, Mailbox, Opened, Session, Waiting, addressed, stand_in};
pub use inbound::{
    Change, Fetched, Inbound, InboundChange, InboundConsent, InboundEcho, InboundFile,
    InboundMessage, InboundMoved, InboundSeen, InboundStatus, Letter, MadeAs, Raw, Unreadable,
    WITH_IT,
};
pub use network::{Network, networks};
pub use outgoing::{
    Found, Outgoing, OutgoingFile, Pace, Part, Receipt, SendError, Source, Template,
};
pub use providers::{Bases, NoClient, Patience, Providers};
pub use thing::{StoryLink, Thing};
pub use webchat::{UPLOAD, VisitorFile, VisitorMessage};

use async_trait::async_trait;

/// A way to reach customers.
#[async_trait]
pub trait Channel: Send + Sync {
    /// What people call it.
    fn name(&self) -> &'static str;

    /// The provider calls a message needs, in the order the customer should see them.
    ///
    /// Decided when the message is written, and kept: a retry sends the same parts. Where the
    /// customer gets several messages they are those of [`model::plan`], which the composer showed.
    fn plan(&self, message: &Outgoing) -> Vec<Part> {
        vec![Part::whole(message)]
    }

    /// Whether a part needs something from the provider before its call, see [`Channel::prepare`].
    fn prepares(&self, part: &Part) -> bool {
        let _ = part;
        false
    }

    /// Does what a part's call needs, and no customer sees: an upload, say. Done twice, or for a
    /// part that is never sent, it harms nobody.
    ///
    /// # Errors
    /// As [`Channel::send`], but never `Unknown`.
    async fn prepare(&self, message: &Outgoing, part: &Part) -> Result<(), SendError> {
        let _ = (message, part);
        Ok(())
    }

    /// Makes one provider call; what it needs is prepared.
    ///
    /// # Errors
    /// Only this method knows the provider's codes; it says what they mean for us.
    async fn send(&self, message: &Outgoing, part: &Part) -> Result<Receipt, SendError>;

    /// How fast the provider takes such calls, which ours wait for rather than being refused.
    fn paces(&self, message: &Outgoing, part: &Part) -> Vec<Pace> {
        let _ = (message, part);
        Vec::new()
    }

    /// Looks up whether a part that may have been sent was, before it is sent again.
    ///
    /// # Errors
    /// As [`Channel::send`].
    async fn find(&self, message: &Outgoing, part: &Part) -> Result<Found, SendError>;

    /// Checks that a request to our webhook was made by the provider.
    ///
    /// # Errors
    /// When it was not, or cannot be told.
    fn verify(&self, raw: &Raw<'_>) -> Result<(), Unreadable>;

    /// Reads the body of a request that was verified when it came. One may carry many events;
    /// read again, it tells the same ones.
    ///
    /// # Errors
    /// When it is not in the provider's form.
    fn read(&self, body: &[u8]) -> Result<Vec<Inbound>, Unreadable>;

    /// Fetches the bytes of an [`InboundFile`] from where its `source` says.
    ///
    /// # Errors
    /// As [`Channel::send`]: `Rejected` when it is gone for good.
    async fn fetch(&self, source: &str) -> Result<Fetched, SendError>;

    /// What a customer calls themselves, on channels whose messages do not tell. Nothing when the
    /// provider knows of no name.
    ///
    /// # Errors
    /// As [`Channel::fetch`].
    async fn profile(&self, address: &str) -> Result<Option<String>, SendError> {
        let _ = address;
        Ok(None)
    }

    /// A name for a letter that somebody hands us whole; nothing on channels without letters.
    fn letter_id(&self, raw: &[u8]) -> Option<String> {
        let _ = raw;
        None
    }

    /// The mailbox from which letters are fetched, where one is set up.
    fn mailbox(&self) -> Option<Mailbox> {
        None
    }

    /// Reads a letter, with the files in it. `id`: what [`Channel::letter_id`] called it.
    ///
    /// # Errors
    /// On channels without letters.
    fn open_letter(&self, raw: &[u8], id: &str) -> Result<Opened, Unreadable> {
        let _ = (raw, id);
        Err(Unreadable::Form)
    }

    /// Whether a letter is from whom it says, by what its sender's domain publishes. Nothing when
    /// that cannot be told, or is told by a mail server of this house.
    async fn vouched(&self, raw: &[u8]) -> Option<bool> {
        let _ = raw;
        None
    }

    /// The [`Receipt::provider_id`] that a part will have, where it is ours to choose: kept before
    /// the part is sent.
    fn known_as(&self, message: &Outgoing, part: &Part) -> Option<String> {
        let _ = (message, part);
        None
    }

    /// What a provider is answered that asks, with this query, whether the webhook is ours.
    ///
    /// # Errors
    /// When it does not know our word for it, or the channel's provider never asks.
    fn challenge(&self, query: &str) -> Result<String, Unreadable> {
        let _ = query;
        Err(Unreadable::Form)
    }

    /// What is answered to a request that was stored: content type and body.
    fn acknowledgement(&self) -> (&'static str, &'static str) {
        ("text/plain", "")
    }

    /// What the account has published in the DNS, so that others believe it; nothing where there is no such thing.
    fn published(&self) -> Option<Published> {
        None
    }

    /// Asks the provider who we are to it: the account's own name, for who has just filled it in.
    ///
    /// # Errors
    /// As [`Channel::send`]; nothing is changed by asking.
    async fn check(&self) -> Result<String, SendError>;

    /// Texts that the provider approved, which go when free words may not.
    ///
    /// # Errors
    /// As [`Channel::send`]; nothing is changed by asking, so never `Unknown`.
    async fn templates(&self) -> Result<Vec<model::Template>, SendError> {
        Ok(Vec::new())
    }

    /// What customers wrote since then, and what became of ours, by the provider's own list: after
    /// the webhook could not be reached. Each is a body for [`Channel::read`] that tells what its webhook would have
    /// told, under the same names. Nothing for providers that keep no list, or go on knocking.
    ///
    /// # Errors
    /// As [`Channel::send`]; nothing is changed by asking, so never `Unknown`.
    async fn missed(&self, since: model::Millis) -> Result<Vec<Vec<u8>>, SendError> {
        let _ = since;
        Ok(Vec::new())
    }
}

/// An inbox, as its channel needs it.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    /// JSON, see the channel's own file.
    pub settings: &'a str,
    /// JSON, decrypted.
    pub credentials: Option<&'a str>,
    /// The public address of its webhook, for providers that are told it with each call; empty
    /// when there is none.
    pub webhook: &'a str,
}

/// The channel of an inbox. One whose account is not complete says so with each message.
#[must_use]
pub fn open(
    channel: model::Channel,
    account: &Account<'_>,
    providers: &Providers,
) -> Box<dyn Channel> {
    use model::Channel as Kind;
    fn or_unconnected<C: Channel + 'static>(
        channel: Option<C>,
        name: &'static str,
    ) -> Box<dyn Channel> {
        match channel {
            Some(channel) => Box::new(channel),
            None => Box::new(unconnected::Unconnected(name)),
        }
    }
    match channel {
        Kind::Webchat => Box::new(webchat::Webchat),
        Kind::Email => or_unconnected(email::Email::open(account, providers), "E-mail"),
        Kind::Sms => or_unconnected(sms::Sms::open(account, providers), "SMS"),
        Kind::Instagram => {
            or_unconnected(instagram::Instagram::open(account, providers), "Instagram")
        }
        Kind::Whatsapp => or_unconnected(whatsapp::Whatsapp::open(account, providers), "WhatsApp"),
    }
}
