//! Many tickets, for measuring: written by the database itself, so that a million take no coffee.

use super::{
    people::{Line, Shot, Story},
    pictures::Motif,
    tell,
};
use crate::{Desk, Error, Result, agent, db, db::Write};
use model::{Channel, DeliveryState, HandleKind, TicketId};
use sea_orm::FromQueryResult;

/// The ticket that benches open.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Measured {
    /// Its key.
    pub id: TicketId,
    /// Its number.
    pub number: i64,
}

const fn shot(motif: Motif, caption: &'static str) -> Shot {
    Shot {
        motif,
        caption,
        alt: "A picture drawn for measuring",
    }
}

use DeliveryState::{Read, Sent};
use Line::{In, Out};

/// Ten messages and three pictures: a usual conversation.
const STORY: Story = Story {
    // Takes a picture of 1.9 MB as it is.
    channel: Channel::Email,
    name: "Marta Measured",
    handle: (HandleKind::Email, "marta@measured.test"),
    subject: "A crack along the handle",
    status: "open",
    assignee: Some(0),
    ago: 120,
    lines: &[
        In(
            0,
            "Hello, the mug I ordered last week came with a crack along the handle.",
            &[],
        ),
        In(
            1,
            "This is what it looks like.",
            &[shot(Motif::NewMug, "The crack runs down from the top")],
        ),
        Out(
            4,
            0,
            "I am sorry to see that. Could you show me the box it came in, too?",
            &[],
            Read,
        ),
        In(
            6,
            "Of course.",
            &[shot(Motif::NewMug, "The box, from above")],
        ),
        Out(
            3,
            0,
            "Thank you. That is clearly the courier's work, and nothing you did.",
            &[],
            Read,
        ),
        In(
            2,
            "So what happens now? I would rather have a new one than the money back.",
            &[],
        ),
        Out(
            5,
            0,
            "A new one leaves today. This is the one I picked for you:",
            &[shot(Motif::NewMug, "Yours")],
            Read,
        ),
        In(
            3,
            "That is lovely, and quick. Do I have to send the broken one back?",
            &[],
        ),
        Out(
            2,
            0,
            "No need. Keep it for pencils, if you like.",
            &[],
            Read,
        ),
        Out(
            1,
            0,
            "The tracking number comes by mail within the hour.",
            &[],
            Sent,
        ),
    ],
};

// The same statements on both databases. Each takes the rows that the one before made: they have
// the time of this run, to the millisecond.
const CONTACTS: &str = "INSERT INTO contact (name, files, created_at) \
    WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n \
        WHERE i < CAST($1 AS BIGINT)) \
    SELECT 'Customer ' || i, 0, CAST($2 AS BIGINT) FROM n";
const HANDLES: &str = "INSERT INTO contact_handle (contact_id, kind, value) \
    SELECT id, 'visitor', 'bulk-' || id FROM contact WHERE created_at = $1";
const TICKETS: &str = "INSERT INTO ticket (number, inbox_id, contact_id, handle_id, subject, status, \
    assignee_id, unread, version, last_message_at, last_text, created_at, channel) \
    SELECT (SELECT value FROM counter WHERE name = 'ticket') + row_number() OVER (ORDER BY h.id), \
    (SELECT min(id) FROM inbox WHERE kind = 'webchat'), c.id, h.id, '', \
    CASE WHEN h.id % 4 = 0 THEN 'closed' ELSE 'open' END, \
    CASE WHEN h.id % 3 = 0 THEN NULL ELSE (SELECT min(id) FROM agent) END, \
    h.id % 5 = 0, 1, $1 - h.id * 60000, 'Where is my parcel? It should have come by now.', \
    $1 - h.id * 60000, 'webchat' \
    FROM contact c JOIN contact_handle h ON h.contact_id = c.id WHERE c.created_at = $1";
const MESSAGES: &str = "INSERT INTO message (ticket_id, direction, author_kind, author_id, text, files, \
    created_at) SELECT t.id, 'in', 'contact', c.id, t.last_text, 0, t.created_at \
    FROM contact c JOIN ticket t ON t.contact_id = c.id WHERE c.created_at = $1";

/// Adds `tickets` short tickets to a seeded desk, and on top of them the one that is measured.
///
/// # Errors
/// When the database or the blob store does not answer.
pub async fn fill(desk: &Desk, tickets: i64) -> Result<Measured> {
    let write = Write::begin(desk).await?;
    let now = db::now();
    let (count, at) = (sea_orm::Value::from(tickets), sea_orm::Value::from(now));
    db::run(&*write, CONTACTS, [count.clone(), at.clone()]).await?;
    for sql in [HANDLES, TICKETS, MESSAGES] {
        db::run(&*write, sql, [at.clone()]).await?;
    }
    db::run(
        &*write,
        "UPDATE counter SET value = value + $1 WHERE name = 'ticket'",
        [count],
    )
    .await?;
    write.commit().await?;
    let agents: Vec<_> = agent::all(desk)
        .await?
        .iter()
        .map(|agent| agent.id)
        .collect();
    let inbox: Option<Key> = db::one(
        desk.db().read(),
        "SELECT min(id) AS id FROM inbox WHERE kind = 'email'",
        [],
    )
    .await?;
    tell(desk, &STORY, inbox.ok_or(Error::NotFound)?.id, &agents).await?;
    let sql = "SELECT id, number FROM ticket ORDER BY id DESC LIMIT 1";
    let measured: Option<Measured> = db::one(desk.db().read(), sql, []).await?;
    measured.ok_or(Error::NotFound)
}

#[derive(FromQueryResult)]
struct Key {
    id: i64,
}
