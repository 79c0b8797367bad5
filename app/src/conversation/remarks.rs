//! What agents see under a message besides its ticks: what it answers, reactions, what became of
//! it, and what to do about a file that did not come or go.

use super::{
    appointment::AppointmentCard,
    letter::{Letter, OpenLetters, below as folded},
};
use crate::{
    ApiError, api, browser,
    i18n::{I18n, words as w},
    ui::{Glyph, Icon, Toasts},
};
use leptos::{either::Either, prelude::*};
use model::{
    Again, Attachment, DeliveryState, Direction, FileKind, InboxId, Message, MessageId, Millis,
    Problem, Remark, Trouble,
};

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

/// What one can do with a message of a ticket: a context of the page that shows it.
#[derive(Clone, Copy)]
pub(crate) struct Deeds {
    /// Answer that very message, where the channel can show that.
    pub(crate) quote: Option<Callback<MessageId>>,
    /// Hand it on to somebody else.
    pub(crate) forward: Option<Callback<MessageId>>,
    /// Send a template in its place, where the provider takes no free words.
    /// The number of the ticket.
    pub(crate) template: Option<i64>,
    /// Take it back.
    pub(crate) undo: Callback<MessageId>,
    /// The ticket's inbox, for those who may set it up.
    pub(crate) inbox: Option<InboxId>,
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

/// Whether a smaller picture would arrive.
fn helps_smaller(problem: Option<&Problem>) -> bool {
    problem
        .is_some_and(|problem| matches!(problem.code.as_str(), "too_large" | "together" | "media"))
}

/// What is wrong with the account, and not with the message.
fn is_of_account(problem: Option<&Problem>) -> bool {
    problem.is_some_and(|problem| {
        matches!(
            problem.code.as_str(),
            "reconnect" | "settings" | "not_connected"
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
        to,
        cc,
        bcc,
        undo_until,
        letter,
        below,
        unverified,
        appointment,
        ..
    } = remark.unwrap_or_default();
    let people = [(w::FORWARDED_TO, to), (w::CC_OF, cc), (w::BCC_OF, bcc)];
    let people = people
        .into_iter()
        .filter(|(_, people)| !people.is_empty())
        .map(|(text, people)| {
            let words = t.f(text, &[&people.join(", ")]);
            view! { <p class="remark" data-testid="people">{words}</p> }
        })
        .collect_view();
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
        people,
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
        deeds(message, undo_until, t),
    )
}

/// What one can do with it: undo while it waits, and what is shown when one comes near.
fn deeds(message: &Message, undo_until: Option<Millis>, t: I18n) -> Option<impl IntoView + use<>> {
    let deeds = use_context::<Deeds>()?;
    let spoken = matches!(message.direction, Direction::In | Direction::Out);
    if message.id == 0 || !spoken {
        return None;
    }
    let id = message.id;
    let button = move |text, name: &'static str, deed: Callback<MessageId>| {
        view! {
            <button
                type="button"
                class="button quiet"
                data-testid=name
                on:click=move |_| deed.run(id)
            >
                {t.t(text)}
            </button>
        }
    };
    let undo = undo_until.filter(|until| *until > browser::now());
    Some(view! {
        <p class="deeds" data-undo=undo.is_some().to_string()>
            {undo.map(|_| button(w::TAKE_BACK, "undo", deeds.undo))}
            {deeds.quote.map(|deed| button(w::REPLY_TO_THIS, "quote", deed))}
            {deeds.forward.map(|deed| button(w::FORWARD, "forward", deed))}
        </p>
    })
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
    let words = format!("{name}: {}", problem.sentence);
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
        let send = move |how| {
            act(t, move || async move { api::message::again(id, how).await });
        };
        let problem = delivery.problem.as_ref();
        let link = !message.attachments.is_empty() && helps_as_link(problem);
        let is_picture = |file: &Attachment| !file.plain && file.kind() == FileKind::Picture;
        let smaller = message.attachments.iter().any(is_picture) && helps_smaller(problem);
        let closed = problem.is_some_and(|problem| problem.code == "window_closed");
        let template = use_context::<Deeds>()
            .filter(|_| closed)
            .and_then(|deeds| deeds.template);
        let account = is_of_account(problem)
            .then(use_context::<Deeds>)
            .flatten();
        let connect = account.map(|deeds| match deeds.inbox {
            Some(inbox) => Either::Left(view! {
                <a class="button quiet" data-testid="reconnect" href=format!("/settings/channels/{inbox}")>
                    {t.t(w::RECONNECT)}
                </a>
            }),
            None => Either::Right(view! { <span class="quiet">{t.t(w::RECONNECT_ASK)}</span> }),
        });
        view! {
            <p class="again">
                <button type="button" class="button quiet" data-testid="send-again" on:click=move |_| send(Again::Same)>
                    {t.t(w::SEND_AGAIN)}
                </button>
                {smaller
                    .then(|| {
                        view! {
                            <button type="button" class="button quiet" data-testid="send-smaller" on:click=move |_| send(Again::Smaller)>
                                {t.t(w::SEND_SMALLER)}
                            </button>
                        }
                    })}
                {template
                    .map(|ticket| {
                        view! {
                            <a class="button quiet" data-testid="use-template" href=format!("/tickets/{ticket}/template")>
                                {t.t(w::USE_TEMPLATE)}
                            </a>
                        }
                    })}
                {connect}
                {link
                    .then(|| {
                        view! {
                            <button type="button" class="button quiet" data-testid="send-as-link" on:click=move |_| send(Again::Link)>
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
            toasts.problem(t.error(&error, w::page_error));
        }
    });
}
