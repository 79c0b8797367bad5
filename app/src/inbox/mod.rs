//! The inbox: rail, views, list, and beside them the open ticket.

mod actions;
mod list;
mod rail;
mod row;
mod ticket;
mod views;

pub(crate) use rail::Rail;
pub(crate) use ticket::{NoTicket, TicketPage};

use crate::{
    api, browser,
    i18n::{i18n, words as w},
    live::{Connection, Live},
    ui::{Skeleton, Toaster, Toasts},
};
use leptos::prelude::*;
use leptos_router::{
    components::Outlet,
    hooks::{use_params_map, use_query_map},
};
use list::ListPane;
use model::{Cursor, Filter, Status, View};

/// The filter that the address names.
fn filter() -> Memo<Filter> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| Filter {
            view: query
                .get("view")
                .and_then(|name| View::from_name(&name))
                .unwrap_or_default(),
            status: query
                .get("status")
                .and_then(|name| Status::from_name(&name))
                .unwrap_or_default(),
            after: query.get("after").and_then(|text| {
                let (at, id) = text.split_once('.')?;
                Some(Cursor {
                    last_message_at: at.parse().ok()?,
                    id: id.parse().ok()?,
                })
            }),
        })
    })
}

/// The part of an address that keeps the list as it is.
fn query(filter: Filter) -> String {
    let mut query = String::new();
    if filter.view != View::default() {
        query.push_str("?view=");
        query.push_str(filter.view.as_str());
    }
    if filter.status != Status::default() {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str("status=");
        query.push_str(filter.status.as_str());
    }
    query
}

/// The frame of every page with the list: it stays while tickets come and go beside it.
#[component]
pub(crate) fn Desk() -> impl IntoView {
    let t = i18n();
    let live = expect_context::<Live>();
    let toasts = Toasts::default();
    provide_context(toasts);
    let filter = filter();
    let params = use_params_map();
    let open = Memo::new(move |_| {
        params
            .with(|params| params.get("number"))
            .and_then(|number| number.parse::<i64>().ok())
    });
    let list = Resource::new(move || filter.get(), api::ticket::list);
    view! {
        <div class="desk" data-pane=move || if open.get().is_some() { "thread" } else { "list" }>
            <Rail />
            <Transition fallback=move || view! { <Skeleton rows=8 label=t.t(w::TICKETS) /> }>
                {move || {
                    let filter = filter.get();
                    Suspend::new(async move {
                        match list.await {
                            Ok(list) => view! { <ListPane list filter open /> }.into_any(),
                            Err(error) => view! {
                                <section class="list">
                                    <p class="alert" role="alert">{t.error(&error)}</p>
                                </section>
                            }.into_any(),
                        }
                    })
                }}
            </Transition>
            <Outlet />
            {move || {
                (live.connection.get() == Connection::Lost).then(|| {
                    view! { <p class="connection" data-testid="connection" data-state="lost" role="status">{t.t(w::LOST)}</p> }
                })
            }}
            {move || {
                live.outdated.get().then(|| {
                    view! {
                        <p class="connection" data-state="outdated" role="status">
                            {t.t(w::NEW_BUILD)} " "
                            <button type="button" class="button quiet" on:click=move |_| browser::reload()>
                                {t.t(w::RELOAD)}
                            </button>
                        </p>
                    }
                })
            }}
            <Toaster toasts close=t.t(w::CLOSE) />
        </div>
    }
}
