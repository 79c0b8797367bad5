//! What pages read again and again and hardly ever changes: the agents and the inboxes, kept
//! for a few seconds. A change made here is seen at once, one made on another replica after that.

use std::{
    sync::{Arc, RwLock},
    time::{Duration, Instant},
};

use crate::Result;

/// A value with an age.
pub(crate) struct Cached<T> {
    kept: RwLock<Option<(Instant, Arc<T>)>>,
    lives: Duration,
}

impl<T> Cached<T> {
    pub(crate) const fn new(lives: Duration) -> Self {
        Self {
            kept: RwLock::new(None),
            lives,
        }
    }

    /// The value, read again when it is too old.
    pub(crate) async fn get(&self, read: impl Future<Output = Result<T>>) -> Result<Arc<T>> {
        let kept = self.kept.read().ok().and_then(|kept| kept.clone());
        if let Some((since, value)) = kept
            && since.elapsed() < self.lives
        {
            return Ok(value);
        }
        let begun = Instant::now();
        let value = Arc::new(read.await?);
        if let Ok(mut kept) = self.kept.write() {
            *kept = Some((begun, Arc::clone(&value)));
        }
        Ok(value)
    }

    /// Forgets it.
    pub(crate) fn clear(&self) {
        if let Ok(mut kept) = self.kept.write() {
            *kept = None;
        }
    }
}
