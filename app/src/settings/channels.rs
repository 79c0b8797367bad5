//! The inboxes and their accounts: a list, and a form for each. Plain forms; a secret is written and never shown.

use super::wording::{entry, entry_choice, entry_hint};
use crate::{
    ApiError,
    field::Field,
    i18n::{i18n, words as w},
    inbox::{Rail, row::glyph},
    ui::Glyph,
};
use desk::inbox::{EntryKind, Filled, Given, Listed, Published, Tested, entries};
use leptos::prelude::*;
use model::{Agent, Channel};

/// What is shown.
#[derive(Clone, Debug)]
pub enum Channels {
    /// All inboxes, and which can be added.
    List(Vec<Listed>),
    /// One, or one to be added.
    One(Box<ChannelForm>),
}

/// The form of one.
#[derive(Clone, Debug)]
pub struct ChannelForm {
    /// What stands in it.
    pub account: Filled,
    /// It was just kept.
    pub saved: bool,
    /// Why it was not.
    pub error: Option<String>,
    /// What asking the provider said.
    pub tested: Option<Tested>,
    /// The desk's own address.
    pub desk_url: String,
}

/// Inboxes and their accounts.
#[component]
pub(crate) fn ChannelsPage(
    /// Who is signed in.
    me: Option<Agent>,
    /// What is shown.
    channels: Channels,
) -> impl IntoView {
    let name = me.map(|me| me.name).unwrap_or_default();
    let shown = match channels {
        Channels::List(all) => view! { <List all /> }.into_any(),
        Channels::One(form) => view! { <One form=*form /> }.into_any(),
    };
    view! {
        <div class="desk" data-page="settings">
            <Rail page="settings" name />
            <main class="settings">{shown}</main>
        </div>
    }
}

#[component]
fn List(all: Vec<Listed>) -> impl IntoView {
    let t = i18n();
    let row = move |inbox: Listed| {
        let href = format!("/settings/channels/{}", inbox.id);
        let kind = t.t(w::channel(inbox.channel));
        let state = (!inbox.connected).then(|| {
            view! { <span class="chip amber">{t.t(w::INBOX_NOT_CONNECTED)}</span> }
        });
        view! {
            <li>
                <a href=href>
                    <Glyph icon=glyph(inbox.channel) />
                    <span class="name">{inbox.name}</span>
                    <span class="kind">{kind}</span>
                    {state}
                </a>
            </li>
        }
    };
    let new = move |channel: Channel| {
        let href = format!("/settings/channels/new?channel={}", channel.as_str());
        view! {
            <a class="button" href=href>
                <Glyph icon=glyph(channel) />
                {t.t(w::channel(channel))}
            </a>
        }
    };
    view! {
        <h1>{t.t(w::INBOXES)}</h1>
        <p><a href="/settings">{t.t(w::TO_SETTINGS)}</a></p>
        <section>
            <ul class="inboxes">{all.into_iter().map(row).collect_view()}</ul>
        </section>
        <section>
            <h2>{t.t(w::INBOX_ADD)}</h2>
            <div class="choices">
                {Channel::ALL.into_iter().filter(|channel| !entries(*channel).is_empty()).map(new).collect_view()}
            </div>
        </section>
    }
}

#[component]
fn One(form: ChannelForm) -> impl IntoView {
    let t = i18n();
    let ChannelForm {
        account,
        saved,
        error,
        tested,
        desk_url,
    } = form;
    let id = account.id;
    let channel = account.channel;
    let action = match id {
        Some(id) => format!("/settings/channels/{id}"),
        None => format!("/settings/channels/new?channel={}", channel.as_str()),
    };
    let title = if account.name.is_empty() {
        t.t(w::channel(channel)).to_owned()
    } else {
        account.name.clone()
    };
    let error = error.map(|code| {
        let sentence = t.error(&ApiError::new(&code, t.t(w::E_INTERNAL)), w::form_error);
        view! { <p class="problem" role="alert">{sentence}</p> }
    });
    view! {
        <h1>{title}</h1>
        <p><a href="/settings/channels">{t.t(w::TO_INBOXES)}</a></p>
        <section>
            {saved.then(|| view! { <p class="chip" role="status">{t.t(w::SAVED)}</p> })}
            {error}
            <form class="stack" method="post" action=action>
                <Field label=t.t(w::INBOX_NAME)>
                    <input name="name" required maxlength="100" value=account.name.clone() />
                </Field>
                {account.entries.iter().cloned().map(|given| view! { <Asked given /> }).collect_view()}
                <button type="submit" class="button primary">{t.t(w::SAVE)}</button>
            </form>
        </section>
        {(!account.webhook.is_empty()).then(|| {
            view! { <Webhook url=account.webhook.clone() reachable=account.reachable /> }
        })}
        {account.published.clone().map(|published| view! { <Record published /> })}
        {account.public_key.clone().map(|key| view! { <Embed key desk_url /> })}
        {id
            .filter(|_| channel != Channel::Webchat)
            .map(|id| view! { <Test id tested /> })}
    }
}

/// One entry of the account.
#[component]
fn Asked(given: Given) -> impl IntoView {
    let t = i18n();
    let Given {
        entry: asked,
        value,
        is_set,
    } = given;
    let label = t.t(entry(asked.name));
    let hint = entry_hint(asked.name).map(|hint| t.t(hint).to_owned());
    match asked.kind {
        EntryKind::Text => view! {
            <Field label hint=hint.unwrap_or_default()>
                <input name=asked.name value=value placeholder=asked.example autocomplete="off" spellcheck="false" />
            </Field>
        }
        .into_any(),
        EntryKind::Port => view! {
            <Field label hint=hint.unwrap_or_default()>
                <input name=asked.name value=value placeholder=asked.example inputmode="numeric" autocomplete="off" />
            </Field>
        }
        .into_any(),
        EntryKind::Choice(all) => {
            let option = move |name: &'static str| {
                let label = t.t(entry_choice(name));
                view! { <option value=name selected=value == name>{label}</option> }
            };
            view! {
                <Field label hint=hint.unwrap_or_default()>
                    <select name=asked.name>{all.iter().copied().map(option).collect_view()}</select>
                </Field>
            }
            .into_any()
        }
        EntryKind::Flag => view! {
            <label class="check">
                <input type="checkbox" name=asked.name value="true" checked=value == "true" />
                <span>{label}</span>
            </label>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
        }
        .into_any(),
        EntryKind::Secret | EntryKind::Secrets => {
            let kept = is_set.then(|| t.t(w::SECRET_KEPT));
            let placeholder = kept.unwrap_or(asked.example);
            let forget = format!("forget.{}", asked.name);
            view! {
                <Field label hint=hint.unwrap_or_default()>
                    <input
                        type="password"
                        name=asked.name
                        placeholder=placeholder
                        autocomplete="new-password"
                        spellcheck="false"
                    />
                </Field>
                {is_set.then(|| view! {
                    <label class="check">
                        <input type="checkbox" name=forget value="true" />
                        <span>{t.t(w::SECRET_FORGET)}</span>
                    </label>
                })}
            }
            .into_any()
        }
    }
}

/// The address to tell the provider.
#[component]
fn Webhook(url: String, reachable: bool) -> impl IntoView {
    let t = i18n();
    view! {
        <section>
            <h2>{t.t(w::WEBHOOK)}</h2>
            <p>{t.t(w::WEBHOOK_WHY)}</p>
            <p class="copied"><code>{url}</code></p>
            {(!reachable).then(|| view! { <p class="problem">{t.t(w::WEBHOOK_UNREACHABLE)}</p> })}
        </section>
    }
}

/// What the domain has to publish.
#[component]
fn Record(published: Published) -> impl IntoView {
    let t = i18n();
    view! {
        <section>
            <h2>{t.t(w::PUBLISHED)}</h2>
            <p>{t.t(w::PUBLISHED_WHY)}</p>
            <p class="copied"><code>{published.name}</code></p>
            <p class="copied"><code>{published.text}</code></p>
        </section>
    }
}

/// The line for the shop's page.
#[component]
fn Embed(key: String, desk_url: String) -> impl IntoView {
    let t = i18n();
    let line = format!("<script async src=\"{desk_url}/widget.js\" data-inbox=\"{key}\"></script>");
    view! {
        <section>
            <h2>{t.t(w::EMBED)}</h2>
            <p>{t.t(w::EMBED_WHY)}</p>
            <p class="copied"><code>{line}</code></p>
        </section>
    }
}

/// Asks the provider.
#[component]
fn Test(id: i64, tested: Option<Tested>) -> impl IntoView {
    let t = i18n();
    let said = tested.map(|tested| match tested {
        Tested::Works(name) => {
            let words = t.f(w::TEST_WORKS, &[&name]);
            view! { <p class="chip" role="status">{words}</p> }.into_any()
        }
        Tested::Fails(problem) => {
            // Of two mail servers it is said which.
            let (code, which) = match problem.code.split_once('.') {
                Some(("smtp", code)) => (code, Some(w::TEST_OF_SMTP)),
                Some(("imap", code)) => (code, Some(w::TEST_OF_IMAP)),
                _ => (problem.code.as_str(), None),
            };
            let sentence = match (which, w::mail_error(code)) {
                (Some(which), Some(words)) => t.f(which, &[t.t(words)]),
                _ => t.error(
                    &ApiError::new(code, problem.sentence.clone()),
                    w::test_error,
                ),
            };
            view! { <p class="problem" role="alert">{sentence}</p> }.into_any()
        }
    });
    view! {
        <section>
            <h2>{t.t(w::TEST)}</h2>
            <p>{t.t(w::TEST_WHY)}</p>
            {said}
            <form class="stack" method="post" action=format!("/settings/channels/{id}/test")>
                <button type="submit" class="button">{t.t(w::TEST_DO)}</button>
            </form>
        </section>
    }
}
