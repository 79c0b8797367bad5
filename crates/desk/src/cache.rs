//! What pages read again and again. [`Cached`] is for what hardly ever changes, the agents and the
//! inboxes: a change made here is seen at once, one made on another replica seconds later.
//! [`Standing`] is for what stands until something happens.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, RwLock},
    time::{Duration, Instant},
};

use crate::Result;

/// Values that were read at a number of the live log and are right until the next.
pub(crate) struct Standing<K, T> {
    kept: Mutex<Kept<K, T>>,
}

struct Kept<K, T> {
    seq: i64,
    since: Instant,
    values: HashMap<K, Arc<T>>,
}

/// For news of other replicas that got lost on the way.
const STANDS: Duration = Duration::from_secs(15);
/// Values at most: one each for what agents look at, not for everything they ever looked at.
const MOST: usize = 64;

impl<K: Eq + Hash, T> Standing<K, T> {
    pub(crate) fn new() -> Self {
        Self {
            kept: Mutex::new(Kept {
                seq: i64::MIN,
                since: Instant::now(),
                values: HashMap::new(),
            }),
        }
    }

    /// The value at that number of the live log, read when it is not at hand.
    pub(crate) async fn get<F: Future<Output = Result<T>>>(
        &self,
        seq: i64,
        key: K,
        read: impl FnOnce() -> F,
    ) -> Result<Arc<T>> {
        if let Ok(mut kept) = self.kept.lock() {
            if kept.seq != seq || kept.since.elapsed() > STANDS {
                *kept = Kept {
                    seq,
                    since: Instant::now(),
                    values: HashMap::new(),
                };
            }
            if let Some(value) = kept.values.get(&key) {
                return Ok(Arc::clone(value));
            }
        }
        let value = Arc::new(read().await?);
        if let Ok(mut kept) = self.kept.lock()
            && kept.seq == seq
        {
            if kept.values.len() >= MOST {
                kept.values.clear();
            }
            kept.values.insert(key, Arc::clone(&value));
        }
        Ok(value)
    }
}

/// A value with an age.
pub(crate) struct Cached<T> {
    kept: RwLock<Aged<T>>,
    lives: Duration,
}

struct Aged<T> {
    value: Option<(Instant, Arc<T>)>,
    /// How often it was forgotten: what was read before is not kept after.
    forgotten: u64,
}

impl<T> Cached<T> {
    pub(crate) const fn new(lives: Duration) -> Self {
        Self {
            kept: RwLock::new(Aged {
                value: None,
                forgotten: 0,
            }),
            lives,
        }
    }

    /// The value, read again when it is too old.
    pub(crate) async fn get(&self, read: impl Future<Output = Result<T>>) -> Result<Arc<T>> {
        let (kept, forgotten) = match self.kept.read() {
            Ok(kept) => (kept.value.clone(), kept.forgotten),
            Err(_) => (None, 0),
        };
        if let Some((since, value)) = kept
            && since.elapsed() < self.lives
        {
            return Ok(value);
        }
        let begun = Instant::now();
        let value = Arc::new(read.await?);
        if let Ok(mut kept) = self.kept.write()
            && kept.forgotten == forgotten
        {
            kept.value = Some((begun, Arc::clone(&value)));
        }
        Ok(value)
    }

    /// Forgets it.
    pub(crate) fn clear(&self) {
        if let Ok(mut kept) = self.kept.write() {
            kept.value = None;
            kept.forgotten += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_read_before_a_change_is_not_kept_after_it() {
        let cached = Cached::new(Duration::from_secs(60));
        let old = cached.get(async {
            cached.clear();
            Ok(1)
        });
        assert_eq!(*old.await.unwrap(), 1);
        assert_eq!(*cached.get(async { Ok(2) }).await.unwrap(), 2);
        assert_eq!(*cached.get(async { Ok(3) }).await.unwrap(), 2);
    }
}
