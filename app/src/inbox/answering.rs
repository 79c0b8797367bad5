//! What an answer has besides text and files: whom it quotes, what it hands on, who else gets it.
//! Remembered with the draft, and with the message while that travels.

use crate::{
    ApiError, api, browser,
    conversation::{Send, Written},
    i18n::{I18n, i18n, words as w},
    ui::{Glyph, Icon, Toasts},
};
use leptos::prelude::*;
use model::{
    Answer, Channel, Direction, Extras, Message, MessageId, NewMessage, Remark, TakenBack,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A message that the answer is about.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub(super) struct About {
    message: MessageId,
    /// Its first words.
    words: String,
    /// It is handed on, not quoted.
    forwards: bool,
}

/// As one writes it: addresses in a line.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
struct Besides {
    about: Option<About>,
    to: String,
    cc: String,
    bcc: String,
}

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct Answering {
    channel: Channel,
    /// Where it is remembered in this browser.
    name: StoredValue<String>,
    now: RwSignal<Besides>,
    /// The lines for copies are open.
    copies: RwSignal<bool>,
    written: StoredValue<Option<Written>>,
}

impl Answering {
    /// Of a ticket's composer, whose draft is remembered under that name. Who got the customer's last
    /// letter besides us gets the answer, too, unless somebody takes them out.
    pub(super) fn new(
        channel: Channel,
        draft: &str,
        messages: &[Message],
        remarks: &[Remark],
    ) -> Self {
        let last = messages
            .iter()
            .rfind(|message| message.direction == Direction::In);
        let cc = last
            .and_then(|last| remarks.iter().find(|remark| remark.message == last.id))
            .map(|remark| remark.cc.join(", "))
            .unwrap_or_default();
        let copies = RwSignal::new(!cc.is_empty());
        let now = RwSignal::new(Besides {
            cc,
            ..Besides::default()
        });
        let name = StoredValue::new(format!("{draft}-besides"));
        let answering = Self {
            channel,
            name,
            now,
            copies,
            written: StoredValue::new(None),
        };
        browser::effect(move || answering.restore());
        answering
    }

    fn restore(self) {
        let kept = self.name.with_value(|name| browser::recall(name));
        let kept = kept.and_then(|kept| browser::from_json::<Besides>(kept.as_bytes()).ok());
        if let Some(kept) = kept {
            self.copies.set(!kept.cc.is_empty() || !kept.bcc.is_empty());
            self.now.set(kept);
        }
    }

    fn change(self, change: impl FnOnce(&mut Besides)) {
        self.now.update(change);
        let json = self.now.with_untracked(serde_json::to_string);
        self.name
            .with_value(|name| browser::remember(name, &json.unwrap_or_default()));
    }

    /// What stands in the composer, once it is drawn.
    pub(super) fn written(self, written: Written) {
        self.written.set_value(Some(written));
    }

    /// The next answer quotes that message, or hands it on.
    pub(super) fn about(self, message: &Message, forwards: bool) {
        let words = words(message);
        self.change(|now| {
            now.about = Some(About {
                message: message.id,
                words,
                forwards,
            });
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
        self.now
            .with(|now| now.about.as_ref().is_some_and(|about| about.forwards))
    }

    fn extras(self) -> Extras {
        self.now.with_untracked(|now| {
            let about = |forwards| {
                let about = now.about.as_ref();
                let about = about.filter(|about| about.forwards == forwards);
                about.map(|about| about.message)
            };
            let (quotes, forwards) = (about(false), about(true));
            Extras {
                quotes,
                forwards,
                to: forwards.map_or_else(Vec::new, |_| addresses(&now.to)),
                // Who gets something handed on is named for that alone.
                cc: addresses(&now.cc),
                bcc: addresses(&now.bcc),
                template: None,
            }
        })
    }

    /// Where what belongs to a travelling message is kept.
    fn way(self, key: &str) -> String {
        self.name.with_value(|name| format!("{name}-{key}"))
    }

    /// What a message takes along. One that an earlier page could not finish has its own.
    fn take(self, message: &NewMessage) -> Extras {
        if message.note {
            return Extras::default();
        }
        let way = self.way(&message.client_key);
        let kept = browser::recall(&way);
        let kept = kept.and_then(|kept| browser::from_json::<Extras>(kept.as_bytes()).ok());
        if let Some(kept) = kept {
            return kept;
        }
        let extras = self.extras();
        if extras != Extras::default() {
            browser::remember(&way, &serde_json::to_string(&extras).unwrap_or_default());
        }
        // Whoever reads along goes on doing so.
        self.change(|now| (now.about, now.to, now.bcc) = Default::default());
        extras
    }

    /// It comes back, unless something else was begun meanwhile.
    fn put_back(self, about: Option<About>, extras: &Extras) {
        self.change(|now| {
            if now.about.is_none() {
                now.about = about;
                now.to = extras.to.join(", ");
            }
            if now.cc.is_empty() {
                now.cc = extras.cc.join(", ");
            }
            if now.bcc.is_empty() {
                now.bcc = extras.bcc.join(", ");
            }
        });
        if !extras.cc.is_empty() || !extras.bcc.is_empty() {
            self.copies.set(true);
        }
    }

    /// How the composer sends.
    pub(super) fn send(self) -> Send {
        Arc::new(move |message: NewMessage| {
            let about = if message.note {
                None
            } else {
                self.now.with_untracked(|now| now.about.clone())
            };
            let way = self.way(&message.client_key);
            let extras = self.take(&message);
            Box::pin(async move {
                let sent = Answer {
                    message,
                    extras: extras.clone(),
                };
                let outcome = api::message::answer(sent).await;
                // A page that was left keeps it for the next one.
                if self.now.try_get_untracked().is_some() {
                    browser::remember(&way, "");
                    if outcome.is_err() {
                        self.put_back(about, &extras);
                    }
                }
                outcome
            }) as _
        })
    }

    /// Takes an answer back that has not gone: its words and files stand in the composer again.
    pub(super) fn undo(
        self,
        t: I18n,
        message: MessageId,
        messages: RwSignal<Vec<Message>>,
        toasts: Toasts,
    ) {
        leptos::task::spawn_local(async move {
            match taken_back(message).await {
                Ok(back) => {
                    let _ = messages.try_update(|all| all.retain(|one| one.id != message));
                    let TakenBack {
                        text,
                        files,
                        extras,
                    } = back;
                    let about = extras.quotes.or(extras.forwards).map(|message| About {
                        message,
                        words: messages
                            .try_with_untracked(|all| {
                                all.iter().find(|one| one.id == message).map(words)
                            })
                            .flatten()
                            .unwrap_or_default(),
                        forwards: extras.forwards.is_some(),
                    });
                    self.put_back(about, &extras);
                    if let Some(written) = self.written.try_get_value().flatten() {
                        written.put_back(&text, &files);
                    }
                }
                Err(error) => toasts.problem(t.error(&error, w::desk_error)),
            }
        });
    }
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
    let about = move || now.with(|now| now.about.clone());
    let forwards = move || answering.hands_on();
    let line = move |id: &'static str,
                     label: &'static str,
                     get: fn(&Besides) -> &String,
                     set: fn(&mut Besides, String)| {
        view! {
            <label class="copy-line">
                <span>{label}</span>
                <input
                    type="text"
                    id=id
                    inputmode="email"
                    autocomplete="off"
                    spellcheck="false"
                    data-testid=id
                    prop:value=move || now.with(|now| get(now).clone())
                    on:input=move |event| {
                        let value = browser::target_value(&event);
                        answering.change(|now| set(now, value));
                    }
                />
            </label>
        }
    };
    let is_mail = answering.channel == Channel::Email;
    let open = answering.copies;
    view! {
        <div class="besides" hidden=move || note.get()>
            {move || {
                about()
                    .map(|about| {
                        let text = if about.forwards { w::FORWARDING } else { w::REPLYING_TO };
                        view! {
                            <p class="about" data-testid="about">
                                <span>{t.f(text, &[&about.words])}</span>
                                <button
                                    type="button"
                                    class="icon-button"
                                    aria-label=t.t(w::NOT_ABOUT)
                                    title=t.t(w::NOT_ABOUT)
                                    on:click=move |_| answering.change(|now| now.about = None)
                                >
                                    <Glyph icon=Icon::Close />
                                </button>
                            </p>
                        }
                    })
            }}
            {move || forwards().then(|| line("forward-to", t.t(w::FORWARD_TO), |now| &now.to, |now, to| now.to = to))}
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
                        {move || {
                            open.get()
                                .then(|| {
                                    (
                                        line("cc", t.t(w::CC), |now| &now.cc, |now, cc| now.cc = cc),
                                        line("bcc", t.t(w::BCC), |now| &now.bcc, |now, bcc| now.bcc = bcc),
                                    )
                                })
                        }}
                    }
                })}
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
