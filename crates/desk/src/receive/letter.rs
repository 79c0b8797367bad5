//! Letters that somebody hands us whole: kept as bytes before that is acknowledged, then applied,
//! with the files in them. Which conversation one belongs to is told by a token that we signed, or
//! by a Message-ID of the conversation in the hands of who takes part in it.

use super::{
    apply::{known_as, new_ticket, reopen},
    claim,
    drain::{Due, Tried},
    keep, target, wake_awaiting,
};
use crate::{
    Desk, Error, Result,
    blob::Facts,
    db,
    db::Write,
    deliver,
    entity::inbox,
    ingest::{self, Taken, work},
    jobs::Job,
    message::{
        Handle,
        extras::{self, Kept},
        insert::{self, By, Draft, File, Letter},
        remember, stream_of,
    },
    ticket::merge,
};
use bytes::Bytes;
use channels::{Inbound, InboundMessage};
use model::{ContactId, Direction, EventKind, InboxId, SentAs, TicketId};
use sea_orm::FromQueryResult;

/// What stands in an event's row whose payload is a blob.
const BLOB: &str = "blob:";

/// Keeps a letter from a mail server of this house's own, and wakes a worker to apply it. The same
/// letter twice is kept once.
///
/// # Errors
/// [`Error::NotFound`] when no such inbox takes letters.
pub async fn letter(desk: &Desk, inbox: InboxId, raw: &[u8]) -> Result<()> {
    let inbox = crate::inbox::get(desk, inbox).await?;
    let name = inbox.open(desk).letter_id(raw).ok_or(Error::NotFound)?;
    keep_whole(desk, inbox.id, &name, raw).await.map(drop)
}

/// Keeps it under that name. Whether it is new.
pub(super) async fn keep_whole(
    desk: &Desk,
    inbox: InboxId,
    name: &str,
    raw: &[u8],
) -> Result<bool> {
    let staged = desk
        .blobs()
        .stage_bytes(Bytes::copy_from_slice(raw))
        .await?;
    let mut write = Write::begin(desk).await?;
    let payload = format!("{BLOB}{}", staged.sha256);
    if keep(&write, inbox, name, &payload).await?.is_none() {
        return Ok(false);
    }
    // Not `came`: nobody is given it, what is given out of it is scanned by itself.
    let facts = Facts {
        mime: "message/rfc822".into(),
        width: 0,
        height: 0,
        came: false,
    };
    desk.blobs()
        .keep(&write, staged, &facts, desk.ingest())
        .await?;
    write.job(Job::Receive(inbox));
    write.commit().await?;
    Ok(true)
}

/// Applies a kept letter.
pub(super) async fn try_stored(
    desk: &Desk,
    inbox: InboxId,
    due: &Due,
    blob: &str,
) -> Result<Tried> {
    let sha256 = blob.strip_prefix(BLOB).unwrap_or_default();
    let raw = desk.blobs().read_all(sha256).await?;
    let inbox = crate::inbox::get(desk, inbox).await?;
    let channel = inbox.open(desk);
    let opened = channel.open_letter(&raw, &due.event_id);
    let mut opened = opened.map_err(Error::internal)?;
    if let Some(Inbound::Message(message)) = &mut opened.inbound
        && let Some(told) = &mut message.letter
        && told.authentic.is_none()
    {
        told.authentic = channel.vouched(&raw).await;
    }
    let mut taken = Vec::with_capacity(opened.files.len());
    if let Some(Inbound::Message(message)) = &opened.inbound {
        // Before the transaction: nobody waits for what is looked at.
        for (file, bytes) in message.files.iter().zip(opened.files) {
            taken.push(ingest::take_anyhow(desk, bytes, &file.name).await?);
        }
    }
    let mut write = Write::begin(desk).await?;
    if claim(&write, due.id).await?.is_none() {
        return Ok(Tried::Applied);
    }
    let mut blobs = Vec::new();
    match opened.inbound {
        Some(Inbound::Message(message)) => {
            match apply(desk, &mut write, &inbox, &message, taken).await? {
                Some(files) => blobs = files,
                None => {
                    // Applied once more: what is there stays as it is, and no ticket is made for nothing.
                    drop(write);
                    write = Write::begin(desk).await?;
                    claim(&write, due.id).await?;
                }
            }
        }
        Some(Inbound::Status(status)) => {
            let known = deliver::moved_on(&mut write, inbox.id, &status).await?;
            if !known {
                return Ok(Tried::Awaits(status.provider_id));
            }
        }
        // Our own letter come back, or news that change nothing.
        _ => {}
    }
    write.commit().await?;
    for sha256 in blobs {
        work::soon(desk, sha256);
    }
    Ok(Tried::Applied)
}

/// Writes it down; the files' bytes. Nothing when it is here already: what was begun is to be undone.
async fn apply(
    desk: &Desk,
    write: &mut Write<'_>,
    inbox: &inbox::Model,
    inbound: &InboundMessage,
    taken: Vec<Taken>,
) -> Result<Option<Vec<String>>> {
    let now = db::now();
    let told = inbound.letter.clone().unwrap_or_default();
    let (handle, contact) = known_as(write, inbound).await?;
    let known = place(desk, write, inbox.id, inbound, contact).await?;
    let ticket = match &known {
        Some(known) => known.id,
        None => new_ticket(write, inbox.id, contact, handle, &inbound.subject).await?,
    };
    let text = inbound.told();
    let appointment = (told.appointment.as_ref()).map(serde_json::to_string);
    let appointment = appointment.transpose()?;
    let at = inbound.at.map_or(now, |at| at.min(now));
    let draft = Draft {
        // A letter's Message-ID may be another's, too.
        client_key: Some(&inbound.event_id),
        provider_id: inbound.provider_id.as_deref(),
        files: taken.len(),
        letter: Letter {
            html: inbound.html.as_deref(),
            look: told.look,
            below: Some(&*told.below).filter(|below| !below.is_empty()),
            unverified: told.authentic == Some(false),
            appointment: appointment.as_deref(),
        },
        ..Draft::new(ticket, Direction::In, By::Contact(contact), text.trim(), at)
    };
    let Some(message) = insert::message(write, &draft).await? else {
        return Ok(None);
    };
    if !told.others.is_empty() {
        let kept = Kept {
            cc: told.others.clone(),
            ..Kept::default()
        };
        extras::keep(write, message, None, &kept).await?;
    }
    let mut files = Vec::with_capacity(taken.len());
    for file in taken {
        let (name, mime, bytes) = (file.name.clone(), file.mime.clone(), file.bytes);
        let (width, height) = (i64::from(file.width), i64::from(file.height));
        let kept = file.keep(desk, write).await?;
        files.push(File {
            name,
            mime,
            bytes,
            sha256: Some(kept.sha256),
            width,
            height,
            caption: String::new(),
            alt: String::new(),
            source: None,
            original: kept.original,
            sent_as: SentAs::Itself,
        });
    }
    let keys = insert::files(write, ticket, message, &files).await?;
    remember::message(write, &draft, contact, &files, &keys).await?;
    // Who is away says so in the conversation, and wakes nobody with it.
    if known.is_some_and(|known| known.status != "open") && !told.automatic {
        reopen(write, ticket).await?;
    }
    if let Some(name) = &inbound.provider_id {
        wake_awaiting(write, inbox.id, name).await?;
    }
    let address = Handle {
        kind: inbound.from.kind.as_str().into(),
        value: inbound.from.value.clone(),
    };
    write.event(EventKind::Message, ticket, stream_of(inbox.id, &address));
    let blobs = files.into_iter().filter_map(|file| file.sha256);
    Ok(Some(blobs.collect()))
}

#[derive(FromQueryResult)]
struct Place {
    id: TicketId,
    contact_id: ContactId,
    status: String,
}

/// The conversation it belongs to; nothing when it begins one.
async fn place(
    desk: &Desk,
    write: &Write<'_>,
    inbox: InboxId,
    inbound: &InboundMessage,
    contact: ContactId,
) -> Result<Option<Place>> {
    let told = inbound.letter.clone().unwrap_or_default();
    let sql = "SELECT id, contact_id, status FROM ticket WHERE id = $1 AND inbox_id = $2";
    for token in &told.tokens {
        if let Some(ticket) = desk.signer().replied_to(token) {
            let ticket = merge::where_now(&**write, ticket).await?;
            let found: Option<Place> =
                db::one(&**write, sql, [ticket.into(), inbox.into()]).await?;
            if found.is_some() {
                return Ok(found);
            }
        }
    }
    // Whose address may be borrowed talks into nobody's conversation.
    if told.authentic == Some(false) {
        return Ok(None);
    }
    for name in &inbound.thread {
        let Some(found) = target(write, inbox, name).await? else {
            continue;
        };
        let found: Option<Place> =
            db::one(&**write, sql, [found.ticket.into(), inbox.into()]).await?;
        if let Some(found) = found.filter(|found| found.contact_id == contact) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
