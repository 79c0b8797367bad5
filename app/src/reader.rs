//! Who reads, and what the desk says to them besides people's own words, in their language: what went
//! wrong, why something did not go or come, what happened to a ticket. Worded by the server, so that no
//! page carries the words for all that may happen.

use crate::{
    ApiError,
    i18n::{I18n, Text, words as w},
    ui::date_time,
};
use desk::presence::Present;
use http::{HeaderMap, header};
use model::{Agent, Direction, Locale, Mark, Message, Millis, Priority, Problem, Status, Thread};

/// Somebody who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Their language.
    pub locale: Locale,
    /// Minutes east of UTC.
    pub offset: i32,
}

impl Reader {
    /// By what a request says, and the agent's own choice of language.
    #[must_use]
    pub fn of(headers: &HeaderMap, agent: Option<&Agent>) -> Self {
        let text = |name| {
            let value = headers.get(name);
            value.and_then(|value| value.to_str().ok()).unwrap_or("")
        };
        let own = agent.and_then(|agent| agent.locale);
        Self {
            locale: own
                .unwrap_or_else(|| Locale::from_accept_language(text(header::ACCEPT_LANGUAGE))),
            offset: offset(text(header::COOKIE)),
        }
    }

    /// Who reads the answer of the server function that runs.
    pub(crate) fn asking() -> Option<Self> {
        let parts = leptos::prelude::use_context::<http::request::Parts>()?;
        Some(Self::of(&parts.headers, parts.extensions.get::<Agent>()))
    }

    /// An error with its sentence in their language, where there is one.
    #[must_use]
    pub fn error(self, error: desk::Error) -> ApiError {
        let mut told = ApiError::from(error);
        self.word(&mut told);
        told
    }

    pub(crate) fn word(self, error: &mut ApiError) {
        // The desk's own sentence tells which file, how much the channel takes, who has answered.
        let exact = matches!(&*error.code, "together" | "too_large" | "answered");
        if exact && self.locale == Locale::En && !error.sentence.is_empty() {
            return;
        }
        if let Some(text) = w::desk_error(&error.code) {
            error.sentence = text.in_(self.locale).to_owned();
        }
    }

    /// Who else looks at a ticket, and who of them writes.
    #[must_use]
    pub fn company(self, there: &[Present]) -> String {
        let t = I18n(self.locale);
        let told = [(true, w::ALSO_WRITING), (false, w::ALSO_LOOKING)].map(|(writes, text)| {
            let names = there.iter().filter(|one| one.writes == writes);
            let names: Vec<_> = names.map(|one| one.name.as_str()).collect();
            (!names.is_empty()).then(|| t.f(text, &[&names.join(", ")]))
        });
        told.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// A conversation.
    pub fn thread(self, thread: &mut Thread) {
        self.messages(&mut thread.messages);
        let head = &mut thread.ticket;
        let until = head.snoozed_until.map(|at| self.moment(at));
        let until = until.map(|until| I18n(self.locale).f(w::SNOOZED_UNTIL, &[&until]));
        head.marks = self.marks(until, head.priority);
        if head.status == Status::Spam {
            head.marks.push(self.mark("spam", w::SPAM));
        }
        if head.blocked {
            head.marks.push(self.mark("blocked", w::BLOCKED));
        }
        let tags = head.tags.iter().map(|tag| Mark {
            kind: "tag".into(),
            text: tag.clone(),
        });
        head.marks.extend(tags);
        let troubles = thread.remarks.iter_mut();
        for trouble in troubles.flat_map(|remark| &mut remark.troubles) {
            self.problem(&mut trouble.problem);
        }
        thread.alert.iter_mut().for_each(|it| self.problem(it));
    }

    pub(crate) fn moment(self, at: Millis) -> String {
        date_time(at, self.offset, self.locale)
    }

    pub(crate) fn mark(self, kind: &str, text: Text) -> Mark {
        Mark {
            kind: kind.to_owned(),
            text: text.in_(self.locale).to_owned(),
        }
    }

    pub(crate) fn marks(self, snoozed_until: Option<String>, priority: Priority) -> Vec<Mark> {
        let mut marks = Vec::new();
        if let Some(text) = snoozed_until {
            let kind = "snoozed".into();
            marks.push(Mark { kind, text });
        }
        if priority != Priority::Normal {
            marks.push(self.mark(priority.as_str(), w::priority(priority)));
        }
        marks
    }

    /// Messages.
    pub fn messages(self, messages: &mut [Message]) {
        for message in messages {
            if message.direction == Direction::Activity {
                message.text = self.activity(&message.text);
            }
            let delivery = message.delivery.iter_mut();
            for problem in delivery.filter_map(|delivery| delivery.problem.as_mut()) {
                self.problem(problem);
            }
        }
    }

    /// In English the provider's own sentence stays, which says more.
    pub(crate) fn problem(self, problem: &mut Problem) {
        let own = w::problem(&problem.code);
        let english = self.locale == Locale::En && !problem.sentence.is_empty();
        let text = match own {
            Some(_) if english => None,
            Some(text) => Some(text),
            None => w::desk_error(&problem.code),
        };
        if let Some(text) = text {
            problem.sentence = text.in_(self.locale).to_owned();
        }
    }

    /// What somebody did, after their name. Kept as `verb` or `verb:name`, see [`Direction::Activity`].
    fn activity(self, kept: &str) -> String {
        let t = I18n(self.locale);
        let (verb, whom) = kept.split_once(':').unwrap_or((kept, ""));
        let named = |text| t.f(text, &[whom]);
        match verb {
            "assigned" => named(w::ACT_ASSIGNED),
            "unassigned" => t.t(w::ACT_UNASSIGNED).to_owned(),
            "started" => t.t(w::ACT_STARTED).to_owned(),
            "closed" => t.t(w::ACT_CLOSED).to_owned(),
            "reopened" => t.t(w::ACT_REOPENED).to_owned(),
            "snoozed" => match whom.parse() {
                Ok(until) => t.f(w::ACT_SNOOZED, &[&self.moment(until)]),
                Err(_) => t.t(w::ACT_ASLEEP).to_owned(),
            },
            "woken" => t.t(w::ACT_WOKEN).to_owned(),
            "spam" => t.t(w::ACT_SPAM).to_owned(),
            "not_spam" => t.t(w::ACT_NOT_SPAM).to_owned(),
            "priority" => {
                let name = Priority::from_name(whom).unwrap_or_default();
                t.f(w::ACT_PRIORITY, &[t.t(w::priority(name))])
            }
            "tagged" => named(w::ACT_TAGGED),
            "untagged" => named(w::ACT_UNTAGGED),
            "merged" => named(w::ACT_MERGED),
            "unmerged" => named(w::ACT_UNMERGED),
            "split" => named(w::ACT_SPLIT),
            "blocked" => t.t(w::ACT_BLOCKED).to_owned(),
            "unblocked" => t.t(w::ACT_UNBLOCKED).to_owned(),
            "opted_out" => t.t(w::ACT_OPTED_OUT).to_owned(),
            "opted_in" => t.t(w::ACT_OPTED_IN).to_owned(),
            "moved" => named(w::ACT_MOVED),
            // By a newer build.
            _ => kept.to_owned(),
        }
    }
}

/// Where the reader is, by what a script of ours last told by cookie.
#[must_use]
pub fn zone(headers: &HeaderMap) -> desk::ticket::Zone {
    let cookies = headers.get(header::COOKIE);
    let cookies = cookies.and_then(|cookies| cookies.to_str().ok());
    let cookies = cookies.unwrap_or_default();
    let name = cookie(cookies, "attache_zone").unwrap_or_default();
    desk::ticket::Zone::new(name, offset(cookies))
}

/// A cookie's value.
#[must_use]
pub fn cookie<'a>(cookies: &'a str, name: &str) -> Option<&'a str> {
    let value = |pair: &'a str| pair.trim().strip_prefix(name)?.strip_prefix('=');
    cookies.split(';').find_map(value)
}

/// Minutes east of UTC, as a script of ours last told by cookie.
fn offset(cookies: &str) -> i32 {
    cookie(cookies, "attache_offset")
        .and_then(|minutes| minutes.parse().ok())
        // Kiritimati is UTC+14, Baker Island UTC-12.
        .filter(|minutes| (-720..=840).contains(minutes))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_no_place_has_is_not_believed() {
        assert_eq!(offset("a=b; attache_offset=-300"), -300);
        assert_eq!(offset("attache_offset=5000"), 0);
        assert_eq!(offset(""), 0);
    }

    #[test]
    fn what_happened_is_told_in_the_readers_language() {
        let reader = |locale| Reader { locale, offset: 60 };
        let told = |locale, kept| reader(locale).activity(kept);
        assert_eq!(told(Locale::En, "closed"), "closed this");
        assert_eq!(told(Locale::En, "snoozed"), "snoozed this");
        assert!(told(Locale::De, "snoozed:0").ends_with("01:00"));
        assert!(told(Locale::It, "priority:urgent").ends_with("Urgente"));
        assert_eq!(told(Locale::De, "sung:aloud"), "sung:aloud");
    }

    #[test]
    fn company_is_told_by_name_those_who_write_first() {
        let present = |name: &str, writes| Present {
            name: name.into(),
            writes,
        };
        let there = [
            present("Ada", true),
            present("Bo", false),
            present("Cy", false),
        ];
        let reader = Reader {
            locale: Locale::En,
            offset: 0,
        };
        assert_eq!(
            reader.company(&there),
            "Writing an answer: Ada · Also here: Bo, Cy"
        );
        assert_eq!(reader.company(&there[1..2]), "Also here: Bo");
        assert_eq!(reader.company(&[]), "");
    }

    #[test]
    fn what_the_desk_knows_exactly_is_told_exactly() {
        let worded = |locale, code| {
            let mut error = ApiError::new(code, "More than the 600 KB that SMS takes.");
            Reader { locale, offset: 0 }.word(&mut error);
            error.sentence
        };
        assert!(worded(Locale::En, "together").contains("600 KB"));
        assert!(!worded(Locale::De, "together").contains("600 KB"));
        assert!(!worded(Locale::En, "conflict").contains("600 KB"));
    }

    #[test]
    fn a_provider_is_quoted_where_its_language_is_read() {
        let worded = |locale| {
            let mut problem = Problem {
                code: "reconnect".into(),
                sentence: "Authenticate (20003)".into(),
            };
            Reader { locale, offset: 0 }.problem(&mut problem);
            problem.sentence
        };
        assert_eq!(worded(Locale::En), "Authenticate (20003)");
        assert!(!worded(Locale::De).contains("20003"));
    }
}
