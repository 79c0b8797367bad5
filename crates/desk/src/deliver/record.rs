//! How a delivery moves on, and what its message shows of it.

use super::{
    CLAIMS, TRIES,
    breaker::{REFUSED_MS, refuses_account},
    lease_ms,
    news::rank,
};
use crate::{
    Desk, Result, db,
    db::Write,
    entity::delivery,
    message::{Handle, read, stream_of},
    receive,
};
use channels::{Part, Receipt, SendError};
use model::{DeliveryState, EventKind, MessageId, Millis, Problem, TicketId};
use sea_orm::FromQueryResult;
use std::time::Duration;

/// Writes down how a provider call ended.
pub(super) async fn record(
    desk: &Desk,
    row: &delivery::Model,
    outcome: Result<Receipt, SendError>,
) -> Result<()> {
    let (state, provider_id, problem) = match outcome {
        Ok(receipt) => (DeliveryState::Sent, receipt.provider_id, None),
        Err(SendError::Rejected(problem)) if refuses_account(&problem) && row.attempts < TRIES => {
            // Nothing is wrong with the message: it goes when the account is mended.
            return wait_for_account(desk, row, problem).await;
        }
        Err(SendError::Rejected(problem)) => (DeliveryState::Failed, None, Some(problem)),
        Err(SendError::Unknown) => (DeliveryState::Unknown, None, None),
        Err(SendError::Retry(after)) if row.attempts < TRIES => {
            return again(desk, row, pause(row.attempts, after)).await;
        }
        Err(SendError::Retry(_)) => {
            let sentence = "The provider did not take it for two days.".into();
            let problem = Problem {
                code: "gave_up".into(),
                sentence,
            };
            (DeliveryState::Failed, None, Some(problem))
        }
    };
    let (code, sentence) = problem
        .map(|problem| (problem.code, problem.sentence))
        .unzip();
    let mut write = Write::begin(desk).await?;
    // A provider's own news about it may have overtaken our call's answer.
    let changed = db::run(
        &*write,
        "UPDATE delivery SET state = $1, provider_id = COALESCE($2, provider_id), code = $3, \
             sentence = $4, next_attempt = $5, claimed_at = NULL \
         WHERE id = $6 AND state IN ('sending', 'unknown')",
        [
            state.as_str().into(),
            provider_id.clone().into(),
            code.clone().into(),
            sentence.into(),
            (db::now() + lease_ms(desk)).into(),
            row.id.into(),
        ],
    )
    .await?;
    if changed > 0 {
        if code.as_deref() == Some("opted_out") {
            receive::opted_out(&write, row.inbox_id, row.ticket_id).await?;
        }
        tell(&mut write, row.message_id, row.ticket_id).await?;
    }
    if let Some(provider_id) = provider_id {
        // Its news may have come before our call's answer.
        receive::wake_awaiting(&mut write, row.inbox_id, &provider_id).await?;
    }
    write.commit().await
}

async fn wait_for_account(desk: &Desk, row: &delivery::Model, problem: Problem) -> Result<()> {
    let mut write = Write::begin(desk).await?;
    db::run(
        &*write,
        "UPDATE delivery SET state = 'queued', next_attempt = $1, woken_at = 0, \
             claimed_at = NULL, code = $2, sentence = $3 \
         WHERE id = $4 AND state IN ('sending', 'unknown')",
        [
            (db::now() + REFUSED_MS).into(),
            problem.code.into(),
            problem.sentence.into(),
            row.id.into(),
        ],
    )
    .await?;
    tell(&mut write, row.message_id, row.ticket_id).await?;
    write.commit().await
}

/// Whoever claimed these has not come back: their outcome is unknown, and to be looked up. Unless
/// what came before their call was still being done: then they wait for their turn again.
pub(crate) async fn expire(desk: &Desk, now: Millis) -> Result<()> {
    let since = now - lease_ms(desk);
    let expired: Vec<delivery::Model> = db::all(
        desk.db().read(),
        "SELECT * FROM delivery \
         WHERE state = 'sending' AND claimed_at <= $1 LIMIT 100",
        [since.into()],
    )
    .await?;
    for row in expired {
        let part: Part = serde_json::from_str(&row.part)?;
        let inbox = crate::inbox::get(desk, row.inbox_id).await?;
        let untouched = !row.handed && inbox.open(desk).prepares(&part);
        let state = if untouched { "queued" } else { "unknown" };
        let mut write = Write::begin(desk).await?;
        let changed = db::run(
            &*write,
            "UPDATE delivery SET state = $4, next_attempt = $1, woken_at = 0, \
                 claimed_at = NULL \
             WHERE id = $2 AND state = 'sending' AND claimed_at <= $3 AND handed = $5",
            [
                now.into(),
                row.id.into(),
                since.into(),
                state.into(),
                row.handed.into(),
            ],
        )
        .await?;
        if changed > 0 {
            tell(&mut write, row.message_id, row.ticket_id).await?;
        }
        write.commit().await?;
    }
    Ok(())
}

/// Gives up looking for what was lost, once the provider was asked often enough. What its news tell
/// later still counts.
pub(crate) async fn give_up_lost(desk: &Desk, now: Millis) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        message_id: i64,
        ticket_id: i64,
    }
    let mut write = Write::begin(desk).await?;
    let rows: Vec<Row> = db::all(
        &*write,
        "UPDATE delivery SET state = 'failed', code = 'maybe_sent', \
             sentence = 'Nobody can tell whether this arrived: the provider never said. Ask the \
                 customer before you send it again.' \
         WHERE state = 'unknown' AND next_attempt <= $1 AND attempts >= $2 \
         RETURNING message_id, ticket_id",
        [now.into(), CLAIMS.into()],
    )
    .await?;
    for row in rows {
        tell(&mut write, row.message_id, row.ticket_id).await?;
    }
    write.commit().await
}

/// Gives up what waits with a file in which a virus was found.
pub(crate) async fn refuse_infected(write: &mut Write<'_>) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        message_id: i64,
        ticket_id: i64,
    }
    let rows: Vec<Row> = db::all(
        &**write,
        "UPDATE delivery SET state = 'failed', code = 'infected', \
             sentence = 'A virus was found in a file of this message.' \
         WHERE state = 'queued' AND message_id IN (SELECT a.message_id FROM attachment a \
             JOIN blob b ON b.sha256 = a.sha256 WHERE b.scan = 'infected') \
         RETURNING message_id, ticket_id",
        [],
    )
    .await?;
    for row in rows {
        tell(write, row.message_id, row.ticket_id).await?;
    }
    Ok(())
}

/// The same, for a message that was being written while the virus was found.
pub(crate) async fn give_up_infected(desk: &Desk) -> Result<()> {
    let mut write = Write::begin(desk).await?;
    refuse_infected(&mut write).await?;
    write.commit().await
}

/// Back into the queue.
pub(super) async fn again(desk: &Desk, row: &delivery::Model, after_ms: Millis) -> Result<()> {
    db::run(
        desk.db().write(),
        "UPDATE delivery SET state = 'queued', next_attempt = $1, woken_at = 0, claimed_at = NULL \
         WHERE id = $2 AND state IN ('sending', 'unknown')",
        [(db::now() + after_ms).into(), row.id.into()],
    )
    .await?;
    Ok(())
}

/// Back into the queue without having been tried.
pub(super) async fn not_yet(desk: &Desk, row: &delivery::Model, after_ms: Millis) -> Result<()> {
    db::run(
        desk.db().write(),
        "UPDATE delivery SET state = 'queued', attempts = attempts - 1, next_attempt = $1, \
             woken_at = 0, claimed_at = NULL WHERE id = $2 AND state = 'sending'",
        [(db::now() + after_ms).into(), row.id.into()],
    )
    .await?;
    Ok(())
}

/// How long to wait before the next try: what the provider asks for, or longer each time, up to
/// six hours.
pub(crate) fn pause(attempts: i64, asked: Duration) -> Millis {
    let longer = 2_000_i64
        .saturating_mul(1 << attempts.clamp(0, 20))
        .min(6 * 3_600_000);
    longer.max(db::millis(asked))
}

/// Sums a message up and tells who looks at it.
pub(crate) async fn tell(
    write: &mut Write<'_>,
    message: MessageId,
    ticket: TicketId,
) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        inbox_id: i64,
        kind: String,
        value: String,
    }
    sum_up(write, message).await?;
    let row: Option<Row> = db::one(
        &**write,
        "SELECT t.inbox_id, h.kind, h.value FROM ticket t \
         JOIN contact_handle h ON h.id = t.handle_id WHERE t.id = $1",
        [ticket.into()],
    )
    .await?;
    let visitor = row.and_then(
        |Row {
             inbox_id,
             kind,
             value,
         }| { stream_of(inbox_id, &Handle { kind, value }) },
    );
    write.event(EventKind::Delivery, ticket, visitor);
    Ok(())
}

/// Keeps on the message how its deliveries stand, so that a page need not ask them: the worst,
/// else the slowest.
pub(crate) async fn sum_up(write: &Write<'_>, message: MessageId) -> Result<()> {
    let rows: Vec<delivery::Model> = db::all(
        &**write,
        "SELECT * FROM delivery WHERE message_id = $1 ORDER BY position",
        [message.into()],
    )
    .await?;
    let weight = |state: DeliveryState| match state {
        DeliveryState::Failed => 0,
        DeliveryState::Unknown => 1,
        // Taken back parts say nothing, unless there is nothing else.
        DeliveryState::Canceled => 9,
        state => 2 + rank(state),
    };
    let Some(worst) = rows
        .iter()
        .min_by_key(|row| weight(read::state(&row.state)))
    else {
        return Ok(());
    };
    db::run(
        &**write,
        "UPDATE message SET state = $1, problem_code = $2, problem_sentence = $3 WHERE id = $4",
        [
            worst.state.as_str().into(),
            worst.code.clone().into(),
            worst.sentence.clone().into(),
            message.into(),
        ],
    )
    .await?;
    Ok(())
}
