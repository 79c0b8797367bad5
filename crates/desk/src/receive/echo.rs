//! Messages of ours, told back by the provider: our own sends, by which a lost one is found, and
//! what somebody of the house wrote in the provider's own app.

use super::{
    apply::{awaited, awaited_file, known_as, ticket_of},
    target::{target, wake_awaiting},
};
use crate::{
    Result, db,
    db::Write,
    deliver,
    entity::{delivery, inbox},
    message::{
        insert::{self, By, Draft, File},
        remember,
    },
};
use channels::{InboundMessage, Part};
use model::{Direction, EventKind};

/// Applies one. False while it cannot be told yet whether it is one of our own sends.
pub(super) async fn apply(
    write: &mut Write<'_>,
    inbox: &inbox::Model,
    echo: &InboundMessage,
) -> Result<bool> {
    let Some(name) = echo.provider_id.as_deref() else {
        // By nothing could it be told from our own sends.
        return Ok(true);
    };
    let (handle, contact) = known_as(write, echo).await?;
    // Calls that are under way, or of whose end nobody knows.
    let open: Vec<delivery::Model> = db::all(
        &**write,
        "SELECT d.* FROM delivery d JOIN ticket t ON t.id = d.ticket_id \
         WHERE d.inbox_id = $1 AND t.handle_id = $2 AND d.provider_id IS NULL \
             AND d.attempts > 0 AND d.state IN ('sending', 'unknown', 'queued') ORDER BY d.id",
        [inbox.id.into(), handle.into()],
    )
    .await?;
    // Asked after those: an answer that is written down in between is found here.
    if target(write, inbox.id, name).await?.is_some() {
        return Ok(true);
    }
    let mut alike = Vec::new();
    for row in &open {
        let part: Part = serde_json::from_str(&row.part)?;
        if part.text.trim() == echo.text.trim() && part.files.len() == told_files(echo) {
            alike.push(row);
        }
    }
    // Of two texts that are alike, each may be either. Pictures may not, and an echo does not say
    // which one it is: then nobody can tell, and both stay unknown.
    let is_certain = told_files(echo) == 0 || alike.len() == 1;
    if let Some(row) = alike.first()
        && is_certain
    {
        db::run(
            &**write,
            "UPDATE delivery SET provider_id = $1, state = 'sent', code = NULL, \
                 sentence = NULL, claimed_at = NULL WHERE id = $2 AND provider_id IS NULL",
            [name.into(), row.id.into()],
        )
        .await?;
        deliver::tell(write, row.message_id, row.ticket_id).await?;
        wake_awaiting(write, inbox.id, name).await?;
        return Ok(true);
    }
    if open.iter().any(|row| row.state == "sending") {
        // Its answer will tell whether it is this one.
        return Ok(false);
    }
    if !alike.is_empty() {
        return Ok(true);
    }
    let ticket = ticket_of(write, inbox.id, contact, handle, "").await?;
    let (told, now) = (echo.told(), db::now());
    let at = echo.at.map_or(now, |at| at.min(now));
    let draft = Draft {
        provider_id: Some(name),
        files: echo.files.len(),
        ..Draft::new(ticket, Direction::Out, By::System, &told, at)
    };
    let Some(message) = insert::message(write, &draft).await? else {
        return Ok(true);
    };
    let sql = "UPDATE message SET state = 'sent' WHERE id = $1";
    db::run(&**write, sql, [message.into()]).await?;
    let files: Vec<File> = echo.files.iter().map(awaited_file).collect();
    let keys = insert::files(write, ticket, message, &files).await?;
    remember::message(write, &draft, contact, &files, &keys).await?;
    awaited(write, message, &echo.files, &keys).await?;
    wake_awaiting(write, inbox.id, name).await?;
    write.event(EventKind::Message, ticket, None);
    Ok(true)
}

/// How many files a message is told to have, whatever the inbox does with them.
fn told_files(echo: &InboundMessage) -> usize {
    let shared = |thing: &&channels::Thing| matches!(thing, channels::Thing::Shared { .. });
    echo.files.len() + echo.things.iter().filter(shared).count()
}
