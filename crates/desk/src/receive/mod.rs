//! Everything that arrives: kept as it came under the provider's name for it, before anybody is
//! told that we have it, and applied once.

mod apply;
mod change;
mod drain;
mod echo;
mod fetch;
mod letter;
mod mailbox;
mod missed;
mod pass;
mod people;
mod profile;
mod replay;
mod target;

pub(crate) use apply::{apply_message, known_by, new_ticket};
pub(crate) use drain::{TRIES, run};
pub use fetch::{bring, fetch_again};
pub(crate) use fetch::{look_again, run as fetch, sweep as sweep_fetches};
pub use letter::letter;
pub(crate) use mailbox::{keep_polling, trouble as mailbox_trouble};
pub(crate) use missed::keep_listing;
pub use missed::list as list_missed;
pub(crate) use pass::through as pass_through;
pub(crate) use people::opted_out;
pub(crate) use profile::run as profile;
pub use replay::{Replayed, replay};
pub(crate) use target::{target, wake_awaiting};

use crate::{
    Desk, Error, Result, db,
    db::Write,
    entity::{inbound_event, inbox},
    jobs::Job,
    token,
};
use apply::{known_as, ticket_of};
use channels::{Channel, InboundMessage};
pub use channels::{LETTER_BYTES, Raw};
use model::{InboxId, TicketId};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// Keeps what a provider posted to an inbox's webhook, and wakes a worker to apply it. Answers
/// what the provider is to be told: content type and body.
///
/// # Errors
/// [`Error::NotAllowed`] when it is forged; nothing is kept then.
pub async fn store(
    desk: &Desk,
    inbox: InboxId,
    raw: &Raw<'_>,
) -> Result<(&'static str, &'static str)> {
    let inbox = crate::inbox::get(desk, inbox).await?;
    let channel = inbox.open(desk);
    channel.verify(raw).map_err(|_| Error::NotAllowed)?;
    keep_all(desk, &inbox, &*channel, raw.body).await?;
    Ok(channel.acknowledgement())
}

/// What a provider is answered that asks, with this query, whether a webhook is ours.
///
/// # Errors
/// [`Error::NotAllowed`] when it does not know our word for it.
pub async fn challenge(desk: &Desk, inbox: InboxId, query: &str) -> Result<String> {
    let channel = crate::inbox::get(desk, inbox).await?.open(desk);
    channel.challenge(query).map_err(|_| Error::NotAllowed)
}

/// Keeps all events of a body that the provider proved to be its own. How many are new.
async fn keep_all(
    desk: &Desk,
    inbox: &inbox::Model,
    channel: &dyn Channel,
    body: &[u8],
) -> Result<usize> {
    if let Some(name) = channel.letter_id(body) {
        let kept = letter::keep_whole(desk, inbox.id, &name, body).await?;
        return Ok(usize::from(kept));
    }
    // What cannot be read is kept all the same, for a build that can: sent back, the provider would
    // go on knocking with it, and in the end stop telling us anything.
    let names: Vec<String> = channel.read(body).map_or_else(
        |_| {
            vec![format!(
                "unread:{}",
                token::hash(&String::from_utf8_lossy(body))
            )]
        },
        |events| {
            events
                .iter()
                .map(|event| event.event_id().to_owned())
                .collect()
        },
    );
    // Providers write text; what is none would be refused by the database.
    let payload = String::from_utf8_lossy(body).replace('\0', "\u{fffd}");
    let mut write = Write::begin(desk).await?;
    let mut new = 0;
    for name in names {
        if keep(&write, inbox.id, &name, &payload).await?.is_some() {
            write.job(Job::Receive(inbox.id));
            new += 1;
        }
    }
    write.commit().await?;
    Ok(new)
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

/// Takes an event that is about to be applied, in the transaction that does it: rolled back, it
/// waits as before. Nothing when it is applied already, or was tried too often. The lock keeps a
/// second worker waiting until it sees that there is nothing left to do.
pub(crate) async fn claim(write: &Write<'_>, event: i64) -> Result<Option<inbound_event::Model>> {
    db::one(
        &**write,
        "UPDATE inbound_event SET applied_at = $1, error = NULL, awaits = NULL \
         WHERE id = $2 AND applied_at IS NULL AND attempts < $3 RETURNING *",
        [db::now().into(), event.into(), TRIES.into()],
    )
    .await
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
    let (handle, contact) = known_as(&write, inbound).await?;
    // No request of a provider's that could be read again.
    if keep(&write, inbox.id, &inbound.event_id, "")
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
