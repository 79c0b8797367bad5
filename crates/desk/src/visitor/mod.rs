//! The customer's side of web chat. Nothing is written down before a visitor says something.

mod send;

pub(crate) use send::send;

use crate::{
    Actor, Desk, Error, Result, db,
    db::Write,
    deliver,
    file::Reader,
    inbox,
    message::read::{self, messages},
    rate,
    token::{self, Purpose},
};
use model::{Chat, EventKind, Greeting, InboxId};
use sea_orm::FromQueryResult;

/// Messages of a conversation that the widget shows.
const SHOWN: i64 = 200;
/// How long a ticket to the stream is good for.
const STREAM_TICKET_MS: i64 = 30_000;

/// What the widget shows before anything is said.
///
/// # Errors
/// When no inbox has that key.
pub async fn greeting(desk: &Desk, key: &str) -> Result<Greeting> {
    let inbox = inbox::by_key(desk, key).await?;
    let settings = inbox.settings();
    Ok(Greeting {
        limits: inbox::unread(&settings.limits),
        key: key.to_owned(),
        name: inbox.name,
        text: settings.greeting,
    })
}

/// A visitor's conversation; a new visitor's if the token is none of ours, or another inbox's.
///
/// # Errors
/// When no inbox has that key.
pub async fn start(desk: &Desk, key: &str, token: Option<&str>) -> Result<Chat> {
    let inbox = inbox::by_key(desk, key).await?;
    if let Some(token) = token
        && let Ok(actor @ Actor::Visitor { inbox: of, .. }) = authenticate(desk, token).await
        && of == inbox.id
    {
        return chat(desk, &actor, token).await;
    }
    let visitor = token::random();
    let signature = desk
        .signer()
        .sign(Purpose::Visitor, &signed_text(&visitor, inbox.id));
    let token = format!("{visitor}.{}.{signature}", inbox.id);
    Ok(Chat {
        token,
        messages: Vec::new(),
        seq: desk.live().seq(),
    })
}

fn signed_text(visitor: &str, inbox: InboxId) -> String {
    format!("{visitor}\0{inbox}")
}

/// Who bears a token.
///
/// # Errors
/// When it is not one of ours.
pub async fn authenticate(desk: &Desk, token: &str) -> Result<Actor> {
    let mut parts = token.split('.');
    if let (Some(visitor), Some(inbox), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
        && let Ok(inbox) = inbox.parse()
        && desk
            .signer()
            .verify(Purpose::Visitor, &signed_text(visitor, inbox), signature)
    {
        return Ok(Actor::Visitor {
            visitor: visitor.to_owned(),
            inbox,
        });
    }
    Err(Error::NotSignedIn)
}

#[derive(FromQueryResult)]
pub(crate) struct Own {
    pub(crate) id: i64,
    contact: String,
}

/// The visitor's conversation, if there is one yet.
pub(crate) async fn own(desk: &Desk, visitor: &str, inbox: InboxId) -> Result<Option<Own>> {
    db::one(
        desk.db().read(),
        "SELECT t.id, c.name AS contact FROM contact_handle h \
         JOIN ticket t ON t.contact_id = h.contact_id AND t.handle_id = h.id AND t.inbox_id = $2 \
         JOIN contact c ON c.id = h.contact_id \
         WHERE h.kind = 'visitor' AND h.value = $1 ORDER BY t.id DESC LIMIT 1",
        [visitor.into(), inbox.into()],
    )
    .await
}

/// What was said so far; neither notes nor what happened in the house. The token is given back
/// as it came.
///
/// # Errors
/// For anybody but visitors.
pub async fn chat(desk: &Desk, actor: &Actor, token: &str) -> Result<Chat> {
    let (visitor, inbox) = actor.visitor()?;
    // Before the rows are read: what happens in between is told again, not lost.
    let seq = desk.live().seq();
    let mut messages = Vec::new();
    if let Some(own) = own(desk, visitor, inbox).await? {
        let sql =
            messages!("ticket_id = $1 AND direction IN ('in', 'out') ORDER BY id DESC LIMIT $2");
        let rows = db::all(desk.db().read(), sql, [own.id.into(), SHOWN.into()]).await?;
        messages = read::assemble(desk, rows, &own.contact, Reader::Anybody).await?;
    }
    Ok(Chat {
        token: token.to_owned(),
        messages,
        seq,
    })
}

/// The visitor's page shows what we wrote.
///
/// # Errors
/// For anybody but visitors.
pub async fn seen(desk: &Desk, actor: &Actor) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Id {
        message_id: i64,
    }
    let (visitor, inbox) = actor.visitor()?;
    let Some(own) = own(desk, visitor, inbox).await? else {
        return Ok(());
    };
    // Pages say it with each message that comes; most of the time there is nothing to write.
    let news: Vec<Id> = db::all(
        desk.db().read(),
        "SELECT message_id FROM delivery WHERE ticket_id = $1 \
         AND state IN ('sent', 'delivered') LIMIT 1",
        [own.id.into()],
    )
    .await?;
    if news.is_empty() {
        return Ok(());
    }
    let mut write = Write::begin(desk).await?;
    let read: Vec<Id> = db::all(
        &*write,
        "UPDATE delivery SET state = 'read' WHERE ticket_id = $1 \
         AND state IN ('sent', 'delivered') RETURNING message_id",
        [own.id.into()],
    )
    .await?;
    let mut messages: Vec<i64> = read.into_iter().map(|row| row.message_id).collect();
    messages.sort_unstable();
    messages.dedup();
    for message in &messages {
        deliver::sum_up(&write, *message).await?;
    }
    if !messages.is_empty() {
        write.event(EventKind::Delivery, own.id, None);
    }
    write.commit().await
}

/// A ticket to the stream, which cannot send the token as a header: good once, for a moment.
///
/// # Errors
/// For anybody but visitors.
pub async fn stream_ticket(desk: &Desk, actor: &Actor) -> Result<String> {
    let (visitor, inbox) = actor.visitor()?;
    rate::take(desk, &format!("stream {inbox}:{visitor}"), 60, 60).await?;
    let ticket = token::random();
    db::run(
        desk.db().write(),
        "INSERT INTO stream_ticket (token_hash, visitor, inbox_id, expires_at) \
         VALUES ($1, $2, $3, $4)",
        [
            token::hash(&ticket).into(),
            visitor.into(),
            inbox.into(),
            (db::now() + STREAM_TICKET_MS).into(),
        ],
    )
    .await?;
    Ok(ticket)
}

/// Who a ticket to the stream was made for. It is used up.
///
/// # Errors
/// When it is used up, too old, or not ours.
pub async fn redeem(desk: &Desk, ticket: &str) -> Result<Actor> {
    #[derive(FromQueryResult)]
    struct Row {
        visitor: String,
        inbox_id: i64,
        expires_at: i64,
    }
    let row: Option<Row> = db::one(
        desk.db().write(),
        "DELETE FROM stream_ticket WHERE token_hash = $1 RETURNING visitor, inbox_id, expires_at",
        [token::hash(ticket).into()],
    )
    .await?;
    let row = row
        .filter(|row| row.expires_at > db::now())
        .ok_or(Error::NotSignedIn)?;
    Ok(Actor::Visitor {
        visitor: row.visitor,
        inbox: row.inbox_id,
    })
}
