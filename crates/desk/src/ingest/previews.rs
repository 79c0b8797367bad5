//! Small pictures of a kept file: asked of a worker, and kept with it.

use super::{PREVIEW_MEDIUM, PREVIEW_THUMB, poster, tell::tell, work::Row};
use crate::{
    Desk, Result,
    blob::{Blobs, Facts, Staged},
    db,
    db::Write,
    picture,
    pool::{Input, Urgency},
    worker::{Answer, Made, Refused, Task},
};
use model::FileKind;

/// Larger documents have no first page: all of it must be in memory.
const PDF_BYTES: u64 = 100_000_000;

/// Makes the small pictures of a blob and writes down how that went.
pub(super) async fn make(desk: &Desk, sha256: &str, row: &Row) -> Result<()> {
    let made = match previewed(desk, sha256, row).await? {
        Ok(answer) => answer,
        Err(refused) => {
            tracing::debug!(code = refused.code, "no small pictures of a file");
            let mut write = Write::begin(desk).await?;
            // Remembered, so that it is not tried with each look at the list.
            db::run(
                &*write,
                "UPDATE blob SET previews = 'failed' WHERE sha256 = $1",
                [sha256.into()],
            )
            .await?;
            // A picture that cannot be shown is a file from now on.
            tell(&mut write, sha256).await?;
            return write.commit().await;
        }
    };
    let Answer {
        thumb,
        medium,
        placeholder,
        ..
    } = made;
    // On the disk before the row that names them commits.
    let thumb = stage(desk, thumb).await?;
    let medium = stage(desk, medium).await?;
    let names =
        [&thumb, &medium].map(|made| made.as_ref().map(|(staged, _)| staged.sha256.clone()));
    let [thumb_name, medium_name] = names;
    let mut write = Write::begin(desk).await?;
    let first = db::run(
        &*write,
        "UPDATE blob SET previews = 'made', placeholder = $1, thumb_sha256 = $2, \
             medium_sha256 = $3 WHERE sha256 = $4 AND previews NOT IN ('made', 'failed')",
        [
            placeholder.into(),
            thumb_name.into(),
            medium_name.into(),
            sha256.into(),
        ],
    )
    .await?;
    if first == 0 {
        // Another replica was quicker, or nobody needs it any more.
        return Ok(());
    }
    for (staged, facts) in [thumb, medium].into_iter().flatten() {
        desk.blobs()
            .keep(&write, staged, &facts, desk.ingest())
            .await?;
    }
    for old in [&row.thumb, &row.medium].into_iter().flatten() {
        Blobs::release(&*write, old).await?;
    }
    // A picture's thumbnail was asked for by its place already; of others nobody knew.
    if !picture::is_picture(&row.mime, 1) {
        tell(&mut write, sha256).await?;
    }
    write.commit().await
}

async fn stage(desk: &Desk, made: Option<Made>) -> Result<Option<(Staged, Facts)>> {
    let Some(made) = made else { return Ok(None) };
    let facts = Facts {
        mime: made.mime,
        width: made.width,
        height: made.height,
        came: false,
    };
    let staged = desk.blobs().stage_bytes(made.bytes.into()).await?;
    Ok(Some((staged, facts)))
}

/// Asks a worker for them.
async fn previewed(desk: &Desk, sha256: &str, row: &Row) -> Result<Result<Answer, Refused>> {
    let pixels = |edge: i64| u32::try_from(edge).unwrap_or(0);
    let (bytes, width, height) = (
        u64::try_from(row.bytes).unwrap_or(0),
        pixels(row.width),
        pixels(row.height),
    );
    let mut task = Task::Previews {
        mime: row.mime.clone(),
        thumb: Some(PREVIEW_THUMB),
        medium: None,
    };
    let mut place = desk.pool().place(Urgency::Later).await?;
    let input = match FileKind::of_mime(&row.mime) {
        _ if picture::is_picture(&row.mime, width) => {
            task = Task::Previews {
                mime: row.mime.clone(),
                thumb: picture::has_thumb(&row.mime, bytes, width, height).then_some(PREVIEW_THUMB),
                medium: picture::has_medium(&row.mime, bytes, width, height)
                    .then_some(PREVIEW_MEDIUM),
            };
            Input::File(desk.blobs().file(sha256)?)
        }
        FileKind::Pdf if bytes <= PDF_BYTES => Input::File(desk.blobs().file(sha256)?),
        FileKind::Video => match poster::frame(desk, place, sha256, &row.mime).await? {
            Some(png) => {
                place = desk.pool().place(Urgency::Later).await?;
                task = Task::Previews {
                    mime: "image/png".into(),
                    thumb: Some(PREVIEW_THUMB),
                    medium: None,
                };
                Input::Bytes(png.into())
            }
            None => return Ok(Err(Refused::died())),
        },
        FileKind::Pdf | FileKind::Picture | FileKind::Audio | FileKind::Other => {
            return Ok(Err(Refused::died()));
        }
    };
    place.perform(&task, input).await
}
