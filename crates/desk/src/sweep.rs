//! The sweeper: wakes what has no job, and takes away what nobody needs any more.

use crate::{
    Desk, Result,
    blob::Blobs,
    db,
    deliver::{self, CLAIMS},
    ingest::{originals, work},
    jobs::Job,
    receive, search, ticket, upload,
};
use model::Millis;
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How often it looks for work without a job. One indexed question each.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How often it cleans, in looks.
const CLEAN_EVERY: u32 = 150;
/// How long a pushed job may take to be taken up.
const GRACE_MS: Millis = 5_000;
const DAY_MS: Millis = 86_400_000;
const HOUR_MS: Millis = 3_600_000;

/// Until it is dropped.
pub(crate) async fn keep_sweeping(desk: Desk) {
    let mut looks = 0_u32;
    loop {
        let round = async {
            wake(&desk, db::now()).await?;
            if looks.is_multiple_of(CLEAN_EVERY) {
                clean(&desk, db::now()).await
            } else {
                Ok(())
            }
        };
        if let Err(error) = round.await {
            tracing::warn!(%error, "sweeping failed; the next round tries again");
        }
        looks = looks.wrapping_add(1);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// One whole round, as if it were `now`.
///
/// # Errors
/// When the database or the blob store does not answer.
pub async fn run(desk: &Desk, now: Millis) -> Result<()> {
    wake(desk, now).await?;
    search::index(desk).await?;
    clean(desk, now).await
}

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

async fn wake(desk: &Desk, now: Millis) -> Result<()> {
    deliver::expire(desk, now).await?;
    work::sweep(desk, now).await?;
    receive::sweep_fetches(desk, now).await?;
    ticket::wake(desk, now).await?;
    let ask = |sql, tries: i64| {
        let values = [now.into(), (now - GRACE_MS).into(), tries.into()];
        db::all::<Id, 3>(desk.db().read(), sql, values)
    };
    let waiting = ask(
        "SELECT ticket_id AS id FROM delivery WHERE state = 'queued' \
         AND next_attempt <= $1 AND woken_at <= $2 AND attempts <= $3 \
         AND inbox_id NOT IN (SELECT inbox_id FROM breaker WHERE open_until > $1) LIMIT 100",
        CLAIMS,
    )
    .await?;
    let lost = ask(
        "SELECT ticket_id AS id FROM delivery WHERE state = 'unknown' \
         AND next_attempt <= $1 AND woken_at <= $2 AND attempts < $3 LIMIT 100",
        CLAIMS,
    )
    .await?;
    let stuck = ask(
        "SELECT DISTINCT inbox_id AS id FROM inbound_event WHERE applied_at IS NULL \
         AND next_attempt <= $1 AND woken_at <= $2 AND attempts < $3 LIMIT 100",
        receive::TRIES,
    )
    .await?;
    let mut tickets: Vec<i64> = waiting.into_iter().chain(lost).map(|row| row.id).collect();
    tickets.sort_unstable();
    tickets.dedup();
    for ticket in tickets {
        db::run(
            desk.db().write(),
            "UPDATE delivery SET woken_at = $1 WHERE ticket_id = $2 \
             AND state IN ('queued', 'unknown')",
            [(now + 25_000).into(), ticket.into()],
        )
        .await?;
        desk.jobs().wake(desk, Job::Deliver(ticket)).await?;
    }
    for inbox in stuck {
        db::run(
            desk.db().write(),
            "UPDATE inbound_event SET woken_at = $1 WHERE inbox_id = $2 AND applied_at IS NULL \
             AND next_attempt <= $3",
            [(now + 25_000).into(), inbox.id.into(), now.into()],
        )
        .await?;
        desk.jobs().wake(desk, Job::Receive(inbox.id)).await?;
    }
    Ok(())
}

async fn clean(desk: &Desk, now: Millis) -> Result<()> {
    let write = desk.db().write();
    db::run(
        write,
        "DELETE FROM session WHERE expires_at <= $1",
        [now.into()],
    )
    .await?;
    db::run(
        write,
        "DELETE FROM stream_ticket WHERE expires_at <= $1",
        [now.into()],
    )
    .await?;
    db::run(write, "DELETE FROM rate WHERE full_at <= $1", [now.into()]).await?;
    // The newest stays: what the log has reached must be known after a quiet day, too.
    db::run(
        write,
        "DELETE FROM event WHERE created_at <= $1 AND seq < (SELECT max(seq) FROM event)",
        [(now - DAY_MS).into()],
    )
    .await?;
    forget_uploads(desk, now - DAY_MS).await?;
    upload::forget_old(desk, now - DAY_MS).await?;
    ticket::forget_old_undo(desk, now).await?;
    originals::forget_unwanted(desk).await?;
    deliver::give_up_infected(desk).await?;
    deliver::give_up_lost(desk, now).await?;
    while desk.blobs().sweep_one(desk.db(), now - HOUR_MS).await? {}
    desk.jobs().tidy(desk.db()).await
}

/// Files that never became part of a message.
async fn forget_uploads(desk: &Desk, since: Millis) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Gone {
        sha256: String,
        original_sha256: Option<String>,
    }
    let tx = desk.db().begin_write().await?;
    let gone: Vec<Gone> = db::all(
        &tx,
        "DELETE FROM upload WHERE created_at <= $1 RETURNING sha256, original_sha256",
        [since.into()],
    )
    .await?;
    for upload in gone {
        Blobs::release(&tx, &upload.sha256).await?;
        if let Some(original) = upload.original_sha256 {
            Blobs::release(&tx, &original).await?;
        }
    }
    Ok(tx.commit().await?)
}
