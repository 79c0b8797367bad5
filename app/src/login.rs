//! Signing in, and setting up the desk on its first day. Plain forms: they need no script.

use crate::{
    ApiError,
    i18n::{i18n, words as w},
    ui::Field,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The words for the `error` in the address, if there is one.
fn trouble() -> impl IntoView {
    let t = i18n();
    let query = use_query_map();
    move || {
        query.read().get("error").map(|code| {
            // A code that has no words here was typed into the address bar by somebody.
            let error = ApiError::new(&code, t.t(w::E_INTERNAL));
            view! { <p class="alert" role="alert">{t.error(&error)}</p> }
        })
    }
}

fn asked(name: &'static str) -> String {
    use_query_map()
        .with_untracked(|query| query.get(name))
        .unwrap_or_default()
}

/// E-mail and password.
#[component]
pub(crate) fn LoginPage() -> impl IntoView {
    let t = i18n();
    view! {
        <Title text=t.t(w::SIGN_IN) />
        <main class="card-page">
            <section class="card">
                <h1>{t.t(w::SIGN_IN_TITLE)}</h1>
                {trouble()}
                <form class="stack" method="post" action="/login">
                    <input type="hidden" name="next" value=asked("next") />
                    <Field label=t.t(w::EMAIL)>
                        <input type="email" name="email" required autocomplete="username" autofocus value=asked("email") />
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
pub(crate) fn SetUpPage() -> impl IntoView {
    let t = i18n();
    view! {
        <Title text=t.t(w::SET_UP_TITLE) />
        <main class="card-page">
            <section class="card">
                <h1>{t.t(w::SET_UP_TITLE)}</h1>
                <p>{t.t(w::SET_UP_LEAD)}</p>
                {trouble()}
                <form class="stack" method="post" action="/setup">
                    <Field label=t.t(w::SET_UP_TOKEN)>
                        <input name="token" required autocomplete="off" value=asked("token") />
                    </Field>
                    <Field label=t.t(w::YOUR_NAME)>
                        <input name="name" required autocomplete="name" maxlength="100" value=asked("name") />
                    </Field>
                    <Field label=t.t(w::EMAIL)>
                        <input type="email" name="email" required autocomplete="username" value=asked("email") />
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
