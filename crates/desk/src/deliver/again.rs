//! A message that did not arrive, sent once more because somebody says so.

use super::{record::tell, smaller};
use crate::{
    Actor, Desk, Error, Result, db,
    db::Write,
    file::{self, Reader, Variant},
    jobs::Job,
    upload,
};
use channels::Part;
use model::{Again, EventKind, MessageId};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    ticket_id: i64,
    part: String,
}

#[derive(FromQueryResult)]
struct File {
    id: i64,
    name: String,
    bytes: i64,
}

/// Sends the parts of a message once more that failed, or of which nobody knows.
///
/// # Errors
/// For anybody but agents; when nothing of the message failed; when its pictures cannot be made
/// smaller, and that is wanted.
pub async fn send_again(desk: &Desk, actor: &Actor, message: MessageId, how: Again) -> Result<()> {
    actor.agent()?;
    let smaller = if how == Again::Smaller {
        smaller::make(desk, actor, message).await?
    } else {
        Vec::new()
    };
    let mut write = Write::begin(desk).await?;
    let now = db::now();
    // In the queue they come before what was written later; an older provider id is another send's.
    let rows: Vec<Row> = db::all(
        &*write,
        "UPDATE delivery SET state = 'queued', attempts = 0, again = 0, next_attempt = $1, woken_at = $1, \
             claimed_at = NULL, provider_id = NULL, code = NULL, sentence = NULL \
         WHERE message_id = $2 AND state IN ('failed', 'unknown') RETURNING id, ticket_id, part",
        [now.into(), message.into()],
    )
    .await?;
    let ticket = rows.first().map(|row| row.ticket_id);
    let ticket = ticket.ok_or_else(|| {
        Error::invalid(
            "nothing_failed",
            "Nothing of this message has to be sent again.",
        )
    })?;
    smaller::put_in_place(&write, smaller).await?;
    if how == Again::Link {
        let files: Vec<File> = db::all(
            &*write,
            "SELECT id, name, bytes FROM attachment WHERE ticket_id = $1 AND message_id = $2 \
             AND sent_as <> 'link' ORDER BY position",
            [ticket.into(), message.into()],
        )
        .await?;
        for row in rows {
            let mut part: Part = serde_json::from_str(&row.part)?;
            for file in part.files.drain(..).filter_map(|at| files.get(at)) {
                if !part.text.is_empty() {
                    part.text.push_str("\n\n");
                }
                part.text.push_str(&line(desk, file));
            }
            db::run(
                &*write,
                "UPDATE delivery SET part = $1 WHERE id = $2",
                [serde_json::to_string(&part)?.into(), row.id.into()],
            )
            .await?;
        }
    }
    tell(&mut write, message, ticket).await?;
    write.event(EventKind::Delivery, ticket, None);
    write.job(Job::Deliver(ticket));
    write.commit().await
}

/// "film.mp4 (43 MB):" and the address on a line of its own.
fn line(desk: &Desk, file: &File) -> String {
    let path = file::url(
        desk,
        Reader::Anybody,
        file.id,
        Variant::Original,
        &file.name,
    );
    let size = upload::size(u64::try_from(file.bytes).unwrap_or(0));
    format!("{} ({size}):\n{}{path}", file.name, desk.public_url())
}
