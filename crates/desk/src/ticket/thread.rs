//! One ticket with its conversation, and the panel beside it.

use crate::{
    Actor, Desk, Error, Result, agent, db,
    deliver::breaker,
    entity,
    file::Reader,
    inbox,
    message::read::{self, messages},
    receive,
};
use model::{
    AgentChip, Channel, ContactCard, Handle, HandleKind, Message, MessageId, PastTicket, Priority,
    Status, Thread, TicketHead, TicketId,
};
use sea_orm::FromQueryResult;

/// Messages that are loaded at a time.
const SHOWN: usize = 200;

#[derive(FromQueryResult)]
struct Head {
    id: i64,
    number: i64,
    inbox_id: i64,
    contact_id: i64,
    subject: String,
    status: String,
    assignee_id: Option<i64>,
    version: i64,
    priority: i64,
    snoozed_until: Option<i64>,
    blocked: bool,
    contact: String,
    files: i64,
    since: i64,
}

macro_rules! head {
    ($more:literal, $which:literal) => {
        concat!(
            "SELECT t.id, t.number, t.inbox_id, t.contact_id, t.subject, t.status, t.assignee_id, \
             t.version, t.priority, t.snoozed_until, c.blocked, c.name AS contact, c.files, c.created_at AS since",
            $more,
            " FROM ticket t JOIN contact c ON c.id = t.contact_id ",
            $which
        )
    };
}

/// A ticket's facts beside one line of its panel: an address of the contact, which has a kind, or
/// another ticket of theirs.
#[derive(FromQueryResult)]
struct Line {
    #[sea_orm(nested)]
    head: Head,
    kind: Option<String>,
    value: Option<String>,
    past_id: Option<i64>,
    past_number: Option<i64>,
    past_inbox: Option<i64>,
    past_at: Option<i64>,
}

/// The ticket of that number, or the one that it has become part of. Reading does not mark it as read.
///
/// # Errors
/// For anybody but agents; when there is none.
pub async fn open(desk: &Desk, actor: &Actor, number: i64) -> Result<Thread> {
    let me = actor.agent()?;
    // Before the rows are read: what happens in between is told again, not lost.
    let seq = desk.live().seq();
    let number = now_in(desk, number).await?;
    let lines = db::all::<Line, 1>(
        desk.db().read(),
        head!(
            ", p.kind, p.value, p.past_id, p.past_number, p.past_inbox, p.past_at",
            "LEFT JOIN (SELECT h.contact_id, h.kind, h.value, NULL AS past_id, \
                 NULL AS past_number, NULL AS past_inbox, NULL AS past_at FROM contact_handle h \
                 WHERE h.contact_id = (SELECT contact_id FROM ticket WHERE number = $1) \
                 UNION ALL SELECT * FROM (SELECT contact_id, NULL, \
                     CASE WHEN subject = '' THEN last_text ELSE subject END, id, number, \
                     inbox_id, last_message_at FROM ticket \
                     WHERE contact_id = (SELECT contact_id FROM ticket WHERE number = $1) \
                     AND number <> $1 AND status <> 'merged' \
                     ORDER BY last_message_at DESC LIMIT 10) AS past) AS p \
             ON p.contact_id = t.contact_id WHERE t.number = $1"
        ),
        [number.into()],
    );
    let rows = db::all(
        desk.db().read(),
        messages!(
            "ticket_id = (SELECT id FROM ticket WHERE number = $1) ORDER BY id DESC LIMIT 201"
        ),
        [number.into()],
    );
    let (lines, rows) = futures::try_join!(lines, rows)?;
    let (head, contact) = panel(desk, lines).await?;
    let (messages, more) = shown(read::assemble(desk, rows, &head.contact, Reader::Agent).await?);
    // Of the house's own channel there is nothing of this kind.
    let (mut remarks, mut alert, mut reach) = (Vec::new(), None, None);
    let inbox = inbox::get(desk, head.inbox_id).await?;
    if inbox.kind() != Channel::Webchat {
        reach = Some(super::reach::of(desk.db().read(), &inbox, head.id).await?);
        remarks = super::remarks::of(desk.db().read(), head.id, me).await?;
        alert = breaker::alert(desk, head.inbox_id).await?;
        if alert.is_none() {
            alert = receive::mailbox_trouble(desk, head.inbox_id).await?;
        }
    }
    let agents = agent::all(desk).await?;
    let chips = agents.iter().map(|agent| AgentChip {
        id: agent.id,
        name: agent.name.clone(),
    });
    Ok(Thread {
        agents: chips.collect(),
        ticket: head.show(desk, &agents).await?,
        contact,
        messages,
        remarks,
        alert,
        reach,
        sets_up: actor.sets_up(),
        more,
        seq,
    })
}

/// The number of the ticket that one has become part of; its own where it has not.
async fn now_in(desk: &Desk, number: i64) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Merged {
        place: TicketId,
        number: i64,
    }
    let db = desk.db().read();
    let sql = "SELECT t.merged_into AS place, t.number FROM ticket t \
               WHERE t.number = $1 AND t.merged_into IS NOT NULL";
    let merged: Option<Merged> = db::one(db, sql, [number.into()]).await?;
    let Some(merged) = merged else {
        return Ok(number);
    };
    let into = super::merge::where_now(db, merged.place).await?;
    let sql = "SELECT id AS place, number FROM ticket WHERE id = $1";
    let into: Option<Merged> = db::one(db, sql, [into.into()]).await?;
    Ok(into.map_or(merged.number, |into| into.number))
}

/// A ticket's own facts.
///
/// # Errors
/// For anybody but agents; when there is none.
pub async fn head(desk: &Desk, actor: &Actor, ticket: TicketId) -> Result<TicketHead> {
    actor.agent()?;
    let head: Option<Head> = db::one(
        desk.db().read(),
        head!("", "WHERE t.id = $1"),
        [ticket.into()],
    )
    .await?;
    let agents = agent::all(desk).await?;
    head.ok_or(Error::NotFound)?.show(desk, &agents).await
}

/// Messages before one that is known, oldest first.
///
/// # Errors
/// For anybody but agents; when there is no such ticket.
pub async fn messages_before(
    desk: &Desk,
    actor: &Actor,
    ticket: TicketId,
    before: MessageId,
) -> Result<Vec<Message>> {
    actor.agent()?;
    let head: Option<Head> = db::one(
        desk.db().read(),
        head!("", "WHERE t.id = $1"),
        [ticket.into()],
    )
    .await?;
    let head = head.ok_or(Error::NotFound)?;
    let sql = messages!("ticket_id = $1 AND id < $2 ORDER BY id DESC LIMIT 201");
    let rows = db::all(desk.db().read(), sql, [ticket.into(), before.into()]).await?;
    Ok(shown(read::assemble(desk, rows, &head.contact, Reader::Agent).await?).0)
}

/// The newest that are loaded at a time, and whether there are more.
fn shown(mut messages: Vec<Message>) -> (Vec<Message>, bool) {
    let older = messages.len().saturating_sub(SHOWN);
    messages.drain(..older);
    (messages, older > 0)
}

impl Head {
    async fn show(self, desk: &Desk, agents: &[entity::agent::Model]) -> Result<TicketHead> {
        let inbox = inbox::get(desk, self.inbox_id).await?;
        Ok(TicketHead {
            id: self.id,
            number: self.number,
            subject: self.subject,
            status: Status::from_name(&self.status).unwrap_or_default(),
            channel: inbox.kind(),
            limits: inbox::unread(&inbox.settings().limits),
            inbox: inbox.id,
            inbox_name: inbox.name,
            assignee: agent::chip(agents, self.assignee_id),
            priority: Priority::of_rank(self.priority),
            snoozed_until: self.snoozed_until,
            tags: super::tag::of(desk.db().read(), self.id).await?,
            blocked: self.blocked,
            marks: Vec::new(),
            version: self.version,
        })
    }
}

/// What the lines say: the ticket's facts, and the panel.
async fn panel(desk: &Desk, lines: Vec<Line>) -> Result<(Head, ContactCard)> {
    let inboxes = inbox::all(desk).await?;
    let channel_of = |id| {
        inboxes
            .iter()
            .find(|inbox| inbox.id == id)
            .map_or(Channel::Email, |inbox| inbox.kind())
    };
    let (mut handles, mut tickets, mut ticket) = (Vec::new(), Vec::new(), None);
    for line in lines {
        let value = line.value.unwrap_or_default();
        if let Some(kind) = line.kind {
            handles.extend(handle(&kind, value));
        } else if let (Some(id), Some(number), Some(inbox), Some(at)) = (
            line.past_id,
            line.past_number,
            line.past_inbox,
            line.past_at,
        ) {
            tickets.push(PastTicket {
                id,
                number,
                subject: value,
                channel: channel_of(inbox),
                last_message_at: at,
            });
        }
        ticket = Some(line.head);
    }
    tickets.sort_by_key(|ticket| std::cmp::Reverse(ticket.last_message_at));
    let head = ticket.ok_or(Error::NotFound)?;
    let card = ContactCard {
        id: head.contact_id,
        name: head.contact.clone(),
        handles,
        since: head.since,
        tickets,
        files: u32::try_from(head.files).unwrap_or(0),
    };
    Ok((head, card))
}

fn handle(kind: &str, value: String) -> Option<Handle> {
    let kind = HandleKind::ALL
        .into_iter()
        .find(|known| known.as_str() == kind)?;
    let value = match kind {
        // Random letters: enough of them to tell two visitors apart.
        HandleKind::Visitor => value.chars().take(8).collect(),
        _ => value,
    };
    Some(Handle { kind, value })
}
