//! What was written: people, messages of all three channels, and their order. Bounded.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};

/// A provider that is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// SMS and MMS by Twilio.
    Sms,
    /// WhatsApp's Cloud API.
    Whatsapp,
    /// Instagram messages by the Graph API.
    Instagram,
}

impl Channel {
    /// All of them, in the order of the phones.
    pub const ALL: [Self; 3] = [Self::Sms, Self::Whatsapp, Self::Instagram];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Whatsapp => "whatsapp",
            Self::Instagram => "instagram",
        }
    }

    /// The channel of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.word() == word)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Sms => "SMS and MMS",
            Self::Whatsapp => "WhatsApp",
            Self::Instagram => "Instagram",
        }
    }
}

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

/// A file of a message; the bytes are in [`crate::blobs::Blobs`].
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

/// People and messages.
#[derive(Debug)]
pub(crate) struct Book {
    keep: usize,
    people: BTreeMap<(Channel, String), Person>,
    lines: HashMap<String, Line>,
    order: VecDeque<String>,
    threads: HashMap<(Channel, String), VecDeque<String>>,
}

/// How many people are kept besides those of the configuration: a stranger more than that is forgotten at once.
const PEOPLE: usize = 20_000;

impl Book {
    pub(crate) fn new(keep: usize, people: &[Person]) -> Self {
        let people = people
            .iter()
            .map(|p| ((p.channel, p.id.clone()), p.clone()))
            .collect();
        Self {
            keep: keep.max(1),
            people,
            lines: HashMap::new(),
            order: VecDeque::new(),
            threads: HashMap::new(),
        }
    }

    pub(crate) fn people(&self, channel: Channel) -> impl Iterator<Item = &Person> {
        self.people.values().filter(move |p| p.channel == channel)
    }

    pub(crate) fn person(&self, channel: Channel, id: &str) -> Option<&Person> {
        self.people.get(&(channel, id.to_owned()))
    }

    pub(crate) fn person_mut(&mut self, channel: Channel, id: &str) -> Option<&mut Person> {
        self.people.get_mut(&(channel, id.to_owned()))
    }

    /// Whoever has this id, new when nobody has.
    pub(crate) fn meet(&mut self, channel: Channel, id: &str) -> Person {
        if let Some(person) = self.person(channel, id) {
            return person.clone();
        }
        let person = Person::new(channel, id, id, "");
        self.add(person.clone());
        person
    }

    pub(crate) fn add(&mut self, person: Person) {
        let key = (person.channel, person.id.clone());
        if self.people.len() < PEOPLE || self.people.contains_key(&key) {
            self.people.insert(key, person);
        }
    }

    pub(crate) fn write(&mut self, line: Line) {
        self.threads
            .entry((line.channel, line.person.clone()))
            .or_default()
            .push_back(line.id.clone());
        self.order.push_back(line.id.clone());
        self.lines.insert(line.id.clone(), line);
        while self.order.len() > self.keep {
            let Some(id) = self.order.pop_front() else {
                break;
            };
            self.forget(&id);
        }
    }

    /// Removes a message for good.
    pub(crate) fn forget(&mut self, id: &str) -> bool {
        let Some(line) = self.lines.remove(id) else {
            return false;
        };
        let key = (line.channel, line.person);
        if let Some(thread) = self.threads.get_mut(&key) {
            thread.retain(|other| other != id);
            if thread.is_empty() {
                self.threads.remove(&key);
            }
        }
        true
    }

    pub(crate) fn line(&self, id: &str) -> Option<&Line> {
        self.lines.get(id)
    }

    pub(crate) fn line_mut(&mut self, id: &str) -> Option<&mut Line> {
        self.lines.get_mut(id)
    }

    /// A person's messages, oldest first.
    pub(crate) fn thread(
        &self,
        channel: Channel,
        person: &str,
    ) -> impl DoubleEndedIterator<Item = &Line> {
        self.threads
            .get(&(channel, person.to_owned()))
            .into_iter()
            .flatten()
            .filter_map(|id| self.lines.get(id))
    }

    /// A channel's messages, newest first.
    pub(crate) fn newest(&self, channel: Channel) -> impl Iterator<Item = &Line> {
        self.order
            .iter()
            .rev()
            .filter_map(|id| self.lines.get(id))
            .filter(move |l| l.channel == channel)
    }

    /// How many messages are kept.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }
}
