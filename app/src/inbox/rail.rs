//! The narrow bar at the side: where one can go, and out.

use crate::{
    i18n::{i18n, words as w},
    ui::{Avatar, Glyph, Icon},
};
use leptos::prelude::*;

/// Inbox, settings, who is signed in, sign out.
#[component]
pub(crate) fn Rail(
    /// Which page it stands on: `inbox` or `settings`.
    page: &'static str,
    /// Who is signed in.
    name: String,
) -> impl IntoView {
    let t = i18n();
    let here = |name| (page == name).then_some("page");
    view! {
        <nav class="rail" aria-label="Attache">
            <a href="/inbox" aria-current=here("inbox") aria-label=t.t(w::INBOX) title=t.t(w::INBOX)>
                <Glyph icon=Icon::Inbox />
            </a>
            <a href="/settings" aria-current=here("settings") aria-label=t.t(w::SETTINGS) title=t.t(w::SETTINGS)>
                <Glyph icon=Icon::Gear />
            </a>
            <a href="/shortcuts" data-part aria-label=t.t(w::SHORTCUTS) title=t.t(w::SHORTCUTS)>
                <Glyph icon=Icon::Keyboard />
            </a>
            <span class="me" title=name.clone()>
                <Avatar name=name.clone() />
            </span>
            <form method="post" action="/logout">
                <button type="submit" class="icon-button" aria-label=t.t(w::SIGN_OUT) title=t.t(w::SIGN_OUT)>
                    <Glyph icon=Icon::Logout />
                </button>
            </form>
        </nav>
    }
}
