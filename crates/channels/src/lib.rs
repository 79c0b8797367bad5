//! Delivery: one trait, one file per channel. No database.
//!
//! A channel turns a message into provider calls ([`Channel::plan`]), makes one such call
//! ([`Channel::send`]), looks one up whose outcome is unknown ([`Channel::find`]), and reads what
//! the provider sends us ([`Channel::verify`], [`Channel::read`], [`Channel::fetch`]). The desk keeps the books.

#![forbid(unsafe_code)]

mod inbound;
mod outgoing;
mod unconnected;
mod webchat;

pub use inbound::{Fetched, Inbound, InboundFile, InboundMessage, InboundStatus, Raw, Unreadable};
pub use outgoing::{Found, Outgoing, OutgoingFile, Part, Receipt, SendError, Source};
pub use webchat::{UPLOAD, VisitorFile, VisitorMessage};

use async_trait::async_trait;

/// A way to reach customers.
#[async_trait]
pub trait Channel: Send + Sync {
    /// What people call it.
    fn name(&self) -> &'static str;

    /// The provider calls a message needs, in the order the customer should see them.
    ///
    /// Decided when the message is written, and kept: a retry sends the same parts.
    fn plan(&self, message: &Outgoing) -> Vec<Part> {
        vec![Part::whole(message)]
    }

    /// Makes one provider call.
    ///
    /// # Errors
    /// Only this method knows the provider's codes; it says what they mean for us.
    async fn send(&self, message: &Outgoing, part: &Part) -> Result<Receipt, SendError>;

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
}

/// The channel of an inbox, from its settings and (decrypted) credentials, both JSON.
#[must_use]
pub fn open(
    channel: model::Channel,
    settings: &str,
    credentials: Option<&str>,
) -> Box<dyn Channel> {
    use model::Channel as Kind;
    // The four others read these from the day they are connected.
    let _ = (settings, credentials);
    match channel {
        Kind::Webchat => Box::new(webchat::Webchat),
        Kind::Email => Box::new(unconnected::Unconnected("E-mail")),
        Kind::Sms => Box::new(unconnected::Unconnected("SMS")),
        Kind::Instagram => Box::new(unconnected::Unconnected("Instagram")),
        Kind::Whatsapp => Box::new(unconnected::Unconnected("WhatsApp")),
    }
}
