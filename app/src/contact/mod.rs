//! The customer's panel beside a thread.

use crate::{
    i18n::{i18n, words as w},
    ui::{Avatar, Clock, Glyph, Icon, Time, date_time},
};
use leptos::{either::Either, prelude::*};
use model::{ContactCard, HandleKind};

/// Whether one may write to them first.
fn reachable(contact: &ContactCard) -> bool {
    use HandleKind::{Email, Phone, Whatsapp};
    let may = |handle: &model::Handle| matches!(handle.kind, Email | Phone | Whatsapp);
    contact.handles.iter().any(may)
}

const fn glyph(kind: HandleKind) -> Icon {
    match kind {
        HandleKind::Email => Icon::Email,
        HandleKind::Phone => Icon::Sms,
        HandleKind::Whatsapp => Icon::Phone,
        HandleKind::Instagram => Icon::Camera,
        HandleKind::Visitor => Icon::Chat,
    }
}

/// Name, addresses, what was exchanged, and other conversations.
#[component]
pub(crate) fn ContactPanel(
    /// The customer.
    #[prop(into)]
    contact: Signal<ContactCard>,
) -> impl IntoView {
    let t = i18n();
    let clock = expect_context::<Clock>();
    let name = move || {
        contact.with(|contact| {
            if contact.name.is_empty() {
                t.t(w::VISITOR).to_owned()
            } else {
                contact.name.clone()
            }
        })
    };
    let handles = move || {
        contact.with(|contact| {
            contact
                .handles
                .iter()
                .map(|handle| {
                    view! { <li><Glyph icon=glyph(handle.kind) /><span>{handle.value.clone()}</span></li> }
                })
                .collect_view()
        })
    };
    let files = move || match contact.with(|contact| contact.files) {
        0 => None,
        1 => Some(t.t(w::FILE_SHARED).to_owned()),
        count => Some(t.f(w::FILES_SHARED, &[&count.to_string()])),
    };
    let since = move || {
        let date = date_time(
            contact.with(|contact| contact.since),
            clock.offset.get(),
            clock.locale,
        );
        format!("{} {date}", t.t(w::CUSTOMER_SINCE))
    };
    let others = move || {
        contact.with(|contact| {
            if contact.tickets.is_empty() {
                return Either::Left(view! { <p class="quiet">{t.t(w::NO_OTHER_TICKETS)}</p> });
            }
            let rows = contact
                .tickets
                .iter()
                .map(|ticket| {
                    view! {
                        <li>
                            <a href=format!("/tickets/{}", ticket.number)>
                                <span class="number">{format!("#{}", ticket.number)}</span>
                                " "
                                {ticket.subject.clone()}
                            </a>
                            <Time at=ticket.last_message_at />
                        </li>
                    }
                })
                .collect_view();
            Either::Right(view! { <ul class="past-tickets">{rows}</ul> })
        })
    };
    view! {
        <aside class="person" id="contact" popover="auto" data-testid="contact-panel" aria-label=t.t(w::CONTACT)>
            <header>
                {move || view! { <Avatar name=name() /> }}
                <h2>{name}</h2>
            </header>
            <ul class="handles">{handles}</ul>
            {move || {
                contact
                    .with(reachable)
                    .then(|| {
                        let href = format!("/conversations/new?contact={}", contact.with(|contact| contact.id));
                        view! { <p><a class="button quiet" href=href>{t.t(w::START)}</a></p> }
                    })
            }}
            <p class="quiet">{since}</p>
            <p class="quiet">{files}</p>
            <h3>{t.t(w::OTHER_TICKETS)}</h3>
            {others}
        </aside>
    }
}
