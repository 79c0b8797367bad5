//! What agents write: answers and notes.

use super::{
    Handle, check_consent, check_content, check_files, check_form, check_limits, check_scans,
    extras::{self, Given, Kept},
    forward,
    insert::{self, By, Draft, File},
    link, read, remember, stream_of, text_long,
};
use crate::{
    Actor, Desk, Error, Result, db, db::Write, deliver, file::Reader, jobs::Job, template,
    ticket::merge,
};
use channels::Template;
use model::{
    AgentId, Answer, Channel, Direction, EventKind, Extras, Message, MessageId, NewMessage,
    TicketId,
};
use sea_orm::FromQueryResult;
use std::time::Duration;

/// Sends an agent's message, or keeps their note. Repeated with the same key it is the same message.
///
/// # Errors
/// For anybody but agents; when text, files or what it has besides are not what the channel takes.
pub async fn answer(desk: &Desk, actor: &Actor, answer: Answer) -> Result<Message> {
    let Answer { message, extras } = answer;
    let id = actor.agent()?;
    check_form(&message)?;
    if let Some(wanted) = &extras.template {
        if message.note || !message.text.trim().is_empty() || !message.files.is_empty() {
            return Err(Error::invalid(
                "template_alone",
                "A template goes by itself, without words or files of your own.",
            ));
        }
        let (text, template) = template::fill(desk, message.ticket, wanted).await?;
        let message = NewMessage { text, ..message };
        return send(desk, id, &message, &extras, Some(template)).await;
    }
    if extras.forwards.is_none() {
        check_content(&message)?;
    }
    send(desk, id, &message, &extras, None).await
}

#[derive(FromQueryResult)]
struct Locked {
    inbox_id: i64,
    contact_id: i64,
    handle_id: i64,
}

/// The same, of an agent who is known and a message whose form is checked.
pub(super) async fn send(
    desk: &Desk,
    id: AgentId,
    new: &NewMessage,
    extras: &Extras,
    template: Option<Template>,
) -> Result<Message> {
    let by = By::Agent(id);
    if let Some((message, ticket)) = insert::by_key(desk.db().read(), by, &new.client_key).await? {
        return read::one(desk, ticket, message, "", Reader::Agent).await;
    }
    let there;
    let ticket = merge::where_now(desk.db().read(), new.ticket).await?;
    let new = if ticket == new.ticket {
        new
    } else {
        there = NewMessage {
            ticket,
            ..new.clone()
        };
        &there
    };
    let mut write = Write::begin(desk).await?;
    // Also takes the ticket's lock: within a ticket, messages get their keys in the order in
    // which they become visible.
    let ticket: Option<Locked> = db::one(
        &*write,
        "UPDATE ticket SET version = version WHERE id = $1 \
         RETURNING inbox_id, contact_id, handle_id",
        [new.ticket.into()],
    )
    .await?;
    let ticket = ticket.ok_or(Error::NotFound)?;
    let inbox = crate::inbox::get(desk, ticket.inbox_id).await?;
    let handle: Option<Handle> = db::one(
        &*write,
        "SELECT kind, value FROM contact_handle WHERE id = $1",
        [ticket.handle_id.into()],
    )
    .await?;
    let handle = handle.ok_or(Error::NotFound)?;
    let limits = inbox.limits();
    let mut kept = if new.note {
        Kept::default()
    } else {
        if let (Some(seen), None) = (extras.seen, extras.forwards) {
            check_unanswered(&write, new.ticket, id, seen).await?;
        }
        check_limits(new, &limits)?;
        check_consent(&write, inbox.id, ticket.handle_id).await?;
        let kept = extras::check(&write, new.ticket, inbox.kind(), extras).await?;
        Kept { template, ..kept }
    };
    let (text, handed_on) = match kept.forwards {
        Some(letter) => forward::words(&write, new.ticket, letter, new.text.trim()).await?,
        None => (new.text.trim().to_owned(), Vec::new()),
    };
    let direction = if new.note {
        Direction::Note
    } else {
        Direction::Out
    };
    let mut draft = Draft {
        client_key: Some(&new.client_key),
        files: new.files.len() + handed_on.len(),
        ..Draft::new(new.ticket, direction, by, &text, db::now())
    };
    let Some(message) = insert::message(&write, &draft).await? else {
        // The same send, a moment earlier.
        drop(write);
        let (message, ticket) = insert::by_key(desk.db().read(), by, &new.client_key)
            .await?
            .ok_or(Error::Conflict)?;
        return read::one(desk, ticket, message, "", Reader::Agent).await;
    };
    let owner = owner_key(id)?;
    let mut files = Vec::with_capacity(draft.files);
    for file in &new.files {
        let taken = File::take(&write, &owner, file.upload, &file.caption, &file.alt).await?;
        files.push(taken.going(file.sent_as));
    }
    files.extend(handed_on);
    if new.note {
        insert::files(&write, new.ticket, message, &files).await?;
        write.event(EventKind::Note, new.ticket, None);
    } else {
        check_files(&files, &limits)?;
        check_scans(&write, &files).await?;
        let keys = insert::files(&write, new.ticket, message, &files).await?;
        let told = if limits.link_in_text {
            link::tell(desk, &write, message, draft.text, &files, &keys).await?
        } else {
            None
        };
        if let Some(text) = &told {
            if !limits.takes_text(text) {
                return Err(text_long());
            }
            draft.text = text;
        }
        if told.is_some() || kept.forwards.is_some() {
            kept.given = Some(Given {
                text: new.text.trim().len(),
                files: new.files.len(),
            });
        }
        extras::keep(&write, message, extras.quotes, &kept).await?;
        remember::message(&write, &draft, ticket.contact_id, &files, &keys).await?;
        let hold = held_for(desk, inbox.kind());
        let sending = deliver::Sending {
            inbox: &inbox,
            to: &handle,
            kept: &kept,
            hold_ms: db::millis(hold),
        };
        deliver::queue(desk, &write, &sending, &draft, message, &files, &keys).await?;
        write.event(EventKind::Message, new.ticket, stream_of(inbox.id, &handle));
        write.job_after(Job::Deliver(new.ticket), hold);
    }
    insert::redacted(&write, &owner, message, &new.files).await?;
    write.commit().await?;
    read::one(desk, new.ticket, message, "", Reader::Agent).await
}

/// Nobody else answered since the writer last looked: the customer would get two answers to one question. The ticket
/// is locked, so that of two who send at once the second is told.
async fn check_unanswered(
    write: &Write<'_>,
    ticket: TicketId,
    me: AgentId,
    seen: MessageId,
) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Colleague {
        name: String,
    }
    let colleague: Option<Colleague> = db::one(
        &**write,
        "SELECT a.name FROM message m JOIN agent a ON a.id = m.author_id \
         WHERE m.ticket_id = $1 AND m.id > $2 AND m.direction = 'out' AND m.author_kind = 'agent' \
             AND m.author_id <> $3 AND COALESCE(m.state, '') <> 'canceled' ORDER BY m.id DESC LIMIT 1",
        [ticket.into(), seen.into(), me.into()],
    )
    .await?;
    match colleague {
        None => Ok(()),
        Some(Colleague { name }) => Err(Error::invalid(
            "answered",
            format!(
                "{name} has answered meanwhile. Your answer has not gone: send it again if it is still needed."
            ),
        )),
    }
}

/// Whose an agent's uploads are.
pub(super) fn owner_key(id: AgentId) -> Result<String> {
    let role = model::Role::Agent;
    Actor::Agent { id, role }.owner_key()
}

/// How long an answer waits before it goes, so that it can be taken back. What is said in a chat is
/// seen at once: nobody takes words back there.
fn held_for(desk: &Desk, channel: Channel) -> Duration {
    if channel == Channel::Webchat {
        Duration::ZERO
    } else {
        desk.undo()
    }
}
