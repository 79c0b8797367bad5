//! What an answer has besides text and files: whom it quotes, what it hands on, who else gets it.
//! Remembered with the draft, and with the message while that travels.

use crate::{
    ApiError, api, browser,
    conversation::{Send, Written},
    i18n::{I18n, Text, i18n, words as w},
    ui::{Icon, IconButton, Toasts},
};
use leptos::prelude::*;
use model::{
    Answer, Channel, Direction, Extras, Message, MessageId, NewMessage, Remark, TakenBack,
};
use std::sync::Arc;

/// See the module. What stands there is an [`Extras`] in which each line of addresses is still one text.
#[derive(Clone, Copy)]
pub(super) struct Answering {
    channel: Channel,
    /// Where it is remembered in this browser.
    name: StoredValue<String>,
    now: RwSignal<Extras>,
    /// The lines for copies are open.
    copies: RwSignal<bool>,
    messages: RwSignal<Vec<Message>>,
    written: StoredValue<Option<Written>>,
    /// The newest message that the writer had seen when they began; nothing once they were told of a newer one.
    seen: StoredValue<Option<MessageId>>,
}

impl Answering {
    /// Of a ticket's composer, whose draft is remembered under that name. Who got the customer's last
    /// letter besides us gets the answer, too, unless somebody takes them out.
    pub(super) fn new(
        channel: Channel,
        draft: &str,
        messages: RwSignal<Vec<Message>>,
        remarks: &[Remark],
    ) -> Self {
        let last = messages.with_untracked(|all| {
            let last = all.iter().rfind(|one| one.direction == Direction::In);
            last.map(|last| last.id)
        });
        let cc = remarks.iter().find(|remark| Some(remark.message) == last);
        let cc = cc.map(|remark| line(&remark.cc)).unwrap_or_default();
        let answering = Self {
            channel,
            name: StoredValue::new(format!("{draft}-besides")),
            copies: RwSignal::new(!cc.is_empty()),
            now: RwSignal::new(Extras {
                cc,
                ..Extras::default()
            }),
            messages,
            written: StoredValue::new(None),
            seen: StoredValue::new(None),
        };
        browser::effect(move || answering.restore());
        answering
    }

    fn restore(self) {
        let kept = self.name.with_value(|name| recall(name));
        if let Some(kept) = kept {
            self.put(kept);
        }
    }

    fn put(self, now: Extras) {
        if !now.cc.is_empty() || !now.bcc.is_empty() {
            self.copies.set(true);
        }
        self.name.with_value(|name| remember(name, &now));
        self.now.set(now);
    }

    fn change(self, change: impl FnOnce(&mut Extras)) {
        let mut now = self.now.get_untracked();
        change(&mut now);
        self.put(now);
    }

    /// What stands in the composer, once it is drawn.
    pub(super) fn written(self, written: Written) {
        self.written.set_value(Some(written));
        browser::effect(move || {
            let newest = self.messages.with(|all| all.iter().map(|one| one.id).max());
            if written.text.with(String::is_empty) {
                self.seen.set_value(newest);
            }
        });
    }

    /// The next answer quotes that message, or hands it on.
    pub(super) fn about(self, message: MessageId, forwards: bool) {
        self.change(|now| {
            now.quotes = (!forwards).then_some(message);
            now.forwards = forwards.then_some(message);
        });
        if let Some(written) = self.written.get_value() {
            written.focus();
        }
        if forwards {
            browser::focus_later("forward-to".to_owned());
        }
    }

    /// There is something to send besides words and files.
    pub(super) fn hands_on(self) -> bool {
        self.now.with(|now| now.forwards.is_some())
    }

    /// The message that the answer is about, in a few words.
    fn words(self) -> Option<String> {
        let about = self.now.with(|now| now.quotes.or(now.forwards))?;
        let words = self
            .messages
            .with(|all| all.iter().find(|one| one.id == about).map(words));
        Some(words.unwrap_or_else(|| "…".to_owned()))
    }

    /// How the composer sends. What belongs to a message is kept while it travels: one that an earlier
    /// page could not finish has its own.
    pub(super) fn send(self) -> Send {
        Arc::new(move |message: NewMessage| {
            let way = self
                .name
                .with_value(|name| format!("{name}-{}", message.client_key));
            let before = self.now.get_untracked();
            let mut extras = Extras::default();
            if !message.note {
                extras = recall(&way).unwrap_or_else(|| Extras {
                    seen: self.seen.get_value(),
                    ..before.clone()
                });
                remember(&way, &extras);
                // Whoever reads along goes on doing so.
                self.put(Extras {
                    cc: before.cc.clone(),
                    ..Extras::default()
                });
            }
            for people in [&mut extras.to, &mut extras.cc, &mut extras.bcc] {
                *people = people.iter().flat_map(|line| addresses(line)).collect();
            }
            Box::pin(async move {
                let note = message.note;
                let outcome = api::message::answer(Answer { message, extras }).await;
                // A page that was left keeps it for the next one.
                if self.now.try_get_untracked().is_some() {
                    remember(&way, &Extras::default());
                    if let Err(error) = &outcome
                        && !note
                    {
                        self.put(before);
                        if error.code == "answered" {
                            self.seen.set_value(None);
                        }
                    }
                }
                outcome
            }) as _
        })
    }

    /// Takes an answer back that has not gone: its words and files stand in the composer again.
    pub(super) fn undo(self, t: I18n, message: MessageId, toasts: Toasts) {
        leptos::task::spawn_local(async move {
            let back = match taken_back(message).await {
                Ok(back) => back,
                Err(error) => return toasts.problem(t.error(&error, w::page_error)),
            };
            let messages = self.messages;
            let _ = messages.try_update(|all| all.retain(|one| one.id != message));
            if let Some(written) = self.written.try_get_value().flatten() {
                let Extras { to, cc, bcc, .. } = &back.extras;
                let (to, cc, bcc) = (line(to), line(cc), line(bcc));
                self.put(Extras {
                    to,
                    cc,
                    bcc,
                    ..back.extras
                });
                written.put_back(&back.text, &back.files);
            }
        });
    }
}

/// Addresses in one line.
fn line(people: &[String]) -> Vec<String> {
    Some(people.join(", "))
        .filter(|line| !line.is_empty())
        .into_iter()
        .collect()
}

fn recall(name: &str) -> Option<Extras> {
    browser::from_json(browser::recall(name)?.as_bytes()).ok()
}

/// Remembers it; nothing of it is forgotten.
fn remember(name: &str, extras: &Extras) {
    let json = if *extras == Extras::default() {
        String::new()
    } else {
        serde_json::to_string(extras).unwrap_or_default()
    };
    browser::remember(name, &json);
}

/// Asks again when the answer got lost: what is taken back must be in somebody's hands.
async fn taken_back(message: MessageId) -> Result<TakenBack, ApiError> {
    let mut tries = 0;
    loop {
        match api::message::take_back(message).await {
            Err(error) if error.code == "offline" && tries < 5 => {
                tries += 1;
                browser::online_or(1_000).await;
            }
            outcome => return outcome,
        }
    }
}

/// A message in a few words.
fn words(message: &Message) -> String {
    let line = message
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if line.is_empty() {
        let file = message.attachments.first();
        return file.map_or_else(|| "…".to_owned(), |file| file.name.clone());
    }
    if line.chars().count() <= 60 {
        return line;
    }
    let mut short: String = line.chars().take(60).collect();
    short.push('…');
    short
}

/// Addresses as people write them in a line: with commas or semicolons, with names around them.
fn addresses(line: &str) -> Vec<String> {
    let all = line.split([',', ';', '\n']).map(|one| {
        let inside = one
            .rsplit_once('<')
            .and_then(|(_, rest)| rest.split_once('>'))
            .map(|(inside, _)| inside);
        inside.unwrap_or(one).trim().to_owned()
    });
    all.filter(|one| !one.is_empty()).collect()
}

/// In the composer's head: what the answer is about, and on e-mail who else gets it.
#[component]
pub(super) fn AnsweringHead(
    /// What it shows and changes.
    answering: Answering,
    /// A note has none of it.
    note: RwSignal<bool>,
) -> impl IntoView {
    let t = i18n();
    let now = answering.now;
    let forwards = move || answering.hands_on();
    let people = move |id: &'static str, label: Text, line: fn(&mut Extras) -> &mut Vec<String>| {
        view! {
            <label class="copy-line">
                <span>{t.t(label)}</span>
                <input
                    type="text"
                    id=id
                    inputmode="email"
                    autocomplete="off"
                    spellcheck="false"
                    data-testid=id
                    prop:value=move || line(&mut now.get()).concat()
                    on:input=move |event| {
                        let value = browser::target_value(&event);
                        answering.change(|now| *line(now) = vec![value]);
                    }
                />
            </label>
        }
    };
    let is_mail = answering.channel == Channel::Email;
    let open = answering.copies;
    let not_about = move |_| {
        answering.change(|now| (now.quotes, now.forwards, now.to) = Default::default());
    };
    view! {
        <div class="besides" hidden=move || note.get()>
            {move || {
                let words = answering.words()?;
                let text = if forwards() { w::FORWARDING } else { w::REPLYING_TO };
                Some(
                    view! {
                        <p class="about" data-testid="about">
                            <span>{t.f(text, &[&words])}</span>
                            <IconButton label=t.t(w::NOT_ABOUT) icon=Icon::Close on:click=not_about />
                        </p>
                    },
                )
            }}
            {move || forwards().then(|| people("forward-to", w::FORWARD_TO, |now| &mut now.to))}
            {is_mail
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button quiet copies"
                            data-testid="copies"
                            hidden=move || open.get()
                            on:click=move |_| {
                                open.set(true);
                                browser::focus_later("cc".to_owned());
                            }
                        >
                            {t.t(w::COPIES)}
                        </button>
                    }
                })}
            {move || {
                open.get()
                    .then(|| [people("cc", w::CC, |now| &mut now.cc), people("bcc", w::BCC, |now| &mut now.bcc)])
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for (line, all) in [
            ("", &[][..]),
            ("a@b.example", &["a@b.example"]),
            (
                "a@b.example, Ana Rossi <c@d.example>; ",
                &["a@b.example", "c@d.example"],
            ),
            ("no address", &["no address"]),
        ] {
            assert_eq!(addresses(line), all, "{line}");
        }
    }
}
