//! Waking work: a worker is told that there is something to do, and nothing more. What is
//! to be done, how often it was tried and when it is tried next stands in `delivery` and
//! `inbound_event`; a job that is lost, doubled or late does no harm.
//!
//! So whoever has a hand free does at once what it was woken for; what it has none for, or does
//! not work at all (a command line beside the server), is left to apalis' queue, from which every
//! replica takes. Each job in that queue costs three transactions and a look; most never see it.

use crate::{Desk, Error, Result, db, db::Db, deliver, receive, token};
use apalis::prelude::{BackendExt, BoxDynError, Data, TaskSink, WorkerBuilder, WorkerBuilderExt};
use apalis_postgres::PostgresStorage;
use apalis_sqlite::SqliteStorage;
use futures::{FutureExt, Stream, future::BoxFuture, stream};
use model::{AttachmentId, InboxId, TicketId};
use serde::{Deserialize, Serialize};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Notify, watch};

/// What to look at.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// The ticket's deliveries.
    Deliver(TicketId),
    /// What that inbox received.
    Receive(InboxId),
    /// The file of that key, which is still with its provider.
    Fetch(AttachmentId),
    /// Who it is that writes to that inbox from the address of that key.
    Profile(InboxId, i64),
}

/// Jobs in work at a time. They wait for providers, mostly; of one inbox only some, see `lanes`.
const AT_A_TIME: usize = 16;
/// How long jobs in hand may take when the process ends.
const LAST: Duration = Duration::from_secs(8);
const QUEUE: &str = "attache";

/// Where jobs are pushed and taken. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Jobs {
    queue: Queue,
    /// Rung after each push here: our own worker need not poll.
    bell: Arc<Notify>,
    hands: Arc<Hands>,
}

/// The jobs in hand.
#[derive(Default)]
struct Hands {
    working: watch::Sender<usize>,
    /// Whether this process works: a command line does not, and one that ends begins nothing more.
    works: AtomicBool,
}

impl Hands {
    fn works(&self) -> bool {
        self.works.load(Ordering::Acquire)
    }
}

/// One of them, until it is dropped.
struct Hand(Arc<Hands>);

impl Hand {
    /// For a job from the queue, which lets in no more than it may.
    fn of(hands: &Arc<Hands>) -> Self {
        hands.working.send_modify(|working| *working += 1);
        Self(Arc::clone(hands))
    }

    /// For a job that never was in it; none while all are full.
    fn free(hands: &Arc<Hands>) -> Option<Self> {
        let take = |working: &mut usize| {
            let free = *working < AT_A_TIME;
            *working += usize::from(free);
            free
        };
        (hands.works() && hands.working.send_if_modified(take)).then(|| Self(Arc::clone(hands)))
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.0.working.send_modify(|working| *working -= 1);
    }
}

#[derive(Clone)]
enum Queue {
    Sqlite(SqliteStorage<Job>),
    Postgres(PostgresStorage<Job>),
}

impl Jobs {
    /// Brings apalis' own tables up to date.
    pub(crate) async fn open(db: &Db) -> Result<Self> {
        // A heartbeat is a write; two missed ones and another replica takes the jobs over.
        let heartbeat = Duration::from_secs(60);
        let queue = if let Some(pool) = db.postgres_pool() {
            PostgresStorage::migrations()
                .run(pool)
                .await
                .map_err(Error::internal)?;
            let config = apalis_postgres::Config::default()
                .queue(QUEUE)
                .heartbeat_interval(heartbeat)
                .lock_tasks(false);
            Queue::Postgres(PostgresStorage::new(pool).with_config(config))
        } else if let Some(pool) = db.sqlite_writer() {
            // Its `setup` would also turn synchronous off on our connection.
            SqliteStorage::migrations()
                .run(pool)
                .await
                .map_err(Error::internal)?;
            let config = apalis_sqlite::Config::default()
                .queue(QUEUE)
                .heartbeat_interval(heartbeat)
                .lock_tasks(false);
            Queue::Sqlite(SqliteStorage::new(pool).with_config(config))
        } else {
            return Err(Error::Unavailable("no database".into()));
        };
        Ok(Self {
            queue,
            bell: Arc::default(),
            hands: Arc::default(),
        })
    }

    /// Sees to it that it is done, after the commit of what it is about: here, or by whoever takes
    /// it from the queue.
    pub(crate) async fn wake(&self, desk: &Desk, job: Job) -> Result<()> {
        let Some(hand) = Hand::free(&self.hands) else {
            return self.push(job).await;
        };
        tokio::spawn(work_on(job, desk.clone(), hand));
        Ok(())
    }

    async fn push(&self, job: Job) -> Result<()> {
        match &self.queue {
            Queue::Sqlite(queue) => queue.clone().push(job).await.map_err(Error::internal)?,
            Queue::Postgres(queue) => queue.clone().push(job).await.map_err(Error::internal)?,
        }
        self.bell.notify_one();
        Ok(())
    }

    /// Works until told to stop, and begins again when the database was away.
    pub(crate) async fn work(self, desk: Desk, mut stopped: watch::Receiver<bool>) {
        self.hands.works.store(true, Ordering::Release);
        loop {
            let name = format!("attache-{}", token::random());
            let mut stop = stopped.clone();
            let hands = Arc::clone(&self.hands);
            let told = async move {
                // An error means that the desk is gone: as good a reason.
                let _ = stop.wait_for(|stop| *stop).await;
                // Told to end, apalis polls nothing of its own any more, and what it was writing
                // would hold SQLite's only writer, for which the jobs in hand wait.
                hands.works.store(false, Ordering::Release);
                let mut working = hands.working.subscribe();
                let finished = working.wait_for(|working| *working == 0);
                let _ = tokio::time::timeout(LAST, finished).await;
                Ok::<(), std::io::Error>(())
            };
            let wake = wake_ups(Arc::clone(&self.bell));
            // The same twice: the two backends are types of their own.
            let ended = match &self.queue {
                Queue::Sqlite(queue) => {
                    WorkerBuilder::new(name.as_str())
                        .backend(queue.clone().poll_with_stream(Box::pin(wake)))
                        .data(desk.clone())
                        .concurrency(AT_A_TIME)
                        .build(run)
                        .run_until(told)
                        .await
                }
                Queue::Postgres(queue) => {
                    WorkerBuilder::new(name.as_str())
                        .backend(queue.clone().poll_with_stream(Box::pin(wake)))
                        .data(desk.clone())
                        .concurrency(AT_A_TIME)
                        .build(run)
                        .run_until(told)
                        .await
                }
            };
            if *stopped.borrow() {
                return;
            }
            if let Err(error) = ended {
                tracing::warn!(%error, "the worker stopped; beginning again");
            }
            let pause = Duration::from_secs(2);
            let _ = tokio::time::timeout(pause, stopped.wait_for(|stop| *stop)).await;
        }
    }

    /// Forgets jobs that are done and workers that are gone.
    pub(crate) async fn tidy(&self, db: &Db) -> Result<()> {
        let (jobs, workers, old) = match &self.queue {
            Queue::Sqlite(_) => (
                "Jobs",
                "Workers",
                "CAST(strftime('%s', 'now') AS INTEGER) - 3600",
            ),
            Queue::Postgres(_) => ("apalis.jobs", "apalis.workers", "now() - interval '1 hour'"),
        };
        let done = format!(
            "DELETE FROM {jobs} WHERE status IN ('Done', 'Failed', 'Killed') \
             AND done_at IS NOT NULL"
        );
        db::run(db.write(), &done, []).await?;
        let gone = format!(
            "DELETE FROM {workers} WHERE last_seen < {old} \
             AND NOT EXISTS (SELECT 1 FROM {jobs} WHERE lock_by = {workers}.id)"
        );
        db::run(db.write(), &gone, []).await?;
        Ok(())
    }
}

/// Once for each ring, and once more shortly after: a fetch that was under way when the bell
/// rang may have looked too early.
///
/// apalis asks a stream once a round, and not again when it had something to tell. Were the round
/// the last one of a fetch that found nothing, nobody would listen for the next ring. So whoever
/// is told is also woken, and comes back to listen.
fn wake_ups(bell: Arc<Notify>) -> impl Stream<Item = ()> + Send {
    let rings = stream::unfold((bell, false), |(bell, again)| async move {
        if again {
            let rang = tokio::time::timeout(Duration::from_millis(250), bell.notified())
                .await
                .is_ok();
            Some(((), (bell, rang)))
        } else {
            bell.notified().await;
            Some(((), (bell, true)))
        }
    });
    let mut rings = Box::pin(rings);
    stream::poll_fn(move |cx| {
        let told = rings.as_mut().poll_next(cx);
        if told.is_ready() {
            cx.waker().wake_by_ref();
        }
        told
    })
}

/// Never fails towards apalis: trying again is decided by the rows.
async fn run(job: Job, desk: Data<Desk>) -> Result<(), BoxDynError> {
    let desk = Desk::clone(&desk);
    let hands = &desk.jobs().hands;
    // Else the next process' sweeper finds what it was about.
    if hands.works() {
        let hand = Hand::of(hands);
        work_on(job, desk, hand).await;
    }
    Ok(())
}

/// Boxed, because jobs end in transactions that wake jobs.
fn work_on(job: Job, desk: Desk, hand: Hand) -> BoxFuture<'static, ()> {
    async move {
        // On a task of its own, so that a panic ends the job and not the worker.
        let work = tokio::spawn(async move {
            match job {
                Job::Deliver(ticket) => deliver::run(&desk, ticket).await,
                Job::Receive(inbox) => receive::run(&desk, inbox).await,
                Job::Fetch(attachment) => receive::fetch(&desk, attachment).await,
                Job::Profile(inbox, handle) => receive::profile(&desk, inbox, handle).await,
            }
        });
        match work.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(?job, %error, "job failed; the sweeper will be back"),
            Err(panic) => tracing::error!(?job, %panic, "job panicked; the sweeper will be back"),
        }
        drop(hand);
    }
    .boxed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::{StreamExt, task::ArcWake};
    use std::{
        sync::atomic::AtomicUsize,
        task::{Context, Poll},
    };

    #[test]
    fn hands_are_taken_while_there_are_free_ones() {
        let hands = Arc::new(Hands::default());
        assert!(
            Hand::free(&hands).is_none(),
            "a command line takes nothing up"
        );
        hands.works.store(true, Ordering::Release);
        let mut held: Vec<Hand> = (0..AT_A_TIME).filter_map(|_| Hand::free(&hands)).collect();
        assert_eq!(held.len(), AT_A_TIME);
        assert!(Hand::free(&hands).is_none(), "the rest is the queue's");
        let queued = Hand::of(&hands);
        held.truncate(AT_A_TIME - 1);
        assert!(
            Hand::free(&hands).is_none(),
            "what came from the queue counts, too"
        );
        drop(queued);
        assert!(Hand::free(&hands).is_some());
        drop(held);
        assert_eq!(*hands.working.borrow(), 0);
        hands.works.store(false, Ordering::Release);
        assert!(Hand::free(&hands).is_none(), "who ends begins nothing");
    }

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl ArcWake for Woken {
        fn wake_by_ref(woken: &Arc<Self>) {
            woken.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A worker that takes a ring in a round in which it does nothing else must be polled again:
    /// it would be deaf to all rings until its heartbeat, a minute later.
    #[tokio::test]
    async fn who_is_woken_comes_back_to_listen() {
        let bell = Arc::new(Notify::new());
        let woken = Arc::new(Woken::default());
        let waker = futures::task::waker(Arc::clone(&woken));
        let mut cx = Context::from_waker(&waker);
        let mut wake = wake_ups(Arc::clone(&bell));
        assert_eq!(wake.poll_next_unpin(&mut cx), Poll::Pending);

        let rounds = || woken.0.swap(0, Ordering::Relaxed);
        for _ in 0..3 {
            bell.notify_one();
            assert_eq!(rounds(), 1, "the bell is heard");
            assert_eq!(wake.poll_next_unpin(&mut cx), Poll::Ready(Some(())));
            assert_eq!(rounds(), 1, "and listened for again");
            assert_eq!(wake.poll_next_unpin(&mut cx), Poll::Pending);
        }
        // The look shortly after, too.
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(rounds(), 1);
        assert_eq!(wake.poll_next_unpin(&mut cx), Poll::Ready(Some(())));
        assert_eq!(rounds(), 1);
        assert_eq!(wake.poll_next_unpin(&mut cx), Poll::Pending);
    }
}
