//! What customers do to messages that are here: react to them, rewrite them, take them back.

use super::target::{Target, target};
use crate::{
    Desk, Result, db,
    db::Write,
    entity::{attachment, inbox},
    message::{Handle, insert::one_line, stream_of},
};
use channels::{Change, InboundChange};
use model::{EventKind, Millis};
use sea_orm::FromQueryResult;

/// Applies one. Whether the message is known by now.
pub(super) async fn apply(
    desk: &Desk,
    write: &mut Write<'_>,
    inbox: &inbox::Model,
    change: &InboundChange,
    received_at: Millis,
) -> Result<bool> {
    let Some(target) = target(write, inbox.id, &change.target).await? else {
        return Ok(false);
    };
    let at = change.at.unwrap_or(received_at);
    let author = &change.from.value;
    match &change.what {
        Change::Reaction(emoji) => react(write, target, author, emoji, at).await?,
        // Kept as nothing, so that what they put there before and is told later stays away.
        Change::ReactionGone => react(write, target, author, "", at).await?,
        Change::Edited(text) => edit(write, target, text, at).await?,
        Change::Unsent => {
            unsend(desk, write, target, at).await?;
            forget_told(write, inbox.id, &change.target).await?;
        }
    }
    let handle = Handle {
        kind: change.from.kind.as_str().into(),
        value: change.from.value.clone(),
    };
    let visitor = stream_of(inbox.id, &handle);
    write.event(EventKind::Message, target.ticket, visitor);
    Ok(true)
}

async fn react(
    write: &Write<'_>,
    target: Target,
    author: &str,
    emoji: &str,
    at: Millis,
) -> Result<()> {
    // An emoji is some characters; what is longer is none.
    let emoji: String = emoji.chars().take(16).collect();
    db::run(
        &**write,
        "INSERT INTO reaction (message_id, author, emoji, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (message_id, author) DO UPDATE SET emoji = excluded.emoji, at = excluded.at \
         WHERE reaction.at <= excluded.at",
        [
            target.message.into(),
            author.into(),
            emoji.into(),
            at.into(),
        ],
    )
    .await?;
    Ok(())
}

async fn edit(write: &Write<'_>, target: Target, text: &str, at: Millis) -> Result<()> {
    let changed = db::run(
        &**write,
        "UPDATE message SET text = $1, edited_at = $2 \
         WHERE id = $3 AND unsent_at IS NULL AND (edited_at IS NULL OR edited_at <= $2)",
        [text.trim().into(), at.into(), target.message.into()],
    )
    .await?;
    if changed > 0 {
        preview(write, target, &one_line(text), false).await?;
    }
    Ok(())
}

/// Text and files are gone, on the disk, too.
async fn unsend(desk: &Desk, write: &Write<'_>, target: Target, at: Millis) -> Result<()> {
    let changed = db::run(
        &**write,
        "UPDATE message SET text = '', html = NULL, letter = FALSE, below = NULL, \
             appointment = NULL, unsent_at = $1 WHERE id = $2 AND unsent_at IS NULL",
        [at.into(), target.message.into()],
    )
    .await?;
    if changed == 0 {
        return Ok(());
    }
    let files: Vec<attachment::Model> = db::all(
        &**write,
        "SELECT * FROM attachment WHERE message_id = $1 AND ticket_id = $2",
        [target.message.into(), target.ticket.into()],
    )
    .await?;
    db::run(
        &**write,
        "UPDATE attachment SET state = 'erased', sha256 = NULL, original_sha256 = NULL, \
             source = NULL, name = '', caption = '', alt = '', bytes = 0, width = 0, height = 0, \
             problem_code = NULL, problem_sentence = NULL WHERE message_id = $1",
        [target.message.into()],
    )
    .await?;
    for file in files {
        for sha256 in [file.sha256, file.original_sha256].into_iter().flatten() {
            desk.blobs().erase(write, &sha256).await?;
        }
    }
    preview(write, target, "", true).await
}

/// What the list shows of the ticket, if it shows that message.
async fn preview(write: &Write<'_>, target: Target, line: &str, gone: bool) -> Result<()> {
    db::run(
        &**write,
        "UPDATE ticket SET last_text = $1, \
             last_picture_id = CASE WHEN $2 THEN NULL ELSE last_picture_id END \
         WHERE id = $3 AND NOT EXISTS (SELECT 1 FROM message WHERE ticket_id = $3 AND id > $4 \
             AND direction IN ('in', 'out'))",
        [
            line.into(),
            gone.into(),
            target.ticket.into(),
            target.message.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The request in which the message came holds its words, too, and so do others' events of the
/// same request; those that are not applied yet keep theirs until they are.
async fn forget_told(write: &Write<'_>, inbox: i64, name: &str) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Kept {
        id: i64,
        payload: String,
    }
    let kept: Vec<Kept> = db::all(
        &**write,
        "SELECT id, payload FROM inbound_event WHERE inbox_id = $1 AND event_id IN ($2, $3)",
        [inbox.into(), name.into(), format!("echo:{name}").into()],
    )
    .await?;
    for Kept { id, payload } in kept {
        db::run(
            &**write,
            "UPDATE inbound_event SET payload = '' WHERE inbox_id = $1 AND payload = $2 \
             AND id BETWEEN $3 - 1000 AND $3 + 1000 AND (applied_at IS NOT NULL OR id = $3)",
            [inbox.into(), payload.into(), id.into()],
        )
        .await?;
    }
    Ok(())
}
