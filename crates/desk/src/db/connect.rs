//! Connections.
//!
//! SQLite: one connection writes, so that no writer ever meets a lock, and four only read; what
//! is acknowledged is on the disk (synchronous FULL). PostgreSQL: one pool does both.

use crate::{Config, Error, Result, migration::Migrator};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    SqlxPostgresConnector, SqlxSqliteConnector, TransactionOptions, TransactionTrait,
    sqlx::{
        self, PgPool, SqlitePool,
        postgres::{PgConnectOptions, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};
use sea_orm_migration::MigratorTrait;
use std::{str::FromStr, time::Duration};

/// The database.
pub(crate) struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
}

impl Db {
    /// Connects and brings the schema up to date.
    pub(crate) async fn open(config: &Config) -> Result<Self> {
        let db = match config.database_url.as_deref() {
            Some(url) if url.starts_with("postgres:") || url.starts_with("postgresql:") => {
                Self::postgres(url).await?
            }
            Some(url) if url.starts_with("sqlite:") => {
                Self::sqlite(SqliteConnectOptions::from_str(url)?).await?
            }
            Some(_) => {
                return Err(Error::Unavailable(
                    "the database address must begin with postgres:// or sqlite://".into(),
                ));
            }
            None => {
                let file = config.data_dir.join("attache.db");
                Self::sqlite(SqliteConnectOptions::new().filename(file)).await?
            }
        };
        db.migrate().await?;
        Ok(db)
    }

    async fn migrate(&self) -> Result<()> {
        let Some(pool) = self.postgres_pool() else {
            return Ok(Migrator::up(&self.write, None).await?);
        };
        // Replicas that start together take turns.
        let mut turn = pool.acquire().await?;
        sqlx::query("SELECT pg_advisory_lock(4711002)")
            .execute(&mut *turn)
            .await?;
        let done = Migrator::up(&self.write, None).await;
        sqlx::query("SELECT pg_advisory_unlock(4711002)")
            .execute(&mut *turn)
            .await?;
        Ok(done?)
    }

    async fn sqlite(options: SqliteConnectOptions) -> Result<Self> {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true);
        // Connections are files of our own: asking one whether it still lives costs a thread
        // hop for each query, and dropping idle ones drops their prepared statements.
        let pool = |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let write = pool(1).connect_with(options.clone()).await?;
        let read = pool(4)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self {
            read: SqlxSqliteConnector::from_sqlx_sqlite_pool(read),
            write: SqlxSqliteConnector::from_sqlx_sqlite_pool(write),
        })
    }

    async fn postgres(url: &str) -> Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(PgConnectOptions::from_str(url)?)
            .await?;
        let both = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        Ok(Self {
            read: both.clone(),
            write: both,
        })
    }

    /// For reading.
    pub(crate) fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For a statement that is a transaction by itself and of which no page hears.
    pub(crate) fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Begins a transaction that may write. Pages that should hear of it: [`super::Write`].
    pub(crate) async fn begin_write(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            // Deferred ones take the lock at the first write, when it may be too late to wait.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// The pool behind, when it is SQLite's.
    pub(crate) fn sqlite_writer(&self) -> Option<&SqlitePool> {
        (!self.is_postgres()).then(|| self.write.get_sqlite_connection_pool())
    }

    /// The pool behind, when it is PostgreSQL's.
    pub(crate) fn postgres_pool(&self) -> Option<&PgPool> {
        self.is_postgres()
            .then(|| self.write.get_postgres_connection_pool())
    }

    /// Which of the two.
    pub(crate) fn is_postgres(&self) -> bool {
        self.write.get_database_backend() == DbBackend::Postgres
    }
}
