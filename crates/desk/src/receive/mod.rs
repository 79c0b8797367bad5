//! Everything that arrives: kept as it came under the provider's name for it, before anybody is
//! told that we have it, and applied once.

mod apply;

pub(crate) use apply::apply_message;

use crate::{
    Desk, Error, Result, blob, db,
    db::Write,
    deliver,
    entity::inbound_event,
    ingest::{self, work},
    jobs::Job,
    message::{Handle, stream_of},
};
use apply::{known_as, ticket_of};
use channels::{Fetched, Inbound, InboundMessage, Raw};
use model::{AttachmentId, EventKind, InboxId, TicketId};
use sea_orm::FromQueryResult;

/// How often an event is tried that cannot be applied, before it waits for a person.
pub(crate) const TRIES: i64 = 10;

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// Keeps what a provider posted to an inbox's webhook, and wakes a worker to apply it.
///
/// # Errors
/// [`Error::NotAllowed`] when it is forged, `Invalid` when it is not in the provider's form.
pub async fn store(desk: &Desk, inbox: InboxId, raw: &Raw<'_>) -> Result<()> {
    let inbox = crate::inbox::get(desk, inbox).await?;
    let channel = inbox.open(desk);
    channel.verify(raw).map_err(|_| Error::NotAllowed)?;
    let form = || Error::invalid("form", "This is not in the provider's form.");
    let events = channel.read(raw.body).map_err(|_| form())?;
    let payload = std::str::from_utf8(raw.body).map_err(|_| form())?;
    let mut write = Write::begin(desk).await?;
    for event in events {
        if let Some(id) = keep(&write, inbox.id, event.event_id(), payload).await? {
            write.job(Job::Receive(id));
        }
    }
    write.commit().await
}

/// Keeps one event; nothing when it is known already.
pub(crate) async fn keep(
    write: &Write<'_>,
    inbox: InboxId,
    event_id: &str,
    payload: &str,
) -> Result<Option<i64>> {
    let now = db::now();
    let row: Option<Id> = db::one(
        &**write,
        "INSERT INTO inbound_event (inbox_id, event_id, payload, received_at, attempts, \
             next_attempt, woken_at) VALUES ($1, $2, $3, $4, 0, $4, $4) \
         ON CONFLICT (inbox_id, event_id) DO NOTHING RETURNING id",
        [inbox.into(), event_id.into(), payload.into(), now.into()],
    )
    .await?;
    Ok(row.map(|row| row.id))
}

/// Marks it as applied, in the transaction that did it.
pub(crate) async fn applied(write: &Write<'_>, event: i64) -> Result<()> {
    db::run(
        &**write,
        "UPDATE inbound_event SET applied_at = $1, error = NULL WHERE id = $2",
        [db::now().into(), event.into()],
    )
    .await?;
    Ok(())
}

/// Applies a kept event, unless it is applied already.
pub(crate) async fn apply_stored(desk: &Desk, event: i64) -> Result<()> {
    match try_stored(desk, event).await {
        Ok(()) => Ok(()),
        Err(error) => {
            // Kept as it came, so nothing is lost: it can be applied by a later build.
            db::run(
                desk.db().write(),
                "UPDATE inbound_event SET attempts = attempts + 1, error = $1, \
                     next_attempt = $2 + 1000 * (attempts + 1) * (attempts + 1) * 10 \
                 WHERE id = $3 AND applied_at IS NULL",
                [error.to_string().into(), db::now().into(), event.into()],
            )
            .await?;
            Err(error)
        }
    }
}

async fn try_stored(desk: &Desk, event: i64) -> Result<()> {
    let mut write = Write::begin(desk).await?;
    // The lock keeps a second worker waiting until it sees that there is nothing left to do.
    let row: Option<inbound_event::Model> = db::one(
        &*write,
        "UPDATE inbound_event SET woken_at = $1 \
         WHERE id = $2 AND applied_at IS NULL AND attempts < $3 RETURNING *",
        [db::now().into(), event.into(), TRIES.into()],
    )
    .await?;
    let Some(row) = row else { return Ok(()) };
    let inbox = crate::inbox::get(desk, row.inbox_id).await?;
    let events = inbox
        .open(desk)
        .read(row.payload.as_bytes())
        .map_err(Error::internal)?;
    let found = events
        .into_iter()
        .find(|event| event.event_id() == row.event_id);
    match found.ok_or_else(|| Error::internal("the event is not in its payload"))? {
        Inbound::Message(message) => {
            apply_message(&mut write, &inbox, &message).await?;
        }
        Inbound::Status(status) => deliver::moved_on(&mut write, inbox.id, &status).await?,
        // Kept as it came, for a build that knows what to do with it.
        other @ (Inbound::Echo(_)
        | Inbound::Change(_)
        | Inbound::Seen(_)
        | Inbound::Consent(_)
        | Inbound::Moved(_)) => {
            let name = other.event_id();
            return Err(Error::internal(format!("nothing is done with {name} yet")));
        }
    }
    applied(&write, event).await?;
    write.commit().await
}

/// Takes in a file that was known of before its bytes were here: what a channel fetched for an
/// attachment. Brought twice, it is taken in once.
///
/// # Errors
/// When the bytes cannot be kept.
pub async fn bring(desk: &Desk, attachment: AttachmentId, fetched: Fetched) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Waiting {
        name: String,
    }
    #[derive(FromQueryResult)]
    struct Place {
        ticket_id: i64,
        inbox_id: i64,
        kind: String,
        value: String,
    }
    let sql = "SELECT name FROM attachment WHERE id = $1 AND state = 'pending'";
    let row: Option<Waiting> = db::one(desk.db().read(), sql, [attachment.into()]).await?;
    let Some(row) = row else { return Ok(()) };
    let name = fetched.name.unwrap_or(row.name);
    let taken = ingest::take_anyhow(desk, fetched.bytes, &name).await?;
    let told = (
        taken.name.clone(),
        taken.mime.clone(),
        blob::signed(taken.bytes),
    );
    let (width, height) = (i64::from(taken.width), i64::from(taken.height));
    let mut write = Write::begin(desk).await?;
    let kept = taken.keep(desk, &write).await?;
    let sha256 = kept.sha256.clone();
    let place: Option<Place> = db::one(
        &*write,
        "SELECT t.id AS ticket_id, t.inbox_id, h.kind, h.value FROM attachment a \
         JOIN ticket t ON t.id = a.ticket_id JOIN contact_handle h ON h.id = t.handle_id \
         WHERE a.id = $1",
        [attachment.into()],
    )
    .await?;
    let changed = db::run(
        &*write,
        "UPDATE attachment SET name = $1, mime = $2, bytes = $3, sha256 = $4, width = $5, \
             height = $6, original_sha256 = $7, state = 'ready', source = NULL \
         WHERE id = $8 AND state = 'pending'",
        [
            told.0.into(),
            told.1.into(),
            told.2.into(),
            kept.sha256.into(),
            width.into(),
            height.into(),
            kept.original.into(),
            attachment.into(),
        ],
    )
    .await?;
    let (Some(place), 1) = (place, changed) else {
        // Somebody else was quicker: their count of the bytes stays, ours goes.
        return Ok(());
    };
    let handle = Handle {
        kind: place.kind,
        value: place.value,
    };
    let visitor = stream_of(place.inbox_id, &handle);
    write.event(EventKind::Attachment, place.ticket_id, visitor);
    write.commit().await?;
    work::soon(desk, sha256);
    Ok(())
}

/// Takes in a message that no webhook brought: from a poller, an import, an older desk.
/// Told twice, it is written once.
///
/// # Errors
/// When there is no such inbox, or the message cannot be applied.
pub async fn take_in(desk: &Desk, inbox: InboxId, inbound: &InboundMessage) -> Result<TicketId> {
    let inbox = crate::inbox::get(desk, inbox).await?;
    let mut write = Write::begin(desk).await?;
    // Holds the address' lock, too: a repetition waits, and then finds the message.
    let (handle, contact) = known_as(&write, &inbound.from, &inbound.name).await?;
    if keep(&write, inbox.id, &inbound.event_id, &inbound.text)
        .await?
        .is_none()
    {
        return ticket_of(&mut write, inbox.id, contact, handle, &inbound.subject).await;
    }
    let applied = apply_message(&mut write, &inbox, inbound)
        .await?
        .ok_or(Error::Conflict)?;
    let sql = "UPDATE inbound_event SET applied_at = $1 WHERE inbox_id = $2 AND event_id = $3";
    let values = [
        db::now().into(),
        inbox.id.into(),
        inbound.event_id.as_str().into(),
    ];
    db::run(&*write, sql, values).await?;
    write.commit().await?;
    Ok(applied.ticket)
}
