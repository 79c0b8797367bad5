//! What came while nobody listened: asked of the providers that keep a list, when a desk starts
//! and now and then.

use super::keep_all;
use crate::{Desk, Result, db, inbox};
use channels::SendError;
use model::{InboxId, Millis};
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How often the lists are read. Webhooks get lost while the desk is up, too.
const EVERY: Duration = Duration::from_secs(30 * 60);
/// After a failure.
const SOON: Duration = Duration::from_secs(60);
/// An inbox that was never listed begins with what came in the last day.
const DAY_MS: Millis = 86_400_000;

/// Until it is dropped.
pub(crate) async fn keep_listing(desk: Desk) {
    loop {
        let mut pause = EVERY;
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

/// Keeps what customers wrote to an inbox since its list was last read, where the provider keeps
/// one. How much of it was new.
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
