//! Facts kept for a few seconds, so that a page costs no query each time for what it asked a
//! moment ago. Bounded in time and in number; nothing here is durable state.

use std::{
    borrow::Borrow,
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// A small map whose entries are forgotten after a while.
#[derive(Debug)]
pub struct Recent<K, V> {
    entries: Mutex<HashMap<K, (Instant, V)>>,
    ttl: Duration,
    most: usize,
}

impl<K: Hash + Eq, V: Clone> Recent<K, V> {
    /// Keeps at most `most` entries, each for `ttl`.
    #[must_use]
    pub fn new(ttl: Duration, most: usize) -> Self {
        Self {
            entries: Mutex::default(),
            ttl,
            most,
        }
    }

    /// What was put there less than the time to live ago.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let (put, value) = entries.get(key)?;
        (put.elapsed() < self.ttl).then(|| value.clone())
    }

    /// Remembers. When it is full the stale go first, then all: a cold cache costs a query each,
    /// a clever one costs attention.
    pub fn put(&self, key: K, value: V) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= self.most {
            entries.retain(|_, (put, _)| put.elapsed() < self.ttl);
            if entries.len() >= self.most {
                entries.clear();
            }
        }
        entries.insert(key, (Instant::now(), value));
    }

    /// Forgets.
    pub fn remove<Q: Hash + Eq + ?Sized>(&self, key: &Q)
    where
        K: Borrow<Q>,
    {
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_forgets_in_time() {
        let cache = Recent::new(Duration::from_millis(20), 8);
        cache.put(1, "a");
        assert_eq!(cache.get(&1), Some("a"));
        std::thread::sleep(Duration::from_millis(25));
        assert_eq!(cache.get(&1), None);
    }

    #[test]
    fn it_stays_small() {
        let cache = Recent::new(Duration::from_secs(60), 8);
        for key in 0..100 {
            cache.put(key, key);
        }
        let kept = (0..100).filter(|key| cache.get(key).is_some()).count();
        assert!(kept <= 8, "{kept}");
        assert_eq!(cache.get(&99), Some(99));
    }
}
