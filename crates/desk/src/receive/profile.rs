//! Names of customers whose channel tells none with their messages: asked for at the provider, in a
//! job of its own. Where it fails they stay known by their address, and their next message asks again.

use crate::{Desk, Result, db, db::Write, jobs::Job, lanes::Lane};
use model::{ContactId, EventKind, InboxId, TicketId};
use sea_orm::FromQueryResult;

/// Asks for the name of somebody whom nobody has named yet.
pub(crate) async fn run(desk: &Desk, inbox: InboxId, handle: i64) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Nameless {
        contact_id: ContactId,
        value: String,
    }
    #[derive(FromQueryResult)]
    struct Open {
        id: TicketId,
    }
    let job = Job::Profile(inbox, handle);
    let Some(_place) = desk.lanes().enter(desk, Lane::Fetch(inbox), job) else {
        return Ok(());
    };
    let nameless: Option<Nameless> = db::one(
        desk.db().read(),
        "SELECT h.contact_id, h.value FROM contact_handle h \
         JOIN contact c ON c.id = h.contact_id AND c.name = h.value WHERE h.id = $1",
        [handle.into()],
    )
    .await?;
    let Some(nameless) = nameless else {
        return Ok(());
    };
    let channel = crate::inbox::get(desk, inbox).await?.open(desk);
    let name = match channel.profile(&nameless.value).await {
        Ok(Some(name)) if !name.trim().is_empty() => name,
        Ok(_) => return Ok(()),
        Err(error) => {
            tracing::debug!(?error, "no name of a customer");
            return Ok(());
        }
    };
    let mut write = Write::begin(desk).await?;
    // An agent may have been quicker.
    let named = db::run(
        &*write,
        "UPDATE contact SET name = $1 WHERE id = $2 AND name = $3",
        [
            name.trim().into(),
            nameless.contact_id.into(),
            nameless.value.into(),
        ],
    )
    .await?;
    if named > 0 {
        let sql = "SELECT id FROM ticket WHERE contact_id = $1 AND status <> 'closed'";
        let open: Vec<Open> = db::all(&*write, sql, [nameless.contact_id.into()]).await?;
        for ticket in open {
            write.event(EventKind::Ticket, ticket.id, None);
        }
    }
    write.commit().await
}
