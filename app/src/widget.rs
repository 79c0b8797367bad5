//! The customer's page: the conversation, and the visitor's server functions.

use crate::{
    ApiError, api, browser,
    conversation::{Composer, GalleryState, MessageList, Messages, Send, Visitor, in_short},
    i18n::{i18n, words as w},
    live::{Connection, Live, News, Reading},
    shell::provide,
    ui::{Avatar, Icon, IconButton},
};
use leptos::{html, prelude::*};
use model::{Author, Boot, Channel, Direction, Greeting, Message, NewMessage};
use std::sync::Arc;

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
    // Told by the embedding page; on its own the page is always open.
    let shown = RwSignal::new(true);

    let talk = Talk {
        key: StoredValue::new(greeting.key.clone()),
        build: StoredValue::new(build),
        live,
        messages,
        problem,
        shown,
        reading: Reading::new(),
    };
    browser::effect(move || {
        live.on(move |_: News| talk.read());
        talk.read();
        // Where there was no network the conversation begins when there is one.
        browser::on_connection(move |up| {
            if up {
                talk.read();
            }
        });
        browser::on_host(move |kind| {
            shown.set(kind == "open");
            talk.seen();
        });
        browser::say_to_host("ready", None);
    });

    // The server knows no message to draw here, so there is none to bring to life either.
    let list = NodeRef::<html::Ol>::new();
    browser::effect(move || {
        browser::draw_in(list, move || view! { <Messages messages side=Visitor /> });
    });

    let send: Send = Arc::new(|message: NewMessage| {
        Box::pin(async move {
            // Until the conversation has begun there is nobody to say it to.
            while browser::visitor_token().is_none() {
                browser::pause(100).await;
            }
            api::visitor::send(message).await
        }) as _
    });
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
                if event.key() == "Escape" && !gallery.is_open() {
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
            <MessageList
                messages
                intro=first_words
                more=false
                on_more=|| {}
                list=view! { <ol class="messages" node_ref=list></ol> }
            />
            <p
                class="connection"
                data-testid="connection"
                data-state="lost"
                role="status"
                hidden=move || live.connection.get() == Connection::Live
            >
                {t.t(w::LOST)}
            </p>
            <Composer
                channel=Channel::Webchat
                narrowed=greeting.limits.clone()
                ticket=None
                draft=format!("attache-draft-{}", greeting.key)
                messages
                author=Author::Contact(String::new())
                placeholder=t.t(w::WRITE_MESSAGE)
                problem
                error_words=w::error
                note=RwSignal::new(false)
                kind=()
                preflight=move |written| {
                    view! {
                        <p class="preflight" role="status">
                            {move || in_short(t, &Channel::Webchat.limits(), written)}
                        </p>
                    }
                }
                send
                plain=None
            />
        </main>
    }
}

/// The conversation with the desk.
#[derive(Clone, Copy)]
struct Talk {
    key: StoredValue<String>,
    build: StoredValue<String>,
    live: Live,
    messages: RwSignal<Vec<Message>>,
    problem: RwSignal<Option<ApiError>>,
    shown: RwSignal<bool>,
    reading: Reading,
}

impl Talk {
    /// Reads it anew; the first time, also listens for news from then on.
    fn read(self) {
        self.reading.run(move || async move {
            let key = self.key.get_value();
            let name = format!("attache-visitor-{key}");
            let token = browser::visitor_token();
            let known = token.is_some();
            match api::visitor::start(key, token.or_else(|| browser::recall(&name))).await {
                Ok(chat) => {
                    if !known {
                        browser::remember(&name, &chat.token);
                        browser::set_visitor_token(&chat.token);
                        self.problem.set(None);
                        self.listen(chat.seq);
                    }
                    self.take(chat.messages);
                }
                // Of a reading that fails later the stream tells, and it comes back by itself.
                Err(error) if !known => self.problem.set(Some(error)),
                Err(_) => {}
            }
        });
    }

    fn listen(self, seq: i64) {
        let address = |after| {
            Box::pin(async move {
                let ticket = api::visitor::stream_ticket().await?;
                Ok(format!("/widget/live?ticket={ticket}&after={after}"))
            }) as _
        };
        browser::own_stream(seq, address, move |item| {
            self.build.with_value(|build| self.live.hear(build, item));
        });
    }

    /// Shows what was read and tells the embedding page what is unread.
    fn take(self, read: Vec<Message>) {
        let before = self.answers();
        self.messages.update(|all| {
            // What is still on its way stays below.
            all.retain(|m| m.id == 0 && !read.iter().any(|r| r.client_key == m.client_key));
            all.splice(0..0, read);
        });
        let new = self.answers().saturating_sub(before);
        if new > 0 && !self.shown.get_untracked() {
            browser::say_to_host("unread", Some(new as u32));
        }
        self.seen();
    }

    fn answers(self) -> usize {
        self.messages.with_untracked(|messages| {
            let answers = messages.iter().filter(|m| m.direction == Direction::Out);
            answers.count()
        })
    }

    /// Tells the desk that its answers were seen, if the frame is open and has any.
    fn seen(self) {
        if self.shown.get_untracked() && browser::is_visible() && self.answers() > 0 {
            leptos::task::spawn_local(async {
                // Not told now is told at the next look.
                let _ = api::visitor::seen().await;
            });
        }
    }
}
