//! The list of tickets, live.

use super::{query, row::Row, views::Views};
use crate::{
    ApiError, api,
    i18n::{i18n, words as w},
    live::{Live, News, Reading},
    ui::{Empty, Icon},
};
use leptos::prelude::*;
use model::{Boot, Cursor, Filter, Status, TicketList, TicketRow};

/// Views, status, rows.
#[component]
pub(super) fn ListPane(
    /// The first page as it was read.
    list: TicketList,
    /// What it shows.
    filter: Filter,
    /// The ticket that is open beside it.
    open: Memo<Option<i64>>,
) -> impl IntoView {
    let t = i18n();
    let live = expect_context::<Live>();
    let seq = list.seq;
    let rows = RwSignal::new(list.rows);
    let counts = RwSignal::new(list.counts);
    let next = RwSignal::new(list.next);
    let problem = RwSignal::new(None::<ApiError>);

    let refresh = Refresh {
        filter,
        rows,
        counts,
        next,
        problem,
        reading: Reading::new(),
    };
    Effect::new(move || {
        live.on(move |_: News| refresh.run());
        start_live(live, seq);
    });
    let more = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let after = next.get_untracked();
        leptos::task::spawn_local(async move {
            match api::ticket::list(Filter { after, ..filter }).await {
                Ok(page) => {
                    rows.update(|rows| rows.extend(page.rows));
                    next.set(page.next);
                }
                Err(error) => problem.set(Some(error)),
            }
        });
    };
    let kept = query(filter);
    let joint = if kept.is_empty() { '?' } else { '&' };
    let more_href = {
        let kept = kept.clone();
        move |Cursor {
                  last_message_at,
                  id,
              }| format!("/inbox{kept}{joint}after={last_message_at}.{id}")
    };
    let status = move |status: Status| {
        let href = format!(
            "/inbox{}",
            query(Filter {
                status,
                after: None,
                ..filter
            })
        );
        view! {
            <a
                href=href
                data-testid=format!("status-{}", status.as_str())
                aria-current=(filter.status == status).then_some("page")
            >
                {t.t(w::status(status))}
            </a>
        }
    };
    view! {
        <Views filter counts />
        <section class="list" aria-label=t.t(w::TICKETS)>
            <header class="list-head">
                <h1>{t.t(w::view(filter.view))}</h1>
                <nav class="status-tabs" aria-label=t.t(w::STATUS)>{Status::ALL.map(status)}</nav>
            </header>
            {move || problem.get().map(|error| view! { <p class="alert" role="alert">{t.error(&error)}</p> })}
            <ol class="tickets" data-testid="ticket-list">
                <For
                    each=move || rows.get()
                    key=|row| row.id
                    children={
                        let kept = kept.clone();
                        move |first: TicketRow| {
                            let (id, kept) = (first.id, kept.clone());
                            let row = Memo::new(move |_| {
                                rows.with(|rows| rows.iter().find(|row| row.id == id).unwrap_or(&first).clone())
                            });
                            view! { <li>{move || view! { <Row row=row.get() query=kept.clone() open /> }}</li> }
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
        </section>
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
    live.start(build, Some("attache-live"), seq, |after| {
        Box::pin(async move { Ok(format!("/live?after={after}")) })
    });
}

/// Reads the first page anew; many events at once make one reading.
#[derive(Clone, Copy)]
struct Refresh {
    filter: Filter,
    rows: RwSignal<Vec<TicketRow>>,
    counts: RwSignal<model::Counts>,
    next: RwSignal<Option<Cursor>>,
    problem: RwSignal<Option<ApiError>>,
    reading: Reading,
}

impl Refresh {
    fn run(self) {
        self.reading.run(move || async move {
            let page = api::ticket::list(self.filter).await;
            // The list may be gone by now: the reader changed the view.
            if self.rows.try_with_untracked(|_| ()).is_none() {
                return;
            }
            match page {
                Ok(page) => self.take(page),
                Err(error) => self.problem.set((error.code != "offline").then_some(error)),
            }
        });
    }

    fn take(self, page: TicketList) {
        self.problem.set(None);
        self.counts.set(page.counts);
        let end = page.rows.last().map(|row| (row.last_message_at, row.id));
        let known: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        self.rows.update(|rows| {
            // Further pages that were asked for stay below.
            let below = rows.drain(..).filter(|row| {
                page.next.is_some()
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
