//! A transaction of which pages hear: what happened becomes rows of the live log in the same
//! transaction, and after the commit the hub and the workers are woken.

use crate::{Desk, Result, jobs::Job, live};
use model::{EventKind, TicketId};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use std::{ops::Deref, time::Duration};

/// See the module. Dropped without a commit it is rolled back.
pub(crate) struct Write<'a> {
    desk: &'a Desk,
    tx: DatabaseTransaction,
    events: Vec<(EventKind, TicketId, Option<String>)>,
    jobs: Vec<(Job, Duration)>,
}

impl<'a> Write<'a> {
    pub(crate) async fn begin(desk: &'a Desk) -> Result<Self> {
        let tx = desk.db().begin_write().await?;
        Ok(Self {
            desk,
            tx,
            events: Vec::new(),
            jobs: Vec::new(),
        })
    }

    /// Something happened to a ticket. `visitor`: whose stream may hear of it, besides agents'.
    pub(crate) fn event(&mut self, kind: EventKind, ticket: TicketId, visitor: Option<String>) {
        let event = (kind, ticket, visitor);
        if !self.events.contains(&event) {
            self.events.push(event);
        }
    }

    /// A worker should look.
    pub(crate) fn job(&mut self, job: Job) {
        self.job_after(job, Duration::ZERO);
    }

    /// A worker should look, after a while.
    pub(crate) fn job_after(&mut self, job: Job, wait: Duration) {
        if !self.jobs.contains(&(job, wait)) {
            self.jobs.push((job, wait));
        }
    }

    /// Commits and tells.
    pub(crate) async fn commit(self) -> Result<()> {
        let Self {
            desk,
            tx,
            events,
            jobs,
        } = self;
        let mut last = 0;
        if !events.is_empty() {
            if desk.db().is_postgres() {
                // Held until the commit: numbers are given in the order in which rows appear,
                // so no reader steps over one that commits late.
                tx.execute_unprepared(live::LOCK).await?;
            }
            let now = super::now();
            for (kind, ticket, visitor) in events {
                let row: Option<Seq> = super::one(
                    &tx,
                    "INSERT INTO event (kind, ticket_id, visitor, created_at) \
                     VALUES ($1, $2, $3, $4) RETURNING seq",
                    [
                        kind.as_str().into(),
                        ticket.into(),
                        visitor.into(),
                        now.into(),
                    ],
                )
                .await?;
                last = row.map_or(last, |row| row.seq);
            }
            if desk.db().is_postgres() {
                tx.execute_unprepared(live::NOTIFY).await?;
            }
        }
        tx.commit().await?;
        if last > 0 {
            desk.live().committed(last);
        }
        // Only wake-ups, for which nobody has to wait: the rows are there, and the sweeper finds
        // them if this fails.
        for (job, wait) in jobs {
            let desk = desk.clone();
            tokio::spawn(async move {
                if !wait.is_zero() {
                    tokio::time::sleep(wait).await;
                }
                if let Err(error) = desk.jobs().wake(&desk, job).await {
                    tracing::warn!(%error, "job not pushed; the sweeper will find the work");
                }
            });
        }
        Ok(())
    }
}

impl Deref for Write<'_> {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.tx
    }
}

#[derive(FromQueryResult)]
struct Seq {
    seq: i64,
}
