//! All pictures of a conversation, for the large view.

use super::read::{self, messages};
use crate::{Actor, Desk, Error, Result, db, file::Reader, visitor};
use model::{Attachment, AttachmentState, FileKind, TicketId};

/// Every picture of a conversation that can be looked at, in the order it was sent: also those of
/// messages that a page has not loaded. A visitor sees their own conversation's, whatever ticket
/// is named, and none of a note's. Of a conversation without end, those of the newest thousand
/// messages that hold files.
///
/// # Errors
/// For anybody but agents and visitors.
pub async fn pictures(desk: &Desk, actor: &Actor, ticket: TicketId) -> Result<Vec<Attachment>> {
    let (rows, reader) = match actor {
        Actor::Agent { .. } => {
            let sql = messages!("ticket_id = $1 AND files > 0 ORDER BY id DESC LIMIT 1000");
            let rows = db::all(desk.db().read(), sql, [ticket.into()]).await?;
            (rows, Reader::Agent)
        }
        Actor::Visitor { visitor, inbox } => {
            let Some(own) = visitor::own(desk, visitor, *inbox).await? else {
                return Ok(Vec::new());
            };
            let sql = messages!(
                "ticket_id = $1 AND files > 0 AND direction IN ('in', 'out') \
                 ORDER BY id DESC LIMIT 1000"
            );
            let rows = db::all(desk.db().read(), sql, [own.id.into()]).await?;
            (rows, Reader::Anybody)
        }
        Actor::System => return Err(Error::NotAllowed),
        Actor::Nobody => return Err(Error::NotSignedIn),
    };
    let messages = read::assemble(desk, rows, "", reader).await?;
    let files = messages.into_iter().flat_map(|message| message.attachments);
    Ok(files
        .filter(|file| file.kind() == FileKind::Picture && file.state == AttachmentState::Ready)
        .collect())
}
