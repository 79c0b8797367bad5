//! The desk: what a process holds while it serves. Nothing in it is durable.

use crate::{
    Error, Result, blob,
    cache::Cached,
    db::Db,
    entity, ingest,
    jobs::Jobs,
    lanes::Lanes,
    live,
    pool::Pool,
    presence::{self, Presence},
    receive, search, sweep,
    template::Templates,
    ticket::{Counted, Held, Listed, SavedViews},
    token::{Purpose, Signer},
};
use channels::{Bases, Providers};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinSet};

/// Where a desk keeps its things and how it is reached.
#[derive(Clone, Debug)]
pub struct Config {
    /// `postgres://…` or `sqlite://…`; a SQLite file in the data folder when none is given.
    pub database_url: Option<String>,
    /// Folder of the database file, the blobs and the secret. Made when it is missing.
    pub data_dir: PathBuf,
    /// The address people reach us by, without a slash at the end.
    pub public_url: String,
    /// What signatures are made with; one in the data folder when none is given. Replicas share it.
    pub secret: Option<[u8; 32]>,
    /// How files that come in are handled.
    pub ingest: ingest::Config,
    /// How long an answer waits before it goes, so that it can be taken back.
    pub undo: Duration,
}

/// An opened desk. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    db: Arc<Db>,
    hub: live::Hub,
    jobs: Jobs,
    blobs: blob::Blobs,
    providers: Providers,
    pool: Pool,
    in_flight: ingest::InFlight,
    lanes: Lanes,
    templates: Templates,
    signer: Signer,
    agents: Cached<Vec<entity::agent::Model>>,
    inboxes: Cached<Vec<entity::inbox::Model>>,
    counted: Counted,
    listed: Listed,
    held: Held,
    saved_views: SavedViews,
    presence: Presence,
}

impl Desk {
    /// Connects, brings the schema up to date, finds secret and blobs. Starts nothing.
    ///
    /// # Errors
    /// When one of them is not to be had.
    pub async fn open(config: Config) -> Result<Self> {
        Self::open_with(config, Bases::default()).await
    }

    /// The same, with providers elsewhere than where the world knows them.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub async fn open_with(config: Config, bases: Bases) -> Result<Self> {
        let providers = Providers::new(bases).map_err(Error::internal)?;
        std::fs::create_dir_all(&config.data_dir)?;
        let signer = Signer::open(config.secret, &config.data_dir)?;
        let blobs = blob::Blobs::open(&config.data_dir)?;
        let db = Arc::new(Db::open(&config).await?);
        let jobs = Jobs::open(&db).await?;
        let hub = live::Hub::open(Arc::clone(&db)).await?;
        let pool = Pool::new(config.ingest.worker.clone(), config.ingest.limits);
        let inner = Inner {
            config,
            db,
            hub,
            jobs,
            blobs,
            providers,
            pool,
            in_flight: ingest::InFlight::default(),
            lanes: Lanes::default(),
            templates: Templates::default(),
            signer,
            agents: Cached::new(Duration::from_secs(3)),
            inboxes: Cached::new(Duration::from_secs(3)),
            counted: Counted::new(),
            listed: Listed::new(),
            held: Held::new(),
            saved_views: SavedViews::new(Duration::from_secs(3)),
            presence: Presence::default(),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Starts the workers, the sweeper and the live log.
    #[must_use]
    pub fn start(&self) -> Workers {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(self.live().clone().run());
        tasks.spawn(sweep::keep_sweeping(self.clone()));
        tasks.spawn(receive::keep_listing(self.clone()));
        tasks.spawn(search::keep_indexing(self.clone()));
        tasks.spawn(presence::keep_hearing(self.clone()));
        let mut workers = JoinSet::new();
        workers.spawn(self.jobs().clone().work(self.clone(), stopped.clone()));
        workers.spawn(receive::keep_polling(self.clone(), stopped));
        Workers {
            stop,
            workers,
            tasks,
        }
    }

    /// The live log.
    #[must_use]
    pub fn live(&self) -> &live::Hub {
        &self.inner.hub
    }

    /// Who is there.
    pub(crate) fn presence(&self) -> &Presence {
        &self.inner.presence
    }

    /// The address people reach us by, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.inner.config.public_url
    }

    /// What makes its bearer the first owner; good while there is none.
    #[must_use]
    pub fn setup_token(&self) -> String {
        let mut token = self.signer().sign(Purpose::SetUp, "owner");
        token.truncate(24);
        token
    }

    /// What stands in the address that an answer to a ticket's letters goes to: it names the
    /// ticket, and never expires.
    #[must_use]
    pub fn reply_address_token(&self, ticket: model::TicketId) -> String {
        self.signer().reply_token(ticket)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> Result<()> {
        use sea_orm::ConnectionTrait;
        self.db().read().execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    pub(crate) fn undo(&self) -> Duration {
        self.inner.config.undo
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn jobs(&self) -> &Jobs {
        &self.inner.jobs
    }

    pub(crate) fn providers(&self) -> &Providers {
        &self.inner.providers
    }

    pub(crate) fn blobs(&self) -> &blob::Blobs {
        &self.inner.blobs
    }

    pub(crate) fn ingest(&self) -> &ingest::Config {
        &self.inner.config.ingest
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.inner.pool
    }

    pub(crate) fn in_flight(&self) -> &ingest::InFlight {
        &self.inner.in_flight
    }

    pub(crate) fn lanes(&self) -> &Lanes {
        &self.inner.lanes
    }

    pub(crate) fn templates(&self) -> &Templates {
        &self.inner.templates
    }

    pub(crate) fn signer(&self) -> &Signer {
        &self.inner.signer
    }

    pub(crate) fn agents(&self) -> &Cached<Vec<entity::agent::Model>> {
        &self.inner.agents
    }

    pub(crate) fn inboxes(&self) -> &Cached<Vec<entity::inbox::Model>> {
        &self.inner.inboxes
    }

    pub(crate) fn listed(&self) -> &Listed {
        &self.inner.listed
    }

    pub(crate) fn counted(&self) -> &Counted {
        &self.inner.counted
    }

    pub(crate) fn held(&self) -> &Held {
        &self.inner.held
    }

    pub(crate) fn saved_views(&self) -> &SavedViews {
        &self.inner.saved_views
    }
}

/// The running tasks of a desk.
pub struct Workers {
    stop: watch::Sender<bool>,
    workers: JoinSet<()>,
    tasks: JoinSet<()>,
}

impl Workers {
    /// Lets work in hand finish, for some seconds, and ends the tasks. What is left over is
    /// found by the next process.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        let finished = async { while self.workers.join_next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_secs(10), finished)
            .await
            .is_err()
        {
            tracing::warn!("work in hand was left; it will be taken up again");
        }
        self.workers.shutdown().await;
        self.tasks.shutdown().await;
    }
}
