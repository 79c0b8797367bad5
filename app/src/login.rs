//! Signing in, and setting up the desk on its first day. Plain forms: they need no script.

use crate::{
    ApiError,
    field::Field,
    i18n::{i18n, words as w},
};
use leptos::prelude::*;
use serde::Deserialize;

/// What a form that was refused brings back: why, and what was typed.
#[derive(Deserialize, Clone, Debug, Default)]
#[serde(default)]
pub struct Asked {
    /// Why; empty when nothing was refused.
    pub error: String,
    /// Where one goes from here.
    pub next: String,
    /// As typed.
    pub email: String,
    /// As typed.
    pub name: String,
    /// As typed, or as in the address that the console printed.
    pub token: String,
}

/// The words for what was refused, if anything was.
fn trouble(error: &str) -> impl IntoView + use<> {
    let t = i18n();
    (!error.is_empty()).then(|| {
        // A code that has no words here was typed into the address bar by somebody.
        let error = ApiError::new(error, t.t(w::E_INTERNAL));
        view! { <p class="alert" role="alert">{t.error(&error, w::form_error)}</p> }
    })
}

/// E-mail and password.
#[component]
pub(crate) fn LoginPage(asked: Asked) -> impl IntoView {
    let t = i18n();
    view! {
        <main class="card-page">
            <section class="card">
                <h1>{t.t(w::SIGN_IN_TITLE)}</h1>
                {trouble(&asked.error)}
                <form class="stack" method="post" action="/login">
                    <input type="hidden" name="next" value=asked.next />
                    <Field label=t.t(w::EMAIL)>
                        <input type="email" name="email" required autocomplete="username" autofocus value=asked.email />
                    </Field>
                    <Field label=t.t(w::PASSWORD)>
                        <input type="password" name="password" required autocomplete="current-password" />
                    </Field>
                    <button type="submit" class="button primary">{t.t(w::SIGN_IN)}</button>
                </form>
            </section>
        </main>
    }
}

/// The first owner, who proves with the console's token to be at home here.
#[component]
pub(crate) fn SetUpPage(asked: Asked) -> impl IntoView {
    let t = i18n();
    view! {
        <main class="card-page">
            <section class="card">
                <h1>{t.t(w::SET_UP_TITLE)}</h1>
                <p>{t.t(w::SET_UP_LEAD)}</p>
                {trouble(&asked.error)}
                <form class="stack" method="post" action="/setup">
                    <Field label=t.t(w::SET_UP_TOKEN)>
                        <input name="token" required autocomplete="off" value=asked.token />
                    </Field>
                    <Field label=t.t(w::YOUR_NAME)>
                        <input name="name" required autocomplete="name" maxlength="100" value=asked.name />
                    </Field>
                    <Field label=t.t(w::EMAIL)>
                        <input type="email" name="email" required autocomplete="username" value=asked.email />
                    </Field>
                    <Field label=t.t(w::PASSWORD) hint=t.t(w::PASSWORD_HINT)>
                        <input type="password" name="password" required autocomplete="new-password" />
                    </Field>
                    <button type="submit" class="button primary">{t.t(w::SET_UP_DO)}</button>
                </form>
            </section>
        </main>
    }
}
