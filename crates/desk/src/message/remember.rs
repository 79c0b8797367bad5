//! What a ticket's row in the list tells of its last message, kept so that the list need not ask.

use super::insert::{Draft, File, one_line};
use crate::{Result, db, db::Write};
use model::{AttachmentId, ContactId, Direction, TicketId};
use sea_orm::FromQueryResult;

/// What the ticket's row in the list tells of its last message.
pub(crate) async fn message(
    write: &Write<'_>,
    draft: &Draft<'_>,
    contact: ContactId,
    files: &[File],
    keys: &[AttachmentId],
) -> Result<()> {
    let picture = files.iter().zip(keys).rfind(|(file, _)| file.is_picture());
    let text = match files.first() {
        Some(file) if draft.text.trim().is_empty() => {
            let words = if file.caption.is_empty() {
                &file.name
            } else {
                &file.caption
            };
            // A picture's name says nothing that the picture beside it does not.
            if picture.is_some() && file.caption.is_empty() {
                ""
            } else {
                words
            }
        }
        _ => draft.text,
    };
    db::run(
        &**write,
        "UPDATE ticket SET last_message_at = $1, last_text = $2, last_picture_id = $3, \
             unread = $4 WHERE id = $5",
        [
            draft.at.into(),
            one_line(text).into(),
            picture.map(|(_, key)| *key).into(),
            // Who answers has read.
            (draft.direction == Direction::In).into(),
            draft.ticket.into(),
        ],
    )
    .await?;
    if !files.is_empty() {
        let more = i64::try_from(files.len()).unwrap_or(0);
        db::run(
            &**write,
            "UPDATE contact SET files = files + $1 WHERE id = $2",
            [more.into(), contact.into()],
        )
        .await?;
    }
    Ok(())
}

/// The same, once the last message is none any more: what the newest that is left tells.
pub(crate) async fn newest(write: &Write<'_>, ticket: TicketId) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Newest {
        text: String,
        created_at: i64,
        caption: Option<String>,
        name: Option<String>,
        picture: Option<i64>,
    }
    let newest: Option<Newest> = db::one(
        &**write,
        "SELECT m.text, m.created_at, \
             f.caption, f.name, \
             (SELECT p.id FROM attachment p \
                 WHERE p.message_id = m.id AND p.ticket_id = m.ticket_id AND p.width > 0 \
                     AND p.mime LIKE 'image/%' AND p.sent_as = 'itself' \
                 ORDER BY p.position DESC LIMIT 1) AS picture \
         FROM message m LEFT JOIN attachment f ON f.message_id = m.id \
             AND f.ticket_id = m.ticket_id AND f.position = 0 \
         WHERE m.ticket_id = $1 AND m.direction IN ('in', 'out') \
             AND COALESCE(m.state, '') <> 'canceled' ORDER BY m.id DESC LIMIT 1",
        [ticket.into()],
    )
    .await?;
    let (text, at, picture) = match newest {
        Some(newest) => {
            let caption = newest.caption.filter(|caption| !caption.is_empty());
            // As in [`message`]: a picture's name says nothing that the picture does not.
            let name = newest.name.filter(|_| newest.picture.is_none());
            let words = Some(newest.text).filter(|text| !text.trim().is_empty());
            let words = words.or(caption).or(name).unwrap_or_default();
            (words, Some(newest.created_at), newest.picture)
        }
        None => (String::new(), None, None),
    };
    db::run(
        &**write,
        "UPDATE ticket SET last_message_at = COALESCE($1, last_message_at), last_text = $2, \
             last_picture_id = $3 WHERE id = $4",
        [
            at.into(),
            one_line(&text).into(),
            picture.into(),
            ticket.into(),
        ],
    )
    .await?;
    Ok(())
}
