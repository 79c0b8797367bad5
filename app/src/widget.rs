//! The customer's page: the conversation, and the visitor's server functions.

use crate::{
    ApiError, api, browser,
    conversation::{Composer, GalleryState, MessageList, Send, Side},
    i18n::{i18n, words as w},
    live::{Connection, Live, News, Reading},
    shell::provide,
    ui::{Avatar, Icon, IconButton},
};
use leptos::prelude::*;
use model::{Author, Boot, Channel, Chat, Direction, Greeting, Message, NewMessage};
use std::sync::Arc;

/// Where a visitor's token is kept, by the inbox it is for.
fn token_name(key: &str) -> String {
    format!("attache-visitor-{key}")
}

/// The widget's page.
#[component]
pub(crate) fn WidgetPage(
    /// What the page starts from; the same on both sides.
    boot: Boot,
    /// Whose widget it is.
    greeting: Greeting,
) -> impl IntoView {
    let build = boot.build.clone();
    provide(boot);
    let t = i18n();
    let live = expect_context::<Live>();
    let gallery = expect_context::<GalleryState>();
    let messages = RwSignal::new(Vec::<Message>::new());
    let problem = RwSignal::new(None::<ApiError>);
    // Until the history is here it is not known whether there is one: the greeting waits beside it.
    let ready = RwSignal::new(false);
    let reading = Reading::new();
    // Told by the embedding page; on its own the page is always open.
    let shown = RwSignal::new(true);

    let key = StoredValue::new(greeting.key.clone());
    Effect::new(move || {
        let build = build.clone();
        live.on(move |_: News| reread(reading, messages, shown));
        leptos::task::spawn_local(async move {
            let key = key.get_value();
            let name = token_name(&key);
            match api::visitor::start(key, browser::recall(&name)).await {
                Ok(chat) => {
                    browser::remember(&name, &chat.token);
                    browser::set_visitor_token(&chat.token);
                    let Chat {
                        messages: history,
                        seq,
                        ..
                    } = chat;
                    messages.set(history);
                    seen(messages, shown);
                    live.start(build, None, seq, |after| {
                        Box::pin(async move {
                            let ticket = api::visitor::stream_ticket().await?;
                            Ok(format!("/widget/live?ticket={ticket}&after={after}"))
                        })
                    });
                }
                Err(error) => problem.set(Some(error)),
            }
            ready.set(true);
        });
        browser::on_host(move |kind| {
            shown.set(kind == "open");
            seen(messages, shown);
        });
        browser::say_to_host("ready", None);
    });

    let send: Send = Arc::new(|message: NewMessage| Box::pin(api::visitor::send(message)) as _);
    let first_words = if greeting.text.is_empty() {
        t.t(w::GREETING).to_owned()
    } else {
        greeting.text.clone()
    };
    view! {
        <main
            class="widget"
            on:keydown=move |event| {
                // The large view closes first.
                if event.key() == "Escape" && gallery.open.get_untracked().is_none() {
                    browser::say_to_host("close", None);
                }
            }
        >
            <p class="no-script alert">{t.t(w::NEEDS_SCRIPT)}</p>
            <header class="widget-head">
                <Avatar name=greeting.name.clone() />
                <div>
                    <h1>{greeting.name.clone()}</h1>
                    <p>{t.t(w::ANSWERS_HERE)}</p>
                </div>
                <IconButton
                    label=t.t(w::CLOSE)
                    icon=Icon::Close
                    on:click=move |_| browser::say_to_host("close", None)
                />
            </header>
            <MessageList messages side=Side::Visitor intro=first_words />
            {move || {
                (!ready.get()).then(|| {
                    view! { <p class="visually-hidden" role="status">{t.t(w::LOADING_HISTORY)}</p> }
                })
            }}
            {move || problem.get().map(|error| view! { <p class="alert" role="alert">{t.error(&error)}</p> })}
            {move || {
                (live.connection.get() == Connection::Lost).then(|| {
                    view! { <p class="connection" data-testid="connection" data-state="lost" role="status">{t.t(w::LOST)}</p> }
                })
            }}
            <Composer
                channel=Channel::Webchat
                ticket=None
                draft=format!("attache-draft-{}", greeting.key)
                messages
                author=Author::Contact(String::new())
                placeholder=t.t(w::WRITE_MESSAGE)
                send
                plain=None
            />
        </main>
    }
}

/// Reads the conversation anew and tells the embedding page what is unread.
fn reread(reading: Reading, messages: RwSignal<Vec<Message>>, shown: RwSignal<bool>) {
    reading.run(move || async move {
        let Ok(chat) = api::visitor::history().await else {
            return;
        };
        let before = messages.with_untracked(|all| answers(all));
        messages.update(|all| {
            let travelling: Vec<_> = all
                .drain(..)
                .filter(|m| {
                    m.id == 0 && !chat.messages.iter().any(|c| c.client_key == m.client_key)
                })
                .collect();
            all.extend(chat.messages);
            all.extend(travelling);
        });
        let new = messages
            .with_untracked(|all| answers(all))
            .saturating_sub(before);
        if new > 0 && !shown.get_untracked() {
            browser::say_to_host("unread", Some(new as u32));
        }
        seen(messages, shown);
    });
}

fn answers(messages: &[Message]) -> usize {
    messages
        .iter()
        .filter(|message| message.direction == Direction::Out)
        .count()
}

/// Tells the desk that its answers were seen, if the frame is open and has any.
fn seen(messages: RwSignal<Vec<Message>>, shown: RwSignal<bool>) {
    if shown.get_untracked()
        && browser::is_visible()
        && messages.with_untracked(|all| answers(all) > 0)
    {
        leptos::task::spawn_local(async {
            // Not told now is told at the next look.
            let _ = api::visitor::seen().await;
        });
    }
}
