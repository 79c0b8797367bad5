//! A customer's message becomes rows: who they are, which ticket it belongs to, itself and its
//! files.

use super::{target, wake_awaiting};
use crate::{
    Actor, Error, Result, db,
    db::Write,
    entity::{contact, inbox},
    ingest,
    jobs::Job,
    message,
    message::{
        Handle,
        insert::{self, By, Draft, File},
        remember,
    },
    ticket::merge,
};
use channels::{InboundFile, InboundMessage, UPLOAD};
use model::{
    AttachmentId, ContactId, Direction, EventKind, HandleKind, InboxId, MessageId, TicketId,
};
use sea_orm::{ActiveModelTrait, FromQueryResult, Set};

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// A customer's message, written down.
pub(crate) struct Applied {
    pub(crate) message: MessageId,
    pub(crate) ticket: TicketId,
    pub(crate) contact: ContactId,
    /// Files that are here, by their bytes.
    pub(crate) blobs: Vec<String>,
}

/// Writes a customer's message: who they are, which ticket it belongs to, itself and its files.
/// Nothing when they sent it before.
pub(crate) async fn apply_message(
    write: &mut Write<'_>,
    inbox: &inbox::Model,
    inbound: &InboundMessage,
) -> Result<Option<Applied>> {
    let now = db::now();
    let (handle, contact) = known_as(write, inbound).await?;
    let named = inbound.provider_id.as_deref();
    if let Some(name) = named
        && target(write, inbox.id, name).await?.is_some()
    {
        return Ok(None);
    }
    let address = Handle {
        kind: inbound.from.kind.as_str().into(),
        value: inbound.from.value.clone(),
    };
    let ticket = ticket_of(write, inbox.id, contact, handle, &inbound.subject).await?;
    let told = inbound.told();
    // Providers' clocks may be ahead; a message from the future would lead the list for ever.
    let at = inbound.at.map_or(now, |at| at.min(now));
    let draft = Draft {
        client_key: inbound.client_key.as_deref(),
        provider_id: named.or_else(|| {
            // Applied once more, what has no name of its own is known by its event's.
            let nameless = inbound.client_key.is_none();
            nameless.then_some(inbound.event_id.as_str())
        }),
        files: inbound.files.len(),
        ..Draft::new(ticket, Direction::In, By::Contact(contact), &told, at)
    };
    let Some(message) = insert::message(write, &draft).await? else {
        return Ok(None);
    };
    let mut files = Vec::with_capacity(inbound.files.len());
    for file in &inbound.files {
        files.push(match file.source.strip_prefix(UPLOAD) {
            Some(upload) => {
                let key = upload.parse().map_err(|_| Error::NotFound)?;
                let visitor = inbound.from.value.clone();
                let owner = Actor::Visitor {
                    visitor,
                    inbox: inbox.id,
                }
                .owner_key()?;
                let taken = File::take(write, &owner, key, &file.caption, &file.alt).await?;
                taken.going(file.sent_as)
            }
            None => awaited_file(file),
        });
    }
    let keys = insert::files(write, ticket, message, &files).await?;
    remember::message(write, &draft, contact, &files, &keys).await?;
    if inbound.name.trim().is_empty() && inbox.kind() == model::Channel::Instagram {
        write.job(Job::Profile(inbox.id, handle));
    }
    awaited(write, message, &inbound.files, &keys).await?;
    if let Some(quoted) = &inbound.quoted
        && let Some(quoted) = target(write, inbox.id, quoted).await?
    {
        let sql = "UPDATE message SET quoted_id = $1 WHERE id = $2";
        db::run(&**write, sql, [quoted.message.into(), message.into()]).await?;
    }
    if let Some(name) = named {
        wake_awaiting(write, inbox.id, name).await?;
    }
    write.event(
        EventKind::Message,
        ticket,
        message::stream_of(inbox.id, &address),
    );
    let blobs = files.into_iter().filter_map(|file| file.sha256).collect();
    Ok(Some(Applied {
        message,
        ticket,
        contact,
        blobs,
    }))
}

/// A file that is still with the provider: shown as coming.
pub(super) fn awaited_file(file: &InboundFile) -> File {
    File {
        name: ingest::called(&file.name, plain(&file.mime)),
        mime: plain(&file.mime).to_owned(),
        bytes: file.bytes,
        sha256: None,
        width: 0,
        height: 0,
        caption: file.caption.clone(),
        alt: file.alt.clone(),
        source: Some(file.source.clone()),
        original: None,
        sent_as: file.sent_as,
    }
}

/// A media type without its parameters.
fn plain(mime: &str) -> &str {
    mime.split(';').next().unwrap_or_default().trim()
}

/// Sees to it that files which are still with the provider are fetched.
pub(super) async fn awaited(
    write: &mut Write<'_>,
    message: MessageId,
    files: &[InboundFile],
    keys: &[AttachmentId],
) -> Result<()> {
    let waiting = files.iter().zip(keys);
    let waiting: Vec<_> = waiting
        .filter(|(file, _)| !file.source.starts_with(UPLOAD))
        .collect();
    if waiting.is_empty() {
        return Ok(());
    }
    // The jobs come first; the sweeper looks after those that are lost. An inbox' files pass
    // through, or are kept: all of them.
    let sql = "UPDATE attachment SET look_at = $1, passing = $2 \
               WHERE message_id = $3 AND state = 'pending'";
    let passing = waiting.iter().any(|(file, _)| file.passing);
    let values = [(db::now() + 10_000).into(), passing.into(), message.into()];
    db::run(&**write, sql, values).await?;
    for (_, key) in waiting {
        write.job(Job::Fetch(*key));
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Known {
    id: i64,
    contact_id: i64,
}

/// Who wrote: somebody new if nobody wrote from that address before. Holds the address' lock.
/// Their other addresses are theirs from now on, and what was said under them goes on here.
pub(super) async fn known_as(
    write: &Write<'_>,
    inbound: &InboundMessage,
) -> Result<(i64, ContactId)> {
    if inbound.also.is_empty() {
        return known_by(write, &inbound.from, &inbound.name, None).await;
    }
    let mut contact = None;
    for other in &inbound.also {
        let sql = "SELECT id, contact_id FROM contact_handle WHERE kind = $1 AND value = $2";
        let address = [other.kind.as_str().into(), other.value.as_str().into()];
        let known: Option<Known> = db::one(&**write, sql, address).await?;
        contact = contact.or(known.map(|known| known.contact_id));
    }
    let (handle, contact) = known_by(write, &inbound.from, &inbound.name, contact).await?;
    for other in &inbound.also {
        let (also, theirs) = known_by(write, other, &inbound.name, Some(contact)).await?;
        if theirs == contact {
            let sql = "UPDATE ticket SET handle_id = $1 WHERE contact_id = $2 AND handle_id = $3";
            db::run(&**write, sql, [handle.into(), contact.into(), also.into()]).await?;
        }
    }
    Ok((handle, contact))
}

/// Who is known by an address; if nobody is, then `owner`, or else somebody new. Holds its lock.
pub(crate) async fn known_by(
    write: &Write<'_>,
    from: &model::Handle,
    name: &str,
    owner: Option<ContactId>,
) -> Result<(i64, ContactId)> {
    let lock = "UPDATE contact_handle SET value = value WHERE kind = $1 AND value = $2 \
                RETURNING id, contact_id";
    let address = || [from.kind.as_str().into(), from.value.as_str().into()];
    let known: Option<Known> = db::one(&**write, lock, address()).await?;
    if let Some(known) = known {
        return Ok((known.id, known.contact_id));
    }
    let shown = match (name.trim(), from.kind) {
        // Random letters are no name.
        ("", HandleKind::Visitor) => "",
        ("", _) => &from.value,
        (name, _) => name,
    };
    let contact = contact::ActiveModel {
        name: Set(shown.into()),
        files: Set(0),
        created_at: Set(db::now()),
        ..Default::default()
    };
    let contact = match owner {
        Some(owner) => owner,
        None => contact.insert(&**write).await?.id,
    };
    let row: Option<Id> = db::one(
        &**write,
        "INSERT INTO contact_handle (contact_id, kind, value) VALUES ($3, $1, $2) \
         ON CONFLICT (kind, value) DO NOTHING RETURNING id",
        [
            from.kind.as_str().into(),
            from.value.as_str().into(),
            contact.into(),
        ],
    )
    .await?;
    if let Some(row) = row {
        return Ok((row.id, contact));
    }
    // Their first two messages came at once, and the other one was quicker.
    if owner.is_none() {
        let sql = "DELETE FROM contact WHERE id = $1";
        db::run(&**write, sql, [contact.into()]).await?;
    }
    let known: Option<Known> = db::one(&**write, lock, address()).await?;
    known
        .map(|known| (known.id, known.contact_id))
        .ok_or(Error::Conflict)
}

#[derive(FromQueryResult)]
struct Latest {
    id: i64,
    status: String,
}

/// The conversation their message belongs to: the latest one, reopened if it was closed, or a
/// new one. The address' lock is held, so two first messages make one ticket.
pub(super) async fn ticket_of(
    write: &mut Write<'_>,
    inbox: InboxId,
    contact: ContactId,
    handle: i64,
    subject: &str,
) -> Result<TicketId> {
    let latest: Option<Latest> = db::one(
        &**write,
        "SELECT id, status FROM ticket WHERE contact_id = $1 AND handle_id = $2 AND inbox_id = $3 \
         ORDER BY id DESC LIMIT 1",
        [contact.into(), handle.into(), inbox.into()],
    )
    .await?;
    if let Some(latest) = latest {
        let mut ticket = latest.id;
        if latest.status != "open" {
            ticket = merge::where_now(&**write, ticket).await?;
            reopen(write, ticket).await?;
        }
        return Ok(ticket);
    }
    new_ticket(write, inbox, contact, handle, subject).await
}

/// Their message wakes a conversation that is closed or sleeps. Spam stays spam, and what somebody
/// writes who is blocked becomes it.
pub(super) async fn reopen(write: &mut Write<'_>, ticket: TicketId) -> Result<()> {
    let known: Option<Latest> = db::one(
        &**write,
        "UPDATE ticket SET snoozed_until = NULL, version = version + 1, \
             status = CASE WHEN (SELECT blocked FROM contact WHERE id = contact_id) \
                 THEN 'spam' ELSE 'open' END \
         WHERE id = $1 AND status NOT IN ('open', 'spam') RETURNING id, status",
        [ticket.into()],
    )
    .await?;
    let Some(known) = known else { return Ok(()) };
    if known.status == "open" {
        message::activity(write, ticket, By::System, "reopened", db::now()).await?;
    }
    write.event(EventKind::Ticket, ticket, None);
    Ok(())
}

/// A new conversation.
pub(crate) async fn new_ticket(
    write: &Write<'_>,
    inbox: InboxId,
    contact: ContactId,
    handle: i64,
    subject: &str,
) -> Result<TicketId> {
    let row: Option<Id> = db::one(
        &**write,
        "INSERT INTO ticket (number, inbox_id, contact_id, handle_id, subject, status, unread, \
             version, last_message_at, last_text, created_at, channel) \
         SELECT $1, i.id, c.id, $3, $4, CASE WHEN c.blocked THEN 'spam' ELSE 'open' END, TRUE, 1, \
             $5, '', $5, i.kind FROM contact c JOIN inbox i ON i.id = $2 WHERE c.id = $6 RETURNING id",
        [
            next_number(write).await?.into(),
            inbox.into(),
            handle.into(),
            insert::one_line(subject).into(),
            db::now().into(),
            contact.into(),
        ],
    )
    .await?;
    row.map(|row| row.id)
        .ok_or_else(|| Error::internal("a ticket's customer is gone"))
}

/// The next ticket's number. Without gaps: one that is not committed is given again.
async fn next_number(write: &Write<'_>) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Row {
        value: i64,
    }
    let sql = "UPDATE counter SET value = value + 1 WHERE name = 'ticket' RETURNING value";
    let row: Option<Row> = db::one(&**write, sql, []).await?;
    row.map(|row| row.value)
        .ok_or_else(|| Error::internal("the ticket counter is gone"))
}
