//! A ticket in the list: what changes while one looks at it, around what the server drew.

use super::address::at;
use crate::ui::{Icon, Time};
use leptos::prelude::*;
use model::{Channel, TicketRow};

/// A channel's mark.
pub(crate) const fn glyph(channel: Channel) -> Icon {
    match channel {
        Channel::Email => Icon::Email,
        Channel::Webchat => Icon::Chat,
        Channel::Sms => Icon::Sms,
        Channel::Instagram => Icon::Camera,
        Channel::Whatsapp => Icon::Phone,
    }
}

/// `kept` is what keeps the list as it is, `open` the ticket that is open.
pub(super) fn row(
    row: &TicketRow,
    kept: Memo<String>,
    open: Memo<Option<i64>>,
) -> impl IntoView + use<> {
    let number = row.number;
    view! {
        <a
            class="ticket-row"
            data-testid="ticket-row"
            data-number=number.to_string()
            data-unread=row.unread.to_string()
            href=move || kept.with(|query| at(&format!("/tickets/{number}"), query))
            aria-current=move || (open.get() == Some(number)).then_some("true")
        >
            <span class="drawn" inner_html=row.drawn.clone()></span>
            <Time at=row.last_message_at />
        </a>
    }
}
