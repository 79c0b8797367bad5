//! The list of tickets, live.

use super::{
    address::at,
    row,
    views::{Views, links},
};
use crate::{
    ApiError, api, browser,
    i18n::{i18n, words as w},
    live::{Live, News, Reading},
    ui::{Empty, Glyph, Icon},
};
use leptos::prelude::*;
use model::{Boot, Link, TicketList, TicketRow};

/// What the list shows now.
pub(super) type Shown = RwSignal<TicketList>;

/// Views, status, rows.
#[component]
pub(super) fn ListPane(
    /// The first page as it was read.
    list: Result<TicketList, ApiError>,
    /// What the address says that it shows.
    query: Memo<String>,
    /// The ticket that is open beside it.
    open: Memo<Option<i64>>,
) -> impl IntoView {
    let t = i18n();
    let live = expect_context::<Live>();
    let (list, trouble) = match list {
        Ok(list) => (list, None),
        Err(error) => (TicketList::default(), Some(error)),
    };
    let (seq, q) = (list.seq, list.q.clone());
    let shown = RwSignal::new(list);
    let problem = RwSignal::new(trouble);
    // What the rows are of: not yet what the address says while that is being fetched.
    let of = RwSignal::new(query.get_untracked());

    let refresh = Refresh {
        query,
        of,
        shown,
        problem,
        reading: Reading::new(),
    };
    browser::effect(move || {
        live.on(move |_: News| refresh.run());
        start_live(live, seq);
    });
    browser::effect(move || {
        if query.get() != of.get_untracked() {
            refresh.run();
        }
    });
    let searched = Memo::new(move |_| shown.with(|list| list.q.clone()));
    browser::effect(move || searched.with(|q| browser::say_in(".search input", q)));
    let more = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let asked = of.get_untracked();
        let next = shown.with_untracked(|list| list.next.clone());
        leptos::task::spawn_local(async move {
            let page = api::ticket::list(next).await;
            if of.get_untracked() != asked {
                return;
            }
            match page {
                Ok(page) => shown.update(|list| {
                    list.rows.extend(page.rows);
                    list.next = page.next;
                }),
                Err(error) => problem.set(Some(error)),
            }
        });
    };
    let kept = Memo::new(move |_| shown.with(|list| list.query.clone()));
    view! {
        <Views shown />
        <section
            class="list"
            aria-label=t.t(w::TICKETS)
            aria-busy=move || (query.get() != of.get()).then_some("true")
        >
            <header class="list-head">
                <h1>{move || shown.with(|list| list.title.clone())}</h1>
                <a
                    class="icon-button"
                    data-part
                    data-testid="open-filters"
                    href=move || kept.with(|query| at("/inbox/filters", query))
                    aria-label=t.t(w::FILTERS)
                    title=t.t(w::FILTERS)
                >
                    <Glyph icon=Icon::Filter />
                </a>
                <a class="icon-button start" href="/conversations/new" aria-label=t.t(w::START) title=t.t(w::START)>
                    <Glyph icon=Icon::Plus />
                </a>
                <form class="search" role="search" action="/inbox" data-live>
                    <input
                        type="search"
                        name="q"
                        value=q
                        autocomplete="off"
                        data-typing
                        aria-label=t.t(w::SEARCH)
                        placeholder=t.t(w::SEARCH)
                    />
                </form>
                <nav class="status-tabs" aria-label=t.t(w::STATUS)>{links(shown, |list| &list.tabs)}</nav>
                <nav class="narrowed" aria-label=t.t(w::FILTERS)>{links(shown, |list| &list.chips)}</nav>
            </header>
            {move || problem.get().map(|error| view! { <p class="alert" role="alert">{t.error(&error, w::page_error)}</p> })}
            {move || {
                let alert = |alert: &Link| {
                    let Link { text, href, .. } = alert.clone();
                    view! {
                        <p class="alert" role="status" data-testid="list-alert">
                            <span>{text}</span>
                            {(!href.is_empty()).then(|| view! { <a href=href>{t.t(w::TO_CHANNEL)}</a> })}
                        </p>
                    }
                };
                shown.with(|list| list.alerts.iter().map(alert).collect_view())
            }}
            <p class="note" role="status">{move || shown.with(|list| list.note.clone())}</p>
            <ol class="tickets" data-testid="ticket-list">
                <For
                    each=move || shown.with(|list| list.rows.clone())
                    key=|row| row.id
                    children=move |first: TicketRow| {
                        let id = first.id;
                        let row = Memo::new(move |_| {
                            shown.with(|list| list.rows.iter().find(|row| row.id == id).unwrap_or(&first).clone())
                        });
                        let pick = move || row.with(|row| format!("{}.{}", row.id, row.version));
                        let label = format!("{} #{}", t.t(w::PICK), row.with_untracked(|row| row.number));
                        view! {
                            <li>
                                <label class="pick">
                                    <input
                                        type="checkbox"
                                        form="bulk"
                                        name="ticket"
                                        value=pick
                                        aria-label=label
                                    />
                                </label>
                                {move || row.with(|row| row::row(row, kept, open))}
                            </li>
                        }
                    }
                />
            </ol>
            {move || {
                shown.with(|list| {
                    let (title, text) = list.empty.clone();
                    list.rows.is_empty().then(|| view! { <Empty icon=Icon::Inbox title text /> })
                })
            }}
            {move || {
                let next = shown.with(|list| list.next.clone());
                (!next.is_empty())
                    .then(|| view! { <a class="button quiet more" href=at("/inbox", &next) on:click=more>{t.t(w::MORE)}</a> })
            }}
            <Bulk />
        </section>
    }
}

/// What is done to the tickets that are picked; seen when some are. Of the first two the style shows the one
/// that fits the list.
#[component]
fn Bulk() -> impl IntoView {
    let t = i18n();
    view! {
        <form id="bulk" class="bulk" method="post" action="/tickets/change" data-live>
            <span class="picked" role="status"></span>
            <button type="submit" class="button" name="change" value="closed">{t.t(w::CLOSE_TICKET)}</button>
            <button type="submit" class="button" name="change" value="open">{t.t(w::REOPEN)}</button>
            <button type="submit" class="button" formaction="/tickets/tools" formmethod="get">
                {t.t(w::TICKET_TOOLS)}
            </button>
            <button type="reset" class="button quiet">{t.t(w::CANCEL)}</button>
        </form>
    }
}

/// Opens the stream at the number the page was read at. Once a page: it outlives this list.
fn start_live(live: Live, seq: i64) {
    if live
        .started
        .try_update_value(|started| std::mem::replace(started, true))
        == Some(true)
    {
        return;
    }
    let build = expect_context::<StoredValue<Boot>>().with_value(|boot| boot.build.clone());
    let address = |after| Box::pin(async move { Ok(format!("/live?after={after}")) }) as _;
    browser::shared_stream("attache-live", seq, address, move |item| {
        live.hear(&build, item);
    });
}

/// Reads the first page anew; many events at once make one reading.
#[derive(Clone, Copy)]
struct Refresh {
    query: Memo<String>,
    of: RwSignal<String>,
    shown: Shown,
    problem: RwSignal<Option<ApiError>>,
    reading: Reading,
}

impl Refresh {
    fn run(self) {
        self.reading.run(move || async move {
            let query = self.query.get_untracked();
            match api::ticket::list(query.clone()).await {
                Ok(page) => self.take(query, page),
                Err(error) if error.code == "offline" && query == self.of.get_untracked() => {}
                Err(error) => self.problem.set(Some(error)),
            }
        });
    }

    fn take(self, query: String, mut page: TicketList) {
        self.problem.set(None);
        self.of.set(query);
        self.shown.update(|shown| {
            // Further pages that were asked for stay below.
            let last = page.rows.last().map(|row| row.id);
            let known = shown.rows.iter().position(|row| Some(row.id) == last);
            if let Some(at) = known.filter(|_| shown.query == page.query && !page.next.is_empty()) {
                let mut below = shown.rows.split_off(at + 1);
                below.retain(|row| page.rows.iter().all(|other| other.id != row.id));
                if !below.is_empty() {
                    page.next = std::mem::take(&mut shown.next);
                    page.rows.extend(below);
                }
            }
            *shown = page;
        });
    }
}
