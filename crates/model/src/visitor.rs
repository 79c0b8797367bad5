//! The customer's side of web chat.

use crate::Message;
use serde::{Deserialize, Serialize};

/// What the widget shows before anything is said.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// Public key of the inbox, as in the embed line.
    pub key: String,
    /// The desk's name.
    pub name: String,
    /// First words. Empty: the page's own.
    pub text: String,
    /// What the inbox narrows of the channel's limits: an [`InboxLimits`](crate::InboxLimits) as JSON.
    /// Pages hand it on unread to what prepares files: a reader of it would weigh a kilobyte in each.
    #[serde(default)]
    pub limits: String,
}

/// A visitor's conversation.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Chat {
    /// Kept by the widget and sent with each call; no cookie.
    pub token: String,
    /// Oldest first; no notes.
    pub messages: Vec<Message>,
    /// The live log's number when this was read.
    pub seq: i64,
}
