//! Files that lie at a provider: known of with their message, fetched right after it, and tried
//! again for days; then by hand.

use super::pass;
use crate::{
    Actor, Desk, Error, Result, blob, db,
    db::Write,
    deliver::{self, breaker::refuses_account},
    entity,
    ingest::{self, work},
    jobs::Job,
    lanes::Lane,
    message::{Handle, stream_of},
};
use channels::{Fetched, SendError};
use model::{AttachmentId, EventKind, InboxId, Millis, Problem};
use sea_orm::FromQueryResult;
use std::time::Duration;

/// With the pauses between about three days; the provider that forgets first keeps files for one week.
const TRIES: i64 = 20;

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// Fetches a file, unless it is here already.
pub(crate) async fn run(desk: &Desk, attachment: AttachmentId) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        inbox_id: i64,
    }
    let row: Option<Row> = db::one(
        desk.db().read(),
        "SELECT t.inbox_id FROM attachment a JOIN ticket t ON t.id = a.ticket_id \
         WHERE a.id = $1 AND a.state = 'pending'",
        [attachment.into()],
    )
    .await?;
    let Some(Row { inbox_id }) = row else {
        return Ok(());
    };
    let job = Job::Fetch(attachment);
    let Some(_place) = desk.lanes().enter(desk, Lane::Fetch(inbox_id), job) else {
        return Ok(());
    };
    #[derive(FromQueryResult)]
    struct Claimed {
        source: Option<String>,
        tries: i64,
    }
    let claimed: Option<Claimed> = db::one(
        desk.db().write(),
        "UPDATE attachment SET tries = tries + 1, look_at = $1 \
         WHERE id = $2 AND state = 'pending' RETURNING source, tries",
        [(db::now() + lease_ms(desk)).into(), attachment.into()],
    )
    .await?;
    let Some(Claimed { source, tries }) = claimed else {
        return Ok(());
    };
    let channel = crate::inbox::get(desk, inbox_id).await?.open(desk);
    let problem = match channel.fetch(&source.unwrap_or_default()).await {
        Ok(fetched) => return bring(desk, attachment, fetched).await,
        Err(SendError::Rejected(problem)) if passes(&problem) && tries < TRIES => {
            return later(
                desk,
                attachment,
                tries,
                Duration::from_secs(600),
                Some(problem),
            )
            .await;
        }
        Err(SendError::Rejected(problem)) => problem,
        Err(SendError::Retry(after)) if tries < TRIES => {
            return later(desk, attachment, tries, after, None).await;
        }
        Err(SendError::Unknown) if tries < TRIES => {
            return later(desk, attachment, tries, Duration::ZERO, None).await;
        }
        Err(SendError::Retry(_) | SendError::Unknown) => Problem {
            code: "gave_up".into(),
            sentence: "The provider did not give this file out for days.".into(),
        },
    };
    failed(desk, attachment, problem).await
}

/// For how long a file is one worker's, in milliseconds: more than a fetch may take.
fn lease_ms(desk: &Desk) -> Millis {
    db::millis(desk.providers().bases().patience.fetch_lease())
}

/// What somebody at the desk can mend: the file is there, but not for us.
pub(super) fn passes(problem: &Problem) -> bool {
    refuses_account(problem) || problem.code == "not_connected"
}

async fn later(
    desk: &Desk,
    attachment: AttachmentId,
    tries: i64,
    asked: Duration,
    problem: Option<Problem>,
) -> Result<()> {
    let (code, sentence) = problem
        .map(|problem| (problem.code, problem.sentence))
        .unzip();
    db::run(
        desk.db().write(),
        "UPDATE attachment SET look_at = $1, problem_code = $2, problem_sentence = $3 \
         WHERE id = $4 AND state = 'pending'",
        [
            (db::now() + deliver::pause(tries, asked)).into(),
            code.into(),
            sentence.into(),
            attachment.into(),
        ],
    )
    .await?;
    Ok(())
}

/// It is not to be had. Somebody may try it by hand, unless it is poison.
pub(super) async fn failed(desk: &Desk, attachment: AttachmentId, problem: Problem) -> Result<()> {
    let mut write = Write::begin(desk).await?;
    let changed = db::run(
        &*write,
        "UPDATE attachment SET state = 'failed', problem_code = $1, problem_sentence = $2, \
             source = CASE WHEN $1 = 'infected' THEN NULL ELSE source END \
         WHERE id = $3 AND (state = 'pending' OR passing AND state = 'ready')",
        [
            problem.code.into(),
            problem.sentence.into(),
            attachment.into(),
        ],
    )
    .await?;
    if changed > 0 {
        tell(&mut write, attachment).await?;
    }
    write.commit().await
}

/// Wakes fetches whose time has come, or whose job was lost.
pub(crate) async fn sweep(desk: &Desk, now: Millis) -> Result<()> {
    let due: Vec<Id> = db::all(
        desk.db().read(),
        "SELECT id FROM attachment WHERE state = 'pending' AND source IS NOT NULL \
         AND look_at <= $1 ORDER BY look_at LIMIT 50",
        [now.into()],
    )
    .await?;
    for Id { id } in due {
        let claimed = db::run(
            desk.db().write(),
            "UPDATE attachment SET look_at = $1 WHERE id = $2 AND state = 'pending' \
             AND look_at <= $3",
            [(now + lease_ms(desk)).into(), id.into(), now.into()],
        )
        .await?;
        if claimed > 0 {
            desk.jobs().wake(desk, Job::Fetch(id)).await?;
        }
    }
    Ok(())
}

/// An inbox is connected anew: files that waited for that are fetched soon.
pub(crate) async fn look_again(desk: &Desk, inbox: InboxId) -> Result<()> {
    db::run(
        desk.db().write(),
        "UPDATE attachment SET look_at = 0 WHERE state = 'pending' AND problem_code IS NOT NULL \
         AND ticket_id IN (SELECT id FROM ticket WHERE inbox_id = $1)",
        [inbox.into()],
    )
    .await?;
    Ok(())
}

/// Fetches a file once more that could not be had.
///
/// # Errors
/// For anybody but agents; when it is not one that could not be had.
pub async fn fetch_again(desk: &Desk, actor: &Actor, attachment: AttachmentId) -> Result<()> {
    actor.agent()?;
    let mut write = Write::begin(desk).await?;
    let changed = db::run(
        &*write,
        "UPDATE attachment SET state = 'pending', tries = 0, look_at = $1, problem_code = NULL, \
             problem_sentence = NULL \
         WHERE id = $2 AND state = 'failed' AND source IS NOT NULL",
        [(db::now() + 10_000).into(), attachment.into()],
    )
    .await?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    tell(&mut write, attachment).await?;
    write.job(Job::Fetch(attachment));
    write.commit().await
}

#[derive(FromQueryResult)]
struct Place {
    ticket_id: i64,
    inbox_id: i64,
    kind: String,
    value: String,
}

/// Tells whoever looks at the ticket of a file.
pub(super) async fn tell(write: &mut Write<'_>, attachment: AttachmentId) -> Result<Option<i64>> {
    let place: Option<Place> = db::one(
        &**write,
        "SELECT t.id AS ticket_id, t.inbox_id, h.kind, h.value FROM attachment a \
         JOIN ticket t ON t.id = a.ticket_id JOIN contact_handle h ON h.id = t.handle_id \
         WHERE a.id = $1",
        [attachment.into()],
    )
    .await?;
    let Some(place) = place else { return Ok(None) };
    let handle = Handle {
        kind: place.kind,
        value: place.value,
    };
    let visitor = stream_of(place.inbox_id, &handle);
    write.event(EventKind::Attachment, place.ticket_id, visitor);
    Ok(Some(place.ticket_id))
}

/// Takes in a file that was known of before its bytes were here: what a channel fetched for an
/// attachment. Brought twice, it is taken in once.
///
/// # Errors
/// When the bytes cannot be kept.
pub async fn bring(desk: &Desk, attachment: AttachmentId, fetched: Fetched) -> Result<()> {
    let sql = "SELECT * FROM attachment WHERE id = $1 AND state = 'pending'";
    let row: Option<entity::attachment::Model> =
        db::one(desk.db().read(), sql, [attachment.into()]).await?;
    let Some(row) = row else { return Ok(()) };
    if row.passing {
        return pass::look(desk, attachment, fetched, row.name).await;
    }
    let name = fetched.name.unwrap_or(row.name);
    let taken = ingest::take_anyhow(desk, fetched.bytes, &name).await?;
    let told = (
        taken.name.clone(),
        taken.mime.clone(),
        blob::signed(taken.bytes),
    );
    let (width, height) = (i64::from(taken.width), i64::from(taken.height));
    let mut write = Write::begin(desk).await?;
    let kept = taken.keep(desk, &write).await?;
    let sha256 = kept.sha256.clone();
    let changed = db::run(
        &*write,
        "UPDATE attachment SET name = $1, mime = $2, bytes = $3, sha256 = $4, width = $5, \
             height = $6, original_sha256 = $7, state = 'ready', source = NULL, \
             problem_code = NULL, problem_sentence = NULL \
         WHERE id = $8 AND state = 'pending'",
        [
            told.0.into(),
            told.1.into(),
            told.2.into(),
            kept.sha256.into(),
            width.into(),
            height.into(),
            kept.original.into(),
            attachment.into(),
        ],
    )
    .await?;
    if changed == 0 || tell(&mut write, attachment).await?.is_none() {
        // Somebody else was quicker, or it was taken back: their count of the bytes stays, ours goes.
        return Ok(());
    }
    write.commit().await?;
    work::soon(desk, sha256);
    Ok(())
}
