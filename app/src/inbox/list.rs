//! The list of tickets, live.

use super::{address::query, row, views::Views};
use crate::{
    ApiError, api, browser,
    i18n::{i18n, words as w},
    live::{Live, News, Reading},
    ui::{Empty, Glyph, Icon},
};
use leptos::prelude::*;
use model::{Boot, Cursor, Filter, InboxAlert, Status, TicketList, TicketRow};

/// Views, status, rows.
#[component]
pub(super) fn ListPane(
    /// The first page as it was read.
    list: Result<TicketList, ApiError>,
    /// What it shows.
    filter: Memo<Filter>,
    /// The ticket that is open beside it.
    open: Memo<Option<i64>>,
) -> impl IntoView {
    let t = i18n();
    let live = expect_context::<Live>();
    let (list, trouble) = match list {
        Ok(list) => (list, None),
        Err(error) => (TicketList::default(), Some(error)),
    };
    let seq = list.seq;
    let rows = RwSignal::new(list.rows);
    let counts = RwSignal::new(list.counts);
    let next = RwSignal::new(list.next);
    let alerts = RwSignal::new(list.alerts);
    let problem = RwSignal::new(trouble);
    // What the rows are of: not yet what the address says while that is being fetched.
    let shown = RwSignal::new(filter.get_untracked());

    let refresh = Refresh {
        filter,
        shown,
        rows,
        counts,
        next,
        alerts,
        problem,
        reading: Reading::new(),
    };
    browser::effect(move || {
        live.on(move |_: News| refresh.run());
        start_live(live, seq);
    });
    browser::effect(move || {
        if filter.get() != shown.get_untracked() {
            refresh.run();
        }
    });
    let more = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let filter = shown.get_untracked();
        let after = next.get_untracked();
        leptos::task::spawn_local(async move {
            let page = api::ticket::list(Filter { after, ..filter }).await;
            if shown.get_untracked() != filter {
                return;
            }
            match page {
                Ok(page) => {
                    rows.update(|rows| rows.extend(page.rows));
                    next.set(page.next);
                }
                Err(error) => problem.set(Some(error)),
            }
        });
    };
    let kept = Memo::new(move |_| query(filter.get()));
    let more_href = move |Cursor {
                              last_message_at,
                              id,
                          }| {
        let kept = kept.get();
        let joint = if kept.is_empty() { '?' } else { '&' };
        format!("/inbox{kept}{joint}after={last_message_at}.{id}")
    };
    let status = move |status: Status| {
        let href = move || {
            let filter = Filter {
                status,
                after: None,
                ..filter.get()
            };
            format!("/inbox{}", query(filter))
        };
        view! {
            <a
                href=href
                data-testid=format!("status-{}", status.as_str())
                aria-current=move || (filter.get().status == status).then_some("page")
            >
                {t.t(w::status(status))}
            </a>
        }
    };
    view! {
        <Views filter counts />
        <section
            class="list"
            aria-label=t.t(w::TICKETS)
            aria-busy=move || (filter.get() != shown.get()).then_some("true")
        >
            <header class="list-head">
                <h1>{move || t.t(w::view(filter.get().view))}</h1>
                <a class="icon-button start" href="/conversations/new" aria-label=t.t(w::START) title=t.t(w::START)>
                    <Glyph icon=Icon::Plus />
                </a>
                <nav class="status-tabs" aria-label=t.t(w::STATUS)>{Status::ALL.map(status)}</nav>
            </header>
            {move || problem.get().map(|error| view! { <p class="alert" role="alert">{t.error(&error, w::page_error)}</p> })}
            {move || {
                alerts
                    .with(|alerts| {
                        alerts
                            .iter()
                            .map(|InboxAlert { inbox, name, problem, mend }| {
                                let words = format!("{name}: {}", problem.sentence);
                                let href = format!("/settings/channels/{inbox}");
                                view! {
                                    <p class="alert" role="status" data-testid="list-alert">
                                        <span>{words}</span>
                                        {mend.then(|| view! { <a href=href>{t.t(w::TO_CHANNEL)}</a> })}
                                    </p>
                                }
                            })
                            .collect_view()
                    })
            }}
            <ol class="tickets" data-testid="ticket-list">
                <For
                    each=move || rows.get()
                    key=|row| row.id
                    children=move |first: TicketRow| {
                        let id = first.id;
                        let row = Memo::new(move |_| {
                            rows.with(|rows| rows.iter().find(|row| row.id == id).unwrap_or(&first).clone())
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
                                {move || row.with(|row| row::row(t, row, kept, open))}
                            </li>
                        }
                    }
                />
            </ol>
            {move || {
                rows.with(Vec::is_empty).then(|| {
                    view! { <Empty icon=Icon::Inbox title=t.t(w::EMPTY_LIST) text=t.t(w::EMPTY_LIST_HINT) /> }
                })
            }}
            {move || {
                next.get().map(|cursor| {
                    view! { <a class="button quiet more" href=more_href(cursor) on:click=more>{t.t(w::MORE)}</a> }
                })
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
    filter: Memo<Filter>,
    shown: RwSignal<Filter>,
    rows: RwSignal<Vec<TicketRow>>,
    counts: RwSignal<model::Counts>,
    next: RwSignal<Option<Cursor>>,
    alerts: RwSignal<Vec<InboxAlert>>,
    problem: RwSignal<Option<ApiError>>,
    reading: Reading,
}

impl Refresh {
    fn run(self) {
        self.reading.run(move || async move {
            let filter = self.filter.get_untracked();
            match api::ticket::list(filter).await {
                Ok(page) => self.take(filter, page),
                Err(error) if error.code == "offline" && filter == self.shown.get_untracked() => {}
                Err(error) => self.problem.set(Some(error)),
            }
        });
    }

    fn take(self, filter: Filter, page: TicketList) {
        self.problem.set(None);
        self.counts.set(page.counts);
        if self.alerts.with_untracked(|alerts| *alerts != page.alerts) {
            self.alerts.set(page.alerts);
        }
        let same = self.shown.get_untracked() == filter;
        self.shown.set(filter);
        let end = page.rows.last().map(|row| (row.last_message_at, row.id));
        let known: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        self.rows.update(|rows| {
            // Further pages that were asked for stay below.
            let below = rows.drain(..).filter(|row| {
                same && page.next.is_some()
                    && Some((row.last_message_at, row.id)) < end
                    && !known.contains(&row.id)
            });
            let below: Vec<_> = below.collect();
            if below.is_empty() {
                self.next.set(page.next);
            }
            *rows = page.rows;
            rows.extend(below);
        });
    }
}
