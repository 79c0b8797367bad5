//! The inbox's pages by address. Each waits for its data on the server (`SsrMode::Async`), so
//! that it can be read with JavaScript off.

use crate::{
    i18n::{i18n, words as w},
    inbox::{Desk, NoTicket, TicketPage},
    login::{LoginPage, SetUpPage},
    settings::SettingsPage,
    shell::{answer_not_found, provide},
    ui::{Empty, Icon},
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};
use model::{Boot, Locale};

/// The inbox's pages.
#[component]
pub fn App(
    /// What the page starts from; the same on both sides.
    boot: Boot,
) -> impl IntoView {
    provide_meta_context();
    provide(boot);
    view! {
        <Title formatter=|title: String| {
            if title.is_empty() { "Attache".to_owned() } else { format!("{title} · Attache") }
        } />
        <Router>
            <Routes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/") view=|| view! { <Redirect path="/inbox" /> } />
                <ParentRoute path=path!("") view=Desk ssr=SsrMode::Async>
                    <Route path=path!("/inbox") view=NoTicket ssr=SsrMode::Async />
                    <Route path=path!("/tickets/:number") view=TicketPage ssr=SsrMode::Async />
                </ParentRoute>
                <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async />
                <Route path=path!("/setup") view=SetUpPage ssr=SsrMode::Async />
                <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}

/// [`App`] without a request, from which the server reads the list of addresses at start.
#[component]
pub fn RouteList() -> impl IntoView {
    let boot = Boot {
        locale: Locale::En,
        now: 0,
        offset: 0,
        build: String::new(),
        me: None,
        worker_url: String::new(),
    };
    view! { <App boot /> }
}

#[component]
fn NotFound() -> impl IntoView {
    let t = i18n();
    answer_not_found();
    view! {
        <Title text=t.t(w::NOT_FOUND) />
        <main class="card-page">
            <Empty icon=Icon::Info title=t.t(w::NOT_FOUND) text="">
                <a class="button primary" href="/inbox">{t.t(w::TO_INBOX)}</a>
            </Empty>
        </main>
    }
}
