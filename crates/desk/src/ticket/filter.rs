//! What a list shows, and how an address says so.

use super::Zone;
use model::{AgentId, Channel, Millis, Priority, Status, TicketId};

/// Which tickets a list is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Every ticket.
    #[default]
    All,
    /// Assigned to who asks.
    Mine,
    /// Assigned to nobody.
    Unassigned,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::All, Self::Mine, Self::Unassigned];

    /// The name in the URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
        }
    }
}

/// Which come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Those of the newest message.
    #[default]
    Newest,
    /// Those that have waited longest.
    Oldest,
    /// The most urgent, of those the newest.
    Priority,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Newest, Self::Oldest, Self::Priority];

    /// The name in the URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Priority => "priority",
        }
    }
}

/// What some message of a ticket has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Has {
    /// A picture.
    Picture,
    /// A file of any kind.
    File,
}

impl Has {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Picture, Self::File];

    /// The name in the URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::File => "file",
        }
    }
}

/// A row's place in the list. What it is ordered by, in that order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Its priority's rank; counts where the list is ordered by it.
    pub priority: i64,
    /// Time of its last message; of the message that was found, where something is searched for.
    pub at: Millis,
    /// Its key; the message's, where something is searched for.
    pub id: TicketId,
}

/// A day where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Day {
    date: jiff::civil::Date,
    /// When it begins there.
    pub begins: Millis,
    /// When the next one does.
    pub ends: Millis,
}

impl Day {
    /// `2026-11-24`; nothing when that is no day.
    fn new(text: &str, zone: &Zone) -> Option<Self> {
        let date = text.parse().ok()?;
        Some(Self {
            date,
            begins: zone.begins(date)?,
            ends: zone.begins(date.tomorrow().ok()?)?,
        })
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.date.fmt(f)
    }
}

/// What a list shows. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Which tickets.
    pub view: View,
    /// In which status; unless it is said, the open ones, and any where something is searched for.
    pub status: Option<Status>,
    /// What is searched for, as it was typed.
    pub q: String,
    /// By which channel.
    pub channel: Option<Channel>,
    /// A tag's name.
    pub tag: String,
    /// Who works on it.
    pub agent: Option<AgentId>,
    /// How much it matters.
    pub priority: Option<Priority>,
    /// Only what nobody has read.
    pub unread: bool,
    /// What it has.
    pub has: Option<Has>,
    /// Whose last message is of that day or a later one.
    pub from: Option<Day>,
    /// Of that day or an earlier one.
    pub until: Option<Day>,
    /// Which come first.
    pub sort: Sort,
    /// Only those that come after this row.
    pub after: Option<Cursor>,
}

fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|one| name(*one) == text)
}

impl Filter {
    /// What an address' query says to a reader in that zone. What it does not know is left out: a hand that
    /// types wrong sees the list as it begins.
    #[must_use]
    pub fn read(query: &str, zone: &Zone) -> Self {
        let mut filter = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let text = value.trim();
            match &*name {
                "view" => filter.view = named(&View::ALL, View::as_str, text).unwrap_or_default(),
                "status" => filter.status = Status::from_name(text),
                "q" => filter.q = text.to_owned(),
                "channel" => filter.channel = named(&Channel::ALL, Channel::as_str, text),
                "tag" => filter.tag = text.to_owned(),
                "agent" => filter.agent = text.parse().ok(),
                "priority" => filter.priority = Priority::from_name(text),
                "unread" => filter.unread = text == "1",
                "has" => filter.has = named(&Has::ALL, Has::as_str, text),
                "from" => filter.from = Day::new(text, zone),
                "until" => filter.until = Day::new(text, zone),
                "sort" => filter.sort = named(&Sort::ALL, Sort::as_str, text).unwrap_or_default(),
                "after" => filter.after = cursor(text),
                _ => {}
            }
        }
        // As it is without saying so.
        if !filter.searches() {
            filter.status.take_if(|status| *status == Status::Open);
        }
        filter
    }

    /// How an address says so, in one order; nothing of a list as it begins.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut say = |name, value: &str| {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        };
        if self.view != View::All {
            say("view", self.view.as_str());
        }
        // Of a search any is usual, else the open ones.
        if let Some(status) = self
            .status
            .filter(|status| self.searches() || *status != Status::Open)
        {
            say("status", status.as_str());
        }
        say("q", &self.q);
        say("channel", self.channel.map_or("", Channel::as_str));
        say("tag", &self.tag);
        if let Some(agent) = self.agent {
            say("agent", &agent.to_string());
        }
        say("priority", self.priority.map_or("", Priority::as_str));
        say("unread", if self.unread { "1" } else { "" });
        say("has", self.has.map_or("", Has::as_str));
        for (name, day) in [("from", self.from), ("until", self.until)] {
            say(name, &day.map_or(String::new(), |day| day.to_string()));
        }
        if self.sort != Sort::Newest {
            say("sort", self.sort.as_str());
        }
        if let Some(Cursor { priority, at, id }) = self.after {
            say("after", &format!("{priority}.{at}.{id}"));
        }
        query.finish()
    }

    /// Something is searched for.
    #[must_use]
    pub fn searches(&self) -> bool {
        !self.q.is_empty()
    }

    /// The status it asks for; none where any will do.
    #[must_use]
    pub fn wanted(&self) -> Option<Status> {
        self.status
            .or((!self.searches()).then_some(Status::default()))
    }

    /// The same list from its beginning.
    #[must_use]
    pub fn begin(&self) -> Self {
        Self {
            after: None,
            ..self.clone()
        }
    }
}

fn cursor(text: &str) -> Option<Cursor> {
    let mut parts = text.splitn(3, '.').map(str::parse);
    let mut next = || parts.next()?.ok();
    Some(Cursor {
        priority: next()?,
        at: next()?,
        id: next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Filter {
        Filter::read(query, &Zone::new("Europe/Rome", 0))
    }

    #[test]
    fn an_address_says_what_is_shown() {
        for query in [
            "",
            "view=mine",
            "view=mine&status=closed&channel=sms&after=1.12.3",
            "status=open&q=caff%C3%A8+%26+t%C3%A8",
            "tag=caff%C3%A8&agent=7&priority=urgent&unread=1&has=picture&from=2026-11-01&until=2026-11-24&sort=oldest",
        ] {
            assert_eq!(read(query).query(), query);
        }
        let found = read("q=mug");
        assert_eq!((found.wanted(), found.searches()), (None, true));
        assert_eq!(Filter::default().wanted(), Some(Status::Open));
        let day = read("from=2026-10-25").from.unwrap();
        assert_eq!(day.ends - day.begins, 25 * 3_600_000, "clocks go back");
    }

    #[test]
    fn what_a_hand_typed_wrong_is_left_out() {
        let wrong =
            "view=nobody%27s&status=7&channel=pigeon&from=tomorrow&sort=up&after=x&agent=me&junk";
        assert_eq!(read(wrong), Filter::default());
        assert_eq!(read("status=open"), read(""), "as it says");
    }
}
