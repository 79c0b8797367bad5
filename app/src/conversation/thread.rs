//! The messages of a conversation, oldest on top, with the newest in view.

use super::{
    bubble::{Bubble, Side},
    lines::lines,
    pictures::GalleryState,
};
use crate::{
    browser,
    i18n::{i18n, words as w},
    ui::Clock,
};
use leptos::{html, prelude::*};
use model::Message;

/// The scrolling frame. Stays at its end while the reader is there, and where it is while not.
#[component]
pub(crate) fn MessageList(
    /// Oldest first.
    messages: RwSignal<Vec<Message>>,
    /// Older ones can be had.
    #[prop(into)]
    more: Signal<bool>,
    /// Fetches them.
    on_more: impl Fn() + Copy + 'static,
    /// What stands above the first message; nothing when empty.
    #[prop(optional, into)]
    intro: String,
    /// The list: [`Messages`] in an `<ol class="messages">`.
    list: impl IntoView,
) -> impl IntoView {
    let t = i18n();
    let area = NodeRef::<html::Div>::new();
    expect_context::<GalleryState>().show(messages);

    // At the end on arrival; afterwards as long as the reader has not scrolled away from it. Asked
    // when they scroll, because what has just been added is already there when it is heard of.
    let at_end = StoredValue::new(true);
    browser::effect(move || {
        messages.track();
        if at_end.get_value() {
            browser::scroll_to_end(area);
        }
    });
    // The tray takes its place from the thread: what was just read stays in view.
    browser::effect(move || {
        browser::on_resize(area, move || {
            if at_end.get_value() {
                browser::scroll_to_end(area);
            }
        });
    });
    view! {
        <div class="thread" data-testid="thread" node_ref=area tabindex="0" role="log" aria-label=t.t(w::CONVERSATION)
            on:scroll=move |_| at_end.set_value(browser::sits_at_end(area))
        >
            <button
                type="button"
                class="button quiet older"
                hidden=move || !more.get()
                on:click=move |_| on_more()
            >
                {t.t(w::OLDER)}
            </button>
            {(!intro.is_empty()).then(|| view! { <p class="greeting" data-testid="greeting">{intro}</p> })}
            {list}
        </div>
    }
}

/// The messages themselves.
#[component]
pub(crate) fn Messages<S: Side>(
    /// Oldest first.
    messages: RwSignal<Vec<Message>>,
    /// Who is looking.
    side: S,
) -> impl IntoView {
    let clock = expect_context::<Clock>();
    let lines = Memo::new(move |_| messages.with(|messages| lines(messages, clock.offset.get())));
    view! {
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
    }
}
