//! Files that are not to be kept, by their inbox's policy. Each is looked at once, so that the thread
//! tells what it is and has a place of its size, and then fetched whenever somebody looks. No byte
//! of them stays here.

use super::fetch::{failed, passes, tell};
use crate::{
    Desk, Error, Result,
    blob::{self, Source},
    db,
    db::Write,
    ingest::{self, Verdict},
    picture,
};
use bytes::Bytes;
use channels::{Fetched, SendError};
use model::{AttachmentId, Problem};
use sea_orm::FromQueryResult;

/// One that went by: cleaned and told by its bytes as every file is, and let through by the scanner.
struct Seen {
    name: String,
    mime: String,
    width: u32,
    height: u32,
    bytes: Bytes,
}

async fn see(desk: &Desk, fetched: Fetched, name: String) -> Result<Result<Seen, Problem>> {
    let name = fetched.name.unwrap_or(name);
    let taken = ingest::take_anyhow(desk, fetched.bytes, &name).await?;
    let bytes = taken.read_all().await?;
    if let Some(scanner) = &desk.ingest().scanner {
        let held = Source::Held(bytes.clone());
        if let Verdict::Infected(found) = scanner.scan(&held, taken.bytes).await? {
            tracing::warn!(found, "a file that is not kept was held back");
            return Ok(Err(Problem {
                code: "infected".into(),
                sentence: "A virus was found in this file. It is kept back.".into(),
            }));
        }
    }
    // Nobody makes small pictures of it, which would be kept: what browsers do not show is a file.
    let shown = picture::is_shown(&taken.mime);
    Ok(Ok(Seen {
        width: if shown { taken.width } else { 0 },
        height: if shown { taken.height } else { 0 },
        name: taken.name,
        mime: taken.mime,
        bytes,
    }))
}

/// Looks at one that was fetched for the first time.
pub(super) async fn look(
    desk: &Desk,
    attachment: AttachmentId,
    fetched: Fetched,
    name: String,
) -> Result<()> {
    let seen = match see(desk, fetched, name).await? {
        Ok(seen) => seen,
        Err(problem) => return failed(desk, attachment, problem).await,
    };
    let mut write = Write::begin(desk).await?;
    let changed = db::run(
        &*write,
        "UPDATE attachment SET name = $1, mime = $2, bytes = $3, width = $4, height = $5, \
             state = 'ready', problem_code = NULL, problem_sentence = NULL \
         WHERE id = $6 AND state = 'pending'",
        [
            seen.name.into(),
            seen.mime.into(),
            blob::signed(seen.bytes.len() as u64).into(),
            i64::from(seen.width).into(),
            i64::from(seen.height).into(),
            attachment.into(),
        ],
    )
    .await?;
    if changed > 0 {
        tell(&mut write, attachment).await?;
    }
    write.commit().await
}

/// Fetches one for somebody who looks: name, media type and bytes.
///
/// # Errors
/// When it cannot be had now; [`Error::NotFound`] when it is gone, which the thread tells from then on.
pub(crate) async fn through(
    desk: &Desk,
    attachment: AttachmentId,
) -> Result<(String, String, Bytes)> {
    #[derive(FromQueryResult)]
    struct Row {
        inbox_id: i64,
        name: String,
        source: String,
    }
    let row: Option<Row> = db::one(
        desk.db().read(),
        "SELECT t.inbox_id, a.name, a.source FROM attachment a JOIN ticket t ON t.id = a.ticket_id \
         WHERE a.id = $1 AND a.state = 'ready' AND a.source IS NOT NULL",
        [attachment.into()],
    )
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    let channel = crate::inbox::get(desk, row.inbox_id).await?.open(desk);
    let problem = match channel.fetch(&row.source).await {
        Ok(fetched) => match see(desk, fetched, row.name).await? {
            Ok(seen) => return Ok((seen.name, seen.mime, seen.bytes)),
            Err(problem) => problem,
        },
        Err(SendError::Rejected(problem)) if !passes(&problem) => problem,
        Err(SendError::Rejected(problem)) => return Err(Error::Unavailable(problem.sentence)),
        Err(SendError::Retry(_) | SendError::Unknown) => {
            let sentence = "The provider does not give this file out at the moment.";
            return Err(Error::Unavailable(sentence.into()));
        }
    };
    failed(desk, attachment, problem).await?;
    Err(Error::NotFound)
}
