//! Settings: the agent's own language, and for those who set the desk up, how files are kept.

mod channels;
mod wording;

pub(crate) use channels::ChannelsPage;
pub use channels::{ChannelForm, Channels};

use crate::{
    ApiError,
    field::Field,
    i18n::{i18n, words as w},
    inbox::Rail,
};
use leptos::prelude::*;
use model::{Agent, Locale, Role};

/// What the page shows besides the agent.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The form that was taken.
    pub saved: Option<String>,
    /// Why a form was not taken: an error's code.
    pub error: Option<String>,
    /// Files are also kept as they came.
    pub keep_originals: bool,
    /// The configuration says so.
    pub originals_fixed: bool,
}

/// Languages by their own names.
const fn own_name(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "English",
        Locale::De => "Deutsch",
        Locale::It => "Italiano",
    }
}

/// The signed-in agent's settings.
#[component]
pub(crate) fn SettingsPage(
    /// Whose.
    me: Option<Agent>,
    /// What it shows.
    settings: Settings,
) -> impl IntoView {
    let t = i18n();
    let name = me.as_ref().map(|me| me.name.clone()).unwrap_or_default();
    let chosen = me.as_ref().and_then(|me| me.locale);
    let sets_up = me.as_ref().is_some_and(|me| me.role >= Role::Admin);
    let option = move |locale: Locale| {
        view! {
            <option value=locale.as_str() selected=chosen == Some(locale)>{own_name(locale)}</option>
        }
    };
    let of_originals = settings.saved.as_deref() == Some("originals");
    let saved = settings.saved.is_some() && !of_originals;
    view! {
        <div class="desk" data-page="settings">
            <Rail page="settings" name />
            <main class="settings">
                <h1>{t.t(w::SETTINGS)}</h1>
                <section>
                    <h2>{t.t(w::ACCOUNT)}</h2>
                    <p>{me.map(|me| format!("{} · {}", me.name, me.email))}</p>
                    {saved.then(|| view! { <p class="chip" role="status">{t.t(w::SAVED)}</p> })}
                    <form class="stack" method="post" action="/settings/locale">
                        <Field label=t.t(w::LANGUAGE)>
                            <select name="locale">
                                <option value="" selected=chosen.is_none()>{t.t(w::LANGUAGE_BROWSER)}</option>
                                {Locale::ALL.map(option)}
                            </select>
                        </Field>
                        <button type="submit" class="button primary">{t.t(w::SAVE)}</button>
                    </form>
                </section>
                {sets_up.then(|| view! {
                    <section>
                        <h2>{t.t(w::INBOXES)}</h2>
                        <p>{t.t(w::INBOXES_WHY)}</p>
                        <p><a class="button" href="/settings/channels">{t.t(w::INBOXES_OPEN)}</a></p>
                    </section>
                })}
                {sets_up.then(|| view! { <Originals settings saved=of_originals /> })}
            </main>
        </div>
    }
}

/// Whether files are also kept as they came.
#[component]
fn Originals(settings: Settings, saved: bool) -> impl IntoView {
    let t = i18n();
    let fixed = settings.originals_fixed;
    let error = settings.error.map(|code| {
        let sentence = t.error(&ApiError::new(&code, String::new()), w::form_error);
        view! { <p class="problem" role="alert">{sentence}</p> }
    });
    view! {
        <section>
            <h2>{t.t(w::FILES)}</h2>
            <p>{t.t(w::ORIGINALS_WHY)}</p>
            {saved.then(|| view! { <p class="chip" role="status">{t.t(w::SAVED)}</p> })}
            {error}
            <form class="stack" method="post" action="/settings/originals">
                <label class="check">
                    <input
                        type="checkbox"
                        name="keep"
                        value="1"
                        checked=settings.keep_originals
                        disabled=fixed
                    />
                    <span>{t.t(w::ORIGINALS_KEEP)}</span>
                </label>
                {fixed.then(|| view! { <p class="hint">{t.t(w::E_SETTING_FIXED)}</p> })}
                {(!fixed)
                    .then(|| {
                        view! { <button type="submit" class="button primary">{t.t(w::SAVE)}</button> }
                    })}
            </form>
        </section>
    }
}
