//! What agents see under a message besides its ticks: what it answers, reactions, what became of
//! it, and what to do about a file that did not come or go.

use super::{
    appointment::AppointmentCard,
    letter::{Letter, OpenLetters, below as folded},
};
use crate::{
    ApiError, api,
    i18n::{I18n, words as w},
    ui::{Glyph, Icon, Toasts},
};
use leptos::prelude::*;
use model::{DeliveryState, Locale, Message, Problem, Remark, Trouble};

/// What is to be said of a ticket's messages: a context of the page that shows it.
#[derive(Clone, Copy)]
pub(crate) struct Remarks {
    all: RwSignal<Vec<Remark>>,
    open: OpenLetters,
}

impl Remarks {
    /// As they were read.
    pub(crate) fn new(remarks: Vec<Remark>) -> Self {
        Self {
            all: RwSignal::new(remarks),
            open: OpenLetters::new(),
        }
    }

    /// As they are now. Bubbles are drawn anew only when something changed.
    pub(crate) fn set(self, remarks: Vec<Remark>) {
        let same = self.all.try_with_untracked(|before| *before == remarks);
        if same == Some(false) {
            let _ = self.all.try_set(remarks);
        }
    }
}

/// Why something did not go or come. In English the provider's own sentence, which says more.
pub(crate) fn sentence(t: I18n, problem: &Problem) -> String {
    match w::problem(&problem.code) {
        Some(text) if t.0 != Locale::En || problem.sentence.is_empty() => t.t(text).to_owned(),
        Some(_) => problem.sentence.clone(),
        None => {
            let error = ApiError::new(&problem.code, problem.sentence.clone());
            t.error(&error, w::desk_error)
        }
    }
}

/// Whether a file would arrive where it goes as a link.
fn helps_as_link(problem: Option<&Problem>) -> bool {
    problem.is_some_and(|problem| {
        matches!(
            problem.code.as_str(),
            "too_large" | "together" | "kind" | "media" | "too_many"
        )
    })
}

/// What stands under a message.
pub(super) fn under(message: &Message, t: I18n) -> impl IntoView + use<> {
    let context = use_context::<Remarks>();
    let id = message.id;
    let remark = context.and_then(|remarks| {
        let find = move |all: &Vec<Remark>| all.iter().find(|remark| remark.message == id).cloned();
        // What is said of another message draws this one not anew.
        Memo::new(move |_| remarks.all.with(find)).get()
    });
    let Remark {
        quoted,
        reactions,
        edited,
        unsent,
        troubles,
        letter,
        below,
        unverified,
        appointment,
        ..
    } = remark.unwrap_or_default();
    let became = match (unsent, edited) {
        (true, _) => Some(w::UNSENT),
        (false, true) => Some(w::EDITED),
        (false, false) => None,
    };
    (
        (!quoted.is_empty()).then(|| {
            let words = t.f(w::ANSWERS, &[&quoted]);
            view! { <p class="remark" data-testid="quoted">{words}</p> }
        }),
        (!reactions.is_empty()).then(|| {
            let label = t.t(w::REACTIONS);
            let emoji = reactions.join(" ");
            view! { <p class="reactions" data-testid="reactions" aria-label=label>{emoji}</p> }
        }),
        became.map(|text| view! { <p class="remark" data-testid="became">{t.t(text)}</p> }),
        unverified.then(|| {
            view! {
                <p class="unverified" role="note" data-testid="unverified">
                    <Glyph icon=Icon::Alert />
                    {t.t(w::UNVERIFIED)}
                </p>
            }
        }),
        appointment.map(|appointment| view! { <AppointmentCard appointment /> }),
        below.map(|below| folded(below, t)),
        letter
            .zip(context)
            .map(|(look, Remarks { open, .. })| view! { <Letter message=id look open /> }),
        troubles
            .into_iter()
            .map(|trouble| view! { <FileTrouble trouble t /> })
            .collect_view(),
        again(message, t),
    )
}

/// A file that did not come or did not go.
#[component]
fn FileTrouble(trouble: Trouble, t: I18n) -> impl IntoView {
    let Trouble {
        file,
        name,
        fetch,
        problem,
    } = trouble;
    let words = format!("{name}: {}", sentence(t, &problem));
    let asked = move |_| act(t, move || async move { api::message::fetch(file).await });
    view! {
        <p class="problem" role="note" data-testid="file-trouble">
            {words}
            {fetch
                .then(|| {
                    view! {
                        " "
                        <button type="button" class="button quiet" data-testid="fetch-again" on:click=asked>
                            {t.t(w::FETCH_AGAIN)}
                        </button>
                    }
                })}
        </p>
    }
}

/// What helps with a message that did not arrive.
fn again(message: &Message, t: I18n) -> Option<impl IntoView + use<>> {
    let delivery = message.delivery.as_ref()?;
    let id = message.id;
    (delivery.state == DeliveryState::Failed && id > 0).then(|| {
        let send = move |as_link| {
            act(t, move || async move { api::message::again(id, as_link).await });
        };
        let link = !message.attachments.is_empty() && helps_as_link(delivery.problem.as_ref());
        view! {
            <p class="again">
                <button type="button" class="button quiet" data-testid="send-again" on:click=move |_| send(false)>
                    {t.t(w::SEND_AGAIN)}
                </button>
                {link
                    .then(|| {
                        view! {
                            <button type="button" class="button quiet" data-testid="send-as-link" on:click=move |_| send(true)>
                                {t.t(w::SEND_AS_LINK)}
                            </button>
                        }
                    })}
            </p>
        }
    })
}

/// Does something and says so when it could not be done; what came of it is heard live.
fn act<F>(t: I18n, call: impl FnOnce() -> F + 'static)
where
    F: Future<Output = Result<(), ApiError>> + 'static,
{
    let toasts = use_context::<Toasts>();
    leptos::task::spawn_local(async move {
        if let (Err(error), Some(toasts)) = (call().await, toasts) {
            toasts.problem(t.error(&error, w::desk_error));
        }
    });
}
