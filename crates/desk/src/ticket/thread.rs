//! One ticket with its conversation, and the panel beside it.

use crate::{Actor, Desk, Error, Result, agent, db, entity, file::Reader, inbox, message::read};
use model::{
    AgentChip, Channel, ContactCard, Handle, HandleKind, Message, MessageId, PastTicket, Status,
    Thread, TicketHead, TicketId,
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
    contact: String,
    files: i64,
    since: i64,
}

macro_rules! head {
    ($which:literal) => {
        concat!(
            "SELECT t.id, t.number, t.inbox_id, t.contact_id, t.subject, t.status, t.assignee_id, \
             t.version, c.name AS contact, c.files, c.created_at AS since FROM ticket t \
             JOIN contact c ON c.id = t.contact_id WHERE ",
            $which
        )
    };
}

/// The ticket of that number. Reading does not mark it as read.
///
/// # Errors
/// For anybody but agents; when there is none.
pub async fn open(desk: &Desk, actor: &Actor, number: i64) -> Result<Thread> {
    actor.agent()?;
    // Before the rows are read: what happens in between is told again, not lost.
    let seq = desk.live().seq();
    let head: Option<Head> =
        db::one(desk.db().read(), head!("t.number = $1"), [number.into()]).await?;
    let head = head.ok_or(Error::NotFound)?;
    let ((messages, more), contact) = futures::try_join!(
        page(desk, head.id, MessageId::MAX, &head.contact),
        card(desk, &head)
    )?;
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
        more,
        seq,
    })
}

/// The ticket's own facts.
pub(super) async fn head(desk: &Desk, ticket: TicketId) -> Result<TicketHead> {
    let head: Option<Head> = db::one(desk.db().read(), head!("t.id = $1"), [ticket.into()]).await?;
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
    let head: Option<Head> = db::one(desk.db().read(), head!("t.id = $1"), [ticket.into()]).await?;
    let head = head.ok_or(Error::NotFound)?;
    Ok(page(desk, ticket, before, &head.contact).await?.0)
}

/// The messages before that one, oldest first, and whether there are more.
async fn page(
    desk: &Desk,
    ticket: TicketId,
    before: MessageId,
    contact: &str,
) -> Result<(Vec<Message>, bool)> {
    let sql = format!(
        "SELECT {} FROM message WHERE ticket_id = $1 AND id < $2 ORDER BY id DESC LIMIT 201",
        read::COLUMNS
    );
    let mut rows: Vec<read::Row> =
        db::all(desk.db().read(), &sql, [ticket.into(), before.into()]).await?;
    let more = rows.len() > SHOWN;
    rows.truncate(SHOWN);
    rows.reverse();
    Ok((
        read::assemble(desk, ticket, rows, contact, Reader::Agent).await?,
        more,
    ))
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
            inbox: inbox.id,
            inbox_name: inbox.name,
            assignee: agent::chip(agents, self.assignee_id),
            version: self.version,
        })
    }
}

/// One question for the panel: the addresses and the other tickets are rows of one list.
#[derive(FromQueryResult)]
struct PanelRow {
    kind: Option<String>,
    value: String,
    id: i64,
    number: i64,
    inbox_id: i64,
    at: i64,
}

async fn card(desk: &Desk, head: &Head) -> Result<ContactCard> {
    let rows: Vec<PanelRow> = db::all(
        desk.db().read(),
        "SELECT kind, value, id, 0 AS number, 0 AS inbox_id, 0 AS at FROM contact_handle \
         WHERE contact_id = $1 \
         UNION ALL SELECT * FROM (SELECT NULL AS kind, \
             CASE WHEN subject = '' THEN last_text ELSE subject END AS value, \
             id, number, inbox_id, last_message_at AS at FROM ticket \
             WHERE contact_id = $1 AND id <> $2 ORDER BY last_message_at DESC LIMIT 10) AS past",
        [head.contact_id.into(), head.id.into()],
    )
    .await?;
    let inboxes = inbox::all(desk).await?;
    let channel_of = |id| {
        inboxes
            .iter()
            .find(|inbox| inbox.id == id)
            .map_or(Channel::Email, |inbox| inbox.kind())
    };
    let (mut handles, mut tickets) = (Vec::new(), Vec::new());
    for row in rows {
        match row.kind {
            Some(kind) => handles.extend(handle(&kind, row.value)),
            None => tickets.push(PastTicket {
                id: row.id,
                number: row.number,
                subject: row.value,
                channel: channel_of(row.inbox_id),
                last_message_at: row.at,
            }),
        }
    }
    tickets.sort_by_key(|ticket| std::cmp::Reverse(ticket.last_message_at));
    Ok(ContactCard {
        id: head.contact_id,
        name: head.contact.clone(),
        handles,
        since: head.since,
        tickets,
        files: u32::try_from(head.files).unwrap_or(0),
    })
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
