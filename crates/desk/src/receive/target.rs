//! The message that an event is about, by the provider's name for it; and events that came before
//! their message.

use crate::{Result, db, db::Write, jobs::Job};
use model::{InboxId, MessageId, TicketId};
use sea_orm::FromQueryResult;

/// A message that is here.
#[derive(FromQueryResult, Clone, Copy, Debug)]
pub(crate) struct Target {
    pub(crate) message: MessageId,
    pub(crate) ticket: TicketId,
}

/// The customer's message or the part of ours that a provider calls by that name.
pub(crate) async fn target(
    write: &Write<'_>,
    inbox: InboxId,
    name: &str,
) -> Result<Option<Target>> {
    db::one(
        &**write,
        "SELECT m.id AS message, m.ticket_id AS ticket FROM message m \
             JOIN ticket t ON t.id = m.ticket_id WHERE m.provider_id = $2 AND t.inbox_id = $1 \
         UNION ALL SELECT d.message_id AS message, d.ticket_id AS ticket FROM delivery d \
             WHERE d.inbox_id = $1 AND d.provider_id = $2 LIMIT 1",
        [inbox.into(), name.into()],
    )
    .await
}

/// A message has this name from now on: what was told of it before is applied after all.
pub(crate) async fn wake_awaiting(write: &mut Write<'_>, inbox: InboxId, name: &str) -> Result<()> {
    let woken = db::run(
        &**write,
        "UPDATE inbound_event SET awaits = NULL, attempts = 0, next_attempt = $3, woken_at = $3 \
         WHERE inbox_id = $1 AND awaits = $2 AND applied_at IS NULL",
        [inbox.into(), name.into(), db::now().into()],
    )
    .await?;
    if woken > 0 {
        write.job(Job::Receive(inbox));
    }
    Ok(())
}
