//! Everything that arrives: kept as it came under the provider's name for it, before anybody is
//! told that we have it, and applied once.

mod apply;

pub(crate) use apply::apply_message;

use crate::{Desk, Error, Result, db, db::Write, deliver, entity::inbound_event, jobs::Job};
use apply::{known_as, ticket_of};
use channels::{Inbound, InboundMessage, Raw};
use model::{InboxId, TicketId};
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
    let channel = inbox.open();
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
        .open()
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
    }
    applied(&write, event).await?;
    write.commit().await
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
