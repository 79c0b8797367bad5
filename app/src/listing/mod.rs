//! The list of tickets in the reader's words: what it is called, where one can go from it, and what there is to
//! be said of it.

mod row;

use crate::{
    Reader,
    i18n::{I18n, Text, words as w},
    inbox::at,
};
use desk::ticket::{COUNTED, Filter, Has, List, SEARCHED, SavedView, Sort, View};
use model::{AgentChip, Link, Status, TicketList, TicketRow};

impl Reader {
    /// A page of the list.
    #[must_use]
    pub fn list(self, list: List) -> TicketList {
        let t = I18n(self.locale);
        let views = views(t, &list);
        let here = views.iter().find(|link| link.current);
        let title = match here {
            Some(link) => link.text.clone(),
            None => t
                .t(if list.filter.searches() {
                    w::FOUND
                } else {
                    view_name(list.filter.view)
                })
                .to_owned(),
        };
        let row = |row: desk::ticket::TicketRow| TicketRow {
            id: row.id,
            number: row.number,
            version: row.version,
            unread: row.unread,
            last_message_at: row.last_message_at,
            drawn: row::drawn(self, &row),
        };
        let alerts = list.alerts.into_iter().map(|mut alert| {
            self.problem(&mut alert.problem);
            let mend = alert
                .mend
                .then(|| format!("/settings/channels/{}", alert.inbox));
            Link {
                text: format!("{}: {}", alert.name, alert.problem.sentence),
                href: mend.unwrap_or_default(),
                ..Link::default()
            }
        });
        let filter = &list.filter;
        let narrowed = *filter != kept(filter);
        let empty = match (list.tag_gone, filter.searches(), narrowed) {
            (true, ..) => (w::TAG_GONE, w::TAG_GONE_HINT),
            (_, true, _) => (w::NOTHING_FOUND, w::NOTHING_FOUND_HINT),
            (_, _, true) => (w::EMPTY_LIST, w::NARROWED_HINT),
            _ => (w::EMPTY_LIST, w::EMPTY_LIST_HINT),
        };
        let next = list.next.map(|after| {
            let next = Filter {
                after: Some(after),
                ..filter.clone()
            };
            next.query()
        });
        let capped = list
            .capped
            .then(|| t.f(w::SEARCH_CAPPED, &[&SEARCHED.to_string()]));
        TicketList {
            title,
            query: filter.begin().query(),
            q: filter.q.clone(),
            tabs: tabs(t, filter),
            chips: chips(t, filter, list.agent.as_ref()),
            empty: (t.t(empty.0).to_owned(), t.t(empty.1).to_owned()),
            note: capped.unwrap_or_default(),
            next: next.unwrap_or_default(),
            rows: list.rows.into_iter().map(row).collect(),
            views,
            alerts: alerts.collect(),
            seq: list.seq,
        }
    }
}

/// What of a list is left where one goes to another view.
fn kept(filter: &Filter) -> Filter {
    Filter {
        view: filter.view,
        status: filter.status.filter(|_| !filter.searches()),
        ..Filter::default()
    }
}

fn link(name: &str, text: &str, filter: &Filter) -> Link {
    Link {
        name: name.to_owned(),
        text: text.to_owned(),
        href: at("/inbox", &filter.begin().query()),
        ..Link::default()
    }
}

/// A count, or that there are more.
fn count(held: u32) -> String {
    if held < COUNTED {
        held.to_string()
    } else {
        format!("{}+", COUNTED - 1)
    }
}

fn views(t: I18n, list: &List) -> Vec<Link> {
    let filter = &list.filter;
    let query = filter.begin().query();
    let saved = list.saved.iter();
    let saved = saved.enumerate().map(|(at, (view, held))| {
        let SavedView {
            name, query: kept, ..
        } = view;
        let held = if kept.contains("q=") {
            String::new()
        } else {
            count(*held)
        };
        Link {
            href: crate::inbox::at("/inbox", kept),
            count: held,
            current: *kept == query,
            name: "saved-view".into(),
            title: title(t, at, w::SAVED_VIEWS),
            text: name.clone(),
        }
    });
    let saved: Vec<Link> = saved.collect();
    let elsewhere = filter.searches() || saved.iter().any(|link| link.current);
    let own = list.views.iter().map(|(view, held)| {
        let name = format!("view-{}", view.as_str());
        let there = Filter {
            view: *view,
            ..kept(filter)
        };
        Link {
            count: count(*held),
            current: !elsewhere && filter.channel.is_none() && filter.view == *view,
            ..link(&name, t.t(view_name(*view)), &there)
        }
    });
    let channels = list
        .channels
        .iter()
        .enumerate()
        .map(|(at, (channel, held))| {
            let name = format!("channel-{}", channel.as_str());
            let there = Filter {
                view: View::All,
                channel: Some(*channel),
                ..kept(filter)
            };
            Link {
                count: count(*held),
                current: !elsewhere && filter.channel == Some(*channel),
                title: title(t, at, w::CHANNELS),
                ..link(&name, t.t(w::channel(*channel)), &there)
            }
        });
    let mut all: Vec<Link> = own.chain(channels).collect();
    all.extend(saved);
    all
}

/// What stands above the first of some.
fn title(t: I18n, at: usize, text: Text) -> String {
    if at == 0 {
        t.t(text).to_owned()
    } else {
        String::new()
    }
}

fn tabs(t: I18n, filter: &Filter) -> Vec<Link> {
    let tab = |status: Option<Status>| {
        let name = status.map_or("any", Status::as_str);
        let text = status.map_or(w::ANY_STATUS, w::status);
        let there = Filter {
            status,
            ..filter.clone()
        };
        Link {
            current: filter.wanted() == status,
            ..link(&format!("status-{name}"), t.t(text), &there)
        }
    };
    let any = filter.searches().then(|| tab(None));
    let each = Status::ALL.map(|status| tab(Some(status)));
    any.into_iter().chain(each).collect()
}

/// What narrows a list, each with the list as it is without it.
fn chips(t: I18n, filter: &Filter, agent: Option<&AgentChip>) -> Vec<Link> {
    let mut chips = Vec::new();
    let mut chip = |text: String, without: Filter| {
        if without != *filter {
            chips.push(Link {
                count: "×".into(),
                ..link("chip", &text, &without)
            });
        }
    };
    let own = filter.begin();
    if let Some(channel) = own.channel {
        let without = Filter {
            channel: None,
            ..own.clone()
        };
        chip(t.t(w::channel(channel)).to_owned(), without);
    }
    let without = Filter {
        tag: String::new(),
        ..own.clone()
    };
    chip(own.tag.clone(), without);
    let name = agent.map_or_else(|| "?".to_owned(), |agent| agent.name.clone());
    chip(
        name,
        Filter {
            agent: None,
            ..own.clone()
        },
    );
    if let Some(priority) = own.priority {
        let without = Filter {
            priority: None,
            ..own.clone()
        };
        chip(t.t(w::priority(priority)).to_owned(), without);
    }
    let without = Filter {
        unread: false,
        ..own.clone()
    };
    chip(t.t(w::UNREAD).to_owned(), without);
    if let Some(has) = own.has {
        chip(
            t.t(has_name(has)).to_owned(),
            Filter {
                has: None,
                ..own.clone()
            },
        );
    }
    if let Some(day) = own.from {
        let text = t.f(w::FROM_DAY, &[&day.to_string()]);
        chip(
            text,
            Filter {
                from: None,
                ..own.clone()
            },
        );
    }
    if let Some(day) = own.until {
        let text = t.f(w::UNTIL_DAY, &[&day.to_string()]);
        chip(
            text,
            Filter {
                until: None,
                ..own.clone()
            },
        );
    }
    if !own.searches() {
        let without = Filter {
            sort: Sort::Newest,
            ..own.clone()
        };
        chip(t.t(sort_name(own.sort)).to_owned(), without);
    }
    chips
}

/// A view that is always there.
pub(crate) const fn view_name(view: View) -> Text {
    match view {
        View::All => w::ALL,
        View::Mine => w::MINE,
        View::Unassigned => w::UNASSIGNED,
    }
}

/// What a ticket has.
pub(crate) const fn has_name(has: Has) -> Text {
    match has {
        Has::Picture => w::HAS_PICTURE,
        Has::File => w::HAS_FILE,
    }
}

/// Which come first.
pub(crate) const fn sort_name(sort: Sort) -> Text {
    match sort {
        Sort::Newest => w::SORT_NEWEST,
        Sort::Oldest => w::SORT_OLDEST,
        Sort::Priority => w::SORT_PRIORITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Channel, Locale};

    fn list(query: &str) -> TicketList {
        let zone = crate::zone(&http::HeaderMap::new());
        let view = SavedView {
            id: 1,
            agent_id: 1,
            shared: true,
            name: "Broken mugs".into(),
            query: "tag=broken".into(),
        };
        let list = List {
            filter: Filter::read(query, &zone),
            views: vec![(View::All, 12), (View::Mine, 1000), (View::Unassigned, 0)],
            channels: vec![(Channel::Sms, 3)],
            saved: vec![(view, 2)],
            ..List::default()
        };
        let reader = Reader {
            locale: Locale::En,
            offset: 0,
        };
        reader.list(list)
    }

    fn current(links: &[Link]) -> Vec<&str> {
        let current = links.iter().filter(|link| link.current);
        current.map(|link| link.text.as_str()).collect()
    }

    #[test]
    fn views_lead_to_where_they_say_and_keep_the_status() {
        let list = list("view=mine&status=closed");
        let hrefs: Vec<_> = list.views.iter().map(|link| link.href.as_str()).collect();
        assert_eq!(
            hrefs,
            [
                "/inbox?status=closed",
                "/inbox?view=mine&status=closed",
                "/inbox?view=unassigned&status=closed",
                "/inbox?status=closed&channel=sms",
                "/inbox?tag=broken",
            ]
        );
        assert_eq!(current(&list.views), ["Mine"]);
        assert_eq!(current(&list.tabs), ["Closed"]);
        assert_eq!(list.views[1].count, "999+", "counted no further");
        assert_eq!(list.title, "Mine");
    }

    #[test]
    fn what_narrows_a_list_can_be_taken_off_it() {
        let list = list("channel=sms&tag=broken&unread=1&from=2026-11-01&sort=oldest");
        let chips: Vec<_> = list.chips.iter().map(|link| link.text.as_str()).collect();
        assert_eq!(
            chips,
            [
                "SMS",
                "broken",
                "Unread",
                "From 2026-11-01",
                "Longest waiting first"
            ]
        );
        assert_eq!(
            list.chips[1].href,
            "/inbox?channel=sms&unread=1&from=2026-11-01&sort=oldest"
        );
        assert_eq!(current(&list.views), ["SMS"]);
    }

    #[test]
    fn a_view_that_was_kept_is_where_one_is() {
        assert_eq!(current(&list("tag=broken").views), ["Broken mugs"]);
        let found = list("q=mug");
        assert_eq!(current(&found.views), Vec::<&str>::new());
        assert_eq!(current(&found.tabs), ["Any"]);
        assert_eq!(found.title, "Search results");
    }
}
