//! Where one writes: text, files, note or reply. Works as a plain form with JavaScript off.

use super::{
    draft::Draft,
    submit::{Send, Submit},
    tray::Tray,
};
use crate::{
    ApiError, browser,
    i18n::{ErrorWords, I18n, i18n, words as w},
    ui::{Glyph, Icon, bytes},
};
use leptos::{ev, html, prelude::*};
use model::{Author, Channel, Limits, Message, TakenFile, TicketId};

/// What makes the form work with JavaScript off.
#[derive(Clone, Debug)]
pub(crate) struct Plain {
    /// Where it posts to.
    pub(crate) action: String,
    /// The key of this send, made by the server.
    pub(crate) key: String,
    /// Words that could not be sent and came back.
    pub(crate) words: String,
}

/// What stands in a composer.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    /// The words.
    pub(crate) text: RwSignal<String>,
    /// The files.
    pub(crate) tray: Tray,
    draft: Draft,
    area: NodeRef<html::Textarea>,
}

impl Written {
    /// Words and files come back; what was begun meanwhile stays.
    pub(crate) fn put_back(self, words: &str, files: &[TakenFile]) {
        if !words.is_empty() {
            self.draft.put_back(words);
        }
        if !files.is_empty() {
            self.tray.bring(files);
        }
        self.focus();
    }

    /// One goes on writing.
    pub(crate) fn focus(self) {
        browser::focus(self.area);
    }
}

/// A picture file input's `accept`: what every browser can show, and what phones make.
const PICTURES: &str = "image/*,.heic,.heif";

/// The composer.
#[component]
pub(crate) fn Composer<V: IntoView + 'static>(
    /// The channel it writes to.
    channel: Channel,
    /// What its inbox narrows of the channel's limits, unread.
    narrowed: String,
    /// The ticket; a visitor has none to name.
    #[prop(optional_no_strip)]
    ticket: Option<TicketId>,
    /// Where the draft is remembered in this browser.
    #[prop(into)]
    draft: String,
    /// Where a message appears while it travels.
    messages: RwSignal<Vec<Message>>,
    /// Who writes.
    author: Author,
    /// What the ticket's contact is called: names and addresses, one a line.
    #[prop(optional)]
    names: String,
    /// What is written is a note, which stays in the house.
    note: RwSignal<bool>,
    /// Where one chooses between the two: [`Kind`], or nothing.
    kind: impl IntoView,
    /// What tells beside Send what the customer will get: [`in_short`], or more.
    preflight: impl FnOnce(Written) -> V + 'static,
    /// There is something to send besides words and files.
    #[prop(optional, into)]
    besides: Option<Signal<bool>>,
    /// What went wrong; the page may have trouble of its own.
    #[prop(optional)]
    problem: RwSignal<Option<ApiError>>,
    /// The words for it.
    error_words: ErrorWords,
    /// What stands in the empty field.
    #[prop(into)]
    placeholder: String,
    /// How it is sent.
    send: Send,
    /// How it is sent with JavaScript off.
    #[prop(optional_no_strip)]
    plain: Option<Plain>,
) -> impl IntoView {
    let t = i18n();
    let limits = channel.limits();
    let words = plain
        .as_ref()
        .map(|plain| plain.words.clone())
        .unwrap_or_default();
    let files = format!("{draft}-files");
    let draft = Draft::new(draft, words.clone());
    let text = draft.text;
    let over = RwSignal::new(false);
    let tray = Tray::new(channel, narrowed, ticket, names, files, problem);
    let form = NodeRef::<html::Form>::new();
    let area = NodeRef::<html::Textarea>::new();

    let too_long = move || !note.get() && text.with(|text| !limits.takes_text(text));
    let blocked = move || tray.is_busy() || too_long();
    let nothing = move || {
        text.with(|text| text.trim().is_empty())
            && tray.total().0 == 0
            && !besides.is_some_and(|besides| besides.get())
    };

    let submit = StoredValue::new(Submit {
        send,
        ticket: ticket.unwrap_or_default(),
        author,
        messages,
        tray,
        draft,
        problem,
        kept: StoredValue::new(None),
    });
    browser::effect(move || {
        draft.restore();
        submit.with_value(Submit::resume);
    });
    browser::effect(move || tray.restore());
    browser::effect(move || submit.with_value(Submit::settle));
    let go = move || {
        if untrack(blocked) || tray.asks_again() || untrack(nothing) {
            return;
        }
        let note = note.get_untracked();
        submit.with_value(|submit| submit.run(note));
        browser::focus(area);
    };
    let take = move |files: Vec<browser::PickedFile>| {
        if !files.is_empty() {
            tray.add(files);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        // Enter sends, Shift+Enter breaks the line; on a phone Enter breaks the line.
        let sends = event.key() == "Enter" && !event.shift_key() && !event.is_composing();
        if sends && (event.ctrl_key() || event.meta_key() || !browser::is_phone()) {
            event.prevent_default();
            go();
        }
    };
    browser::effect(move || browser::on_drop(form, move |is| over.set(is), take));
    let (action, form_key) = plain.map(|plain| (plain.action, plain.key)).unzip();
    view! {
        <form
            class="composer"
            data-testid="composer"
            data-note=move || note.get().to_string()
            data-drop=move || over.get().to_string()
            node_ref=form
            method="post"
            enctype="multipart/form-data"
            action=action
            on:submit=move |event| {
                event.prevent_default();
                go();
            }
            on:paste=move |event: ev::ClipboardEvent| {
                let files = browser::pasted(&event);
                if !files.is_empty() {
                    event.prevent_default();
                    take(files);
                }
            }
        >
            {form_key.map(|key| view! { <input type="hidden" name="key" value=key /> })}
            {kind}
            <Trouble problem words=error_words />
            <textarea
                name="text"
                rows="2"
                aria-label=placeholder.clone()
                placeholder=move || {
                    if note.get() { t.t(w::WRITE_NOTE).to_owned() } else { placeholder.clone() }
                }
                node_ref=area
                prop:value=move || text.get()
                on:input=move |event| draft.write(browser::target_value(&event))
                on:keydown=on_key

                // Not a child: an empty text node would be rendered as a space.
                inner_html=words.replace('&', "&amp;").replace('<', "&lt;")
            ></textarea>
            <div class="tray-place" node_ref=tray.place></div>
            <div class="composer-foot">
                // Whoever opens the file picker will need the workshop a moment later.
                <div class="tools" on:click=|_| browser::warm_workshop()>
                    <PickButton label=t.t(w::ATTACH_FILE) icon=Icon::Paperclip accept=None capture=None take=Callback::new(take) />
                    <PickButton label=t.t(w::ATTACH_PICTURE) icon=Icon::Picture accept=Some(PICTURES) capture=None take=Callback::new(take) />
                    // Shown on phones: elsewhere it would be a second picker.
                    <PickButton label=t.t(w::TAKE_PHOTO) icon=Icon::Photo accept=Some(PICTURES) capture=Some("environment") take=Callback::new(take) />
                </div>
                {preflight(Written { text, tray, draft, area })}
                <button
                    type="submit"
                    class="button primary"
                    disabled=blocked
                    title=move || tray.is_busy().then(|| t.t(w::WAIT_FOR_FILES))
                >
                    <Glyph icon=Icon::Send />
                    <span>{move || t.t(if note.get() { w::KEEP_NOTE } else { w::SEND })}</span>
                </button>
            </div>
        </form>
        // Over all of the conversation, which is where files may be dropped.
        <p class="drop-hint" aria-hidden="true">{t.t(w::DROP_HERE)}</p>
    }
}

/// Reply or note. Radio buttons, so that the choice travels with JavaScript off.
#[component]
pub(crate) fn Kind(
    /// The choice.
    note: RwSignal<bool>,
) -> impl IntoView {
    let t = i18n();
    let choice = move |value: bool, text| {
        view! {
            <label>
                <input
                    type="radio"
                    name="note"
                    value=value.to_string()
                    checked=!value
                    prop:checked=move || note.get() == value
                    on:change=move |_| note.set(value)
                />
                <span>{t.t(text)}</span>
            </label>
        }
    };
    view! { <div class="composer-tabs" role="radiogroup">{choice(false, w::REPLY)} {choice(true, w::NOTE)}</div> }
}

/// What went wrong, and the way out.
#[component]
fn Trouble(problem: RwSignal<Option<ApiError>>, words: ErrorWords) -> impl IntoView {
    let t = i18n();
    let is_signed_out = |problem: &Option<ApiError>| {
        problem
            .as_ref()
            .is_some_and(|problem| problem.code == "not_signed_in")
    };
    let sentence = move || {
        problem.with(|problem| match problem {
            Some(_) if is_signed_out(problem) => t.t(w::SIGNED_OUT).to_owned(),
            Some(problem) => t.error(problem, words),
            None => String::new(),
        })
    };
    view! {
        <p class="alert" role="alert" hidden=move || problem.with(Option::is_none)>
            <span>{sentence}</span>
            <a
                href="/login"
                on:click=|event| {
                    event.prevent_default();
                    browser::go_to_login();
                }
                hidden=move || !problem.with(is_signed_out)
            >
                {t.t(w::SIGN_IN_AGAIN)}
            </a>
        </p>
    }
}

/// An icon that opens the file picker: a label over a file input, which needs no script to work.
#[component]
fn PickButton(
    label: &'static str,
    icon: Icon,
    accept: Option<&'static str>,
    capture: Option<&'static str>,
    take: Callback<Vec<browser::PickedFile>>,
) -> impl IntoView {
    view! {
        <label class="icon-button pick" class:camera=capture.is_some() title=label>
            <Glyph icon />
            <input
                type="file"
                class="visually-hidden"
                data-testid=match (accept, capture) {
                    (_, Some(_)) => "camera-input",
                    (Some(_), _) => "picture-input",
                    _ => "file-input",
                }
                name="files"
                capture=capture
                aria-label=label
                accept=accept
                multiple
                on:change=move |event| take.run(browser::target_files(&event))
            />
        </label>
    }
}

/// One line that tells how much goes.
pub(crate) fn in_short(t: I18n, limits: &Limits, Written { text, tray, .. }: Written) -> String {
    if tray.is_busy() {
        return t.t(w::WAIT_FOR_FILES).to_owned();
    }
    let over = text
        .with(|text| text.chars().count())
        .saturating_sub(limits.text_chars as usize);
    if over > 0 {
        return t.f(w::CHARACTERS_OVER, &[&over.to_string()]);
    }
    match tray.total() {
        (0, _) => String::new(),
        (1, total) => t.f(w::PREFLIGHT_FILE, &[&bytes(total, t.0)]),
        (count, total) => t.f(
            w::PREFLIGHT_FILES,
            &[&count.to_string(), &bytes(total, t.0)],
        ),
    }
}
