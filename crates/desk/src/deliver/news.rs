//! What providers tell of deliveries after they took them.

use super::record::tell;
use crate::{Result, db, db::Write, entity::delivery, message::read, receive};
use channels::{InboundSeen, InboundStatus};
use model::{DeliveryState, InboxId};
use sea_orm::FromQueryResult;

/// How often a part goes once more because the provider says that its trouble passes.
const SECOND_TRIES: i64 = 2;

/// A provider tells how one of our messages fares. Whether the message is known by now.
pub(crate) async fn moved_on(
    write: &mut Write<'_>,
    inbox: InboxId,
    status: &InboundStatus,
) -> Result<bool> {
    let Some(row) = told_of(write, inbox, status).await? else {
        return Ok(false);
    };
    // News come in any order: "sent" after "read" is old.
    if rank(status.state) <= rank(read::state(&row.state)) {
        return Ok(true);
    }
    let again = match (status.state, status.again) {
        (DeliveryState::Failed, Some(after)) if row.again < SECOND_TRIES => Some(after),
        _ => None,
    };
    let now = db::now();
    let (code, sentence) = status
        .problem
        .clone()
        .map(|problem| (problem.code, problem.sentence))
        .unzip();
    if code.as_deref() == Some("opted_out") {
        receive::opted_out(write, inbox, row.ticket_id).await?;
    }
    let (state, provider_id, next) = match again {
        Some(after) => {
            let after = db::millis(after);
            // A new call, with a name of its own.
            ("queued", None, now.saturating_add(after))
        }
        None => {
            let told = Some(status.provider_id.clone());
            (
                status.state.as_str(),
                row.provider_id.or(told),
                row.next_attempt,
            )
        }
    };
    db::run(
        &**write,
        "UPDATE delivery SET state = $1, provider_id = $2, code = $3, sentence = $4, \
             next_attempt = $5, woken_at = 0, claimed_at = NULL, again = again + $7 \
         WHERE id = $6",
        [
            state.into(),
            provider_id.into(),
            code.into(),
            sentence.into(),
            next.into(),
            row.id.into(),
            i64::from(again.is_some()).into(),
        ],
    )
    .await?;
    tell(write, row.message_id, row.ticket_id).await?;
    Ok(true)
}

/// The part that a status is about: by the provider's name for it, else by ours, which says of a
/// call whose answer was lost that it went through.
async fn told_of(
    write: &Write<'_>,
    inbox: InboxId,
    status: &InboundStatus,
) -> Result<Option<delivery::Model>> {
    let known: Option<delivery::Model> = db::one(
        &**write,
        "SELECT * FROM delivery WHERE inbox_id = $1 AND provider_id = $2",
        [inbox.into(), status.provider_id.as_str().into()],
    )
    .await?;
    let ours = status.correlation.as_deref().and_then(|name| {
        let (message, place) = name.strip_prefix("message-")?.split_once('.')?;
        Some((message.parse::<i64>().ok()?, place.parse::<i64>().ok()?))
    });
    match (known, ours) {
        (None, Some((message, place))) => {
            // Not one that has another name by now: that is another call's.
            let sql = "SELECT * FROM delivery WHERE inbox_id = $1 AND message_id = $2 \
                       AND position = $3 AND provider_id IS NULL AND attempts > 0";
            db::one(&**write, sql, [inbox.into(), message.into(), place.into()]).await
        }
        (known, _) => Ok(known),
    }
}

/// How far a delivery is, for news that come out of order. What a customer has cannot fail any
/// more.
pub(super) const fn rank(state: DeliveryState) -> u8 {
    match state {
        DeliveryState::Queued => 0,
        DeliveryState::Sending => 1,
        DeliveryState::Unknown => 2,
        DeliveryState::Sent => 3,
        DeliveryState::Failed | DeliveryState::Canceled => 4,
        DeliveryState::Delivered => 5,
        DeliveryState::Read => 6,
    }
}

/// A customer saw everything up to a message of ours. Whether that one is known by now.
pub(crate) async fn seen(
    write: &mut Write<'_>,
    inbox: InboxId,
    seen: &InboundSeen,
) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Upto {
        handle_id: i64,
        last: Option<i64>,
    }
    #[derive(FromQueryResult)]
    struct Read {
        message_id: i64,
        ticket_id: i64,
    }
    let Some(target) = receive::target(write, inbox, &seen.up_to).await? else {
        return Ok(false);
    };
    // The part itself; of a message that was written elsewhere, the last part before it.
    let upto: Option<Upto> = db::one(
        &**write,
        "SELECT t.handle_id, COALESCE( \
             (SELECT max(d.id) FROM delivery d WHERE d.inbox_id = $1 AND d.provider_id = $2), \
             (SELECT max(d.id) FROM delivery d WHERE d.ticket_id = t.id AND d.message_id <= $3)) \
             AS last FROM ticket t WHERE t.id = $4",
        [
            inbox.into(),
            seen.up_to.as_str().into(),
            target.message.into(),
            target.ticket.into(),
        ],
    )
    .await?;
    let Some(Upto {
        handle_id,
        last: Some(last),
    }) = upto
    else {
        return Ok(true);
    };
    let read: Vec<Read> = db::all(
        &**write,
        "UPDATE delivery SET state = 'read' WHERE id <= $1 AND state IN ('sent', 'delivered') \
         AND ticket_id IN (SELECT id FROM ticket WHERE inbox_id = $2 AND handle_id = $3) \
         RETURNING message_id, ticket_id",
        [last.into(), inbox.into(), handle_id.into()],
    )
    .await?;
    let mut read: Vec<_> = read
        .iter()
        .map(|row| (row.message_id, row.ticket_id))
        .collect();
    read.sort_unstable();
    read.dedup();
    for (message, ticket) in read {
        tell(write, message, ticket).await?;
    }
    Ok(true)
}
