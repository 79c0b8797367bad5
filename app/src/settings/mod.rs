//! Settings. So far: the agent's own language.

use crate::{
    field::Field,
    i18n::{i18n, words as w},
    inbox::Rail,
};
use leptos::prelude::*;
use model::{Agent, Locale};

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
    /// The form was taken.
    saved: bool,
) -> impl IntoView {
    let t = i18n();
    let name = me.as_ref().map(|me| me.name.clone()).unwrap_or_default();
    let chosen = me.as_ref().and_then(|me| me.locale);
    let option = move |locale: Locale| {
        view! {
            <option value=locale.as_str() selected=chosen == Some(locale)>{own_name(locale)}</option>
        }
    };
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
            </main>
        </div>
    }
}
