//! A letter as it was sent: its HTML, which was made harmless when it came, with the addresses of
//! its pictures.

use super::read;
use crate::{Actor, Desk, Error, Result, db, file::Reader};
use model::{Attachment, AttachmentState, MessageId, PictureType, TicketId};
use sea_orm::FromQueryResult;

/// A letter to be shown in a frame of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What it is about; may be empty.
    pub subject: String,
    /// What stands in its page's body.
    pub html: String,
}

#[derive(FromQueryResult)]
struct Row {
    ticket_id: TicketId,
    subject: String,
    html: String,
}

/// The letter of a message, for agents. Pictures that lie elsewhere have addresses only when they
/// are asked for; its own, once they are here and no virus was found in them.
///
/// # Errors
/// When nobody is signed in; when there is no letter, or not for who asks.
pub async fn letter(
    desk: &Desk,
    actor: &Actor,
    message: MessageId,
    elsewhere: bool,
) -> Result<Letter> {
    match actor {
        Actor::Agent { .. } => {}
        Actor::Nobody => return Err(Error::NotSignedIn),
        Actor::Visitor { .. } | Actor::System => return Err(Error::NotFound),
    }
    let row: Option<Row> = db::one(
        desk.db().read(),
        "SELECT m.ticket_id, t.subject, m.html FROM message m JOIN ticket t ON t.id = m.ticket_id \
         WHERE m.id = $1 AND m.html IS NOT NULL",
        [message.into()],
    )
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    let own = read::one(desk, row.ticket_id, message, "", Reader::Agent).await?;
    // Up to a megabyte is gone through: not on a thread that others wait for.
    let html = tokio::task::spawn_blocking(move || {
        let own = |place: usize| own.attachments.get(place).and_then(shown);
        channels::addressed(&row.html, own, elsewhere)
    });
    Ok(Letter {
        subject: row.subject,
        html: html.await?,
    })
}

/// Where a file is to be had as a picture: itself if every browser shows it, else what was made
/// of it.
fn shown(file: &Attachment) -> Option<String> {
    let url = match PictureType::from_mime(&file.mime) {
        Some(_) => &file.url,
        None => &file.medium_url,
    };
    (file.state == AttachmentState::Ready && !url.is_empty()).then(|| url.clone())
}
