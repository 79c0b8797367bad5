//! The list of tickets in the reader's words: what it is called, where one can go from it, and what there is to
//! be said of it.

mod row;

use crate::{
    Reader,
    i18n::{I18n, Text, words as w},
    inbox::at,
};
use desk::ticket::{COUNTED, Day, Filter, Has, List, SEARCHED, SavedView, Sort, View};
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
        let any = list.filter.wanted().is_none();
        let row = |row: desk::ticket::TicketRow| TicketRow {
            id: row.id,
            number: row.number,
            version: row.version,
            unread: row.unread,
            last_message_at: row.last_message_at,
            drawn: row::drawn(self, &row, any),
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
        let narrowed = filter.begin() != kept(filter);
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
    let own = filter.begin();
    let mut chips = Vec::new();
    let mut chip = |text: String, off: fn(&mut Filter)| {
        let mut without = own.clone();
        off(&mut without);
        if without != own {
            chips.push(Link {
                count: "×".into(),
                ..link("chip", &text, &without)
            });
        }
    };
    let named = |text: Option<Text>| text.map_or("", |text| t.t(text)).to_owned();
    let day = |text, day: Option<Day>| {
        let day = day.map(|day| day.to_string());
        t.f(text, &[&day.unwrap_or_default()])
    };
    let agent = agent.map_or("?", |agent| &agent.name);
    chip(named(own.channel.map(w::channel)), |it| it.channel = None);
    chip(own.tag.clone(), |it| it.tag.clear());
    chip(agent.to_owned(), |it| it.agent = None);
    chip(named(own.priority.map(w::priority)), |it| {
        it.priority = None;
    });
    chip(named(Some(w::UNREAD)), |it| it.unread = false);
    chip(named(own.has.map(has_name)), |it| it.has = None);
    chip(day(w::FROM_DAY, own.from), |it| it.from = None);
    chip(day(w::UNTIL_DAY, own.until), |it| it.until = None);
    if !own.searches() {
        chip(named(Some(sort_name(own.sort))), |it| {
            it.sort = Sort::Newest;
        });
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

    fn of(query: &str) -> TicketList {
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
        let list = of("view=mine&status=closed");
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
        let list = of("channel=sms&tag=broken&unread=1&from=2026-11-01&sort=oldest");
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
        let further = of("channel=sms&after=1.12.3");
        assert_eq!(
            further.chips.len(),
            1,
            "a further page is narrowed by nothing more"
        );
    }

    #[test]
    fn a_view_that_was_kept_is_where_one_is() {
        assert_eq!(current(&of("tag=broken").views), ["Broken mugs"]);
        let found = of("q=mug");
        assert_eq!(current(&found.views), Vec::<&str>::new());
        assert_eq!(current(&found.tabs), ["Any"]);
        assert_eq!(found.title, "Search results");
    }
}
