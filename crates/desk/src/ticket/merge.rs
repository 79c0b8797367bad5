//! Two conversations of one customer become one, and one becomes two.

use super::undo::{self, Step};
use crate::{
    Actor, Desk, Error, Result, db,
    db::Write,
    message::{self, insert::By, remember},
    receive,
};
use model::{AgentId, Changed, Channel, EventKind, MessageId, Millis, Pick, TicketId};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Place {
    id: TicketId,
    number: i64,
    version: i64,
    status: String,
    inbox_id: i64,
    contact_id: i64,
    handle_id: i64,
    subject: String,
}

/// Tickets as they are, with their locks held until the commit; always in the same order, so that two
/// merges of the same tickets wait for each other.
async fn lock(write: &Write<'_>, of: [TicketId; 2]) -> Result<[Place; 2]> {
    let mut places = Vec::new();
    for id in [of[0].min(of[1]), of[0].max(of[1])] {
        let place: Option<Place> = db::one(
            &**write,
            "UPDATE ticket SET version = version WHERE id = $1 \
             RETURNING id, number, version, status, inbox_id, contact_id, handle_id, subject",
            [id.into()],
        )
        .await?;
        places.push(place.ok_or(Error::NotFound)?);
    }
    if places[0].id != of[0] {
        places.reverse();
    }
    places.try_into().map_err(|_| Error::NotFound)
}

fn done(undo: i64) -> Changed {
    Changed {
        done: 1,
        left: 0,
        undo: Some(undo),
    }
}

/// Everything that was said in a ticket goes over to another one of the same customer, by the same
/// inbox; the first is none any more, and its address leads to the other.
///
/// # Errors
/// For anybody but agents; `Conflict` on an old version, or when one of them was merged meanwhile; for
/// a ticket with itself, of another customer, or by another inbox; in web chat, where each browser sees
/// a conversation of its own.
pub async fn merge(desk: &Desk, actor: &Actor, from: Pick, into: TicketId) -> Result<Changed> {
    let by = actor.agent()?;
    if from.ticket == into {
        return Err(Error::invalid(
            "merge_self",
            "A ticket cannot be merged with itself.",
        ));
    }
    let mut write = Write::begin(desk).await?;
    let [old, new] = lock(&write, [from.ticket, into]).await?;
    if old.version != from.version || [&old, &new].iter().any(|place| place.status == "merged") {
        return Err(Error::Conflict);
    }
    if old.contact_id != new.contact_id {
        return Err(Error::invalid(
            "merge_contact",
            "These are tickets of two customers.",
        ));
    }
    if old.inbox_id != new.inbox_id {
        return Err(Error::invalid(
            "merge_inbox",
            "These came by two inboxes: an answer goes out by one only.",
        ));
    }
    if crate::inbox::get(desk, old.inbox_id).await?.kind() == Channel::Webchat {
        return Err(Error::invalid(
            "merge_webchat",
            "In web chat each browser sees its own conversation: they stay two.",
        ));
    }
    let messages = said(&write, old.id).await?;
    join(&mut write, by, &old, &new, &messages).await?;
    let step = Step::Unmerge {
        from: old.id,
        status: old.status,
        into: new.id,
        messages,
    };
    let undo = undo::keep(&write, by, &[step]).await?;
    write.commit().await?;
    Ok(done(undo))
}

async fn join(
    write: &mut Write<'_>,
    by: AgentId,
    old: &Place,
    new: &Place,
    messages: &[MessageId],
) -> Result<()> {
    carry(write, messages, new.id).await?;
    db::run(
        &**write,
        "UPDATE ticket SET status = 'merged', merged_into = $1, snoozed_until = NULL, \
             unread = FALSE, version = version + 1 WHERE id = $2",
        [new.id.into(), old.id.into()],
    )
    .await?;
    // What still wants an answer in one wants it in both.
    let open = [&old.status, &new.status]
        .iter()
        .any(|status| *status == "open");
    db::run(
        &**write,
        "UPDATE ticket SET version = version + 1, \
             status = CASE WHEN $1 THEN 'open' ELSE status END, \
             snoozed_until = CASE WHEN $1 THEN NULL ELSE snoozed_until END, \
             assignee_id = COALESCE(assignee_id, (SELECT assignee_id FROM ticket WHERE id = $2)) \
         WHERE id = $3",
        [open.into(), old.id.into(), new.id.into()],
    )
    .await?;
    db::run(
        &**write,
        "INSERT INTO ticket_tag (ticket_id, tag_id) \
         SELECT $1, tag_id FROM ticket_tag WHERE ticket_id = $2 ON CONFLICT DO NOTHING",
        [new.id.into(), old.id.into()],
    )
    .await?;
    let line = format!("merged:#{}", old.number);
    settle(write, by, [old.id, new.id], &line).await
}

/// From a message on everything becomes a ticket of its own; its number.
///
/// # Errors
/// For anybody but agents; `Conflict` on an old version; where nothing would be left behind; in web chat,
/// where the customer sees one conversation.
pub async fn split(
    desk: &Desk,
    actor: &Actor,
    pick: Pick,
    message: MessageId,
) -> Result<(i64, Changed)> {
    let by = actor.agent()?;
    let mut write = Write::begin(desk).await?;
    let [old, _] = lock(&write, [pick.ticket, pick.ticket]).await?;
    if old.version != pick.version || old.status == "merged" {
        return Err(Error::Conflict);
    }
    if crate::inbox::get(desk, old.inbox_id).await?.kind() == Channel::Webchat {
        return Err(Error::invalid(
            "split_webchat",
            "In web chat the customer sees one conversation: it stays one.",
        ));
    }
    let all = said(&write, old.id).await?;
    let messages: Vec<_> = all.iter().copied().filter(|id| *id >= message).collect();
    if messages.is_empty() || messages.len() == all.len() {
        return Err(Error::invalid(
            "split_all",
            "Choose a message that has others before it.",
        ));
    }
    let (inbox, contact, handle) = (old.inbox_id, old.contact_id, old.handle_id);
    let id = receive::new_ticket(&write, inbox, contact, handle, &old.subject).await?;
    let [new, _] = lock(&write, [id, id]).await?;
    carry(&write, &messages, new.id).await?;
    db::run(
        &*write,
        "UPDATE ticket SET version = version + 1, unread = FALSE, \
             assignee_id = (SELECT assignee_id FROM ticket WHERE id = $1) WHERE id = $2",
        [old.id.into(), new.id.into()],
    )
    .await?;
    let line = format!("split:#{}", old.number);
    settle(&mut write, by, [old.id, new.id], &line).await?;
    let step = Step::Merge {
        from: Pick {
            ticket: new.id,
            version: new.version + 1,
        },
        into: old.id,
    };
    let undo = undo::keep(&write, by, &[step]).await?;
    write.commit().await?;
    Ok((new.number, done(undo)))
}

/// Puts a merge back: what came with it returns, and what was said since stays.
pub(super) async fn unmerge(
    write: &mut Write<'_>,
    by: AgentId,
    [from, into]: [TicketId; 2],
    status: &str,
    messages: &[MessageId],
) -> Result<()> {
    let [old, new] = lock(write, [from, into]).await?;
    if old.status != "merged" || new.status == "merged" {
        return Err(Error::Conflict);
    }
    carry(write, messages, from).await?;
    db::run(
        &**write,
        "UPDATE ticket SET status = $1, merged_into = NULL, version = version + 1 WHERE id = $2",
        [status.into(), from.into()],
    )
    .await?;
    let line = format!("unmerged:#{}", old.number);
    settle(write, by, [from, into], &line).await
}

/// Puts a split back.
pub(super) async fn rejoin(
    write: &mut Write<'_>,
    by: AgentId,
    from: Pick,
    into: TicketId,
) -> Result<()> {
    let [old, new] = lock(write, [from.ticket, into]).await?;
    if old.version != from.version || new.status == "merged" {
        return Err(Error::Conflict);
    }
    let messages = said(write, old.id).await?;
    join(write, by, &old, &new, &messages).await
}

/// What both lists tell of them, and who hears of it.
async fn settle(
    write: &mut Write<'_>,
    by: AgentId,
    [old, new]: [TicketId; 2],
    line: &str,
) -> Result<()> {
    for ticket in [old, new] {
        remember::newest(write, ticket).await?;
        write.event(EventKind::Ticket, ticket, None);
    }
    message::activity(write, new, By::Agent(by), line, db::now()).await
}

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

async fn said(write: &Write<'_>, ticket: TicketId) -> Result<Vec<MessageId>> {
    let sql = "SELECT id FROM message WHERE ticket_id = $1 ORDER BY id";
    let rows: Vec<Id> = db::all(&**write, sql, [ticket.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Takes messages over, with their files and what is on its way.
async fn carry(write: &Write<'_>, messages: &[MessageId], into: TicketId) -> Result<()> {
    for message in messages {
        let values = || [into.into(), (*message).into()];
        let sql = "UPDATE attachment SET ticket_id = $1 WHERE message_id = $2 AND ticket_id = \
                   (SELECT ticket_id FROM message WHERE id = $2)";
        db::run(&**write, sql, values()).await?;
        let sql = "UPDATE delivery SET ticket_id = $1 WHERE message_id = $2";
        db::run(&**write, sql, values()).await?;
        let sql = "UPDATE message SET ticket_id = $1 WHERE id = $2";
        db::run(&**write, sql, values()).await?;
    }
    Ok(())
}

/// The ticket that one has become part of; itself where it has not.
pub(crate) async fn where_now(db: &impl ConnectionTrait, ticket: TicketId) -> Result<TicketId> {
    let now: Option<Id> = db::one(
        db,
        "WITH RECURSIVE way (id, into_id) AS ( \
             SELECT id, merged_into FROM ticket WHERE id = $1 \
             UNION SELECT t.id, t.merged_into FROM ticket t JOIN way w ON t.id = w.into_id) \
         SELECT id FROM way WHERE into_id IS NULL",
        [ticket.into()],
    )
    .await?;
    Ok(now.map_or(ticket, |row| row.id))
}

/// A ticket that another one can be merged into.
#[derive(FromQueryResult, Clone, Debug, PartialEq, Eq)]
pub struct Mergeable {
    /// Key.
    pub id: TicketId,
    /// What people call it.
    pub number: i64,
    /// Its subject, or the last words.
    pub subject: String,
    /// When it last moved.
    pub last_message_at: Millis,
}

/// Other tickets of the same customer by the same inbox, newest first; at most 20.
///
/// # Errors
/// For anybody but agents.
pub async fn mergeable(desk: &Desk, actor: &Actor, ticket: TicketId) -> Result<Vec<Mergeable>> {
    actor.agent()?;
    db::all(
        desk.db().read(),
        "SELECT o.id, o.number, o.last_message_at, \
             CASE WHEN o.subject = '' THEN o.last_text ELSE o.subject END AS subject \
         FROM ticket t JOIN inbox i ON i.id = t.inbox_id AND i.kind <> 'webchat' \
             JOIN ticket o ON o.contact_id = t.contact_id AND o.inbox_id = t.inbox_id \
             AND o.id <> t.id AND o.status NOT IN ('merged', 'spam') \
         WHERE t.id = $1 ORDER BY o.last_message_at DESC LIMIT 20",
        [ticket.into()],
    )
    .await
}
