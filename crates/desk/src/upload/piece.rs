//! A piece of a file that comes in piece by piece, as it is written.

use super::{
    claim::Checked,
    partial::{Row, Standing, finish, join, row, standing},
    settle,
};
use crate::{Actor, Desk, Error, Result, blob, blob::Staging, db};
use bytes::Bytes;
use std::time::{Duration, Instant};

/// Bytes that a lost process or line may cost,
const PART: u64 = 4 << 20;
/// and time, on a slow line.
const PART_TIME: Duration = Duration::from_secs(5);

/// Takes up a file where it stands.
///
/// # Errors
/// [`Error::Conflict`] when it does not stand at that offset; as [`standing`].
pub async fn resume(desk: &Desk, actor: &Actor, token: &str, offset: u64) -> Result<Partial> {
    let row = row(desk, actor, token).await?;
    if blob::signed(offset) != row.received {
        return Err(Error::Conflict);
    }
    Ok(Partial {
        desk: desk.clone(),
        actor: actor.clone(),
        claim: row.checked(desk, actor).await?,
        row,
        part: None,
    })
}

/// A file of which more is coming in. What was written and not kept is gone when it is dropped.
pub struct Partial {
    desk: Desk,
    actor: Actor,
    claim: Checked,
    row: Row,
    part: Option<(Staging, Instant)>,
}

impl Partial {
    /// More of it. Kept every few megabytes or seconds.
    ///
    /// # Errors
    /// When more comes than was claimed; [`Error::Conflict`] when somebody else brought these bytes.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let (mut staging, since) = match self.part.take() {
            Some(part) => part,
            None => (self.desk.blobs().stage().await?, Instant::now()),
        };
        let held = staging.bytes() + bytes.len() as u64;
        if self.row.received + blob::signed(held) > self.row.bytes {
            return Err(Error::invalid(
                "upload_length",
                "More came in than the file was said to have. Add it again.",
            ));
        }
        staging.write(&bytes).await?;
        self.part = Some((staging, since));
        // The last part is kept by who says that this was all.
        let whole = self.row.received + blob::signed(held) == self.row.bytes;
        if !whole && (held >= PART || since.elapsed() > PART_TIME) {
            self.note().await?;
        }
        Ok(())
    }

    /// Brings what was written to the disk and into the row.
    async fn note(&mut self) -> Result<()> {
        let Some((staging, _)) = self.part.take() else {
            return Ok(());
        };
        let staged = staging.finish().await?;
        let received = self.row.received + blob::signed(staged.bytes);
        let name = staged.name();
        let parts = [self.row.parts.as_str(), name.as_str()].join(" ");
        let moved = db::run(
            self.desk.db().write(),
            "UPDATE partial_upload SET received = $1, parts = $2 \
             WHERE token = $3 AND received = $4 AND upload_id IS NULL",
            [
                received.into(),
                parts.as_str().into(),
                self.row.token.as_str().into(),
                self.row.received.into(),
            ],
        )
        .await?;
        if moved == 0 {
            return Err(Error::Conflict);
        }
        staged.leave();
        self.row.received = received;
        self.row.parts = parts;
        Ok(())
    }

    /// That was all for now: what came is kept, and looked at when it was the last of it.
    ///
    /// # Errors
    /// As [`standing`], and [`Error::Conflict`] when somebody else brought these bytes.
    pub async fn keep(mut self) -> Result<Standing> {
        if self.row.upload_id.is_some() {
            return standing(&self.desk, &self.actor, &self.row.token).await;
        }
        if self.row.received == 0
            && let Some((staging, _)) = self
                .part
                .take_if(|(staging, _)| blob::signed(staging.bytes()) == self.row.bytes)
        {
            // All of it in one piece, as pictures come: it needs no part.
            let staged = staging.finish().await?;
            let token = Some(self.row.token.as_str());
            let settled = settle::settle(&self.desk, &self.claim, staged, token).await;
            return finish(&self.desk, self.row, settled).await;
        }
        self.note().await?;
        if self.row.received < self.row.bytes {
            return Ok(self.row.standing(None));
        }
        join(&self.desk, &self.actor, &self.claim, self.row).await
    }
}
