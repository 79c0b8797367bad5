//! Tags: words by which tickets are found together.

use crate::{Actor, Desk, Result, db};
use model::TicketId;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

fn names(rows: Vec<Name>) -> Vec<String> {
    rows.into_iter().map(|row| row.name).collect()
}

/// A ticket's tags, in order.
pub(super) async fn of(db: &impl ConnectionTrait, ticket: TicketId) -> Result<Vec<String>> {
    let rows = db::all(
        db,
        "SELECT g.name FROM ticket_tag x JOIN tag g ON g.id = x.tag_id WHERE x.ticket_id = $1 \
         ORDER BY g.folded",
        [ticket.into()],
    );
    Ok(names(rows.await?))
}

/// All there are, in order.
///
/// # Errors
/// For anybody but agents.
pub async fn tags(desk: &Desk, actor: &Actor) -> Result<Vec<String>> {
    actor.agent()?;
    let sql = "SELECT name FROM tag ORDER BY folded LIMIT 1000";
    Ok(names(db::all(desk.db().read(), sql, []).await?))
}
