//! The sheet of what can be done by keyboard. Drawn by the server.

use crate::{
    i18n::{I18n, Text, i18n, words as w},
    inbox::Rail,
    keys::KEYS,
};
use leptos::prelude::*;

fn meaning(key: &str) -> Text {
    match key {
        "j" => w::KEY_NEXT,
        "k" => w::KEY_PREVIOUS,
        "x" => w::KEY_PICK,
        "r" => w::KEY_REPLY,
        "n" => w::KEY_NOTE,
        "a" => w::ASSIGN,
        "e" => w::KEY_CLOSE,
        "." => w::KEY_TOOLS,
        "u" => w::BACK,
        "c" => w::START,
        "/" => w::SEARCH,
        "f" => w::FILTERS,
        _ => w::SHORTCUTS,
    }
}

/// The page for readers without a script.
#[component]
pub(crate) fn ShortcutsPage(
    /// Who is signed in.
    me: String,
) -> impl IntoView {
    view! {
        <div class="desk" data-page="settings">
            <Rail page="inbox" name=me />
            <main class="settings"><ShortcutsPart /></main>
        </div>
    }
}

/// The sheet itself.
#[component]
pub(crate) fn ShortcutsPart() -> impl IntoView {
    let t: I18n = i18n();
    let rows = KEYS
        .map(|(key, _)| {
            view! { <div><dt><kbd>{key}</kbd></dt><dd>{t.t(meaning(key))}</dd></div> }
        })
        .collect_view();
    view! {
        <section class="ticket-tools">
            <h2>{t.t(w::SHORTCUTS)}</h2>
            <dl class="keys">{rows}</dl>
        </section>
    }
}
