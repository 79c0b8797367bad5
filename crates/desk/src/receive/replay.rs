//! What was kept, applied once more: after a fault of ours was mended, or for a build that knows
//! more. What is there already stays as it is.

use super::drain::drain;
use crate::{Actor, Desk, Error, Result, db, inbox};
use model::InboxId;
use sea_orm::FromQueryResult;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Events that are applied now.
    pub applied: u64,
    /// Events that could not be applied again; each says why in its row.
    pub failed: u64,
}

/// Applies events of an inbox, or of all: those that could not be applied so far; with `all` also
/// those that were, whose messages are known by their names and not written again.
///
/// # Errors
/// For anybody but the desk itself.
pub async fn replay(
    desk: &Desk,
    actor: &Actor,
    only: Option<InboxId>,
    all: bool,
) -> Result<Replayed> {
    #[derive(FromQueryResult)]
    struct Due {
        inbox_id: i64,
    }
    if !matches!(actor, Actor::System) {
        return Err(Error::NotAllowed);
    }
    if let Some(inbox) = only {
        inbox::get(desk, inbox).await?;
    }
    // What was taken back is empty, and what an import brought was never a provider's request.
    let due: Vec<Due> = db::all(
        desk.db().write(),
        "UPDATE inbound_event SET applied_at = NULL, attempts = 0, next_attempt = $1, \
             woken_at = $1, awaits = NULL \
         WHERE payload <> '' AND ($2 = 0 OR inbox_id = $2) AND (applied_at IS NULL OR $3) \
         RETURNING inbox_id",
        [db::now().into(), only.unwrap_or(0).into(), all.into()],
    )
    .await?;
    let mut inboxes: Vec<i64> = due.into_iter().map(|row| row.inbox_id).collect();
    inboxes.sort_unstable();
    inboxes.dedup();
    let mut told = Replayed::default();
    for inbox in inboxes {
        let (applied, failed) = drain(desk, inbox).await?;
        told.applied += applied;
        told.failed += failed;
    }
    Ok(told)
}
