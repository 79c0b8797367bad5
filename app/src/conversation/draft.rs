//! What one writes, and what is on its way: both kept in this browser, so that a page that is
//! reloaded, left or lost loses neither.

use crate::browser;
use leptos::prelude::*;
use model::{Millis, NewMessage};
use serde::{Deserialize, Serialize};

/// A message that was sent and is not known to have arrived.
#[derive(Serialize, Deserialize)]
pub(super) struct Sent {
    /// When it was sent.
    pub(super) at: Millis,
    /// The message.
    pub(super) message: NewMessage,
}

/// The words in a composer.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    name: StoredValue<String>,
    /// As they stand.
    pub(super) text: RwSignal<String>,
}

impl Draft {
    /// One that begins with some words, remembered under a name.
    pub(super) fn new(name: String, words: String) -> Self {
        Self {
            name: StoredValue::new(name),
            text: RwSignal::new(words),
        }
    }

    /// Brings back what a reload, a closed tab or an expired session left.
    pub(super) fn restore(self) {
        if let Some(words) = self.name.with_value(|name| browser::recall(name)) {
            self.text.set(words);
        }
    }

    /// Replaces the words.
    pub(super) fn write(self, words: String) {
        self.name.with_value(|name| browser::remember(name, &words));
        self.text.set(words);
    }

    /// Whether these are the words that stand there.
    pub(super) fn says(self, words: &str) -> bool {
        self.text.with_untracked(|text| text.trim() == words)
    }

    /// Words come back; what was typed meanwhile stays below them.
    pub(super) fn put_back(self, words: &str) {
        let meanwhile = self.text.get_untracked();
        self.write(if meanwhile.is_empty() {
            words.to_owned()
        } else {
            format!("{words}\n{meanwhile}")
        });
    }

    /// Where its messages are kept while they travel.
    pub(super) fn way(self) -> Way {
        Way(self.name.with_value(|name| format!("{name}-sent")))
    }
}

/// Messages that are not known to have arrived. Outlives the composer they were written in.
pub(super) struct Way(String);

impl Way {
    /// All, oldest first.
    pub(super) fn all(&self) -> Vec<Sent> {
        let kept = browser::recall(&self.0).unwrap_or_default();
        browser::from_json(kept.as_bytes()).unwrap_or_default()
    }

    /// From now on this message is on its way.
    pub(super) fn sends(&self, message: &NewMessage) {
        self.change(&message.client_key, Some(message));
    }

    /// This message has arrived, or is not to be sent any more.
    pub(super) fn arrived(&self, client_key: &str) {
        self.change(client_key, None);
    }

    fn change(&self, client_key: &str, message: Option<&NewMessage>) {
        let mut all = self.all();
        all.retain(|sent| sent.message.client_key != client_key);
        all.extend(message.map(|message| Sent {
            at: browser::now(),
            message: message.clone(),
        }));
        let kept = if all.is_empty() {
            String::new()
        } else {
            serde_json::to_string(&all).unwrap_or_default()
        };
        browser::remember(&self.0, &kept);
    }
}
