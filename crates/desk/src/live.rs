//! The live log, told: one task reads new rows of the `event` table and tells every open page.
//!
//! Woken by our own commits, by other replicas' (PostgreSQL's NOTIFY), and now and then by the
//! clock, for news that got lost. A reader that falls behind is told to start over.

use crate::{Actor, Error, Result, db};
use futures::{StreamExt, stream, stream::BoxStream};
use model::{Event, EventKind};
use sea_orm::FromQueryResult;
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Notify, broadcast};

/// Serialises writers of the log until they commit. The number is our own, any would do.
pub(crate) const LOCK: &str = "SELECT pg_advisory_xact_lock(4711001)";
/// Wakes the other replicas.
pub(crate) const NOTIFY: &str = "SELECT pg_notify('attache_event', '')";
const CHANNEL: &str = "attache_event";

/// Events a resuming page is told one by one; after more it is cheaper to fetch anew.
const BACKLOG: usize = 1_000;
/// Events a slow page may be behind.
const BEHIND: usize = 1_024;
/// When nothing wakes us.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// What a page is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// It happened.
    Event(Event),
    /// Too much happened, or too long ago: fetch everything anew.
    Reset,
}

#[derive(Clone, Debug)]
struct Line {
    event: Event,
    visitor: Option<Arc<str>>,
}

#[derive(FromQueryResult)]
struct Row {
    seq: i64,
    kind: String,
    ticket_id: i64,
    visitor: Option<String>,
}

/// Where pages listen. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    inner: Arc<Inner>,
}

struct Inner {
    db: Arc<db::Db>,
    lines: broadcast::Sender<Line>,
    /// The newest number known to be committed.
    last: AtomicI64,
    /// Where telling begins: everything after the desk was opened.
    told: i64,
    news: Notify,
}

impl Hub {
    pub(crate) async fn open(db: Arc<db::Db>) -> Result<Self> {
        let last = newest(&db).await?;
        let lines = broadcast::Sender::new(BEHIND);
        let inner = Inner {
            db,
            lines,
            last: AtomicI64::new(last),
            told: last,
            news: Notify::new(),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// The newest number known here: a page rendered from what is read after this call has seen
    /// everything up to it.
    pub(crate) fn seq(&self) -> i64 {
        self.inner.last.load(Ordering::Acquire)
    }

    /// A transaction of ours committed, the last of its events under this number.
    pub(crate) fn committed(&self, seq: i64) {
        self.inner.last.fetch_max(seq, Ordering::AcqRel);
        self.inner.news.notify_one();
    }

    /// What happens from now on, or since event `after`: everything for agents, for visitors
    /// what their own conversation shows them.
    ///
    /// # Errors
    /// For those who may not listen, and when the log cannot be read.
    pub async fn subscribe(
        &self,
        actor: &Actor,
        after: Option<i64>,
    ) -> Result<BoxStream<'static, Item>> {
        let ears = match actor {
            Actor::Nobody => return Err(Error::NotSignedIn),
            Actor::Agent { .. } | Actor::System => None,
            Actor::Visitor { .. } => Some(actor.owner_key()?),
        };
        // Before the backlog is read, so that nothing falls between the two.
        let live = self.inner.lines.subscribe();
        let mut seen = after.unwrap_or_else(|| self.seq());
        let mut first = Vec::new();
        if let Some(after) = after {
            match self.backlog(after).await? {
                None => {
                    first.push(Item::Reset);
                    seen = self.seq();
                }
                Some(lines) => {
                    for line in lines {
                        seen = line.event.seq;
                        if hears(ears.as_deref(), &line) {
                            first.push(Item::Event(line.event));
                        }
                    }
                }
            }
        }
        let state = (live, seen, ears);
        let rest = stream::unfold(state, |(mut live, mut seen, ears)| async move {
            loop {
                match live.recv().await {
                    Ok(line) if line.event.seq <= seen => {}
                    Ok(line) => {
                        seen = line.event.seq;
                        if hears(ears.as_deref(), &line) {
                            return Some((Item::Event(line.event), (live, seen, ears)));
                        }
                    }
                    Err(broadcast::error::RecvError::Lagged(_)) => {
                        live = live.resubscribe();
                        return Some((Item::Reset, (live, seen, ears)));
                    }
                    Err(broadcast::error::RecvError::Closed) => return None,
                }
            }
        });
        Ok(stream::iter(first).chain(rest).boxed())
    }

    /// What happened since, or nothing when that is not known any more.
    async fn backlog(&self, after: i64) -> Result<Option<Vec<Line>>> {
        let newest = newest(&self.inner.db).await?;
        if after == newest {
            return Ok(Some(Vec::new()));
        }
        // The event itself must still be there: the ones right after it may be swept already.
        // Before the first one there is none to find.
        if !exists(&self.inner.db, after.max(1)).await? {
            return Ok(None);
        }
        let lines = read(&self.inner.db, after, BACKLOG + 1).await?;
        Ok((lines.len() <= BACKLOG).then_some(lines))
    }

    /// Reads and tells until it is dropped.
    pub(crate) async fn run(self) {
        match self.inner.db.postgres_pool() {
            Some(pool) => tokio::join!(self.tell(), self.listen(pool)).0,
            None => self.tell().await,
        }
    }

    async fn tell(&self) {
        let mut told = self.inner.told;
        loop {
            // Whoever comes reads by themselves what was before them. Not among replicas: what others
            // have reached is known by reading.
            let last = self.seq();
            if self.inner.lines.receiver_count() == 0 && !self.inner.db.is_postgres() {
                told = told.max(last);
                self.news().await;
                continue;
            }
            match read(&self.inner.db, told, BEHIND).await {
                Ok(lines) => {
                    let full = lines.len() == BEHIND;
                    for line in lines {
                        told = line.event.seq;
                        self.inner.last.fetch_max(told, Ordering::AcqRel);
                        // Fails when nobody listens, which is fine.
                        let _ = self.inner.lines.send(line);
                    }
                    if full {
                        continue;
                    }
                }
                Err(error) => tracing::warn!(%error, "the live log cannot be read"),
            }
            self.news().await;
        }
    }

    async fn news(&self) {
        let _ = tokio::time::timeout(LOOK_EVERY, self.inner.news.notified()).await;
    }

    /// Hears the other replicas.
    async fn listen(&self, pool: &sea_orm::sqlx::PgPool) {
        let news = || self.inner.news.notify_one();
        // Whatever was said while the line was down, too.
        db::hear(pool, CHANNEL, news, |_| news()).await;
    }
}

fn hears(ears: Option<&str>, line: &Line) -> bool {
    match ears {
        None => true,
        // Notes carry no visitor; asked again here, because a slip would show them to a customer.
        Some(visitor) => {
            line.event.kind != EventKind::Note && line.visitor.as_deref() == Some(visitor)
        }
    }
}

#[derive(FromQueryResult)]
struct Seq {
    seq: Option<i64>,
}

async fn newest(db: &db::Db) -> Result<i64> {
    // The sweeper leaves the newest row where it is.
    let row: Option<Seq> = db::one(db.read(), "SELECT max(seq) AS seq FROM event", []).await?;
    Ok(row.and_then(|row| row.seq).unwrap_or(0))
}

async fn exists(db: &db::Db, seq: i64) -> Result<bool> {
    let row: Option<Seq> = db::one(
        db.read(),
        "SELECT seq FROM event WHERE seq = $1",
        [seq.into()],
    )
    .await?;
    Ok(row.is_some())
}

async fn read(db: &db::Db, after: i64, limit: usize) -> Result<Vec<Line>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows: Vec<Row> = db::all(
        db.read(),
        "SELECT seq, kind, ticket_id, visitor FROM event WHERE seq > $1 ORDER BY seq LIMIT $2",
        [after.into(), limit.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let kind = EventKind::ALL
                .into_iter()
                .find(|kind| kind.as_str() == row.kind)?;
            let event = Event {
                seq: row.seq,
                kind,
                ticket: row.ticket_id,
            };
            Some(Line {
                event,
                visitor: row.visitor.map(Into::into),
            })
        })
        .collect())
}
