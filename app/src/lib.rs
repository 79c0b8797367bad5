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
#[cfg(feature = "ssr")]
mod field;
#[cfg(feature = "ssr")]
mod filters;
mod i18n;
mod inbox;
mod keys;
#[cfg(feature = "ssr")]
mod listing;
mod live;
#[cfg(feature = "ssr")]
mod login;
#[cfg(feature = "ssr")]
mod reader;
#[cfg(feature = "ssr")]
mod settings;
mod shell;
#[cfg(feature = "ssr")]
mod shortcuts;
#[cfg(feature = "ssr")]
mod start;
#[cfg(feature = "ssr")]
mod telling;
#[cfg(feature = "ssr")]
mod template;
mod told;
#[cfg(feature = "ssr")]
mod tools;
mod ui;
mod widget;
pub mod workshop;

pub use error::ApiError;
#[cfg(feature = "ssr")]
pub use error::status;
#[cfg(feature = "ssr")]
pub use filters::Filters;
pub use inbox::{Address, InboxPage, NEWS};
#[cfg(feature = "ssr")]
pub use login::Asked;
#[cfg(feature = "ssr")]
pub use reader::{Reader, cookie, zone};
#[cfg(feature = "ssr")]
pub use settings::{ChannelForm, Channels, Settings};
#[cfg(feature = "ssr")]
pub use shell::{
    Assets, Rendered, Visit, channels_page, filters_page, filters_part, inbox_page, login_page,
    missing_widget_page, set_up_page, settings_page, shortcuts_page, shortcuts_part, start_page,
    template_page, tools_page, tools_part, widget_page,
};
#[cfg(feature = "ssr")]
pub use start::Start;
#[cfg(feature = "ssr")]
pub use telling::tell;
#[cfg(feature = "ssr")]
pub use template::Templates;
pub use told::{Taken, Told};
#[cfg(feature = "ssr")]
pub use tools::Tools;

/// Brings the inbox's page to life. Called once by its wasm.
#[cfg(feature = "hydrate")]
pub fn hydrate_inbox() {
    let (boot, address, page) = (
        browser::told("boot"),
        browser::address(),
        browser::told("page"),
    );
    browser::hydrate(move || {
        inbox::Inbox(inbox::InboxProps {
            boot,
            address,
            page,
        })
    });
}

/// Brings the widget's page to life. Called once by its wasm.
#[cfg(feature = "hydrate")]
pub fn hydrate_widget() {
    let (boot, greeting) = (browser::told("boot"), browser::told("page"));
    browser::hydrate(move || widget::WidgetPage(widget::WidgetPageProps { boot, greeting }));
}
