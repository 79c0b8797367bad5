//! What stands under the bubble of an e-mail: what it quotes, and all of it as it was sent, in a
//! frame of its own.

use crate::{
    browser,
    i18n::{I18n, i18n, words as w},
};
use leptos::{html, prelude::*};
use model::{Below, LetterLook, MessageId, letter_url};

/// What an e-mail quotes below its text, folded away.
pub(super) fn below(below: Below, t: I18n) -> impl IntoView + use<> {
    let Below { text, cut } = below;
    let label = t.t(w::SHOW_QUOTE);
    view! {
        <details class="below" data-testid="below">
            <summary aria-label=label title=label>
                <span aria-hidden="true">"…"</span>
            </summary>
            <p class="text">{text}</p>
            {cut.then(|| view! { <p class="remark">{t.t(w::QUOTE_CUT)}</p> })}
        </details>
    }
}

/// Which letters are open, each with the pictures that lie elsewhere or without. Not in the bubble,
/// which is drawn anew when another message comes after it.
#[derive(Clone, Copy)]
pub(super) struct OpenLetters(RwSignal<Vec<(MessageId, bool)>>);

impl OpenLetters {
    /// None.
    pub(super) fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    fn of(self, message: MessageId) -> Option<bool> {
        let find =
            |all: &Vec<(MessageId, bool)>| all.iter().find(|(id, _)| *id == message).copied();
        self.0.with(find).map(|(_, elsewhere)| elsewhere)
    }

    fn set(self, message: MessageId, shown: Option<bool>) {
        self.0.update(|all| {
            all.retain(|(id, _)| *id != message);
            all.extend(shown.map(|elsewhere| (message, elsewhere)));
        });
    }
}

/// What opens it, and the frame. A link, so that it opens in a tab of its own where one wants that,
/// and where no script runs.
#[component]
pub(super) fn Letter(message: MessageId, look: LetterLook, open: OpenLetters) -> impl IntoView {
    let t = i18n();
    let shown = Memo::new(move |_| open.of(message));
    let frame = NodeRef::<html::Iframe>::new();
    let is_open = move || shown.get().is_some();
    let toggle = move |event| {
        if browser::is_plain_click(&event) {
            event.prevent_default();
            let next = shown.get_untracked().is_none().then_some(false);
            open.set(message, next);
        }
    };
    view! {
        <p class="again">
            <a
                class="button quiet"
                data-testid="show-letter"
                href=letter_url(message, false)
                target="_blank"
                aria-expanded=move || is_open().to_string()
                on:click=toggle
            >
                {move || t.t(if is_open() { w::HIDE_LETTER } else { w::SHOW_LETTER })}
            </a>
            <button
                type="button"
                class="button quiet"
                data-testid="letter-pictures"
                hidden=move || !look.elsewhere || shown.get() != Some(false)
                on:click=move |_| open.set(message, Some(true))
            >
                {t.t(w::LETTER_PICTURES)}
            </button>
        </p>
        {move || {
            shown
                .get()
                .map(|elsewhere| {
                    view! {
                        <iframe
                            class="letter"
                            data-testid="letter"
                            node_ref=frame
                            src=letter_url(message, elsewhere)
                            title=t.t(w::LETTER)
                            sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
                            on:load=move |_| browser::fit_frame(frame)
                        ></iframe>
                    }
                })
        }}
    }
}
