//! What an agent's message has besides what every message has. Apart from it, so that the customer's
//! page carries nothing of it.

use crate::{MessageId, NewMessage, SentAs, Upload};
use serde::{Deserialize, Serialize};

/// A message of an agent's, with what only agents can say of one.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The message.
    pub message: NewMessage,
    /// What it has besides.
    pub extras: Extras,
}

/// What a message of an agent's has besides text and files. A note has none of it.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
#[serde(default)]
pub struct Extras {
    /// The message that it answers, on channels that show that.
    pub quotes: Option<MessageId>,
    /// The message that is handed on below it, with its files. E-mail; needs [`Extras::to`].
    pub forwards: Option<MessageId>,
    /// Who gets it in the customer's place. E-mail.
    pub to: Vec<String>,
    /// Who gets it besides, for all to see. E-mail.
    pub cc: Vec<String>,
    /// Who gets it besides, unseen. E-mail.
    pub bcc: Vec<String>,
    /// What goes in place of free words. WhatsApp.
    pub template: Option<TemplateUse>,
    /// The newest message its writer had seen when they began; nothing when it goes whatever came since.
    pub seen: Option<MessageId>,
}

/// How what failed of a message is sent once more.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Again {
    /// As it is.
    #[default]
    Same,
    /// With addresses of its files in their place.
    Link,
    /// With its pictures made smaller.
    Smaller,
}

/// A text that the provider approved beforehand, filled in.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateUse {
    /// Its name at the provider.
    pub name: String,
    /// Its language, as the provider writes it, e.g. `en_US`.
    pub language: String,
    /// What stands for `{{1}}`, `{{2}}` … in its body.
    pub values: Vec<String>,
}

/// A text that the provider approved beforehand, with places to fill in.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Its name at the provider.
    pub name: String,
    /// Its language, as the provider writes it, e.g. `en_US`.
    pub language: String,
    /// Its text, with `{{1}}`, `{{2}}` … where words go.
    pub body: String,
}

impl Template {
    /// How many places there are to fill in: the highest number in its text.
    #[must_use]
    pub fn places(&self) -> usize {
        let numbers = self.body.split("{{").skip(1).filter_map(|rest| {
            let (number, _) = rest.split_once("}}")?;
            number.trim().parse::<usize>().ok()
        });
        numbers.filter(|number| *number <= 50).max().unwrap_or(0)
    }

    /// The text with those words in its places; a place without words stays as it is.
    #[must_use]
    pub fn filled(&self, values: &[String]) -> String {
        let mut text = self.body.clone();
        for (number, value) in (1..).zip(values) {
            let value = value.trim();
            if !value.is_empty() {
                text = text.replace(&format!("{{{{{number}}}}}"), value);
            }
        }
        text
    }
}

/// A message that was taken back before it went: what it was made of, to be written in once more.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// Its words.
    pub text: String,
    /// Its files, uploads again.
    pub files: Vec<TakenFile>,
    /// What it had besides.
    pub extras: Extras,
}

/// A file of a message that was taken back.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct TakenFile {
    /// What it is now.
    pub upload: Upload,
    /// Its word of context.
    pub caption: String,
    /// What it shows.
    pub alt: String,
    /// How it was to go.
    pub sent_as: SentAs,
    /// How many parts of it are hidden.
    pub redacted: u32,
}
