//! What one sees of "Find personal data": its button, the dashed frames on the picture, and the bar
//! that says how the search stands.

use super::{
    super::personal::Kind,
    bench::Bench,
    finder::{ACCEPT, CANCEL, CLOSE, Finder, Proposal, Standing},
    stage::turned,
    tools::ToolButton,
};
use crate::{
    browser::ReadError,
    i18n::{Text, i18n, words as w},
    ui::Icon,
};
use leptos::{either::EitherOf4, ev, prelude::*};

const fn kind_words(kind: Kind) -> Text {
    match kind {
        Kind::Email => w::FIND_EMAIL,
        Kind::Phone => w::FIND_PHONE,
        Kind::Card => w::FIND_CARD,
        Kind::Iban => w::FIND_IBAN,
        Kind::Address => w::FIND_ADDRESS,
        Kind::Name => w::FIND_NAME,
    }
}

/// The button that begins; none in a build without a reader.
#[component]
pub(super) fn FindButton() -> impl IntoView {
    let t = i18n();
    use_context::<Finder>().map(|finder| {
        view! {
            <ToolButton
                label=t.t(w::FIND)
                key=""
                icon=Icon::Find
                attr:data-testid="find"
                attr:disabled=move || finder.is_reading()
                on:click=move |_| finder.begin()
            />
        }
    })
}

/// What is proposed, on the picture.
#[component]
pub(super) fn Proposals(bench: Bench) -> impl IntoView {
    use_context::<Finder>().map(|finder| {
        let transform = move || bench.sketch.with(|sketch| turned(sketch, finder.size));
        view! {
            <g transform=transform>
                <For
                    each=move || finder.proposals.get()
                    key=|proposal| proposal.key
                    children=move |proposal| view! { <Proposed proposal finder bench /> }
                />
            </g>
        }
    })
}

/// One proposal: a click or Delete takes it back, Enter accepts all.
#[component]
fn Proposed(proposal: Proposal, finder: Finder, bench: Bench) -> impl IntoView {
    let t = i18n();
    let Proposal { key, kind, areas } = proposal;
    let label = t.f(w::FIND_PROPOSED, &[t.t(kind_words(kind))]);
    let parts = areas.into_iter().map(|area| {
        view! {
            <rect
                x=area.x.to_string()
                y=area.y.to_string()
                width=area.width.to_string()
                height=area.height.to_string()
            ></rect>
        }
    });
    view! {
        <g
            class="proposal"
            data-testid="proposal"
            data-kind=format!("{kind:?}").to_lowercase()
            tabindex="0"
            role="button"
            aria-label=label
            // Nothing is drawn where one is pressed.
            on:pointerdown=move |event: ev::PointerEvent| event.stop_propagation()
            on:click=move |_| finder.refuse(key)
            on:keydown=move |event: ev::KeyboardEvent| {
                match event.key().as_str() {
                    "Enter" => finder.accept(bench.sketch),
                    "Delete" | "Backspace" => finder.refuse(key),
                    "Escape" => finder.forget(),
                    _ => return,
                }
                event.prevent_default();
                event.stop_propagation();
            }
        >
            {parts.collect_view()}
        </g>
    }
}

/// How the search stands, and what to do with what it found.
#[component]
pub(super) fn FinderBar(bench: Bench) -> impl IntoView {
    let t = i18n();
    use_context::<Finder>().map(|finder| {
        let count = Memo::new(move |_| finder.proposals.with(Vec::len));
        let button = move |label: Text, testid: &'static str| {
            view! {
                <button type="button" id=testid class="button quiet" data-testid=testid on:click=move |_| finder.forget()>
                    {t.t(label)}
                </button>
            }
        };
        // Not drawn anew with each step of the progress: its button would lose the focus.
        let is_reading = Memo::new(move |_| finder.is_reading());
        let share = move || match finder.standing.get() {
            Standing::Reading(share) => ((share * 100.0) as u32).to_string(),
            _ => String::new(),
        };
        let shown = move || {
            if is_reading.get() {
                return EitherOf4::A(view! {
                    <p role="status">{t.t(w::FIND_READING)}</p>
                    <progress max="100" value=share aria-label=t.t(w::FIND_READING)></progress>
                    {button(w::CANCEL, CANCEL)}
                });
            }
            match finder.standing.get() {
                Standing::Done if count.get() > 0 => EitherOf4::B(view! {
                    <p role="status">
                        {move || match count.get() {
                            1 => t.t(w::FIND_ONE).to_owned(),
                            many => t.f(w::FIND_MANY, &[&many.to_string()]),
                        }}
                    </p>
                    {button(w::FIND_NONE_OF_IT, "find-refuse")}
                    <button
                        type="button"
                        id=ACCEPT
                        class="button"
                        data-testid=ACCEPT
                        aria-keyshortcuts="Enter"
                        on:click=move |_| finder.accept(bench.sketch)
                    >
                        {t.t(w::FIND_HIDE_ALL)}
                    </button>
                }),
                Standing::Done => EitherOf4::C(view! {
                    <p role="status">{t.t(w::FIND_NOTHING)}</p>
                    {button(w::CLOSE, CLOSE)}
                }),
                Standing::Failed(error) => {
                    let sentence = match error {
                        ReadError::Offline => w::FIND_OFFLINE,
                        ReadError::Crashed => w::FIND_CRASHED,
                    };
                    EitherOf4::C(view! {
                        <p role="status">{t.t(sentence)}</p>
                        {button(w::CLOSE, CLOSE)}
                    })
                }
                _ => EitherOf4::D(()),
            }
        };
        let is_idle = move || finder.standing.get() == Standing::Idle;
        view! {
            <div
                class="finder"
                data-testid="finder"
                hidden=is_idle
                on:keydown=move |event: ev::KeyboardEvent| {
                    // Leaves the search, not the editor.
                    if event.key() == "Escape" {
                        event.prevent_default();
                        event.stop_propagation();
                        finder.forget();
                    }
                }
            >
                {shown}
            </div>
        }
    })
}
