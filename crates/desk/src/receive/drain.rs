//! Applying what was kept: of each inbox in the order in which it came, and what cannot be applied
//! again later.

use super::{Id, applied, apply::apply_message, change, echo, letter, people};
use crate::{
    Desk, Error, Result, db, db::Write, deliver, entity::inbound_event, jobs::Job, lanes::Lane,
};
use channels::Inbound;
use model::{InboxId, Millis};
use sea_orm::FromQueryResult;

/// How often an event is tried that cannot be applied, before it waits for a person.
pub(crate) const TRIES: i64 = 10;

/// What came of a try.
pub(super) enum Tried {
    Applied,
    /// The message that it is about is not here yet: the provider's name for it.
    Awaits(String),
}

/// Applies that event and all others of its inbox that are due.
pub(crate) async fn run(desk: &Desk, event: i64) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        inbox_id: i64,
    }
    let sql = "SELECT inbox_id FROM inbound_event WHERE id = $1";
    let row: Option<Row> = db::one(desk.db().read(), sql, [event.into()]).await?;
    let Some(Row { inbox_id }) = row else {
        return Ok(());
    };
    let lane = Lane::Receive(inbox_id);
    let Some(_place) = desk.lanes().enter(desk, lane, Job::Receive(event)) else {
        return Ok(());
    };
    drain(desk, inbox_id).await.map(drop)
}

/// Applies what is due of an inbox, oldest first. How many were, and how many could not be.
pub(super) async fn drain(desk: &Desk, inbox: InboxId) -> Result<(u64, u64)> {
    let (mut well, mut not) = (0, 0);
    loop {
        let due: Option<Id> = db::one(
            desk.db().read(),
            "SELECT id FROM inbound_event WHERE inbox_id = $1 AND applied_at IS NULL \
             AND next_attempt <= $2 AND attempts < $3 ORDER BY id LIMIT 1",
            [inbox.into(), db::now().into(), TRIES.into()],
        )
        .await?;
        let Some(Id { id }) = due else {
            return Ok((well, not));
        };
        match try_stored(desk, id).await {
            Ok(Tried::Applied) => well += 1,
            Ok(Tried::Awaits(name)) => {
                not += 1;
                put_off(desk, id, "its message is not here yet", Some(name), 2_000).await?;
            }
            Err(error) => {
                not += 1;
                tracing::warn!(event = id, %error, "an event could not be applied");
                // Kept as it came, so nothing is lost: it can be applied by a later build.
                put_off(desk, id, &error.to_string(), None, 10_000).await?;
            }
        }
    }
}

/// Later, and each time later still.
async fn put_off(
    desk: &Desk,
    event: i64,
    why: &str,
    awaits: Option<String>,
    pause_ms: Millis,
) -> Result<()> {
    db::run(
        desk.db().write(),
        "UPDATE inbound_event SET attempts = attempts + 1, error = $1, awaits = $2, \
             woken_at = 0, next_attempt = $3 + $4 * (attempts + 1) * (attempts + 1) \
         WHERE id = $5 AND applied_at IS NULL",
        [
            why.into(),
            awaits.into(),
            db::now().into(),
            pause_ms.into(),
            event.into(),
        ],
    )
    .await?;
    Ok(())
}

async fn try_stored(desk: &Desk, event: i64) -> Result<Tried> {
    if let Some(tried) = letter::try_stored(desk, event).await? {
        return Ok(tried);
    }
    let mut write = Write::begin(desk).await?;
    // The lock keeps a second worker waiting until it sees that there is nothing left to do.
    let row: Option<inbound_event::Model> = db::one(
        &*write,
        "UPDATE inbound_event SET woken_at = $1 \
         WHERE id = $2 AND applied_at IS NULL AND attempts < $3 RETURNING *",
        [db::now().into(), event.into(), TRIES.into()],
    )
    .await?;
    let Some(row) = row else {
        return Ok(Tried::Applied);
    };
    let inbox = crate::inbox::get(desk, row.inbox_id).await?;
    let events = inbox
        .open(desk)
        .read(row.payload.as_bytes())
        .map_err(Error::internal)?;
    let found = events
        .into_iter()
        .find(|event| event.event_id() == row.event_id);
    let found = found.ok_or_else(|| Error::internal("the event is not in its payload"))?;
    // Whether what it is about is here, and the name of that.
    let (known, name) = match found {
        Inbound::Message(message) => {
            apply_message(&mut write, &inbox, &message).await?;
            (true, String::new())
        }
        Inbound::Status(status) => {
            let known = deliver::moved_on(&mut write, inbox.id, &status).await?;
            (known, status.provider_id)
        }
        Inbound::Seen(seen) => {
            let known = deliver::seen(&mut write, inbox.id, &seen).await?;
            (known, seen.up_to)
        }
        Inbound::Echo(echo) => {
            let known = echo::apply(&mut write, &inbox, &echo.message).await?;
            (known, echo.message.provider_id.unwrap_or_default())
        }
        Inbound::Change(change) => {
            let known = change::apply(desk, &mut write, &inbox, &change, row.received_at).await?;
            (known, change.target)
        }
        Inbound::Consent(consent) => {
            people::consent(&mut write, inbox.id, &consent, row.received_at).await?;
            (true, String::new())
        }
        Inbound::Moved(moved) => {
            people::moved(&mut write, inbox.id, &moved).await?;
            (true, String::new())
        }
    };
    if !known {
        return Ok(Tried::Awaits(name));
    }
    applied(&write, event).await?;
    write.commit().await?;
    Ok(Tried::Applied)
}
