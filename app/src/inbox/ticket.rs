//! An open ticket: head, thread, composer, and the customer beside it.

use super::{
    Address,
    actions::{Actions, marks},
    address::at,
    answering::{Answering, AnsweringHead},
    company::Company,
    outlook::outlook,
    reach::ReachLine,
    row::glyph,
    title,
};
use crate::{
    ApiError, api, browser,
    contact::ContactPanel,
    conversation::{
        Composer, Deeds, Desk, GalleryState, Kind, MessageList, Messages, Plain, Remarks,
    },
    i18n::{I18n, i18n, words as w},
    live::{Live, News, Reading},
    ui::{Empty, Glyph, Icon, Skeleton, Toasts},
};
use leptos::{either::EitherOf4, prelude::*};
use model::{Author, Channel, ContactCard, Direction, Handle, HandleKind, Message, Thread};

/// The subject, or who writes where there is none.
pub(super) fn name(t: I18n, thread: &Thread) -> String {
    let (subject, person) = (&thread.ticket.subject, &thread.contact.name);
    match (subject.is_empty(), person.is_empty()) {
        (false, _) => subject.clone(),
        (true, false) => person.clone(),
        (true, true) => t.t(w::VISITOR).to_owned(),
    }
}

/// The ticket that the address names; an invitation to pick one while it names none.
#[component]
pub(super) fn TicketPane(
    /// The name of who is signed in.
    me: String,
    /// As it was read.
    thread: Option<Result<Thread, ApiError>>,
    /// The address.
    came: RwSignal<Address>,
    /// The number in it.
    open: Memo<Option<i64>>,
    /// What the list beside it shows.
    query: Memo<String>,
) -> impl IntoView {
    let t = i18n();
    let live = expect_context::<Live>();
    let shown = RwSignal::new(open.get_untracked());
    let thread = RwSignal::new(thread);
    // The next one of the list, fetched while one reads; forgotten when something happens in it.
    let ahead = StoredValue::new(None::<Thread>);
    let happened = StoredValue::new(0_u32);
    let show = move |number: i64, fresh| {
        shown.set(Some(number));
        thread.set(Some(fresh));
    };
    let fetch = move |number: i64| {
        let known = ahead.try_update_value(Option::take).flatten();
        if let Some(known) = known.filter(|known| known.ticket.number == number) {
            return show(number, Ok(known));
        }
        leptos::task::spawn_local(async move {
            let fresh = api::ticket::open(number).await;
            // The reader may have gone on meanwhile.
            if open.get_untracked() == Some(number) {
                show(number, fresh);
            }
        });
    };
    browser::effect(move || {
        let Some(number) = shown.get() else { return };
        leptos::task::spawn_local(async move {
            // Whoever only passes by fetches nothing.
            browser::pause(400).await;
            if let Some(next) =
                browser::next_ticket().filter(|_| shown.get_untracked() == Some(number))
            {
                let before = happened.get_value();
                let known = api::ticket::open(next).await.ok();
                ahead.set_value(known.filter(|_| happened.get_value() == before));
            }
        });
    });
    browser::effect(move || match open.get() {
        number if number == shown.get_untracked() => {}
        Some(number) => fetch(number),
        None => {
            shown.set(None);
            thread.set(None);
        }
    });
    // What could not be read is read when there is news: the network may be back.
    browser::effect(move || {
        live.on(move |news| {
            happened.update_value(|times| *times += 1);
            ahead.update_value(|known| {
                known.take_if(
                    |known| !matches!(news, News::Event(event) if event.ticket != known.ticket.id),
                );
            });
            let failed = thread.with_untracked(|thread| matches!(thread, Some(Err(_))));
            if let (true, Some(number)) = (failed, open.get_untracked()) {
                fetch(number);
            }
        });
    });
    browser::effect(move || thread.with(|thread| browser::set_title(&title(t, thread.as_ref()))));
    let waits = Memo::new(move |_| open.get().is_some() && shown.get().is_none());
    move || match thread.get() {
        None if waits.get() => EitherOf4::A(view! {
            <main class="thread-pane"><Skeleton rows=6 label=t.t(w::CONVERSATION) /></main>
        }),
        None => EitherOf4::B(view! {
            <main class="thread-pane">
                <Empty icon=Icon::Chat title=t.t(w::PICK_TICKET) text=t.t(w::PICK_TICKET_HINT) />
            </main>
        }),
        Some(Ok(thread)) => EitherOf4::C(
            view! { <ThreadPane me=me.clone() thread came query busy=Signal::derive(move || open.get() != shown.get()) /> },
        ),
        Some(Err(error)) => EitherOf4::D(view! { <NoSuchTicket error /> }),
    }
}

/// What a contact is called: names and addresses, one a line.
fn called(contact: &ContactCard) -> String {
    let people = |handle: &&Handle| handle.kind != HandleKind::Visitor;
    let handles = contact.handles.iter().filter(people);
    let mut names = contact.name.clone();
    for Handle { value, .. } in handles {
        names.push('\n');
        names.push_str(value);
    }
    names
}

#[component]
fn NoSuchTicket(error: ApiError) -> impl IntoView {
    let t = i18n();
    view! {
        <main class="thread-pane">
            <Empty icon=Icon::Alert title=t.error(&error, w::page_error) text="">
                <a class="button" href="/inbox">{t.t(w::TO_INBOX)}</a>
            </Empty>
        </main>
    }
}

#[component]
fn ThreadPane(
    me: String,
    thread: Thread,
    came: RwSignal<Address>,
    query: Memo<String>,
    busy: Signal<bool>,
) -> impl IntoView {
    let t = i18n();
    let live = expect_context::<Live>();
    let title = name(t, &thread);
    let Thread {
        ticket,
        contact,
        messages,
        remarks,
        alert,
        reach,
        sets_up,
        more,
        agents,
        ..
    } = thread;
    let (id, number, channel, inbox) = (ticket.id, ticket.number, ticket.channel, ticket.inbox);
    let limits = ticket.limits.clone();
    let narrowed = limits.clone();
    let key = format!(
        "form-{id}-{}",
        messages.last().map_or(0, |message| message.id)
    );
    let inbox_name = ticket.inbox_name.clone();
    let place = format!("{} · {}", t.t(w::channel(channel)), ticket.inbox_name);
    let names = called(&contact);
    let draft = format!("attache-draft-{me}-{id}");
    let head = RwSignal::new(ticket);
    let contact = RwSignal::new(contact);
    let messages = RwSignal::new(messages);
    let answering = Answering::new(channel, &draft, messages, &remarks);
    let company = Company::new(id);
    let remarks = Remarks::new(remarks);
    provide_context(remarks);
    let reach = RwSignal::new(reach);
    let note = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let about = |forwards| Callback::new(move |message| answering.about(message, forwards));
    let quotes = matches!(channel, Channel::Whatsapp | Channel::Instagram);
    provide_context(Deeds {
        quote: quotes.then(|| about(false)),
        forward: (channel == Channel::Email).then(|| about(true)),
        template: (channel == Channel::Whatsapp).then_some(number),
        undo: Callback::new(move |message| answering.undo(t, message, toasts)),
        inbox: sets_up.then_some(inbox),
    });
    let alert = RwSignal::new(alert);
    let more = RwSignal::new(more);

    let gallery = expect_context::<GalleryState>();
    gallery.of(id);
    browser::effect(move || {
        // On the way back the address may already be another ticket's.
        let here = came.with(|came| came.ticket == Some(number));
        if let Some(picture) = browser::picture_in_address().filter(|_| here) {
            gallery.open(picture);
        }
    });

    let reading = Reading::new();
    let reread = move || {
        reading.run(move || async move {
            if let Ok(fresh) = api::ticket::open(number).await {
                if fresh.ticket.id != id {
                    // It has become part of another one.
                    let there = format!("/tickets/{}", fresh.ticket.number);
                    browser::go_within(&there, &move |to| came.set(to));
                    return;
                }
                let _ = head.try_set(fresh.ticket);
                let _ = contact.try_set(fresh.contact);
                let _ = alert.try_set(fresh.alert);
                let _ = reach.try_set(fresh.reach);
                remarks.set(fresh.remarks);
                let _ = messages.try_update(|all| merge(all, fresh.messages));
                mark_read(id, messages);
            }
        });
    };
    browser::effect(move || {
        mark_read(id, messages);
        live.on(move |news| match news {
            News::Event(event) if event.ticket != id => {}
            News::Event(_) | News::Reset => reread(),
        });
    });
    let older = move || {
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
    let words = came.with_untracked(|came| came.words.clone());
    let list = view! {
        <ol class="messages">
            <Messages messages side=Desk />
        </ol>
    };
    view! {
        <main class="thread-pane" aria-busy=move || busy.get().then_some("true")>
            <header class="thread-head">
                <a
                    class="icon-button back"
                    href=move || at("/inbox", &query.get())
                    aria-label=t.t(w::BACK)
                    title=t.t(w::BACK)
                >
                    <Glyph icon=Icon::Back />
                </a>
                <div class="thread-title">
                    <h1><span class="number">{format!("#{number}")}</span> " " {title.clone()}</h1>
                    <p class="quiet"><Glyph icon=glyph(channel) />{place}</p>
                </div>
                <Actions head agents />
            </header>
            <p class="marks">{move || head.with(|head| marks(&head.marks))}</p>
            {move || {
                alert.get().map(|problem| {
                    let words = format!("{inbox_name}: {}", problem.sentence);
                    // What an account lacks is mended where it was set up.
                    let mended = sets_up && matches!(problem.code.as_str(), "reconnect" | "settings");
                    view! {
                        <p class="alert" role="alert" data-testid="inbox-alert">
                            <span>{words}</span>
                            {mended.then(|| view! { <a href=format!("/settings/channels/{inbox}")>{t.t(w::TO_CHANNEL)}</a> })}
                        </p>
                    }
                })
            }}
            <MessageList messages more on_more=older list />
            <p class="company" role="status" data-testid="company">{company.told}</p>
            <Composer
                channel
                narrowed=limits
                ticket=Some(id)
                draft
                messages
                author=Author::Agent(me)
                names
                error_words=w::page_error
                note
                kind=view! {
                    <div class="composer-head">
                        <Kind note />
                        <ReachLine channel inbox ticket=number reach note />
                    </div>
                    <AnsweringHead answering note />
                }
                besides=Signal::derive(move || answering.hands_on())
                preflight=move |written| {
                    answering.written(written);
                    company.meets(written.text, note);
                    outlook(channel, &narrowed, note, written)
                }
                placeholder=t.t(w::WRITE_REPLY)
                send=answering.send()
                plain=Some(Plain { action: format!("/tickets/{number}/reply"), key, words })
            />
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
    // Of nothing there is nothing above.
    let first = fresh.first().map_or(0, |message| message.id);
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
