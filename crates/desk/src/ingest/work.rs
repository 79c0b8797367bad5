//! What is done with a kept file in its own time: the scanner looks at it, then small pictures are
//! made. Where each blob stands is in its row; a task only does what the row asks for, and the
//! sweeper finds what a lost task would have done.

use super::{
    previews::make,
    scan::Verdict,
    tell::{Place, tell},
};
use crate::{Desk, Error, Result, blob::Source, db, db::Write, deliver, entity::audit, jobs::Job};
use model::Millis;
use sea_orm::{ActiveModelTrait, FromQueryResult, Set};

/// Pixels of a thumbnail's longer edge: shown up to 320 px, on screens of two pixels a point.
pub(crate) const PREVIEW_THUMB: u32 = 640;
/// Pixels of the medium size's longer edge: what a gallery shows on a screen.
pub(crate) const PREVIEW_MEDIUM: u32 = 1600;
/// For how long a blob is one worker's.
const LEASE_MS: Millis = 180_000;
/// Tasks that wait in memory at most; what is more waits in its row.
const TASKS: usize = 200;

/// A preview in the store.
#[derive(Clone, Debug)]
pub(crate) struct Preview {
    pub(crate) sha256: String,
    pub(crate) mime: String,
    pub(crate) bytes: u64,
}

/// Where a blob stands.
#[derive(FromQueryResult)]
pub(super) struct Row {
    pub(super) mime: String,
    pub(super) bytes: i64,
    pub(super) width: i64,
    pub(super) height: i64,
    scan: String,
    previews: String,
    pub(super) thumb: Option<String>,
    thumb_mime: Option<String>,
    thumb_bytes: Option<i64>,
    pub(super) medium: Option<String>,
    medium_mime: Option<String>,
    medium_bytes: Option<i64>,
}

/// The small pictures of a blob.
#[derive(Clone, Debug, Default)]
pub(crate) struct Previews {
    pub(crate) thumb: Option<Preview>,
    pub(crate) medium: Option<Preview>,
}

impl Row {
    fn previews(self) -> Previews {
        let preview = |sha256: Option<String>, mime: Option<String>, bytes: Option<i64>| {
            Some(Preview {
                sha256: sha256?,
                mime: mime?,
                bytes: u64::try_from(bytes?).unwrap_or(0),
            })
        };
        Previews {
            thumb: preview(self.thumb, self.thumb_mime, self.thumb_bytes),
            medium: preview(self.medium, self.medium_mime, self.medium_bytes),
        }
    }

    /// They are there, or never will be.
    fn is_settled(&self) -> bool {
        matches!(self.previews.as_str(), "made" | "failed")
    }
}

async fn look(desk: &Desk, sha256: &str) -> Result<Row> {
    let row: Option<Row> = db::one(
        desk.db().read(),
        "SELECT b.mime, b.bytes, b.width, b.height, b.scan, b.previews, \
             t.sha256 AS thumb, t.mime AS thumb_mime, t.bytes AS thumb_bytes, \
             m.sha256 AS medium, m.mime AS medium_mime, m.bytes AS medium_bytes \
         FROM blob b LEFT JOIN blob t ON t.sha256 = b.thumb_sha256 \
         LEFT JOIN blob m ON m.sha256 = b.medium_sha256 WHERE b.sha256 = $1",
        [sha256.into()],
    )
    .await?;
    row.ok_or(Error::NotFound)
}

/// The small pictures of a blob, made now if they were not before.
pub(crate) async fn previews(desk: &Desk, sha256: &str) -> Result<Previews> {
    let row = look(desk, sha256).await?;
    if row.is_settled() {
        return Ok(row.previews());
    }
    work_on(desk, sha256, true).await?;
    Ok(look(desk, sha256).await?.previews())
}

/// Does what a blob's row asks for, soon. Called after the commit of what refers to it.
pub(crate) fn soon(desk: &Desk, sha256: String) {
    if desk.in_flight().count() >= TASKS || desk.in_flight().has(&sha256) {
        return;
    }
    let desk = desk.clone();
    tokio::spawn(async move {
        if let Err(error) = work_on(&desk, &sha256, false).await {
            tracing::warn!(%error, "work on a file was put off; the sweeper will be back");
        }
    });
}

/// How many files are in work or wait for it in this process.
#[must_use]
pub fn in_work(desk: &Desk) -> usize {
    desk.in_flight().count()
}

/// Finds files whose work is due and does it.
pub(crate) async fn sweep(desk: &Desk, now: Millis) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Due {
        sha256: String,
    }
    let due: Vec<Due> = db::all(
        desk.db().read(),
        "SELECT sha256 FROM blob WHERE (scan = 'waiting' OR previews = 'waiting') \
         AND look_at <= $1 ORDER BY look_at LIMIT 50",
        [now.into()],
    )
    .await?;
    for Due { sha256 } in due {
        let claimed = db::run(
            desk.db().write(),
            "UPDATE blob SET look_at = $1 WHERE sha256 = $2 AND look_at <= $3",
            [(now + LEASE_MS).into(), sha256.as_str().into(), now.into()],
        )
        .await?;
        if claimed > 0 {
            soon(desk, sha256);
        }
    }
    Ok(())
}

async fn work_on(desk: &Desk, sha256: &str, asked: bool) -> Result<()> {
    let _working = desk.in_flight().begin(sha256).await;
    let mut row = look(desk, sha256).await?;
    let done = async {
        if row.scan == "waiting" {
            scan(desk, sha256, &row).await?;
            row = look(desk, sha256).await?;
        }
        // A decoder gets to see only what the scanner let through.
        let passed = matches!(row.scan.as_str(), "" | "clean");
        if passed && (row.previews == "waiting" || asked && !row.is_settled()) {
            make(desk, sha256, &row).await?;
        }
        Ok(())
    };
    let done: Result<()> = done.await;
    if let Err(error) = &done {
        put_off(desk, sha256, error).await?;
    }
    done
}

/// Later, and each time later still: what went wrong was not the file. Only of bytes that are gone
/// nothing can be made.
async fn put_off(desk: &Desk, sha256: &str, why: &Error) -> Result<()> {
    let gone = matches!(why, Error::NotFound);
    db::run(
        desk.db().write(),
        "UPDATE blob SET tries = tries + 1, look_at = $1 + CASE WHEN tries > 9 THEN 600000 \
                 ELSE 5000 * (tries + 1) * (tries + 1) END, \
             previews = CASE WHEN previews = 'waiting' AND $2 THEN 'failed' ELSE previews END \
         WHERE sha256 = $3",
        [db::now().into(), gone.into(), sha256.into()],
    )
    .await?;
    Ok(())
}

async fn scan(desk: &Desk, sha256: &str, row: &Row) -> Result<()> {
    let scanner = desk.ingest().scanner.as_ref().ok_or_else(|| {
        // Once held, it is held until somebody looks at it.
        Error::Unavailable("a file waits for a virus scanner and none is configured".into())
    })?;
    let bytes = u64::try_from(row.bytes).unwrap_or(0);
    let kept = Source::Kept(desk.blobs().clone(), sha256.to_owned());
    let verdict = scanner.scan(&kept, bytes).await?;
    let mut write = Write::begin(desk).await?;
    let (state, found) = match &verdict {
        Verdict::Clean => ("clean", None),
        Verdict::Infected(found) => ("infected", Some(found.as_str())),
    };
    db::run(
        &*write,
        "UPDATE blob SET scan = $1, found = $2, tries = 0 WHERE sha256 = $3",
        [state.into(), found.into(), sha256.into()],
    )
    .await?;
    let places = tell(&mut write, sha256).await?;
    if let Some(found) = found {
        quarantine(&write, sha256, found, &places).await?;
        deliver::refuse_infected(&mut write).await?;
    }
    for place in &places {
        // What was held may go.
        write.job(Job::Deliver(place.ticket));
    }
    write.commit().await
}

async fn quarantine(write: &Write<'_>, sha256: &str, found: &str, places: &[Place]) -> Result<()> {
    let attachments: Vec<i64> = places.iter().map(|place| place.attachment).collect();
    let messages: Vec<i64> = places.iter().map(|place| place.message).collect();
    let after = serde_json::json!({
        "found": found, "attachments": attachments, "messages": messages,
    });
    let trail = audit::ActiveModel {
        actor: Set("system".into()),
        action: Set("file.quarantine".into()),
        subject: Set(format!("blob:{sha256}")),
        before: Set(None),
        after: Set(Some(after.to_string())),
        at: Set(db::now()),
        ..Default::default()
    };
    trail.insert(&**write).await?;
    tracing::warn!(found, "a file was put in quarantine");
    Ok(())
}
