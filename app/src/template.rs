//! The texts that a provider approved beforehand, each to be filled in and sent: what goes on WhatsApp
//! when free words may not. Needs no script, and costs the inbox's page nothing.

use crate::{
    ApiError,
    i18n::{i18n, words as w},
    inbox::Rail,
};
use leptos::prelude::*;
use model::{Template, TemplateUse};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// The ticket's number.
    pub ticket: i64,
    /// What makes a form that is posted twice one message.
    pub key: String,
    /// Those that can be sent, or why they are not known.
    pub all: Vec<Template>,
    /// What was filled in, where it could not be sent.
    pub typed: TemplateUse,
    /// Why.
    pub error: Option<ApiError>,
    /// Where that can be mended, for those who may.
    pub settings: Option<String>,
}

/// The page.
#[component]
pub(crate) fn TemplatePage(
    /// Who is signed in.
    me: String,
    /// What it shows.
    templates: Templates,
) -> impl IntoView {
    let t = i18n();
    let Templates {
        ticket,
        key,
        all,
        typed,
        error,
        settings,
    } = templates;
    let back = format!("/tickets/{ticket}");
    let asked = error.is_none();
    let error = error.map(|error| {
        let sentence = t.error(&error, w::desk_error);
        view! {
            <p class="problem" role="alert">
                <span>{sentence}</span>
                {settings.map(|href| view! { <a href=href>{t.t(w::TO_CHANNEL)}</a> })}
            </p>
        }
    });
    let none =
        (all.is_empty() && asked).then(|| view! { <p class="hint">{t.t(w::TEMPLATE_NONE)}</p> });
    let cards = all
        .into_iter()
        .map(|template| {
            let is_typed = typed.name == template.name && typed.language == template.language;
            let values = if is_typed {
                typed.values.clone()
            } else {
                Vec::new()
            };
            let key = key.clone();
            view! { <Card ticket key template values /> }
        })
        .collect_view();
    view! {
        <div class="desk" data-page="settings">
            <Rail page="inbox" name=me />
            <main class="settings">
                <h1>{t.t(w::USE_TEMPLATE)}</h1>
                <p class="ways">
                    <a href=back>{t.f(w::TEMPLATE_BACK, &[&ticket.to_string()])}</a>
                    " · "
                    <a href=format!("/tickets/{ticket}/template?fresh=1")>{t.t(w::TEMPLATE_REFRESH)}</a>
                </p>
                {error}
                {none}
                {cards}
            </main>
        </div>
    }
}

/// One of them.
#[component]
fn Card(ticket: i64, key: String, template: Template, values: Vec<String>) -> impl IntoView {
    let t = i18n();
    let places = (0..template.places())
        .map(|place| {
            let label = t.f(w::TEMPLATE_PLACE, &[&format!("{{{{{}}}}}", place + 1)]);
            let value = values.get(place).cloned().unwrap_or_default();
            view! {
                <label class="field">
                    <span>{label}</span>
                    <input name="value" required maxlength="1000" autocomplete="off" value=value />
                </label>
            }
        })
        .collect_view();
    let title = format!(
        "{} · {}",
        template.name.replace('_', " "),
        template.language
    );
    view! {
        <section data-testid="template">
            <h2>{title}</h2>
            <p class="template-body">{template.body}</p>
            <form class="stack" method="post" action=format!("/tickets/{ticket}/template")>
                <input type="hidden" name="key" value=key />
                <input type="hidden" name="name" value=template.name />
                <input type="hidden" name="language" value=template.language />
                {places}
                <button type="submit" class="button primary">{t.t(w::TEMPLATE_SEND)}</button>
            </form>
        </section>
    }
}
