//! A ticket in the list: who, the last words, a picture when there is one, and what stands beside them.

use crate::{
    Reader,
    i18n::{I18n, words as w},
    inbox::{actions::marks, row::glyph},
    ui::{Avatar, Glyph, Icon},
};
use desk::ticket::{FOUND, TicketRow};
use leptos::{either::Either, prelude::*};
use model::Status;

/// As HTML, which the page puts into its row. In a list of `any` status it says what is done.
pub(super) fn drawn(reader: Reader, row: &TicketRow, any: bool) -> String {
    let t = I18n(reader.locale);
    let name = if row.contact.is_empty() {
        t.t(w::VISITOR)
    } else {
        &row.contact
    };
    let name = name.to_owned();
    let said = if row.preview.is_empty() {
        t.t(if row.picture { w::PHOTO } else { w::FILE })
    } else {
        &row.preview
    };
    let piece = |(at, text): (usize, &str)| {
        let text = text.to_owned();
        let found = at % 2 == 1;
        if found {
            Either::Left(view! { <mark>{text}</mark> })
        } else {
            Either::Right(text)
        }
    };
    let said = said.split(FOUND).enumerate().map(piece).collect_view();
    let until = row.snoozed_until.map(|at| reader.moment(at));
    let mut beside = reader.marks(until, row.priority);
    if any && matches!(row.status, Status::Closed | Status::Spam) {
        beside.push(reader.mark(row.status.as_str(), w::status(row.status)));
    }
    let beside = marks(&beside);
    let assignee = row.assignee.as_ref().map(|agent| {
        let name = agent.name.clone();
        view! {
            <span class="assignee" title=name.clone()>
                <Avatar name=name.clone() />
                <span class="visually-hidden">{name.clone()}</span>
            </span>
        }
    });
    view! {
        <Avatar name=name.clone() />
        <span class="who">
            {row.unread.then(|| view! { <span class="dot"><span class="visually-hidden">{t.t(w::UNREAD)}</span></span> })}
            {name}
        </span>
        <span class="preview">
            {row.picture.then(|| view! { <Glyph icon=Icon::Picture /> })}
            {(!row.subject.is_empty()).then(|| view! { <b>{row.subject.clone()}</b>" " })}
            {said}
        </span>
        {(!row.thumb_url.is_empty())
            .then(|| view! { <img class="thumb" src=row.thumb_url.clone() alt="" width="40" height="40" loading="lazy" /> })}
        <span class="meta">
            <Glyph icon=glyph(row.channel) />
            {t.t(w::channel(row.channel))}
            {beside}
            {assignee}
        </span>
    }
    .to_html()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{AgentChip, Channel, Locale, Priority};

    #[test]
    fn a_row_tells_who_and_what_and_takes_no_markup_from_anybody() {
        let row = TicketRow {
            id: 1,
            number: 7,
            subject: "<b>Mugs</b>".into(),
            status: Status::Open,
            channel: Channel::Sms,
            contact: "<img src=x>".into(),
            preview: format!("a {FOUND}broken{FOUND} <i>mug</i>"),
            picture: true,
            thumb_url: "/files/1/thumb/\"onload=\"x.png".into(),
            last_message_at: 0,
            unread: true,
            assignee: Some(AgentChip {
                id: 1,
                name: "<u>Ada</u>".into(),
            }),
            priority: Priority::Urgent,
            snoozed_until: Some(0),
            version: 1,
        };
        let reader = Reader {
            locale: Locale::De,
            offset: 0,
        };
        let html = drawn(reader, &row, false);
        for tag in ["<i>", "<u>", "<img src=x>", "<b>M", "\"onload"] {
            assert!(!html.contains(tag), "{tag} in {html}");
        }
        for told in [
            "<mark>broken</mark>",
            "SMS",
            "Dringend",
            "Ungelesen",
            "&lt;u&gt;Ada",
        ] {
            assert!(html.contains(told), "{told} not in {html}");
        }
        let empty = TicketRow {
            contact: String::new(),
            preview: String::new(),
            status: Status::Closed,
            ..row
        };
        assert!(!drawn(reader, &empty, false).contains("Geschlossen"));
        let html = drawn(reader, &empty, true);
        assert!(html.contains("Geschlossen"), "{html}");
        assert!(html.contains("Besucher") && html.contains("Foto"), "{html}");
    }
}
