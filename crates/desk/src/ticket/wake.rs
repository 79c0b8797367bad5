//! Tickets that slept until now.

use crate::{
    Desk, Result, db,
    db::Write,
    message::{self, insert::By},
};
use model::{EventKind, Millis, TicketId};
use sea_orm::FromQueryResult;

/// Wakes what is due: open again, unread, on top of the list.
pub(crate) async fn wake(desk: &Desk, now: Millis) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Id {
        id: TicketId,
    }
    let due: Vec<Id> = db::all(
        desk.db().read(),
        "SELECT id FROM ticket WHERE snoozed_until <= $1 ORDER BY id LIMIT 200",
        [now.into()],
    )
    .await?;
    for Id { id } in due {
        let mut write = Write::begin(desk).await?;
        let woken = db::run(
            &*write,
            "UPDATE ticket SET status = 'open', snoozed_until = NULL, unread = TRUE, \
                 last_message_at = $1, version = version + 1 \
             WHERE id = $2 AND status = 'snoozed' AND snoozed_until <= $1",
            [now.into(), id.into()],
        )
        .await?;
        if woken > 0 {
            message::activity(&mut write, id, By::System, "woken", now).await?;
            write.event(EventKind::Ticket, id, None);
        }
        write.commit().await?;
    }
    Ok(())
}
