//! What a person does on their phone, on whichever channel; the channels' own files do it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Deserializer};

use crate::book::Channel;
use crate::{Simulator, instagram, twilio, whatsapp};

/// How a file is sent, where the channel knows a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum As {
    /// As a file, whatever it is.
    Document,
    /// As a voice note.
    Voice,
    /// As a sticker.
    Sticker,
}

/// A file a person sends.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attach {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its type.
    pub kind: String,
    /// Its bytes; in JSON as base64.
    #[serde(deserialize_with = "base64")]
    pub base64: Bytes,
    /// How it is sent.
    #[serde(default, rename = "as")]
    pub as_: Option<As>,
}

fn base64<'de, D: Deserializer<'de>>(from: D) -> Result<Bytes, D::Error> {
    let text = String::deserialize(from)?;
    STANDARD
        .decode(text)
        .map(Bytes::from)
        .map_err(serde::de::Error::custom)
}

/// What a person does. Messages are named by the provider's id.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Writes, with files or without.
    Say {
        /// The text; with files, the caption where the channel has one.
        #[serde(default)]
        text: String,
        /// The files.
        #[serde(default)]
        files: Vec<Attach>,
        /// The message that is answered.
        #[serde(default)]
        quote: Option<String>,
        /// The account's number (SMS only); without, the one they wrote with last.
        #[serde(default)]
        to: Option<String>,
    },
    /// Reacts to a message; without emoji, takes the reaction back.
    React {
        /// The message.
        message: String,
        /// The emoji.
        #[serde(default)]
        emoji: String,
    },
    /// Takes an own message back.
    Unsend {
        /// The message.
        message: String,
    },
    /// Changes an own message.
    Edit {
        /// The message.
        message: String,
        /// The new text.
        text: String,
    },
    /// Looks at the conversation: everything in it is read.
    Seen,
    /// Plays a voice note of the account's.
    Played {
        /// The message.
        message: String,
    },
    /// Shares a place (WhatsApp).
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Its name.
        #[serde(default)]
        name: String,
        /// Its address.
        #[serde(default)]
        address: String,
    },
    /// Shares a contact (WhatsApp).
    Contact {
        /// Their name.
        name: String,
        /// Their number.
        phone: String,
    },
    /// Presses a button under a message of the account's.
    Press {
        /// The message.
        message: String,
        /// The button's id.
        button: String,
    },
    /// Mentions the account in a story (Instagram).
    Story {
        /// What the story shows.
        file: Attach,
    },
    /// Answers a story of the account's (Instagram).
    StoryReply {
        /// The text.
        text: String,
    },
    /// Sends a picture that can be looked at once (Instagram).
    Once,
    /// Sends something the API does not carry.
    Unsupported,
    /// Somebody at the account writes to this person in the provider's own app: comes as an echo.
    FromApp {
        /// The text.
        text: String,
    },
    /// Changes their phone number (WhatsApp).
    NewNumber {
        /// The new number, digits only.
        wa_id: String,
    },
}

impl Simulator {
    /// Lets a person do something. Returns the ids of the messages this made or changed, or a sentence that says why it cannot
    /// be done. The webhooks are on their way, or were tried, when it returns.
    pub async fn act(
        &self,
        channel: Channel,
        person: &str,
        act: Act,
    ) -> Result<Vec<String>, String> {
        let person = self.book().meet(channel, person);
        match channel {
            Channel::Sms => twilio::act(self, &person, act).await,
            Channel::Whatsapp => whatsapp::act(self, &person, act).await,
            Channel::Instagram => instagram::act(self, &person, act).await,
        }
    }
}

impl Act {
    /// Writing, and nothing else.
    pub fn say(text: &str) -> Self {
        Self::Say {
            text: text.into(),
            files: Vec::new(),
            quote: None,
            to: None,
        }
    }

    /// Writing with one file.
    pub fn show(text: &str, name: &str, kind: &str, bytes: impl Into<Bytes>) -> Self {
        let file = Attach {
            name: name.into(),
            kind: kind.into(),
            base64: bytes.into(),
            as_: None,
        };
        Self::Say {
            text: text.into(),
            files: vec![file],
            quote: None,
            to: None,
        }
    }
}
