//! Work on pixels, on threads of its own and few at a time: thumbnails, fitting without a
//! browser's help, and taking metadata away.

use crate::{Desk, Error, Result, blob::Facts, db};
use bytes::Bytes;
use media::MediaError;
use model::{PictureBudget, Quality};
use sea_orm::FromQueryResult;
use std::{
    ops::ControlFlow,
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::sync::Semaphore;

/// Pixels of a thumbnail's longer edge: shown up to 320 px, on screens of two pixels a point.
pub(crate) const THUMB_EDGE: u32 = 640;
/// A picture of at most that many bytes and [`THUMB_EDGE`] pixels is its own thumbnail.
const OWN_THUMB_BYTES: u64 = 60_000;

/// One at a time: a large picture takes a processor and some hundred megabytes.
static TURN: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));

async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let turn = Arc::clone(&TURN)
        .acquire_owned()
        .await
        .map_err(Error::internal)?;
    Ok(tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    })
    .await?)
}

/// Whether a file is shown by a smaller one.
pub(crate) fn has_thumb(mime: &str, bytes: u64, width: u32, height: u32) -> bool {
    model::PictureType::from_mime(mime).is_some()
        && width > 0
        && (bytes > OWN_THUMB_BYTES || width.max(height) > THUMB_EDGE)
}

/// Makes a picture fit, as the browser's worker does.
pub(crate) async fn fit(
    bytes: Bytes,
    budget: PictureBudget,
) -> Result<Result<Vec<u8>, MediaError>> {
    on_a_thread(move || {
        media::fit(&bytes, &budget, &mut |_| ControlFlow::Continue(())).map(|fitted| fitted.bytes)
    })
    .await
}

/// The same picture without what a camera writes into it; none when there is nothing to take.
pub(crate) async fn without_metadata(
    bytes: Bytes,
    info: &media::Info,
) -> Result<Result<Option<Vec<u8>>, MediaError>> {
    if !info.has_metadata {
        return Ok(Ok(None));
    }
    if info.orientation == 1 {
        return on_a_thread(move || media::strip(&bytes).map(Some)).await;
    }
    // Its orientation is metadata: the pixels have to be turned first.
    let budget = PictureBudget {
        max_bytes: (bytes.len() as u64).saturating_mul(2),
        max_edge: info.edge(),
        types: info.file_type.picture().into_iter().collect(),
        quality: Quality::Automatic,
    };
    Ok(fit(bytes, budget).await?.map(Some))
}

/// A thumbnail in the store.
#[derive(Clone, Debug)]
pub(crate) struct Thumb {
    pub(crate) sha256: String,
    pub(crate) mime: String,
    pub(crate) bytes: u64,
}

#[derive(FromQueryResult)]
struct Row {
    failed: bool,
    sha256: Option<String>,
    mime: Option<String>,
    bytes: Option<i64>,
}

impl Row {
    fn known(self) -> Option<Option<Thumb>> {
        match (self.sha256, self.mime, self.bytes) {
            (Some(sha256), Some(mime), Some(bytes)) => Some(Some(Thumb {
                sha256,
                mime,
                bytes: u64::try_from(bytes).unwrap_or(0),
            })),
            _ => self.failed.then_some(None),
        }
    }
}

async fn look(desk: &Desk, sha256: &str) -> Result<Option<Option<Thumb>>> {
    let row: Option<Row> = db::one(
        desk.db().read(),
        "SELECT b.thumb_failed AS failed, t.sha256, t.mime, t.bytes FROM blob b \
         LEFT JOIN blob t ON t.sha256 = b.thumb_sha256 WHERE b.sha256 = $1",
        [sha256.into()],
    )
    .await?;
    Ok(row.ok_or(Error::NotFound)?.known())
}

/// The thumbnail of a picture, made now if it was not before; none when it cannot be made.
pub(crate) async fn thumb(desk: &Desk, sha256: &str) -> Result<Option<Thumb>> {
    if let Some(known) = look(desk, sha256).await? {
        return Ok(known);
    }
    let original = desk.blobs().read_all(sha256).await?;
    let turn = Arc::new(
        Arc::clone(&TURN)
            .acquire_owned()
            .await
            .map_err(Error::internal)?,
    );
    // Whoever had the turn before may have made this very one.
    if let Some(known) = look(desk, sha256).await? {
        return Ok(known);
    }
    // Held here until the row tells of it, and by the thread if nobody waits any more.
    let working = Arc::clone(&turn);
    let made = tokio::task::spawn_blocking(move || {
        let _turn = working;
        media::thumbnail(&original, THUMB_EDGE)
    })
    .await;
    let Ok(Ok(made)) = made else {
        // Its header was fine and its pixels are not (or the decoder fell over them): remembered,
        // so that it is not tried with each look at the list.
        db::run(
            desk.db().write(),
            "UPDATE blob SET thumb_failed = TRUE WHERE sha256 = $1",
            [sha256.into()],
        )
        .await?;
        return Ok(None);
    };
    let facts = Facts {
        mime: made.picture_type.mime().into(),
        width: made.width,
        height: made.height,
    };
    let staged = desk.blobs().stage_bytes(made.bytes.into()).await?;
    let thumb = Thumb {
        sha256: staged.sha256.clone(),
        mime: facts.mime.clone(),
        bytes: staged.bytes,
    };
    let tx = desk.db().begin_write().await?;
    let first = db::run(
        &tx,
        "UPDATE blob SET thumb_sha256 = $1 WHERE sha256 = $2 AND thumb_sha256 IS NULL",
        [thumb.sha256.as_str().into(), sha256.into()],
    )
    .await?;
    if first == 0 {
        // Another replica was quicker.
        drop(tx);
        return Ok(look(desk, sha256).await?.flatten());
    }
    desk.blobs().keep(&tx, staged, &facts).await?;
    tx.commit().await?;
    Ok(Some(thumb))
}

/// What a person waits for goes first: after a file comes the message that it belongs to.
const SOON: Duration = Duration::from_millis(50);

/// Makes a thumbnail soon, before anybody asks for it.
pub(crate) fn thumb_soon(desk: &Desk, sha256: String) {
    let desk = desk.clone();
    tokio::spawn(async move {
        tokio::time::sleep(SOON).await;
        if let Err(error) = thumb(&desk, &sha256).await {
            tracing::warn!(%error, "thumbnail not made; it will be when it is asked for");
        }
    });
}

/// What a refused picture is called in an answer.
pub(crate) fn refuse_pixels(error: &MediaError) -> Option<Error> {
    matches!(error, MediaError::TooManyPixels { .. })
        .then(|| Error::invalid("too_many_pixels", error.to_string()))
}
