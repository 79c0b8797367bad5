//! Whether a ticket's customer may be written to, as the composer tells it.

use crate::{Result, db, entity};
use model::{Reach, TicketId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Deserialize;

/// When the customer of ticket `t` last wrote to its inbox, in whichever ticket: a window is a
/// customer's and not a ticket's.
pub(crate) const HEARD_AT: &str = "(SELECT max(i.created_at) FROM message i \
     WHERE i.direction = 'in' AND i.ticket_id IN (SELECT o.id FROM ticket o \
         WHERE o.inbox_id = t.inbox_id AND o.handle_id = t.handle_id))";
/// Whether they asked for no more messages: 1, or nothing.
pub(crate) const REFUSED: &str = "(SELECT c.refused FROM consent c \
     WHERE c.inbox_id = t.inbox_id AND c.handle_id = t.handle_id)";

/// What of an inbox's settings matters here.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Settings {
    human_agent: bool,
}

/// Whether a person's answers go with Instagram's tag after the window.
pub(crate) fn human_agent(inbox: &entity::inbox::Model) -> bool {
    let settings: Settings = serde_json::from_str(&inbox.settings).unwrap_or_default();
    settings.human_agent
}

/// Of a ticket of that inbox.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    inbox: &entity::inbox::Model,
    ticket: TicketId,
) -> Result<Reach> {
    #[derive(FromQueryResult)]
    struct Row {
        heard_at: Option<i64>,
        refused: Option<i64>,
    }
    let sql = format!(
        "SELECT {HEARD_AT} AS heard_at, {REFUSED} AS refused FROM ticket t WHERE t.id = $1"
    );
    let row: Option<Row> = db::one(db, &sql, [ticket.into()]).await?;
    Ok(Reach {
        heard_at: row.as_ref().and_then(|row| row.heard_at),
        refused: row.is_some_and(|row| row.refused == Some(1)),
        human_agent: human_agent(inbox),
    })
}
