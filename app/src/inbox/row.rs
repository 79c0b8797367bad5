//! A ticket in the list.

use super::actions::marks;
use crate::{
    i18n::{I18n, words as w},
    ui::{Avatar, Glyph, Icon, Time},
};
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

/// One line: who, when, the last words, and a picture when there is one. `kept` is what keeps the
/// list as it is, `open` the ticket that is open.
pub(super) fn row(
    t: I18n,
    row: &TicketRow,
    kept: Memo<String>,
    open: Memo<Option<i64>>,
) -> impl IntoView + use<> {
    let number = row.number;
    let who = if row.contact.is_empty() {
        t.t(w::VISITOR).to_owned()
    } else {
        row.contact.clone()
    };
    let preview = match (row.preview.is_empty(), row.picture) {
        (true, true) => t.t(w::PHOTO).to_owned(),
        (true, false) => t.t(w::FILE).to_owned(),
        (false, _) => row.preview.clone(),
    };
    view! {
        <a
            class="ticket-row"
            data-testid="ticket-row"
            data-number=number.to_string()
            data-unread=row.unread.to_string()
            href=move || format!("/tickets/{number}{}", kept.get())
            aria-current=move || (open.get() == Some(number)).then_some("true")
        >
            <Avatar name=who.clone() />
            <span class="who">
                {row.unread.then(|| view! { <span class="dot"><span class="visually-hidden">{t.t(w::UNREAD)}</span></span> })}
                {who}
            </span>
            <Time at=row.last_message_at />
            <span class="preview">
                {row.picture.then(|| view! { <Glyph icon=Icon::Picture /> })}
                {(!row.subject.is_empty()).then(|| view! { <b>{row.subject.clone()}</b>" " })}
                {preview}
            </span>
            {(!row.thumb_url.is_empty())
                .then(|| view! { <img class="thumb" src=row.thumb_url.clone() alt="" width="40" height="40" loading="lazy" /> })}
            <span class="meta">
                <Glyph icon=glyph(row.channel) />
                {t.t(w::channel(row.channel))}
                {marks(&row.marks)}
                {row.assignee.as_ref().map(|agent| view! { <span class="assignee" title=agent.name.clone()><Avatar name=agent.name.clone() /><span class="visually-hidden">{agent.name.clone()}</span></span> })}
            </span>
        </a>
    }
}
