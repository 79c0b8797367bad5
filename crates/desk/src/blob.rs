//! Bytes, kept by what they are: a file is named after its SHA-256, so one picture in a thousand
//! tickets is stored once.
//!
//! Invariants: a file is on the disk before the row that counts it commits, and both counting
//! and deleting hold the row's lock, so a file is never deleted under a new reference.

use crate::{Error, Result, db, ingest, token};
use bytes::Bytes;
use model::Millis;
use object_store::{
    MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use sha2::{Digest, Sha256};
use std::{ops::Range, path::PathBuf, sync::Arc};
use tokio::task::JoinHandle;

/// What an upload collects before it is written out.
const CHUNK: usize = 256 * 1024;
/// How much of a file's beginning is kept to tell what it is. Enough for the headers of a
/// picture behind its colour profile and its camera's notes.
const HEAD: usize = 1024 * 1024;
/// How long what keeps a file has to see to its scan and its small pictures, before the sweeper does.
const GRACE_MS: Millis = 30_000;

/// The store.
#[derive(Clone)]
pub(crate) struct Blobs {
    store: Arc<dyn ObjectStore>,
    folder: PathBuf,
}

/// Bytes that are in the store under a name of their own, not yet under what they are.
pub(crate) struct Staged {
    store: Arc<dyn ObjectStore>,
    path: Option<Path>,
    /// SHA-256, lower-case hex.
    pub(crate) sha256: String,
    /// Size.
    pub(crate) bytes: u64,
    /// The beginning, or all of it.
    pub(crate) head: Vec<u8>,
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let store = Arc::clone(&self.store);
            tokio::spawn(async move {
                let _ = store.delete(&path).await;
            });
        }
    }
}

impl Staged {
    /// All of them. Takes the head out.
    pub(crate) async fn read_all(&mut self) -> Result<Bytes> {
        match &self.path {
            Some(path) if self.bytes > self.head.len() as u64 => {
                Ok(self.store.get(path).await?.bytes().await?)
            }
            _ => Ok(std::mem::take(&mut self.head).into()),
        }
    }
}

/// Removes what a process left that ended in the middle of an upload.
fn forget_staged(folder: &std::path::Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let age = entry.metadata().and_then(|meta| meta.modified()).ok();
        // A day: another replica may be receiving into the same folder right now.
        if age
            .and_then(|at| at.elapsed().ok())
            .is_some_and(|age| age.as_secs() > 86_400)
        {
            let _ = std::fs::remove_file(entry.path());
        }
    }
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
        forget_staged(&folder.join("staging"));
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
        let path = Path::from(format!("staging/{}", token::random()));
        let upload = self.store.put_multipart(&path).await?;
        Ok(Staging {
            store: Arc::clone(&self.store),
            path,
            upload: Some(upload),
            writing: None,
            hash: Sha256::new(),
            bytes: 0,
            head: Vec::new(),
            waiting: Vec::with_capacity(16 * 1024),
        })
    }

    /// Stages bytes that are here already.
    pub(crate) async fn stage_bytes(&self, bytes: Bytes) -> Result<Staged> {
        let mut staging = self.stage().await?;
        staging.write(&bytes).await?;
        staging.finish().await
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
        if let Some(path) = &staged.path {
            self.store.rename(path, &path_of(&staged.sha256)).await?;
            staged.path = None;
        }
        Ok(())
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
        match self.store.delete(&path_of(&row.sha256)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
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

/// Bytes on their way into the store. Dropped unfinished, nothing of them stays.
pub(crate) struct Staging {
    store: Arc<dyn ObjectStore>,
    path: Path,
    upload: Option<Box<dyn MultipartUpload>>,
    /// The chunk before, while the next one comes in.
    writing: Option<JoinHandle<object_store::Result<()>>>,
    hash: Sha256,
    bytes: u64,
    head: Vec<u8>,
    waiting: Vec<u8>,
}

impl Staging {
    /// How many there are so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// More of them.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        let wanted = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..wanted]);
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= CHUNK {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<()> {
        self.written().await?;
        if let (Some(upload), false) = (&mut self.upload, self.waiting.is_empty()) {
            let chunk = std::mem::take(&mut self.waiting);
            let part = upload.put_part(PutPayload::from(chunk));
            self.writing = Some(tokio::spawn(part));
        }
        Ok(())
    }

    async fn written(&mut self) -> Result<()> {
        if let Some(writing) = self.writing.take() {
            writing.await??;
        }
        Ok(())
    }

    /// That was all. On the disk when it returns.
    pub(crate) async fn finish(mut self) -> Result<Staged> {
        self.flush().await?;
        self.written().await?;
        if let Some(upload) = &mut self.upload {
            upload.complete().await?;
        }
        self.upload = None;
        Ok(Staged {
            store: Arc::clone(&self.store),
            path: Some(self.path.clone()),
            sha256: token::hex(&self.hash.finalize_reset()),
            bytes: self.bytes,
            head: std::mem::take(&mut self.head),
        })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Some(mut upload) = self.upload.take() {
            let writing = self.writing.take();
            tokio::spawn(async move {
                if let Some(writing) = writing {
                    let _ = writing.await;
                }
                let _ = upload.abort().await;
            });
        }
    }
}

/// As the database counts bytes.
pub(crate) fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
