//! Where an agent begins a conversation: by which inbox, to whom. What is said, and with which files,
//! is written in the ticket itself. Needs no script.

use crate::{
    ApiError,
    field::Field,
    i18n::{i18n, words as w},
    inbox::Rail,
};
use leptos::prelude::*;
use model::{Channel, Handle, HandleKind, InboxId};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Accounts by which one may write first.
    pub inboxes: Vec<(InboxId, String, Channel)>,
    /// Addresses that are known, with whose they are.
    pub known: Vec<(Handle, String)>,
    /// The account that is chosen.
    pub inbox: InboxId,
    /// To whom.
    pub to: String,
    /// What they are called.
    pub name: String,
    /// Of an e-mail.
    pub subject: String,
    /// Why it was not begun.
    pub error: Option<ApiError>,
}

/// `+393331234567` of `393331234567`: as one would type it.
fn typed(handle: &Handle) -> String {
    match handle.kind {
        HandleKind::Whatsapp if handle.value.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("+{}", handle.value)
        }
        _ => handle.value.clone(),
    }
}

/// The page.
#[component]
pub(crate) fn StartPage(
    /// Who is signed in.
    me: String,
    /// What it shows.
    start: Start,
) -> impl IntoView {
    let t = i18n();
    let chosen = start.inbox;
    let inboxes = start
        .inboxes
        .into_iter()
        .map(|(id, name, channel)| {
            view! {
                <option value=id.to_string() selected=id == chosen data-channel=channel.as_str()>
                    {format!("{} · {name}", t.t(w::channel(channel)))}
                </option>
            }
        })
        .collect_view();
    let known = start
        .known
        .iter()
        .map(|(handle, name)| view! { <option value=typed(handle)>{name.clone()}</option> })
        .collect_view();
    let error = start.error.map(|error| {
        let sentence = t.error(&error, w::start_error);
        view! { <p class="problem" role="alert">{sentence}</p> }
    });
    view! {
        <div class="desk" data-page="settings">
            <Rail page="inbox" name=me />
            <main class="settings">
                <h1>{t.t(w::START)}</h1>
                <section>
                    {error}
                    <form class="stack start" method="post" action="/conversations/new">
                        <Field label=t.t(w::START_BY)>
                            <select name="inbox" required>{inboxes}</select>
                        </Field>
                        <Field label=t.t(w::START_TO) hint=t.t(w::START_TO_HINT)>
                            <input name="to" list="known" required autocomplete="off" value=start.to />
                        </Field>
                        <datalist id="known">{known}</datalist>
                        <Field label=t.t(w::START_NAME) hint=t.t(w::START_NAME_HINT)>
                            <input name="name" autocomplete="off" maxlength="200" value=start.name />
                        </Field>
                        <div class="of-mail">
                            <Field label=t.t(w::START_SUBJECT)>
                                <input name="subject" autocomplete="off" maxlength="500" value=start.subject />
                            </Field>
                        </div>
                        <p class="hint">{t.t(w::START_NEXT)}</p>
                        <button type="submit" class="button primary">{t.t(w::START_DO)}</button>
                    </form>
                </section>
            </main>
        </div>
    }
}
