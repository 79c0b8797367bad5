//! What came while nobody listened, and what became of ours: asked of the providers that keep a list, when a desk starts
//! and now and then.

use super::keep_all;
use crate::{Desk, Result, db, inbox};
use channels::{Inbound, SendError};
use model::{InboxId, Millis};
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How often the lists are read. Webhooks get lost while the desk is up, too.
const EVERY: Duration = Duration::from_secs(30 * 60);
/// After a start.
const SETTLED_IN: Duration = Duration::from_secs(20);
/// After a failure.
const SOON: Duration = Duration::from_secs(60);
/// An inbox that was never listed begins with what came in the last day.
const DAY_MS: Millis = 86_400_000;

/// Until it is dropped.
pub(crate) async fn keep_listing(desk: Desk) {
    // Once more soon after the start: the first look comes before anybody can be let in, and what
    // knocks in between, knocks once.
    let mut first = true;
    loop {
        let mut pause = if std::mem::take(&mut first) {
            SETTLED_IN
        } else {
            EVERY
        };
        match inbox::all(&desk).await {
            Ok(inboxes) => {
                for inbox in inboxes.iter() {
                    if let Err(error) = list(&desk, inbox.id).await {
                        tracing::warn!(inbox = inbox.id, %error, "what was missed is not known yet");
                        pause = SOON;
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "what was missed is not known yet");
                pause = SOON;
            }
        }
        tokio::time::sleep(pause).await;
    }
}

/// Keeps what customers wrote to an inbox since its list was last read, and what became of its own
/// messages, where the provider keeps a list. How much of it was new.
///
/// # Errors
/// When the provider does not tell; the next look begins where this one began.
pub async fn list(desk: &Desk, inbox: InboxId) -> Result<usize> {
    #[derive(FromQueryResult)]
    struct Row {
        up_to: i64,
    }
    let inbox = inbox::get(desk, inbox).await?;
    let now = db::now();
    let sql = "SELECT up_to FROM listing WHERE inbox_id = $1";
    let row: Option<Row> = db::one(desk.db().read(), sql, [inbox.id.into()]).await?;
    let since = row.map_or(inbox.created_at.max(now - DAY_MS), |row| row.up_to);
    let channel = inbox.open(desk);
    let bodies = match channel.missed(since).await {
        Ok(bodies) => bodies,
        // Pages say that the account is refused, and trying again would not help.
        Err(SendError::Rejected(problem)) => {
            tracing::warn!(
                inbox = inbox.id,
                problem.code,
                "what was missed is not told"
            );
            return Ok(0);
        }
        Err(error) => return Err(crate::Error::internal(error)),
    };
    let mut new = 0;
    for body in bodies {
        if is_anothers(desk, inbox.id, &channel.read(&body).unwrap_or_default()).await? {
            continue;
        }
        new += keep_all(desk, &inbox, &*channel, &body).await?;
    }
    db::run(
        desk.db().write(),
        "INSERT INTO listing (inbox_id, up_to) VALUES ($1, $2) \
         ON CONFLICT (inbox_id) DO UPDATE SET up_to = excluded.up_to",
        [inbox.id.into(), now.into()],
    )
    .await?;
    Ok(new)
}

/// Whether it tells of messages that were not sent by this desk: others may send by the same number.
async fn is_anothers(desk: &Desk, inbox: InboxId, events: &[Inbound]) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Known {
        #[expect(dead_code, reason = "that there is a row is the answer")]
        id: i64,
    }
    for event in events {
        let Inbound::Status(status) = event else {
            return Ok(false);
        };
        let sql = "SELECT id FROM delivery WHERE inbox_id = $1 AND provider_id = $2 LIMIT 1";
        let values = [inbox.into(), status.provider_id.as_str().into()];
        let known: Option<Known> = db::one(desk.db().read(), sql, values).await?;
        if known.is_some() {
            return Ok(false);
        }
    }
    Ok(!events.is_empty())
}
