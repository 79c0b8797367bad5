//! Waking work: apalis tells a worker that there is something to do, and nothing more. What is
//! to be done, how often it was tried and when it is tried next stands in `delivery` and
//! `inbound_event`; a job that is lost, doubled or late does no harm.

use crate::{Desk, Error, Result, db, db::Db, deliver, receive, token};
use apalis::prelude::{BackendExt, BoxDynError, Data, TaskSink, WorkerBuilder, WorkerBuilderExt};
use apalis_postgres::PostgresStorage;
use apalis_sqlite::SqliteStorage;
use futures::{Stream, stream};
use model::{AttachmentId, TicketId};
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
    /// The inbound event of that key, and others of its inbox.
    Receive(i64),
    /// The file of that key, which is still with its provider.
    Fetch(AttachmentId),
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
    /// Nothing more is begun.
    ending: AtomicBool,
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

    /// Pushes one, after the commit of what it is about.
    pub(crate) async fn push(&self, job: Job) -> Result<()> {
        match &self.queue {
            Queue::Sqlite(queue) => queue.clone().push(job).await.map_err(Error::internal)?,
            Queue::Postgres(queue) => queue.clone().push(job).await.map_err(Error::internal)?,
        }
        self.bell.notify_one();
        Ok(())
    }

    /// Works until told to stop, and begins again when the database was away.
    pub(crate) async fn work(self, desk: Desk, mut stopped: watch::Receiver<bool>) {
        self.hands.ending.store(false, Ordering::Release);
        loop {
            let name = format!("attache-{}", token::random());
            let mut stop = stopped.clone();
            let hands = Arc::clone(&self.hands);
            let told = async move {
                // An error means that the desk is gone: as good a reason.
                let _ = stop.wait_for(|stop| *stop).await;
                // Told to end, apalis polls nothing of its own any more, and what it was writing
                // would hold SQLite's only writer, for which the jobs in hand wait.
                hands.ending.store(true, Ordering::Release);
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
    let hands = Arc::clone(&desk.jobs().hands);
    if hands.ending.load(Ordering::Acquire) {
        // The next process' sweeper finds what it was about.
        return Ok(());
    }
    hands.working.send_modify(|working| *working += 1);
    // On a task of its own, so that a panic ends the job and not the worker.
    let work = tokio::spawn(async move {
        match job {
            Job::Deliver(ticket) => deliver::run(&desk, ticket).await,
            Job::Receive(event) => receive::run(&desk, event).await,
            Job::Fetch(attachment) => receive::fetch(&desk, attachment).await,
        }
    });
    let done = work.await;
    hands.working.send_modify(|working| *working -= 1);
    match done {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(?job, %error, "job failed; the sweeper will be back"),
        Err(panic) => tracing::error!(?job, %panic, "job panicked; the sweeper will be back"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::{StreamExt, task::ArcWake};
    use std::{
        sync::atomic::AtomicUsize,
        task::{Context, Poll},
    };

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
