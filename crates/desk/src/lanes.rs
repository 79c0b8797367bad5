//! Who works on what in this process at the moment: of each kind of work only so many at a time,
//! so that an inbox that is slow or busy leaves places to the others. What finds no place waits in
//! memory and is woken again, behind everybody else, when one is free. Nothing here is durable:
//! what is lost, the sweeper finds.

use crate::{Desk, jobs::Job};
use model::InboxId;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Lane {
    /// Sending by an inbox.
    Send(InboxId),
    /// Applying what an inbox received: one after the other, so that messages stand in the order
    /// in which they came.
    Receive(InboxId),
    /// Fetching files for an inbox.
    Fetch(InboxId),
}

impl Lane {
    const fn places(self) -> usize {
        match self {
            Self::Send(_) => 4,
            Self::Receive(_) => 1,
            Self::Fetch(_) => 3,
        }
    }

    /// How many may wait. Whoever applies what was received applies all of it.
    const fn waiting(self) -> usize {
        match self {
            Self::Receive(_) => 1,
            Self::Send(_) | Self::Fetch(_) => 10_000,
        }
    }
}

#[derive(Default)]
struct Open {
    working: usize,
    waiting: VecDeque<Job>,
}

/// All lanes. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Lanes(Arc<Mutex<HashMap<Lane, Open>>>);

impl Lanes {
    fn lock(&self) -> MutexGuard<'_, HashMap<Lane, Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place to work, until it is dropped. None while all are taken: the job then waits.
    pub(crate) fn enter(&self, desk: &Desk, lane: Lane, job: Job) -> Option<Place> {
        let mut lanes = self.lock();
        let open = lanes.entry(lane).or_default();
        if open.working >= lane.places() {
            if open.waiting.len() < lane.waiting() && !open.waiting.contains(&job) {
                open.waiting.push_back(job);
            }
            return None;
        }
        open.working += 1;
        Some(Place {
            desk: desk.clone(),
            lane,
        })
    }

    /// One less works there; the job that may come next.
    fn leave(&self, lane: Lane) -> Option<Job> {
        let mut lanes = self.lock();
        let open = lanes.get_mut(&lane)?;
        open.working = open.working.saturating_sub(1);
        let next = open.waiting.pop_front();
        if open.working == 0 && open.waiting.is_empty() {
            lanes.remove(&lane);
        }
        next
    }
}

/// A place in a lane.
pub(crate) struct Place {
    desk: Desk,
    lane: Lane,
}

impl Drop for Place {
    fn drop(&mut self) {
        let next = self.desk.lanes().leave(self.lane);
        // Outside of a runtime the process ends, and nobody needs to be woken.
        if let (Some(job), Ok(runtime)) = (next, tokio::runtime::Handle::try_current()) {
            let desk = self.desk.clone();
            runtime.spawn(async move {
                if let Err(error) = desk.jobs().wake(&desk, job).await {
                    tracing::warn!(%error, "job not pushed; the sweeper will find the work");
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finds_no_place_comes_next() {
        let lanes = Lanes::default();
        let lane = Lane::Send(1);
        let mut open = Open {
            working: lane.places(),
            ..Open::default()
        };
        open.waiting.extend([Job::Deliver(5), Job::Deliver(6)]);
        lanes.lock().insert(lane, open);
        assert_eq!(lanes.leave(lane), Some(Job::Deliver(5)));
        assert_eq!(lanes.leave(lane), Some(Job::Deliver(6)));
        assert_eq!(lanes.leave(lane), None);
        assert_eq!(
            lanes.leave(Lane::Send(2)),
            None,
            "another inbox's is its own"
        );
        assert_eq!(lanes.leave(lane), None);
        assert!(lanes.lock().is_empty());
    }
}
