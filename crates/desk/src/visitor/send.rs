//! What a visitor says, on its way through [`crate::receive`] like all that arrives.

use super::own;
use crate::{
    Desk, Error, Result, db,
    db::Write,
    file::Reader,
    inbox, ingest,
    message::{self, insert, read},
    rate, receive,
};
use channels::{VisitorFile, VisitorMessage};
use model::{InboxId, Message, NewMessage, SentAs};
use sea_orm::FromQueryResult;

/// Takes in what a visitor wrote: kept as an inbound event and applied, in one transaction.
pub(crate) async fn send(
    desk: &Desk,
    visitor: &str,
    inbox: InboxId,
    new: &NewMessage,
) -> Result<Message> {
    let inbox = inbox::get(desk, inbox).await?;
    message::check_limits(new, &inbox.limits())?;
    let payload = VisitorMessage {
        visitor: visitor.to_owned(),
        client_key: new.client_key.clone(),
        text: new.text.clone(),
        files: new
            .files
            .iter()
            .map(|file| VisitorFile {
                upload: file.upload,
                caption: file.caption.clone(),
                alt: file.alt.clone(),
                // Who writes to the desk needs no link to it.
                sent_as: match file.sent_as {
                    SentAs::Link => SentAs::Document,
                    other => other,
                },
            })
            .collect(),
    };
    let payload = serde_json::to_string(&payload)?;
    let events = inbox
        .open(desk)
        .read(payload.as_bytes())
        .map_err(Error::internal)?;
    let Some(channels::Inbound::Message(inbound)) = events.into_iter().next() else {
        return Err(Error::internal("a visitor's message was not understood"));
    };
    let mut write = Write::begin(desk).await?;
    if let Some(event) = receive::keep(&write, inbox.id, &inbound.event_id, &payload).await? {
        let key = format!("visitor {}:{visitor}", inbox.id);
        rate::take_in(&*write, &key, 30, 60).await?;
        if let Some(applied) = receive::apply_message(&mut write, &inbox, &inbound).await? {
            receive::claim(&write, event).await?;
            let by = format!("visitor:{}:{visitor}", inbox.id);
            insert::redacted(&write, &by, applied.message, &new.files).await?;
            write.commit().await?;
            for blob in applied.blobs {
                ingest::work::soon(desk, blob);
            }
            let contact = contact_name(desk, applied.contact).await?;
            let (ticket, id) = (applied.ticket, applied.message);
            return read::one(desk, ticket, id, &contact, Reader::Anybody).await;
        }
    }
    // The same send, before.
    drop(write);
    let own = own(desk, visitor, inbox.id).await?.ok_or(Error::Conflict)?;
    let id = sent_before(desk, own.id, &new.client_key)
        .await?
        .ok_or(Error::Conflict)?;
    read::one(desk, own.id, id, &own.contact, Reader::Anybody).await
}

async fn contact_name(desk: &Desk, contact: i64) -> Result<String> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
    }
    let sql = "SELECT name FROM contact WHERE id = $1";
    let row: Option<Row> = db::one(desk.db().read(), sql, [contact.into()]).await?;
    Ok(row.map(|row| row.name).unwrap_or_default())
}

async fn sent_before(desk: &Desk, ticket: i64, client_key: &str) -> Result<Option<i64>> {
    #[derive(FromQueryResult)]
    struct Row {
        contact_id: i64,
    }
    let sql = "SELECT contact_id FROM ticket WHERE id = $1";
    let row: Option<Row> = db::one(desk.db().read(), sql, [ticket.into()]).await?;
    let by = insert::By::Contact(row.ok_or(Error::NotFound)?.contact_id);
    Ok(insert::by_key(desk.db().read(), by, client_key)
        .await?
        .map(|(id, _)| id))
}
