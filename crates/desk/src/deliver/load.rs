//! A message on its way out, as channels take it.

use crate::{
    Desk, Error, Result,
    blob::Blobs,
    db,
    entity::delivery,
    file::{self, Reader, Variant},
    message::{extras::Kept, insert::File},
    ticket::reach::{HEARD_AT, REFUSED},
};
use async_trait::async_trait;
use bytes::Bytes;
use channels::{Outgoing, OutgoingFile, Part, Source};
use model::{AttachmentId, SentAs};
use sea_orm::FromQueryResult;
use std::{ops::Range, sync::Arc};

struct InStore {
    blobs: Blobs,
    sha256: String,
}

#[async_trait]
impl Source for InStore {
    async fn read(&self, range: Range<u64>) -> std::io::Result<Bytes> {
        self.blobs
            .read(&self.sha256, range)
            .await
            .map_err(std::io::Error::other)
    }
}

/// A file of it.
pub(super) fn outgoing_file(desk: &Desk, key: AttachmentId, file: &File) -> OutgoingFile {
    let path = file::url(desk, Reader::Anybody, key, Variant::Original, &file.name);
    OutgoingFile {
        name: file.name.clone(),
        mime: file.mime.clone(),
        bytes: file.bytes,
        caption: file.caption.clone(),
        alt: file.alt.clone(),
        sent_as: file.sent_as,
        url: format!("{}{path}", desk.public_url()),
        source: Arc::new(InStore {
            blobs: desk.blobs().clone(),
            sha256: file.sha256.clone().unwrap_or_default(),
        }),
    }
}

/// The provider's name for the message that `m` quotes; of one of ours, for its first part.
const QUOTED: &str = "(SELECT COALESCE(q.provider_id, (SELECT p.provider_id FROM delivery p \
         WHERE p.message_id = q.id AND p.provider_id IS NOT NULL ORDER BY p.position LIMIT 1)) \
     FROM message q WHERE q.id = m.quoted_id)";

#[derive(FromQueryResult)]
struct Head {
    text: String,
    subject: String,
    value: String,
    created_at: i64,
    heard_at: Option<i64>,
    refused: Option<i64>,
    extras: Option<String>,
    quoted: Option<String>,
}

/// The message of a delivery, as channels take it; and whether its customer wants none.
pub(super) async fn load(desk: &Desk, row: &delivery::Model) -> Result<(Outgoing, Part, bool)> {
    #[derive(FromQueryResult)]
    struct Id {
        provider_id: String,
    }
    let sql = format!(
        "SELECT m.text, t.subject, h.value, m.created_at, {HEARD_AT} AS heard_at, \
             {REFUSED} AS refused, m.extras, {QUOTED} AS quoted \
         FROM message m JOIN ticket t ON t.id = m.ticket_id \
         JOIN contact_handle h ON h.id = t.handle_id WHERE m.id = $1"
    );
    let head: Option<Head> = db::one(desk.db().read(), &sql, [row.message_id.into()]).await?;
    let head = head.ok_or(Error::NotFound)?;
    let files: Vec<crate::entity::attachment::Model> = db::all(
        desk.db().read(),
        "SELECT * FROM attachment WHERE ticket_id = $1 AND message_id = $2 AND sent_as <> 'link' \
         ORDER BY position",
        [row.ticket_id.into(), row.message_id.into()],
    )
    .await?;
    let thread: Vec<Id> = db::all(
        desk.db().read(),
        // The first and the newest: a letter answers the last, however long the conversation is.
        "SELECT provider_id FROM message WHERE ticket_id = $1 AND provider_id IS NOT NULL \
             AND (id = (SELECT min(f.id) FROM message f \
                     WHERE f.ticket_id = $1 AND f.provider_id IS NOT NULL) \
                 OR id IN (SELECT n.id FROM message n \
                     WHERE n.ticket_id = $1 AND n.provider_id IS NOT NULL \
                     ORDER BY n.id DESC LIMIT 50)) \
         ORDER BY id",
        [row.ticket_id.into()],
    )
    .await?;
    let others: Vec<Id> = db::all(
        desk.db().read(),
        "SELECT d.provider_id FROM delivery d JOIN ticket t ON t.id = d.ticket_id \
         WHERE d.inbox_id = $1 AND d.id <> $2 AND d.provider_id IS NOT NULL \
             AND t.handle_id = (SELECT handle_id FROM ticket WHERE id = $3) \
         ORDER BY d.id DESC LIMIT 1000",
        [row.inbox_id.into(), row.id.into(), row.ticket_id.into()],
    )
    .await?;
    let files = files.into_iter().map(|row| {
        let file = File {
            name: row.name,
            mime: row.mime,
            bytes: u64::try_from(row.bytes).unwrap_or(0),
            sha256: row.sha256,
            width: row.width,
            height: row.height,
            caption: row.caption,
            alt: row.alt,
            source: row.source,
            original: row.original_sha256,
            sent_as: SentAs::from_name(&row.sent_as),
        };
        outgoing_file(desk, row.id, &file)
    });
    let kept = Kept::read(head.extras.as_deref());
    let outgoing = Outgoing {
        key: format!("message-{}", row.message_id),
        to: head.value,
        subject: head.subject,
        text: head.text,
        files: files.collect(),
        thread: thread.into_iter().map(|row| row.provider_id).collect(),
        at: head.created_at,
        heard_at: head.heard_at,
        token: desk.signer().reply_token(row.ticket_id),
        tries: u32::try_from(row.attempts).unwrap_or(0).saturating_sub(1),
        others: others.into_iter().map(|row| row.provider_id).collect(),
        forwarded_to: kept.to,
        cc: kept.cc,
        bcc: kept.bcc,
        quoted: head.quoted,
        template: kept.template,
    };
    let opted_out = head.refused == Some(1);
    Ok((outgoing, serde_json::from_str(&row.part)?, opted_out))
}
