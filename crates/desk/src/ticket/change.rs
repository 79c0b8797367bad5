//! What agents do to a ticket. A change names the version it was decided on, and is refused when
//! somebody changed the ticket meanwhile.

use crate::{
    Actor, Desk, Error, Result, agent, db,
    db::Write,
    message::{self, insert::By},
};
use model::{AgentId, EventKind, Status, TicketHead, TicketId};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Before {
    version: i64,
    status: String,
    assignee_id: Option<i64>,
}

/// The ticket as it is, with its lock held until the commit.
async fn lock(write: &Write<'_>, ticket: TicketId, version: i64) -> Result<Before> {
    let before: Option<Before> = db::one(
        &**write,
        "UPDATE ticket SET version = version WHERE id = $1 \
         RETURNING version, status, assignee_id",
        [ticket.into()],
    )
    .await?;
    let before = before.ok_or(Error::NotFound)?;
    if before.version != version {
        return Err(Error::Conflict);
    }
    Ok(before)
}

/// Gives a ticket to an agent, or to nobody.
///
/// # Errors
/// For anybody but agents; `Conflict` on an old version; `NotFound` for an unknown agent.
pub async fn assign(
    desk: &Desk,
    actor: &Actor,
    ticket: TicketId,
    version: i64,
    to: Option<AgentId>,
) -> Result<TicketHead> {
    let by = actor.agent()?;
    let known = agent::all(desk).await?;
    let chip = agent::chip(&known, to);
    if to.is_some() && chip.is_none() {
        return Err(Error::NotFound);
    }
    let mut write = Write::begin(desk).await?;
    let before = lock(&write, ticket, version).await?;
    if before.assignee_id != to {
        db::run(
            &*write,
            "UPDATE ticket SET assignee_id = $1, version = version + 1 WHERE id = $2",
            [to.into(), ticket.into()],
        )
        .await?;
        let text = chip.map_or("unassigned".into(), |agent| {
            format!("assigned:{}", agent.name)
        });
        message::activity(&mut write, ticket, By::Agent(by), &text, db::now()).await?;
        write.event(EventKind::Ticket, ticket, None);
    }
    write.commit().await?;
    super::thread::head(desk, ticket).await
}

/// Closes, snoozes or reopens a ticket.
///
/// # Errors
/// For anybody but agents; `Conflict` on an old version.
pub async fn set_status(
    desk: &Desk,
    actor: &Actor,
    ticket: TicketId,
    version: i64,
    status: Status,
) -> Result<TicketHead> {
    let by = actor.agent()?;
    let mut write = Write::begin(desk).await?;
    let before = lock(&write, ticket, version).await?;
    if before.status != status.as_str() {
        db::run(
            &*write,
            "UPDATE ticket SET status = $1, version = version + 1 WHERE id = $2",
            [status.as_str().into(), ticket.into()],
        )
        .await?;
        let text = match status {
            Status::Open => "reopened",
            Status::Snoozed => "snoozed",
            Status::Closed => "closed",
        };
        message::activity(&mut write, ticket, By::Agent(by), text, db::now()).await?;
        write.event(EventKind::Ticket, ticket, None);
    }
    write.commit().await?;
    super::thread::head(desk, ticket).await
}

/// An agent has read what the customer wrote.
///
/// # Errors
/// For anybody but agents.
pub async fn mark_read(desk: &Desk, actor: &Actor, ticket: TicketId) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        unread: bool,
    }
    actor.agent()?;
    // Every look at a ticket asks for this, and most find it read.
    let sql = "SELECT unread FROM ticket WHERE id = $1";
    let row: Option<Row> = db::one(desk.db().read(), sql, [ticket.into()]).await?;
    if !row.ok_or(Error::NotFound)?.unread {
        return Ok(());
    }
    let mut write = Write::begin(desk).await?;
    let sql = "UPDATE ticket SET unread = FALSE WHERE id = $1 AND unread";
    if db::run(&*write, sql, [ticket.into()]).await? > 0 {
        write.event(EventKind::Ticket, ticket, None);
    }
    write.commit().await
}
