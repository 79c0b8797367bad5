//! Everything a person sees, and the server functions behind it. One code base: the server
//! renders it (`ssr`), the browser brings it to life (`hydrate`).
//!
//! What may live here: `cfg(feature)` for what only one of the two sides has.

#![recursion_limit = "256"]
#![allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
#![allow(
    unreachable_pub,
    reason = "the component macro writes its structs as pub"
)]

mod api;
mod browser;
mod contact;
mod conversation;
mod error;
mod i18n;
mod inbox;
mod live;
mod login;
mod routes;
mod settings;
mod shell;
mod ui;
mod widget;

pub use error::ApiError;
pub use routes::{App, RouteList};
#[cfg(feature = "ssr")]
pub use shell::{Assets, greeting_shell, missing_widget_shell, shell};

/// Brings the inbox's page to life. Called once by its wasm.
#[cfg(feature = "hydrate")]
pub fn hydrate_inbox() {
    use leptos::prelude::*;
    console_error_panic_hook::set_once();
    let boot = browser::boot();
    hydrate_body(move || view! { <App boot /> });
    browser::mark_hydrated();
}

/// Brings the widget's page to life. Called once by its wasm.
#[cfg(feature = "hydrate")]
pub fn hydrate_widget() {
    use leptos::prelude::*;
    console_error_panic_hook::set_once();
    let (boot, greeting) = (browser::boot(), browser::greeting());
    hydrate_body(move || view! { <widget::WidgetPage boot greeting /> });
    browser::mark_hydrated();
}
