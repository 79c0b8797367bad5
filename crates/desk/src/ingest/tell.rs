//! Who hears that something became of a file: the tickets it stands in.

use crate::{
    Result, db,
    db::Write,
    message::{Handle, stream_of},
};
use model::EventKind;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
pub(super) struct Place {
    pub(super) attachment: i64,
    pub(super) message: i64,
    pub(super) ticket: i64,
    inbox: i64,
    direction: String,
    kind: String,
    value: String,
}

/// Tells every ticket in which the blob is a file; the places.
pub(super) async fn tell(write: &mut Write<'_>, sha256: &str) -> Result<Vec<Place>> {
    let places: Vec<Place> = db::all(
        &**write,
        "SELECT a.id AS attachment, a.message_id AS message, t.id AS ticket, \
             t.inbox_id AS inbox, m.direction, h.kind, h.value \
         FROM attachment a JOIN message m ON m.id = a.message_id \
         JOIN ticket t ON t.id = a.ticket_id JOIN contact_handle h ON h.id = t.handle_id \
         WHERE a.sha256 = $1 ORDER BY a.id LIMIT 1000",
        [sha256.into()],
    )
    .await?;
    for place in &places {
        let handle = Handle {
            kind: place.kind.clone(),
            value: place.value.clone(),
        };
        let visitor = match place.direction.as_str() {
            "in" | "out" => stream_of(place.inbox, &handle),
            _ => None,
        };
        write.event(EventKind::Attachment, place.ticket, visitor);
    }
    Ok(places)
}
