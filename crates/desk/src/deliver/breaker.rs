//! Per inbox: an account that refuses us, or a provider that does not answer, is left alone for a
//! while. What waits for it stays in the queue.

use crate::{Desk, Result, db};
use channels::{Receipt, SendError};
use model::{InboxId, Millis, Problem};
use sea_orm::FromQueryResult;

/// How long an account is left alone that refuses us. New credentials end it at once.
pub(crate) const REFUSED_MS: Millis = 15 * 60_000;
/// So many sends in a row that went wrong are no accident.
const FAILURES: i64 = 5;
/// The first pause after them; it doubles with each more.
const PAUSE_MS: Millis = 15_000;
const PAUSE_MOST_MS: Millis = 10 * 60_000;

/// Whether it is the account that is refused: codes that only somebody at the desk can mend.
pub(crate) fn refuses_account(problem: &Problem) -> bool {
    problem.code == "reconnect"
}

#[derive(FromQueryResult)]
struct Row {
    failures: i64,
    open_until: i64,
    code: Option<String>,
    sentence: Option<String>,
}

async fn get(desk: &Desk, inbox: InboxId) -> Result<Option<Row>> {
    let sql = "SELECT failures, open_until, code, sentence FROM breaker WHERE inbox_id = $1";
    db::one(desk.db().read(), sql, [inbox.into()]).await
}

/// Learns from how a call ended.
pub(crate) async fn learn(
    desk: &Desk,
    inbox: InboxId,
    outcome: &Result<Receipt, SendError>,
) -> Result<()> {
    let now = db::now();
    let before = get(desk, inbox).await?;
    let failures = before.as_ref().map_or(0, |row| row.failures) + 1;
    let (until, problem) = match outcome {
        Err(SendError::Rejected(problem)) if refuses_account(problem) => {
            (now + REFUSED_MS, Some(problem.clone()))
        }
        Ok(_) | Err(SendError::Rejected(_)) => {
            return if before.is_some() {
                close(desk, inbox).await
            } else {
                Ok(())
            };
        }
        Err(_) if failures < FAILURES => (0, None),
        Err(_) => {
            let doubled = PAUSE_MS << (failures - FAILURES).clamp(0, 10);
            let sentence = "The provider does not answer as it should. What waits is tried again in some minutes.";
            let problem = Problem {
                code: "provider_down".into(),
                sentence: sentence.into(),
            };
            (now + doubled.min(PAUSE_MOST_MS), Some(problem))
        }
    };
    if let Some(problem) = &problem
        && before.is_none_or(|row| row.open_until <= now)
    {
        tracing::warn!(
            inbox,
            problem.code,
            problem.sentence,
            "an inbox is left alone for a while"
        );
    }
    let (code, sentence) = problem
        .map(|problem| (problem.code, problem.sentence))
        .unzip();
    db::run(
        desk.db().write(),
        "INSERT INTO breaker (inbox_id, failures, open_until, code, sentence) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (inbox_id) DO UPDATE SET \
             failures = excluded.failures, open_until = excluded.open_until, \
             code = excluded.code, sentence = excluded.sentence",
        [
            inbox.into(),
            failures.into(),
            until.into(),
            code.into(),
            sentence.into(),
        ],
    )
    .await?;
    Ok(())
}

/// All is well again: what waited may go at once.
pub(crate) async fn close(desk: &Desk, inbox: InboxId) -> Result<()> {
    let sql = "DELETE FROM breaker WHERE inbox_id = $1";
    if db::run(desk.db().write(), sql, [inbox.into()]).await? > 0 {
        db::run(
            desk.db().write(),
            "UPDATE delivery SET next_attempt = $1, woken_at = 0 \
             WHERE inbox_id = $2 AND state = 'queued' AND code = 'reconnect'",
            [db::now().into(), inbox.into()],
        )
        .await?;
    }
    Ok(())
}

/// Why an inbox is left alone at the moment.
pub(crate) async fn alert(desk: &Desk, inbox: InboxId) -> Result<Option<Problem>> {
    let row = get(desk, inbox).await?;
    Ok(row
        .filter(|row| row.open_until > db::now())
        .map(|row| Problem {
            code: row.code.unwrap_or_default(),
            sentence: row.sentence.unwrap_or_default(),
        }))
}
