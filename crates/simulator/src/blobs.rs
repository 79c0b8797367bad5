//! The bytes of media, by hash, within a number of bytes; and the providers' upload ids.

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;
use sha2::{Digest, Sha256};

/// SHA-256, hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// A media id at WhatsApp or an attachment id at Instagram.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) sha256: String,
    pub(crate) kind: String,
    pub(crate) name: Option<String>,
    pub(crate) bytes: usize,
    /// When the id dies, in milliseconds.
    pub(crate) until: i64,
}

/// Bytes by hash, uploads by id. What is too much goes, oldest first.
#[derive(Debug)]
pub(crate) struct Blobs {
    keep: usize,
    held: usize,
    bytes: HashMap<String, Bytes>,
    order: VecDeque<String>,
    uploads: HashMap<String, Upload>,
    upload_order: VecDeque<String>,
}

/// How many upload ids are kept.
const UPLOADS: usize = 50_000;

impl Blobs {
    pub(crate) fn new(keep: usize) -> Self {
        Self {
            keep,
            held: 0,
            bytes: HashMap::new(),
            order: VecDeque::new(),
            uploads: HashMap::new(),
            upload_order: VecDeque::new(),
        }
    }

    /// Keeps bytes and tells their hash.
    pub(crate) fn put(&mut self, bytes: Bytes) -> String {
        let hash = sha256(&bytes);
        if !self.bytes.contains_key(&hash) {
            self.held += bytes.len();
            self.order.push_back(hash.clone());
            self.bytes.insert(hash.clone(), bytes);
            while self.held > self.keep {
                let Some(old) = self.order.pop_front() else {
                    break;
                };
                if let Some(gone) = self.bytes.remove(&old) {
                    self.held -= gone.len();
                }
            }
        }
        hash
    }

    pub(crate) fn get(&self, hash: &str) -> Option<Bytes> {
        self.bytes.get(hash).cloned()
    }

    /// How many bytes are kept.
    pub(crate) fn held(&self) -> usize {
        self.held
    }

    pub(crate) fn name(&mut self, id: &str, upload: Upload) {
        if self.uploads.insert(id.to_owned(), upload).is_none() {
            self.upload_order.push_back(id.to_owned());
        }
        while self.uploads.len() > UPLOADS {
            let Some(old) = self.upload_order.pop_front() else {
                break;
            };
            self.uploads.remove(&old);
        }
    }

    /// An upload whose id still lives.
    pub(crate) fn upload(&self, id: &str, now: i64) -> Option<Upload> {
        self.uploads.get(id).filter(|u| u.until > now).cloned()
    }

    pub(crate) fn unname(&mut self, id: &str) -> bool {
        self.uploads.remove(id).is_some()
    }
}
