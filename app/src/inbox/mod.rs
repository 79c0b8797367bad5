//! The inbox: rail, views, list, and beside them the open ticket.

pub(crate) mod actions;
mod address;
mod answering;
mod company;
mod in_place;
mod list;
mod outlook;
mod rail;
mod reach;
pub(crate) mod row;
mod ticket;
mod views;

pub(crate) use address::at;
pub use address::{Address, NEWS};
pub(crate) use rail::Rail;

use crate::{
    ApiError, Told, browser,
    i18n::{I18n, i18n, words as w},
    live::{Connection, Live},
    shell::provide,
    ui::{Toaster, Toasts},
};
use in_place::Part;
use leptos::prelude::*;
use list::ListPane;
use model::{Boot, Thread, TicketList};
use serde::{Deserialize, Serialize};
use ticket::TicketPane;

/// What the inbox shows at an address: read before it is drawn, and handed to the browser with
/// the page, so that neither side waits for anything while it draws.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct InboxPage {
    /// The name of who is signed in.
    pub me: String,
    /// The list.
    pub list: Result<TicketList, ApiError>,
    /// The ticket that the address names.
    pub thread: Option<Result<Thread, ApiError>>,
    /// What became of the form that led here.
    #[serde(default)]
    pub told: Option<Told>,
}

/// The title of the page with this ticket open.
pub(crate) fn title(t: I18n, thread: Option<&Result<Thread, ApiError>>) -> String {
    match thread {
        None => format!("{} · Attache", t.t(w::INBOX)),
        Some(Err(_)) => format!("{} · Attache", t.t(w::NOT_FOUND)),
        Some(Ok(thread)) => {
            let name = ticket::name(t, thread);
            format!("#{} {name} · Attache", thread.ticket.number)
        }
    }
}

/// The page: it stays while views and tickets come and go in it.
#[component]
pub(crate) fn Inbox(
    /// What the page starts from; the same on both sides.
    boot: Boot,
    /// Where it starts.
    address: Address,
    /// What is there.
    page: InboxPage,
) -> impl IntoView {
    provide(boot);
    let t = i18n();
    let live = expect_context::<Live>();
    let toasts = Toasts::default();
    if let Some(told) = page.told {
        let undo = told.undo.map(|undo| format!("/undo/{undo}"));
        toasts.tell(told.text, told.problem, undo);
    }
    provide_context(toasts);
    let came = RwSignal::new(address);
    let query = Memo::new(move |_| came.with(|address| address.query.clone()));
    let open = Memo::new(move |_| came.with(|address| address.ticket));
    browser::effect(move || {
        browser::on_navigate(move |to| came.set(to));
        browser::on_keys();
    });
    view! {
        <div class="desk" data-pane=move || if open.get().is_some() { "thread" } else { "list" }>
            <Rail page="inbox" name=page.me.clone() />
            <ListPane list=page.list query open />
            <TicketPane me=page.me thread=page.thread came open query />
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
            <Part came toasts />
            <Toaster toasts close=t.t(w::CLOSE) undo=t.t(w::UNDO_SHORT) />
        </div>
    }
}
