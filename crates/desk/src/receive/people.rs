//! What customers say about themselves: that they want no messages, that they have a new address.

use super::apply::known_by;
use crate::{
    Result, db,
    db::Write,
    message::{self, insert::By},
};
use channels::{InboundConsent, InboundMoved};
use model::{EventKind, InboxId, Millis, TicketId};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Ticket {
    id: i64,
    handle_id: i64,
}

/// Writes down whether a customer wants messages from an inbox. What was said later counts.
pub(super) async fn consent(
    write: &mut Write<'_>,
    inbox: InboxId,
    told: &InboundConsent,
    received_at: Millis,
) -> Result<()> {
    let (handle, _) = known_by(write, &told.from, "", None).await?;
    let at = told.at.unwrap_or(received_at);
    if !set(write, inbox, handle, !told.allowed, at).await? {
        return Ok(());
    }
    let latest: Option<Ticket> = db::one(
        &**write,
        "SELECT id, handle_id FROM ticket WHERE inbox_id = $1 AND handle_id = $2 \
         AND status <> 'merged' ORDER BY id DESC LIMIT 1",
        [inbox.into(), handle.into()],
    )
    .await?;
    if let Some(ticket) = latest {
        let text = if told.allowed {
            "opted_in"
        } else {
            "opted_out"
        };
        message::activity(write, ticket.id, By::System, text, db::now()).await?;
        write.event(EventKind::Ticket, ticket.id, None);
    }
    Ok(())
}

/// A provider says that the customer of a ticket wants no messages.
pub(crate) async fn opted_out(write: &Write<'_>, inbox: InboxId, ticket: TicketId) -> Result<()> {
    let sql = "SELECT id, handle_id FROM ticket WHERE id = $1";
    let row: Option<Ticket> = db::one(&**write, sql, [ticket.into()]).await?;
    if let Some(row) = row {
        set(write, inbox, row.handle_id, true, db::now()).await?;
    }
    Ok(())
}

/// Whether that is news.
async fn set(
    write: &Write<'_>,
    inbox: InboxId,
    handle: i64,
    refused: bool,
    at: Millis,
) -> Result<bool> {
    let changed = db::run(
        &**write,
        "INSERT INTO consent (inbox_id, handle_id, refused, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (inbox_id, handle_id) DO UPDATE \
             SET refused = excluded.refused, at = excluded.at \
         WHERE consent.at < excluded.at AND consent.refused <> excluded.refused",
        [
            inbox.into(),
            handle.into(),
            i64::from(refused).into(),
            at.into(),
        ],
    )
    .await?;
    Ok(changed > 0)
}

/// A customer is to be written to under another address from now on.
pub(super) async fn moved(
    write: &mut Write<'_>,
    inbox: InboxId,
    told: &InboundMoved,
) -> Result<()> {
    let (old, contact) = known_by(write, &told.from, "", None).await?;
    let (new, owner) = known_by(write, &told.to, "", Some(contact)).await?;
    let tickets: Vec<Ticket> = db::all(
        &**write,
        "UPDATE ticket SET handle_id = $1, contact_id = $2, version = version + 1 \
         WHERE inbox_id = $3 AND handle_id = $4 RETURNING id, handle_id",
        [new.into(), owner.into(), inbox.into(), old.into()],
    )
    .await?;
    let Some(latest) = tickets.iter().map(|ticket| ticket.id).max() else {
        return Ok(());
    };
    let text = format!("moved:{}", told.to.value);
    message::activity(write, latest, By::System, &text, db::now()).await?;
    for ticket in tickets {
        write.event(EventKind::Ticket, ticket.id, None);
    }
    Ok(())
}
