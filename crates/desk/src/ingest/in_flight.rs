//! Who works on which blob in this process: two never do the same at the same time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// The blobs in work.
#[derive(Default)]
pub(crate) struct InFlight {
    turns: Mutex<HashMap<String, Arc<Turn<()>>>>,
}

/// One blob in work; the next one's turn when it is dropped.
pub(crate) struct Working<'a> {
    all: &'a InFlight,
    sha256: String,
    turn: Arc<Turn<()>>,
    held: Option<OwnedMutexGuard<()>>,
}

impl InFlight {
    /// Waits until nobody else works on it.
    pub(crate) async fn begin(&self, sha256: &str) -> Working<'_> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(sha256.to_owned()).or_default())
        };
        // Before it waits: who gives up waiting must be forgotten, too.
        let mut working = Working {
            all: self,
            sha256: sha256.to_owned(),
            turn: Arc::clone(&turn),
            held: None,
        };
        working.held = Some(turn.lock_owned().await);
        working
    }

    /// Whether somebody works on it.
    pub(crate) fn has(&self, sha256: &str) -> bool {
        let turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.contains_key(sha256)
    }

    /// How many blobs are in work or wait for it.
    pub(crate) fn count(&self) -> usize {
        let turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.len()
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.held = None;
        let mut turns = self
            .all
            .turns
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // The map and this one: nobody waits.
        if turns
            .get(&self.sha256)
            .is_some_and(|turn| Arc::ptr_eq(turn, &self.turn) && Arc::strong_count(turn) == 2)
        {
            turns.remove(&self.sha256);
        }
    }
}
