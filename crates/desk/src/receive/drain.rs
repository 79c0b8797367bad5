//! Applying what was kept: of each inbox in the order in which it came, and what cannot be applied
//! again later.

use super::{apply::apply_message, change, claim, echo, letter, people};
use crate::{Desk, Error, Result, db, db::Write, deliver, jobs::Job, lanes::Lane};
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

/// Applies all that is due of an inbox, unless somebody here does already and will look again.
pub(crate) async fn run(desk: &Desk, inbox: InboxId) -> Result<()> {
    let lane = Lane::Receive(inbox);
    let Some(_place) = desk.lanes().enter(desk, lane, Job::Receive(inbox)) else {
        return Ok(());
    };
    drain(desk, inbox).await.map(drop)
}

/// An event whose turn it is.
#[derive(FromQueryResult)]
pub(super) struct Due {
    pub(super) id: i64,
    pub(super) event_id: String,
    /// Its payload, where that is the name of a blob: a letter.
    pub(super) blob: Option<String>,
}

/// Applies what is due of an inbox, oldest first. How many were, and how many could not be.
pub(super) async fn drain(desk: &Desk, inbox: InboxId) -> Result<(u64, u64)> {
    let (mut well, mut not) = (0, 0);
    loop {
        let due: Vec<Due> = db::all(
            desk.db().read(),
            "SELECT id, event_id, CASE WHEN payload LIKE 'blob:%' THEN payload END AS blob \
             FROM inbound_event WHERE inbox_id = $1 AND applied_at IS NULL \
             AND next_attempt <= $2 AND attempts < $3 ORDER BY id LIMIT 20",
            [inbox.into(), db::now().into(), TRIES.into()],
        )
        .await?;
        if due.is_empty() {
            return Ok((well, not));
        }
        for due in due {
            let tried = match &due.blob {
                Some(blob) => letter::try_stored(desk, inbox, &due, blob).await,
                None => try_stored(desk, inbox, due.id).await,
            };
            match tried {
                Ok(Tried::Applied) => well += 1,
                Ok(Tried::Awaits(name)) => {
                    not += 1;
                    let why = "its message is not here yet";
                    put_off(desk, due.id, why, Some(name), 2_000).await?;
                }
                Err(error) => {
                    not += 1;
                    tracing::warn!(event = due.id, %error, "an event could not be applied");
                    // Kept as it came, so nothing is lost: it can be applied by a later build.
                    put_off(desk, due.id, &error.to_string(), None, 10_000).await?;
                }
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

async fn try_stored(desk: &Desk, inbox: InboxId, event: i64) -> Result<Tried> {
    let inbox = crate::inbox::get(desk, inbox).await?;
    let mut write = Write::begin(desk).await?;
    let Some(row) = claim(&write, event).await? else {
        return Ok(Tried::Applied);
    };
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
    write.commit().await?;
    Ok(Tried::Applied)
}
