//! Bytes that are not yet kept under what they are: on their way in, or a part of a file of which
//! more is to come. Dropped, they are gone.

use crate::{Result, token};
use bytes::Bytes;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload, path::Path};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::task::JoinHandle;

/// What an upload collects before it is written out.
const CHUNK: usize = 256 * 1024;
/// How much of a file's beginning is kept to tell what it is. Enough for the headers of a
/// picture behind its colour profile and its camera's notes.
const HEAD: usize = 1024 * 1024;
/// Bytes that are here already, and no more than that, wait in memory until they are kept: written
/// once, where they stay. More are written before anybody's transaction begins.
const HELD: usize = 512 * 1024;

/// Where something lies that was staged under that name.
pub(super) fn path_of(name: &str) -> Path {
    Path::from(format!("staging/{name}"))
}

/// Bytes that are in the store under a name of their own, or in memory, not yet under what they are.
pub(crate) struct Staged {
    store: Arc<dyn ObjectStore>,
    path: Option<Path>,
    held: Option<Bytes>,
    /// SHA-256, lower-case hex.
    pub(crate) sha256: String,
    /// Size.
    pub(crate) bytes: u64,
    /// The beginning, or all of it.
    pub(crate) head: Bytes,
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
    /// Bytes that are here.
    pub(super) async fn of(store: &Arc<dyn ObjectStore>, bytes: Bytes) -> Result<Self> {
        if bytes.len() > HELD {
            let mut staging = Staging::begin(store).await?;
            staging.write(&bytes).await?;
            return staging.finish().await;
        }
        Ok(Self {
            store: Arc::clone(store),
            path: None,
            sha256: token::hex(&Sha256::digest(&bytes)),
            bytes: bytes.len() as u64,
            head: bytes.clone(),
            held: Some(bytes),
        })
    }

    /// All of them.
    pub(crate) async fn read_all(&self) -> Result<Bytes> {
        match &self.path {
            Some(path) if self.bytes > self.head.len() as u64 => {
                Ok(self.store.get(path).await?.bytes().await?)
            }
            _ => Ok(self.head.clone()),
        }
    }

    /// What they are found under, when they are left where they are.
    pub(crate) fn name(&self) -> String {
        let name = self.path.as_ref().and_then(Path::filename);
        name.unwrap_or_default().to_owned()
    }

    /// Leaves them where they are, as a part of something larger.
    pub(crate) fn leave(mut self) {
        self.path = None;
    }

    /// Gives them the name they are kept under. On the disk when it returns.
    pub(super) async fn rename(&mut self, to: &Path) -> Result<()> {
        if let Some(path) = &self.path {
            self.store.rename(path, to).await?;
            self.path = None;
        } else if let Some(held) = self.held.take() {
            self.store.put(to, held.into()).await?;
        }
        Ok(())
    }
}

/// Removes what a process left that ended in the middle of an upload.
pub(super) fn forget_staged(folder: &std::path::Path) {
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
    /// Begins to receive.
    pub(super) async fn begin(store: &Arc<dyn ObjectStore>) -> Result<Self> {
        let path = path_of(&token::random());
        let upload = store.put_multipart(&path).await?;
        Ok(Self {
            store: Arc::clone(store),
            path,
            upload: Some(upload),
            writing: None,
            hash: Sha256::new(),
            bytes: 0,
            head: Vec::new(),
            waiting: Vec::with_capacity(16 * 1024),
        })
    }

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
            held: None,
            sha256: token::hex(&self.hash.finalize_reset()),
            bytes: self.bytes,
            head: std::mem::take(&mut self.head).into(),
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
