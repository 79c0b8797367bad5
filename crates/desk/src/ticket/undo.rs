//! What agents did to tickets, taken back: the opposite of each step, on the version it made.

use super::{change, merge};
use crate::{Actor, Desk, Error, Result, db, db::Write};
use model::{AgentId, Change, Changed, MessageId, Millis, Pick, TicketId};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

/// What takes a part of it back.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    /// A ticket changes back.
    Change(Pick, Change),
    /// Two that became one are two again.
    Unmerge {
        from: TicketId,
        status: String,
        into: TicketId,
        messages: Vec<MessageId>,
    },
    /// Two that were one are one again.
    Merge { from: Pick, into: TicketId },
}

/// How long it can be taken back.
const KEPT_MS: Millis = 3_600_000;

/// Writes down how; by which key it is asked for.
pub(super) async fn keep(write: &Write<'_>, by: AgentId, steps: &[Step]) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Id {
        id: i64,
    }
    let row: Option<Id> = db::one(
        &**write,
        "INSERT INTO undo (agent_id, steps, at) VALUES ($1, $2, $3) RETURNING id",
        [
            by.into(),
            serde_json::to_string(steps)?.into(),
            db::now().into(),
        ],
    )
    .await?;
    row.map(|row| row.id)
        .ok_or_else(|| Error::internal("a row that was written has no key"))
}

/// Takes back what this agent did, once. What somebody changed since stays as they left it.
///
/// # Errors
/// For anybody but agents; `NotFound` when it was somebody else's, is too long ago or taken back
/// already; `Conflict` when all of it was changed since.
pub async fn undo(desk: &Desk, actor: &Actor, undo: i64) -> Result<Changed> {
    #[derive(FromQueryResult)]
    struct Steps {
        steps: String,
    }
    let by = actor.agent()?;
    let mine = [undo.into(), by.into()];
    let sql = "SELECT steps FROM undo WHERE id = $1 AND agent_id = $2";
    let kept: Option<Steps> = db::one(desk.db().read(), sql, mine.clone()).await?;
    let steps: Vec<Step> = serde_json::from_str(&kept.ok_or(Error::NotFound)?.steps)?;
    let mut write = Write::begin(desk).await?;
    let sql = "DELETE FROM undo WHERE id = $1 AND agent_id = $2";
    if db::run(&*write, sql, mine).await? == 0 {
        return Err(Error::NotFound);
    }
    let mut changes = Vec::new();
    let mut changed = Changed::default();
    for step in &steps {
        match step {
            Step::Change(pick, change) => changes.push((*pick, change)),
            Step::Unmerge {
                from,
                status,
                into,
                messages,
            } => {
                merge::unmerge(&mut write, by, [*from, *into], status, messages).await?;
                changed.done += 1;
            }
            Step::Merge { from, into } => {
                merge::rejoin(&mut write, by, *from, *into).await?;
                changed.done += 1;
            }
        }
    }
    if !changes.is_empty() {
        changed = change::run(desk, &mut write, by, changes).await?.0;
    }
    write.commit().await?;
    Ok(changed)
}

/// Forgets what is too long ago.
pub(crate) async fn forget_old(desk: &Desk, now: Millis) -> Result<()> {
    let sql = "DELETE FROM undo WHERE at <= $1";
    db::run(desk.db().write(), sql, [(now - KEPT_MS).into()]).await?;
    Ok(())
}
