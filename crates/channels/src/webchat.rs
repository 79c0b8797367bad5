//! Web chat: the provider is ourselves. A message is with the visitor's page as soon as its row
//! is committed, so sending is a formality, and sending twice is none the wiser.

use crate::{
    Channel, Entry, EntryKind, Fetched, Found, Inbound, InboundFile, InboundMessage, Outgoing,
    Part, Raw, Receipt, SendError, Unreadable,
};
use async_trait::async_trait;
use model::{Handle, HandleKind, Problem, SentAs};
use serde::{Deserialize, Serialize};

/// See the module.
pub(crate) struct Webchat;

/// What is asked for.
pub(crate) const ACCOUNT: &[Entry] = &[Entry::new("greeting", EntryKind::Text, "")];

/// How the source of a file begins that is here already, as an upload; its key follows.
pub const UPLOAD: &str = "upload:";

/// What a visitor's page sends, in the form it is kept in as an inbound event. Not signed: the
/// edge has checked the visitor's token.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct VisitorMessage {
    /// The random name in the visitor's token.
    pub visitor: String,
    /// The page's key for the message.
    pub client_key: String,
    /// Plain text.
    pub text: String,
    /// Uploads, in order.
    pub files: Vec<VisitorFile>,
}

/// A file a visitor sends: it was uploaded before.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct VisitorFile {
    /// Key of the upload.
    pub upload: i64,
    /// A word of context.
    pub caption: String,
    /// What it shows.
    pub alt: String,
    /// How it came.
    #[serde(default)]
    pub sent_as: SentAs,
}

#[async_trait]
impl Channel for Webchat {
    fn name(&self) -> &'static str {
        "Web chat"
    }

    async fn send(&self, _: &Outgoing, _: &Part) -> Result<Receipt, SendError> {
        Ok(Receipt::default())
    }

    async fn find(&self, _: &Outgoing, _: &Part) -> Result<Found, SendError> {
        Ok(Found::NotSent)
    }

    async fn check(&self) -> Result<String, SendError> {
        Ok(self.name().into())
    }

    fn verify(&self, _: &Raw<'_>) -> Result<(), Unreadable> {
        // There is no webhook: visitors' messages come in by the edge, which knows their tokens.
        Err(Unreadable::Forged)
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Inbound>, Unreadable> {
        let message: VisitorMessage = serde_json::from_slice(body).map_err(|_| Unreadable::Form)?;
        let from = Handle {
            kind: HandleKind::Visitor,
            value: message.visitor,
        };
        let event_id = format!("{}:{}", from.value, message.client_key);
        let files = message.files.into_iter().map(|file| InboundFile {
            source: format!("{UPLOAD}{}", file.upload),
            caption: file.caption,
            alt: file.alt,
            sent_as: file.sent_as,
            ..InboundFile::default()
        });
        Ok(vec![Inbound::Message(InboundMessage {
            client_key: Some(message.client_key),
            text: message.text,
            files: files.collect(),
            ..InboundMessage::new(event_id, from)
        })])
    }

    async fn fetch(&self, _: &str) -> Result<Fetched, SendError> {
        Err(SendError::Rejected(Problem {
            code: "gone".into(),
            sentence: "This file is not here any more.".into(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitors_message_is_read_back() {
        let sent = VisitorMessage {
            visitor: "v".into(),
            client_key: "k".into(),
            text: "Hello".into(),
            files: vec![VisitorFile {
                upload: 7,
                caption: "c".into(),
                alt: "a".into(),
                sent_as: SentAs::Itself,
            }],
        };
        let body = serde_json::to_vec(&sent).unwrap();
        let read = Webchat.read(&body).unwrap();
        let [Inbound::Message(message)] = &read[..] else {
            panic!("{read:?}")
        };
        assert_eq!(message.event_id, "v:k");
        assert_eq!(message.files[0].source, "upload:7");
        assert!(Webchat.read(b"{").is_err());
    }
}
