//! An open ticket: head, thread, composer, and the customer beside it.

use super::{actions::Actions, filter, query, row::glyph};
use crate::{
    ApiError, api, browser,
    contact::ContactPanel,
    conversation::{Composer, MessageList, Plain, Send, Side},
    i18n::{i18n, words as w},
    live::{Live, News, Reading},
    ui::{Empty, Glyph, Icon, Skeleton},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::{Author, Boot, Direction, Filter, Message, NewMessage, Thread};
use std::sync::Arc;

/// The place of a ticket while none is open.
#[component]
pub(crate) fn NoTicket() -> impl IntoView {
    let t = i18n();
    view! {
        <Title text=t.t(w::INBOX) />
        <main class="thread-pane">
            <Empty icon=Icon::Chat title=t.t(w::PICK_TICKET) text=t.t(w::PICK_TICKET_HINT) />
        </main>
    }
}

/// The ticket that the address names.
#[component]
pub(crate) fn TicketPage() -> impl IntoView {
    let t = i18n();
    let params = use_params_map();
    let number = Memo::new(move |_| {
        params
            .with(|params| params.get("number"))
            .and_then(|text| text.parse::<i64>().ok())
            .unwrap_or(0)
    });
    let thread = Resource::new(move || number.get(), api::ticket::open);
    view! {
        <Transition fallback=move || view! { <main class="thread-pane"><Skeleton rows=6 label=t.t(w::TICKETS) /></main> }>
            {move || Suspend::new(async move {
                match thread.await {
                    Ok(thread) => view! { <ThreadPane thread /> }.into_any(),
                    Err(error) => view! { <NoSuchTicket error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn NoSuchTicket(error: ApiError) -> impl IntoView {
    let t = i18n();
    view! {
        <Title text=t.t(w::NOT_FOUND) />
        <main class="thread-pane">
            <Empty icon=Icon::Alert title=t.error(&error) text="">
                <a class="button" href="/inbox">{t.t(w::TO_INBOX)}</a>
            </Empty>
        </main>
    }
}

#[component]
fn ThreadPane(thread: Thread) -> impl IntoView {
    let t = i18n();
    let live = expect_context::<Live>();
    let Thread {
        ticket,
        contact,
        messages,
        more,
        agents,
        ..
    } = thread;
    let (id, number, channel) = (ticket.id, ticket.number, ticket.channel);
    let name = if contact.name.is_empty() {
        t.t(w::VISITOR).to_owned()
    } else {
        contact.name.clone()
    };
    let title = if ticket.subject.is_empty() {
        name
    } else {
        ticket.subject.clone()
    };
    let key = format!(
        "form-{id}-{}",
        messages.last().map_or(0, |message| message.id)
    );
    let place = format!("{} · {}", t.t(w::channel(channel)), ticket.inbox_name);
    let head = RwSignal::new(ticket);
    let contact = RwSignal::new(contact);
    let messages = RwSignal::new(messages);
    let more = RwSignal::new(more);

    let reading = Reading::new();
    let reread = move || {
        reading.run(move || async move {
            if let Ok(fresh) = api::ticket::open(number).await {
                let _ = head.try_set(fresh.ticket);
                let _ = contact.try_set(fresh.contact);
                let _ = messages.try_update(|all| merge(all, fresh.messages));
                mark_read(id, messages);
            }
        });
    };
    Effect::new(move || {
        mark_read(id, messages);
        live.on(move |news| match news {
            News::Event(event) if event.ticket != id => {}
            News::Event(_) | News::Reset => reread(),
        });
    });
    let older = move |()| {
        let Some(first) = messages.with_untracked(|all| all.first().map(|message| message.id))
        else {
            return;
        };
        leptos::task::spawn_local(async move {
            if let Ok(before) = api::ticket::before(id, first).await {
                let _ = more.try_set(!before.is_empty());
                let _ = messages.try_update(|all| {
                    all.splice(0..0, before);
                });
            }
        });
    };
    let me = expect_context::<StoredValue<Boot>>().with_value(|boot| {
        boot.me
            .as_ref()
            .map(|me| me.name.clone())
            .unwrap_or_default()
    });
    let send: Send = Arc::new(|message: NewMessage| Box::pin(api::message::send(message)) as _);
    let back = filter();
    let asked = use_query_map();
    let came_back = asked
        .with_untracked(|query| query.get("text"))
        .unwrap_or_default();
    let trouble = move || {
        asked.read().get("error").map(|code| {
            let error = ApiError::new(&code, t.t(w::E_INTERNAL));
            view! { <p class="alert" role="alert">{t.error(&error)}</p> }
        })
    };
    view! {
        <Title text=format!("#{number} {title}") />
        <main class="thread-pane">
            <header class="thread-head">
                <a
                    class="icon-button back"
                    href=move || format!("/inbox{}", query(Filter { after: None, ..back.get() }))
                    aria-label=t.t(w::BACK)
                    title=t.t(w::BACK)
                >
                    <Glyph icon=Icon::Back />
                </a>
                <div class="thread-title">
                    <h1><span class="number">{format!("#{number}")}</span> " " {title.clone()}</h1>
                    <p class="quiet"><Glyph icon=glyph(channel) />{place}</p>
                </div>
                <Actions head agents reread=move |()| reread() />
            </header>
            <MessageList messages side=Side::Desk more on_more=Callback::new(older) />
            {trouble}
            {view! {
            <Composer
                channel
                ticket=Some(id)
                draft=format!("attache-draft-{id}")
                messages
                author=Author::Agent(me)
                notes=true
                placeholder=t.t(w::WRITE_REPLY)
                send
                plain=Some(Plain { action: format!("/tickets/{number}/reply"), key,
                    words: came_back,
                })
            />
            }.into_any()}
        </main>
        <ContactPanel contact />
    }
}

/// Tells the desk that the last words were seen, when there is somebody to see them.
fn mark_read(ticket: model::TicketId, messages: RwSignal<Vec<Message>>) {
    let last_is_in = messages
        .try_with_untracked(|all| {
            let spoken = all
                .iter()
                .rev()
                .find(|m| m.direction != Direction::Activity);
            spoken.is_some_and(|message| message.direction == Direction::In)
        })
        .unwrap_or(false);
    if last_is_in && browser::is_visible() {
        leptos::task::spawn_local(async move {
            // Not read now is read at the next look; nothing to tell anybody.
            let _ = api::ticket::read(ticket).await;
        });
    }
}

/// The fresh messages, with older ones that were asked for above and travelling ones below.
fn merge(all: &mut Vec<Message>, fresh: Vec<Message>) {
    let first = fresh.first().map_or(i64::MAX, |message| message.id);
    let arrived = |message: &Message| {
        message.client_key.is_some() && fresh.iter().any(|f| f.client_key == message.client_key)
    };
    let (travelling, settled): (Vec<_>, Vec<_>) =
        all.drain(..).partition(|message| message.id == 0);
    let above: Vec<_> = settled
        .into_iter()
        .filter(|message| message.id < first)
        .collect();
    let below: Vec<_> = travelling
        .into_iter()
        .filter(|message| !arrived(message))
        .collect();
    *all = above;
    all.extend(fresh);
    all.extend(below);
}
