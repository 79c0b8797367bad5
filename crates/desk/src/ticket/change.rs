//! What agents do to tickets, one or many at once. A decision names the version it was made on, and
//! is refused when somebody changed the ticket meanwhile; tags, and read or unread, overwrite
//! nobody's.

use super::undo::{self, Step};
use crate::{
    Actor, Desk, Error, Result, agent, db,
    db::Write,
    message::{self, insert::By},
};
use model::{
    AgentChip, AgentId, Change, Changed, EventKind, Millis, Pick, Priority, Status, TAG_MAX,
    TicketId,
};
use sea_orm::FromQueryResult;

/// How many tickets are changed at once.
const PICKED: usize = 500;

/// A ticket as it is before it is changed.
#[derive(FromQueryResult)]
struct Before {
    version: i64,
    status: String,
    snoozed_until: Option<Millis>,
    assignee_id: Option<AgentId>,
    priority: i64,
    unread: bool,
    contact_id: i64,
}

impl Before {
    fn status(&self) -> Status {
        Status::from_name(&self.status).unwrap_or_default()
    }
}

/// Changes tickets, and keeps how to take that back.
///
/// # Errors
/// For anybody but agents; `Conflict` when all of them were changed meanwhile; `NotFound` when there
/// is none of them, or no such agent; a snooze that is over; a tag without a name.
pub async fn change(
    desk: &Desk,
    actor: &Actor,
    picks: &[Pick],
    change: &Change,
) -> Result<Changed> {
    let by = actor.agent()?;
    let known = agent::all(desk).await?;
    let change = checked(change, &known, db::now())?;
    let mut write = Write::begin(desk).await?;
    let asked = picks.iter().map(|pick| (*pick, &change)).collect();
    let (changed, steps) = run(desk, &mut write, by, asked).await?;
    let undo = if steps.is_empty() {
        None
    } else {
        Some(undo::keep(&write, by, &steps).await?)
    };
    write.commit().await?;
    Ok(Changed { undo, ..changed })
}

/// The same tickets as they are now, without those that are not there.
///
/// # Errors
/// For anybody but agents.
pub async fn picks(desk: &Desk, actor: &Actor, picks: &[Pick]) -> Result<Vec<Pick>> {
    #[derive(FromQueryResult)]
    struct Version {
        version: i64,
    }
    actor.agent()?;
    let mut now = Vec::new();
    for pick in picks.iter().take(PICKED) {
        let sql = "SELECT version FROM ticket WHERE id = $1";
        let row: Option<Version> = db::one(desk.db().read(), sql, [pick.ticket.into()]).await?;
        now.extend(row.map(|row| Pick {
            ticket: pick.ticket,
            version: row.version,
        }));
    }
    Ok(now)
}

/// Makes changes in the order of their tickets, so that two that meet wait for each other and no more.
/// With them what takes each of them back.
pub(super) async fn run(
    desk: &Desk,
    write: &mut Write<'_>,
    by: AgentId,
    mut asked: Vec<(Pick, &Change)>,
) -> Result<(Changed, Vec<Step>)> {
    asked.sort_by_key(|(pick, _)| pick.ticket);
    if asked.len() > PICKED {
        return Err(Error::invalid(
            "too_many_picked",
            format!("At most {PICKED} tickets are changed at once."),
        ));
    }
    let known = agent::all(desk).await?;
    let (mut changed, mut steps, mut refused) = (Changed::default(), Vec::new(), Error::NotFound);
    for (pick, change) in asked {
        match one(write, &known, by, pick, change).await {
            Ok(back) => {
                changed.done += 1;
                steps.extend(
                    back.into_iter()
                        .map(|(pick, change)| Step::Change(pick, change)),
                );
            }
            Err(error @ (Error::Conflict | Error::NotFound)) => {
                changed.left += 1;
                refused = error;
            }
            Err(error) => return Err(error),
        }
    }
    if changed.done == 0 {
        return Err(refused);
    }
    Ok((changed, steps))
}

/// The change with what people type made tidy.
fn checked(change: &Change, known: &[crate::entity::agent::Model], now: Millis) -> Result<Change> {
    match change {
        Change::Assign(to) if to.is_some() && agent::chip(known, *to).is_none() => {
            Err(Error::NotFound)
        }
        Change::Status(Status::Snoozed, until) => match until {
            Some(until) if *until > now => Ok(change.clone()),
            _ => Err(Error::invalid(
                "snooze_past",
                "Choose a time that is still to come.",
            )),
        },
        Change::Status(status, _) => Ok(Change::Status(*status, None)),
        Change::Tag(name) => {
            let words: Vec<&str> = name.split_whitespace().collect();
            let name = words.join(" ");
            if name.is_empty() || name.chars().count() > TAG_MAX {
                return Err(Error::invalid(
                    "tag_name",
                    format!("A tag has a name of at most {TAG_MAX} characters."),
                ));
            }
            Ok(Change::Tag(name))
        }
        other => Ok(other.clone()),
    }
}

/// The ticket as it is, with its lock held until the commit.
async fn lock(write: &Write<'_>, ticket: TicketId) -> Result<Before> {
    let before: Option<Before> = db::one(
        &**write,
        "UPDATE ticket SET version = version WHERE id = $1 \
         RETURNING version, status, snoozed_until, assignee_id, priority, unread, contact_id",
        [ticket.into()],
    )
    .await?;
    // What is part of another one by now is changed there.
    let before = before.filter(|before| before.status != "merged");
    before.ok_or(Error::NotFound)
}

/// Changes one; what takes it back, where anything changed.
async fn one(
    write: &mut Write<'_>,
    known: &[crate::entity::agent::Model],
    by: AgentId,
    pick: Pick,
    change: &Change,
) -> Result<Vec<(Pick, Change)>> {
    let before = lock(write, pick.ticket).await?;
    let decides = matches!(
        change,
        Change::Assign(_) | Change::Status(..) | Change::Priority(_)
    );
    if decides && before.version != pick.version {
        return Err(Error::Conflict);
    }
    let ticket = pick.ticket;
    let mut back = Vec::new();
    let (line, inverse) = match change {
        Change::Assign(to) if *to != before.assignee_id => {
            let sql = "UPDATE ticket SET assignee_id = $1, version = version + 1 WHERE id = $2";
            db::run(&**write, sql, [(*to).into(), ticket.into()]).await?;
            let chip = agent::chip(known, *to);
            let line = chip.map_or("unassigned".into(), |AgentChip { name, .. }| {
                format!("assigned:{name}")
            });
            (line, Change::Assign(before.assignee_id))
        }
        Change::Status(status, until)
            if *status != before.status() || *until != before.snoozed_until =>
        {
            set_status(write, ticket, *status, *until).await?;
            let line = match (status, before.status()) {
                (Status::Open, Status::Spam) => "not_spam".into(),
                (Status::Open, _) => "reopened".into(),
                (Status::Snoozed, _) => format!("snoozed:{}", until.unwrap_or(0)),
                (Status::Closed, _) => "closed".into(),
                (Status::Spam, _) => "spam".into(),
            };
            let inverse = Change::Status(before.status(), before.snoozed_until);
            (line, inverse)
        }
        Change::Priority(priority) if priority.rank() != before.priority => {
            let sql = "UPDATE ticket SET priority = $1, version = version + 1 WHERE id = $2";
            db::run(&**write, sql, [priority.rank().into(), ticket.into()]).await?;
            let inverse = Change::Priority(Priority::of_rank(before.priority));
            (format!("priority:{}", priority.as_str()), inverse)
        }
        Change::Tag(name) if tag(write, ticket, name).await? => {
            (format!("tagged:{name}"), Change::Untag(name.clone()))
        }
        Change::Untag(name) => match untag(write, ticket, name).await? {
            Some(name) => (format!("untagged:{name}"), Change::Tag(name)),
            None => return Ok(back),
        },
        Change::Unread(unread) if *unread != before.unread => {
            let sql = "UPDATE ticket SET unread = $1 WHERE id = $2";
            db::run(&**write, sql, [(*unread).into(), ticket.into()]).await?;
            (String::new(), Change::Unread(before.unread))
        }
        Change::Block(blocked) if block(write, before.contact_id, *blocked).await? => {
            if *blocked {
                back = all_spam(write, by, before.contact_id).await?;
            }
            let line = if *blocked { "blocked" } else { "unblocked" };
            (line.into(), Change::Block(!blocked))
        }
        _ => return Ok(back),
    };
    if !line.is_empty() {
        message::activity(write, ticket, By::Agent(by), &line, db::now()).await?;
    }
    write.event(EventKind::Ticket, ticket, None);
    // Nobody comes between: the lock is held until the commit.
    let version = before.version + i64::from(decides);
    back.push((Pick { ticket, version }, inverse));
    Ok(back)
}

async fn set_status(
    write: &Write<'_>,
    ticket: TicketId,
    status: Status,
    until: Option<Millis>,
) -> Result<()> {
    db::run(
        &**write,
        "UPDATE ticket SET status = $1, snoozed_until = $2, version = version + 1 WHERE id = $3",
        [status.as_str().into(), until.into(), ticket.into()],
    )
    .await?;
    Ok(())
}

/// Whether the ticket did not have it. A tag comes into being with the first ticket that has it; how
/// it was written first is how it is written.
pub(crate) async fn tag(write: &Write<'_>, ticket: TicketId, name: &str) -> Result<bool> {
    let folded = name.to_lowercase();
    db::run(
        &**write,
        "INSERT INTO tag (name, folded) VALUES ($1, $2) ON CONFLICT (folded) DO NOTHING",
        [name.into(), folded.as_str().into()],
    )
    .await?;
    let new = db::run(
        &**write,
        "INSERT INTO ticket_tag (ticket_id, tag_id) SELECT $1, id FROM tag WHERE folded = $2 \
         ON CONFLICT DO NOTHING",
        [ticket.into(), folded.into()],
    )
    .await?;
    Ok(new > 0)
}

/// The tag's name, if the ticket had it.
async fn untag(write: &Write<'_>, ticket: TicketId, name: &str) -> Result<Option<String>> {
    #[derive(FromQueryResult)]
    struct Tag {
        id: i64,
        name: String,
    }
    let sql = "SELECT id, name FROM tag WHERE folded = $1";
    let known: Option<Tag> = db::one(&**write, sql, [name.to_lowercase().into()]).await?;
    let Some(tag) = known else { return Ok(None) };
    let sql = "DELETE FROM ticket_tag WHERE ticket_id = $1 AND tag_id = $2";
    let gone = db::run(&**write, sql, [ticket.into(), tag.id.into()]).await?;
    Ok((gone > 0).then_some(tag.name))
}

/// Whether that is news.
async fn block(write: &Write<'_>, contact: i64, blocked: bool) -> Result<bool> {
    let sql = "UPDATE contact SET blocked = $1 WHERE id = $2 AND blocked <> $1";
    Ok(db::run(&**write, sql, [blocked.into(), contact.into()]).await? > 0)
}

/// Puts away what somebody who is blocked has open; what brings it back.
async fn all_spam(write: &mut Write<'_>, by: AgentId, contact: i64) -> Result<Vec<(Pick, Change)>> {
    #[derive(FromQueryResult)]
    struct Open {
        id: TicketId,
        version: i64,
        status: String,
        snoozed_until: Option<Millis>,
    }
    let open: Vec<Open> = db::all(
        &**write,
        "SELECT id, version, status, snoozed_until FROM ticket \
         WHERE contact_id = $1 AND status IN ('open', 'snoozed') ORDER BY id",
        [contact.into()],
    )
    .await?;
    let mut back = Vec::new();
    for ticket in open {
        set_status(write, ticket.id, Status::Spam, None).await?;
        message::activity(write, ticket.id, By::Agent(by), "spam", db::now()).await?;
        write.event(EventKind::Ticket, ticket.id, None);
        let status = Status::from_name(&ticket.status).unwrap_or_default();
        let pick = Pick {
            ticket: ticket.id,
            version: ticket.version + 1,
        };
        back.push((pick, Change::Status(status, ticket.snoozed_until)));
    }
    Ok(back)
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
