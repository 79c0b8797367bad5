//! What one does with a ticket most: assign, close, reopen; everything else is in the tools. Plain forms
//! that the page takes over.

use crate::{
    i18n::{i18n, words as w},
    ui::{Glyph, Icon},
};
use leptos::prelude::*;
use model::{AgentChip, Mark, Status, TicketHead};

/// Beside the ticket's title.
#[component]
pub(super) fn Actions(
    /// The ticket; changes with what is done.
    head: RwSignal<TicketHead>,
    /// Who it can be assigned to.
    agents: Vec<AgentChip>,
) -> impl IntoView {
    let t = i18n();
    let pick = move || head.with(|head| format!("{}.{}", head.id, head.version));
    let assignee =
        Memo::new(move |_| head.with(|head| head.assignee.as_ref().map(|agent| agent.id)));
    let closes =
        Memo::new(move |_| head.with(|head| matches!(head.status, Status::Open | Status::Snoozed)));
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
            <form class="assign" method="post" action="/tickets/change" data-live>
                <input type="hidden" name="ticket" value=pick />
                <input type="hidden" name="change" value="assign" />
                <select name="agent" aria-label=t.t(w::ASSIGNED_TO) title=t.t(w::ASSIGNED_TO) data-submit>
                    <option value="" selected=move || assignee.get().is_none()>{t.t(w::NOBODY)}</option>
                    {options}
                </select>
                <button type="submit" class="button quiet no-script">{t.t(w::ASSIGN)}</button>
            </form>
            <form method="post" action="/tickets/change" data-live>
                <input type="hidden" name="ticket" value=pick />
                <button
                    type="submit"
                    class="button"
                    name="change"
                    value=move || if closes.get() { "closed" } else { "open" }
                    data-testid=move || if closes.get() { "close-ticket" } else { "reopen-ticket" }
                >
                    {move || t.t(if closes.get() { w::CLOSE_TICKET } else { w::REOPEN })}
                </button>
            </form>
            <a
                class="icon-button"
                data-part
                data-testid="open-tools"
                href=move || format!("/tickets/tools?ticket={}", pick())
                aria-label=t.t(w::TICKET_TOOLS)
                title=t.t(w::TICKET_TOOLS)
            >
                <Glyph icon=Icon::More />
            </a>
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

/// How a ticket stands besides, in chips.
pub(crate) fn marks(marks: &[Mark]) -> impl IntoView + use<> {
    let chip = |mark: &Mark| {
        let Mark { kind, text } = mark.clone();
        view! { <span class="chip" data-mark=kind>{text}</span> }
    };
    marks.iter().map(chip).collect_view()
}
