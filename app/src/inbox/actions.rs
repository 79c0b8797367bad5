//! What one does with a ticket: assign, close, reopen. Plain forms that the page takes over.

use crate::{
    ApiError, api,
    i18n::{i18n, words as w},
    ui::{Glyph, Icon, Toasts},
};
use leptos::{ev, prelude::*};
use model::{AgentChip, Status, TicketHead};
use std::future::Future;

/// Beside the ticket's title.
#[component]
pub(super) fn Actions(
    /// The ticket; changes with what is done.
    head: RwSignal<TicketHead>,
    /// Who it can be assigned to.
    agents: Vec<AgentChip>,
    /// Reads the ticket anew.
    #[prop(into)]
    reread: Callback<()>,
) -> impl IntoView {
    let t = i18n();
    let toasts = expect_context::<Toasts>();
    let finish = move |change: Result<TicketHead, ApiError>| match change {
        Ok(changed) => head.set(changed),
        Err(error) => {
            toasts.problem(t.error(&error, w::desk_error));
            reread.run(());
        }
    };
    let run =
        move |change: std::pin::Pin<Box<dyn Future<Output = Result<TicketHead, ApiError>>>>| {
            leptos::task::spawn_local(async move { finish(change.await) });
        };
    let assign = move |event: ev::Event| {
        let agent = event_target_value(&event).parse().ok();
        let (id, version) = head.with_untracked(|head| (head.id, head.version));
        run(Box::pin(api::ticket::assign(id, version, agent)));
    };
    let set_status = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (id, version, status) =
            head.with_untracked(|head| (head.id, head.version, head.status));
        run(Box::pin(api::ticket::set_status(
            id,
            version,
            other(status),
        )));
    };
    let number = head.with_untracked(|head| head.number);
    let version = move || head.with(|head| head.version.to_string());
    let assignee =
        Memo::new(move |_| head.with(|head| head.assignee.as_ref().map(|agent| agent.id)));
    let status = Memo::new(move |_| head.with(|head| head.status));
    let options = agents
        .into_iter()
        .map(|agent| {
            let id = agent.id;
            view! {
                <option value=id.to_string() selected=move || assignee.get() == Some(id)>{agent.name}</option>
            }
        })
        .collect_view();
    view! {
        <div class="actions">
            <form class="assign" method="post" action=format!("/tickets/{number}/assign")>
                <input type="hidden" name="version" value=version />
                <select
                    name="agent"
                    aria-label=t.t(w::ASSIGNED_TO)
                    title=t.t(w::ASSIGNED_TO)
                    on:change=assign
                >
                    <option value="" selected=move || assignee.get().is_none()>{t.t(w::NOBODY)}</option>
                    {options}
                </select>
                <button type="submit" class="button quiet no-script">{t.t(w::ASSIGN)}</button>
            </form>
            <form method="post" action=format!("/tickets/{number}/status") on:submit=set_status>
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="status" value=move || other(status.get()).as_str() />
                <button
                    type="submit"
                    class="button"
                    data-testid=move || if status.get() == Status::Closed { "reopen-ticket" } else { "close-ticket" }
                >
                    {move || t.t(if status.get() == Status::Closed { w::REOPEN } else { w::CLOSE_TICKET })}
                </button>
            </form>
            // On a narrow window the customer's panel is folded away behind this.
            <button
                type="button"
                class="icon-button person-toggle"
                popovertarget="contact"
                aria-label=t.t(w::CONTACT)
                title=t.t(w::CONTACT)
            >
                <Glyph icon=Icon::Person />
            </button>
        </div>
    }
}

/// What the button does to a ticket in this status.
const fn other(status: Status) -> Status {
    match status {
        Status::Closed => Status::Open,
        Status::Open | Status::Snoozed => Status::Closed,
    }
}
