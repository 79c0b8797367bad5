//! Bytes, kept by what they are: a file is named after its SHA-256, so one picture in a thousand
//! tickets is stored once.
//!
//! Invariants: a file is on the disk before the row that counts it commits, and both counting
//! and deleting hold the row's lock, so a file is never deleted under a new reference.

mod staging;

pub(crate) use staging::{Staged, Staging};

use crate::{Error, Result, db, ingest};
use bytes::Bytes;
use futures::TryStreamExt;
use model::Millis;
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use std::{ops::Range, path::PathBuf, sync::Arc};

/// How long what keeps a file has to see to its scan and its small pictures, before the sweeper does.
const GRACE_MS: Millis = 30_000;

/// The store.
#[derive(Clone)]
pub(crate) struct Blobs {
    store: Arc<dyn ObjectStore>,
    folder: PathBuf,
}

/// What the row of a blob tells besides its key.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) mime: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// It came in, and was not made here: it is scanned, and given small pictures.
    pub(crate) came: bool,
}

fn path_of(sha256: &str) -> Path {
    Path::from(format!("{}/{sha256}", &sha256[..2]))
}

impl Blobs {
    /// The store in a data folder.
    pub(crate) fn open(data_dir: &std::path::Path) -> Result<Self> {
        let folder = data_dir.join("blobs");
        // All of them beforehand: to make one on the way costs an upload two waits for the disk. A
        // million files are four thousand in each.
        for first in 0..=u8::MAX {
            std::fs::create_dir_all(folder.join(format!("{first:02x}")))?;
        }
        staging::forget_staged(&folder.join("staging"));
        let store = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            folder,
        })
    }

    /// Where a blob lies, for a program that reads files.
    pub(crate) fn file(&self, sha256: &str) -> Result<PathBuf> {
        let file = self.folder.join(path_of(sha256).as_ref());
        // Against a working directory that is not the program's.
        std::path::absolute(file).map_err(Error::from)
    }

    /// Begins to receive.
    pub(crate) async fn stage(&self) -> Result<Staging> {
        Staging::begin(&self.store).await
    }

    /// Stages bytes that are here already.
    pub(crate) async fn stage_bytes(&self, bytes: Bytes) -> Result<Staged> {
        Staged::of(&self.store, bytes).await
    }

    /// Joins parts, in order; they stay.
    pub(crate) async fn join(&self, parts: &[&str]) -> Result<Staged> {
        let mut staging = self.stage().await?;
        for part in parts {
            let mut bytes = self.store.get(&staging::path_of(part)).await?.into_stream();
            while let Some(chunk) = bytes.try_next().await? {
                staging.write(&chunk).await?;
            }
        }
        staging.finish().await
    }

    /// Removes parts; those that are gone already do not matter.
    pub(crate) async fn forget_parts(&self, parts: &[&str]) -> Result<()> {
        for part in parts {
            self.remove(&staging::path_of(part)).await?;
        }
        Ok(())
    }

    /// Removes parts that no row names: a process ended between writing and noting one.
    pub(crate) async fn forget_strays(&self, since: Millis) -> Result<()> {
        let mut staging = self.store.list(Some(&Path::from("staging")));
        while let Some(stray) = staging.try_next().await? {
            if stray.last_modified.timestamp_millis() <= since {
                self.remove(&stray.location).await?;
            }
        }
        Ok(())
    }

    async fn remove(&self, path: &Path) -> Result<()> {
        match self.store.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Counts one more reference to bytes that are here; nothing when they are not.
    pub(crate) async fn count(db: &impl ConnectionTrait, sha256: &str) -> Result<bool> {
        let sql = "UPDATE blob SET refs = refs + 1, touched_at = $2 WHERE sha256 = $1";
        Ok(db::run(db, sql, [sha256.into(), db::now().into()]).await? > 0)
    }

    /// Counts one more reference, in a transaction in which the bytes become that blob's file.
    pub(crate) async fn keep(
        &self,
        tx: &DatabaseTransaction,
        mut staged: Staged,
        facts: &Facts,
        how: &ingest::Config,
    ) -> Result<()> {
        let wait = |wanted| if facts.came && wanted { "waiting" } else { "" };
        let scan = wait(how.scanner.is_some());
        let previews = wait(how.has_previews(&facts.mime, facts.width));
        let now = db::now();
        // What was seen to once is seen to; what nobody asked for before may be asked for now.
        db::run(
            tx,
            "INSERT INTO blob (sha256, bytes, mime, width, height, refs, scan, previews, tries, \
                 look_at, touched_at) VALUES ($1, $2, $3, $4, $5, 1, $6, $7, 0, $8, $9) \
             ON CONFLICT (sha256) DO UPDATE SET refs = blob.refs + 1, \
                 touched_at = excluded.touched_at, \
                 scan = CASE WHEN blob.scan = '' THEN excluded.scan ELSE blob.scan END, \
                 previews = CASE WHEN blob.previews = '' THEN excluded.previews \
                     ELSE blob.previews END, \
                 look_at = CASE WHEN blob.look_at < excluded.touched_at THEN excluded.look_at \
                     ELSE blob.look_at END",
            [
                staged.sha256.as_str().into(),
                signed(staged.bytes).into(),
                facts.mime.as_str().into(),
                i64::from(facts.width).into(),
                i64::from(facts.height).into(),
                scan.into(),
                previews.into(),
                (now + GRACE_MS).into(),
                now.into(),
            ],
        )
        .await?;
        // The row's lock is held from here to the commit: the sweeper cannot come between.
        staged.rename(&path_of(&staged.sha256.clone())).await
    }

    /// Counts one less.
    pub(crate) async fn release(db: &impl ConnectionTrait, sha256: &str) -> Result<()> {
        db::run(
            db,
            "UPDATE blob SET refs = refs - 1, touched_at = $2 WHERE sha256 = $1",
            [sha256.into(), db::now().into()],
        )
        .await?;
        Ok(())
    }

    /// Counts one less, and deletes what nobody else refers to, with its small pictures, at once.
    pub(crate) async fn erase(&self, tx: &DatabaseTransaction, sha256: &str) -> Result<()> {
        let mut left = vec![sha256.to_owned()];
        while let Some(sha256) = left.pop() {
            Self::release(tx, &sha256).await?;
            let row: Option<Swept> = db::one(
                tx,
                "DELETE FROM blob WHERE sha256 = $1 AND refs = 0 \
                 RETURNING sha256, thumb_sha256, medium_sha256",
                [sha256.as_str().into()],
            )
            .await?;
            if let Some(row) = row {
                left.extend(row.thumb_sha256);
                left.extend(row.medium_sha256);
                self.remove(&path_of(&row.sha256)).await?;
            }
        }
        Ok(())
    }

    /// Some of a blob's bytes.
    pub(crate) async fn read(&self, sha256: &str, range: Range<u64>) -> Result<Bytes> {
        Ok(self.store.get_range(&path_of(sha256), range).await?)
    }

    /// All of them.
    pub(crate) async fn read_all(&self, sha256: &str) -> Result<Bytes> {
        Ok(self.store.get(&path_of(sha256)).await?.bytes().await?)
    }

    /// Deletes one that nothing has referred to since then. Whether there was one.
    pub(crate) async fn sweep_one(&self, db: &db::Db, since: Millis) -> Result<bool> {
        let tx = db.begin_write().await?;
        let row: Option<Swept> = db::one(
            &tx,
            "DELETE FROM blob WHERE sha256 = (SELECT sha256 FROM blob \
                 WHERE refs = 0 AND touched_at < $1 LIMIT 1) \
             AND refs = 0 RETURNING sha256, thumb_sha256, medium_sha256",
            [since.into()],
        )
        .await?;
        let Some(row) = row else { return Ok(false) };
        for made in [row.thumb_sha256, row.medium_sha256].into_iter().flatten() {
            Self::release(&tx, &made).await?;
        }
        self.remove(&path_of(&row.sha256)).await?;
        tx.commit().await?;
        Ok(true)
    }
}

#[derive(FromQueryResult)]
struct Swept {
    sha256: String,
    thumb_sha256: Option<String>,
    medium_sha256: Option<String>,
}

/// Bytes, wherever they are.
pub(crate) enum Source {
    /// In the store.
    Kept(Blobs, String),
    /// In memory, and nowhere else.
    Held(Bytes),
}

impl Source {
    /// Some of them.
    pub(crate) async fn read(&self, range: Range<u64>) -> Result<Bytes> {
        match self {
            Self::Kept(blobs, sha256) => blobs.read(sha256, range).await,
            Self::Held(bytes) => {
                let at = |end: u64| usize::try_from(end).unwrap_or(usize::MAX).min(bytes.len());
                Ok(bytes.slice(at(range.start)..at(range.end)))
            }
        }
    }
}

/// As the database counts bytes.
pub(crate) fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
