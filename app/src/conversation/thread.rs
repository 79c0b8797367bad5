//! The messages of a conversation, oldest on top, with the newest in view.

use super::{Side, bubble::Bubble, gallery::Gallery, lines::lines};
use crate::{
    browser,
    i18n::{i18n, words as w},
    ui::Clock,
};
use leptos::{html, prelude::*};
use model::Message;

/// The scrolling list. Stays at its end while the reader is there, and where it is while not.
#[component]
pub(crate) fn MessageList(
    /// Oldest first.
    #[prop(into)]
    messages: Signal<Vec<Message>>,
    /// Who is looking.
    side: Side,
    /// Older ones can be had.
    #[prop(optional, into)]
    more: Signal<bool>,
    /// Fetches them.
    #[prop(optional, into)]
    on_more: Option<Callback<()>>,
    /// What stands above the first message; nothing when empty.
    #[prop(optional, into)]
    intro: String,
) -> impl IntoView {
    let t = i18n();
    let clock = expect_context::<Clock>();
    let area = NodeRef::<html::Div>::new();
    let lines = Memo::new(move |_| messages.with(|messages| lines(messages, clock.offset.get())));

    // At the end on arrival; afterwards only when the reader was there already or wrote it.
    Effect::new(move |before: Option<usize>| {
        let count = messages.with(Vec::len);
        if before.is_none() || (before != Some(count) && browser::sits_at_end(area)) {
            browser::scroll_to_end(area);
        }
        count
    });

    view! {
            <div class="thread" data-testid="thread" node_ref=area tabindex="0" role="log" aria-label=t.t(w::CONVERSATION)>
                {move || {
                    more.get().then(|| {
                        view! {
                            <button
                                type="button"
                                class="button quiet older"
                                on:click=move |_| {
                                    if let Some(on_more) = on_more {
                                        on_more.run(());
                                    }
                                }
                            >
                                {t.t(w::OLDER)}
                            </button>
                        }
                    })
                }}
    {(!intro.is_empty()).then(|| view! { <p class="greeting" data-testid="greeting">{intro}</p> })}
                <ol class="messages">
                    <For
                        each=move || lines.get()
                        key=|line| line.key.clone()
                        children=move |first| {
                            let key = first.key.clone();
                            let line = Memo::new(move |_| {
                                lines.with(|lines| {
                                    lines.iter().find(|line| line.key == key).unwrap_or(&first).clone()
                                })
                            });
                            view! { <Bubble line side /> }
                        }
                    />
                </ol>
            </div>
            <Gallery messages />
        }
}
