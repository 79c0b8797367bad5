//! A person with a phone, a message, a file: what the book holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::book::Channel;

/// Somebody with a phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// On which channel.
    pub channel: Channel,
    /// E.164 for SMS, the wa_id for WhatsApp, the IGSID for Instagram.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their user name; empty: none.
    #[serde(default)]
    pub username: String,
    /// Whether WhatsApp keeps their number from the business, which knows them by BSUID alone (NOTES-WA1).
    #[serde(default)]
    pub hides_number: bool,
    /// The provider's error for whatever is sent to them: synchronous where the provider says it at once, else by webhook.
    #[serde(default)]
    pub fails: Option<i64>,
    /// When they last wrote, in milliseconds. It opens the 24-hour window.
    #[serde(default)]
    pub wrote: Option<i64>,
    /// Numbers of the account they have sent STOP to.
    #[serde(default)]
    pub stopped: Vec<String>,
}

impl Person {
    /// Somebody who has not written yet.
    pub fn new(channel: Channel, id: &str, name: &str, username: &str) -> Self {
        Self {
            channel,
            id: id.into(),
            name: name.into(),
            username: username.into(),
            hides_number: false,
            fails: None,
            wrote: None,
            stopped: Vec::new(),
        }
    }

    /// The same, with the number hidden.
    #[must_use]
    pub fn without_number(mut self) -> Self {
        self.hides_number = true;
        self
    }

    /// The business-scoped user id of WhatsApp: a country, a point, and a number that says nothing (NOTES-WA1).
    pub fn bsuid(&self) -> String {
        let sum = self.id.bytes().fold(7_u64, |n, b| {
            n.wrapping_mul(1_099_511_628_211).wrapping_add(u64::from(b))
        });
        format!("US.{:016}", sum % 10_000_000_000_000_000)
    }
}

/// A file of a message; its bytes are kept by their hash.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    /// The provider's id of it.
    pub id: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Its type, as the provider was told or found.
    pub kind: String,
    /// Its name, where the channel carries one.
    pub name: Option<String>,
    /// Its size.
    pub bytes: usize,
}

/// What only Twilio keeps of a message.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TwilioBits {
    /// The Messaging Service it was sent by.
    pub service: Option<String>,
    /// Where its statuses go.
    pub callback: Option<String>,
    /// How many media it was sent with: known before they are fetched.
    pub media: usize,
    /// How many segments the text takes.
    pub segments: usize,
    /// An answer that Twilio gave by itself (STOP, START, HELP).
    pub auto: bool,
}

/// A message.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The provider's id: a sid, a wamid, a mid.
    pub id: String,
    /// On which channel.
    pub channel: Channel,
    /// Whose phone.
    pub person: String,
    /// The account's side: a number, a phone number id, an Instagram account.
    pub account: String,
    /// Whether the person wrote it.
    pub mine: bool,
    /// When, in milliseconds.
    pub at: i64,
    /// The provider's word for what it is: `text`, `image`, `location` …
    pub kind: String,
    /// Its text or caption.
    pub text: String,
    /// Its files.
    pub files: Vec<File>,
    /// The message it answers.
    pub quotes: Option<String>,
    /// Who reacted (`person` or `desk`) with what.
    pub reactions: BTreeMap<String, String>,
    /// The provider's word for how far it came.
    pub state: String,
    /// When that changed, in milliseconds.
    pub updated: i64,
    /// The provider's code and words, when it failed.
    pub error: Option<(i64, String)>,
    /// How often it was edited.
    pub edits: u32,
    /// Taken back by who wrote it.
    pub gone: bool,
    /// What the phone writes under it.
    pub note: String,
    /// Buttons the person may press: id and words.
    pub buttons: Vec<(String, String)>,
    /// `biz_opaque_callback_data`, echoed in statuses.
    pub opaque: Option<String>,
    /// What the wire needs and no phone shows: a location's numbers, a contact's card.
    pub extra: serde_json::Value,
    /// Twilio's own.
    pub twilio: TwilioBits,
}

impl Line {
    /// A message of a person's (`mine`) or of the account's.
    pub(crate) fn new(
        channel: Channel,
        id: String,
        person: &str,
        account: &str,
        mine: bool,
        at: i64,
    ) -> Self {
        Self {
            id,
            channel,
            person: person.into(),
            account: account.into(),
            mine,
            at,
            kind: "text".into(),
            text: String::new(),
            files: Vec::new(),
            quotes: None,
            reactions: BTreeMap::new(),
            state: String::new(),
            updated: at,
            error: None,
            edits: 0,
            gone: false,
            note: String::new(),
            buttons: Vec::new(),
            opaque: None,
            extra: serde_json::Value::Null,
            twilio: TwilioBits::default(),
        }
    }
}
