//! The channels, and what was written: people, messages of all three, and their order. Bounded.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};

pub use crate::line::{File, Line, Person, TwilioBits};

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
