//! Who has written to a demo desk, for phones on which one plays them.

use super::people::STORIES;
use crate::{Desk, Result, db};
use model::{Channel, HandleKind, Millis};
use sea_orm::FromQueryResult;

/// A customer who writes from a phone.
#[derive(Clone, Debug)]
pub struct Customer {
    /// On which channel.
    pub channel: Channel,
    /// Their id there: a number with `+`, one without, an account's id.
    pub handle: String,
    /// Their name; empty when they gave none.
    pub name: String,
    /// When they last wrote.
    pub wrote: Option<Millis>,
}

/// The customers of the sample conversations, with when they wrote last: the channels count from there.
///
/// # Errors
/// When the database does not answer.
pub async fn customers(desk: &Desk) -> Result<Vec<Customer>> {
    #[derive(FromQueryResult)]
    struct Row {
        wrote: Option<i64>,
    }
    let mut found = Vec::new();
    for story in STORIES {
        let (kind, handle) = story.handle;
        if !matches!(
            kind,
            HandleKind::Phone | HandleKind::Whatsapp | HandleKind::Instagram
        ) {
            continue;
        }
        let row: Option<Row> = db::one(
            desk.db().read(),
            "SELECT MAX(m.created_at) AS wrote FROM message m JOIN ticket t ON t.id = m.ticket_id \
             JOIN contact_handle h ON h.contact_id = t.contact_id \
             WHERE h.kind = $1 AND h.value = $2 AND m.direction = 'in'",
            [kind.as_str().into(), handle.into()],
        )
        .await?;
        found.push(Customer {
            channel: story.channel,
            handle: handle.into(),
            name: story.name.into(),
            wrote: row.and_then(|row| row.wrote),
        });
    }
    Ok(found)
}
