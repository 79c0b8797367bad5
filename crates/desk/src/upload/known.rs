//! Bytes that need not be sent again, because who would send them may read them here already.
//!
//! A hash is no key: it is looked up only among what the actor owns or may read, and whoever names
//! the hash of somebody else's file is answered like one who names a hash nobody knows.

use super::{claim::Checked, settle};
use crate::{
    Actor, Desk, Result,
    blob::{self, Blobs},
    db,
    db::Write,
    ingest,
};
use model::Upload;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Found {
    mime: String,
    width: i64,
    height: i64,
}

/// An upload of those bytes without sending them; nothing when the actor may not read them.
pub(super) async fn upload_of(
    desk: &Desk,
    actor: &Actor,
    claim: &Checked,
    bytes: u64,
) -> Result<Option<Upload>> {
    let Some(sha256) = &claim.sha256 else {
        return Ok(None);
    };
    let Some(found) = find(desk, actor, &claim.owner, sha256, bytes).await? else {
        return Ok(None);
    };
    claim.check_kind(&found.mime, bytes)?;
    let pixels = |side: i64| u32::try_from(side).unwrap_or(0);
    let upload = Upload {
        id: 0,
        name: ingest::called(&claim.name, &found.mime),
        mime: found.mime,
        bytes,
        sha256: sha256.clone(),
        width: pixels(found.width),
        height: pixels(found.height),
        thumb_url: String::new(),
    };
    let write = Write::begin(desk).await?;
    if !Blobs::count(&*write, sha256).await? {
        // Swept in this very moment: then it comes again.
        return Ok(None);
    }
    let upload = settle::row(desk, &write, claim.owner.clone(), upload, None).await?;
    write.commit().await?;
    Ok(Some(upload))
}

/// Looks among the actor's own uploads and the attachments they may read.
async fn find(
    desk: &Desk,
    actor: &Actor,
    owner: &str,
    sha256: &str,
    bytes: u64,
) -> Result<Option<Found>> {
    let bytes = blob::signed(bytes);
    let own = db::one(
        desk.db().read(),
        "SELECT mime, width, height FROM upload \
         WHERE owner = $1 AND sha256 = $2 AND bytes = $3 LIMIT 1",
        [owner.into(), sha256.into(), bytes.into()],
    )
    .await?;
    if own.is_some() {
        return Ok(own);
    }
    match actor {
        // Agents read every ticket.
        Actor::Agent { .. } | Actor::System => {
            db::one(
                desk.db().read(),
                "SELECT mime, width, height FROM attachment \
                 WHERE sha256 = $1 AND bytes = $2 AND state = 'ready' LIMIT 1",
                [sha256.into(), bytes.into()],
            )
            .await
        }
        // Their own conversation, without the notes in it.
        Actor::Visitor { visitor, inbox } => {
            db::one(
                desk.db().read(),
                "SELECT a.mime, a.width, a.height FROM attachment a \
                 JOIN message m ON m.id = a.message_id AND m.direction IN ('in', 'out') \
                 JOIN ticket t ON t.id = m.ticket_id AND t.inbox_id = $4 \
                 JOIN contact_handle h ON h.id = t.handle_id AND h.kind = 'visitor' \
                     AND h.value = $3 \
                 WHERE a.sha256 = $1 AND a.bytes = $2 AND a.state = 'ready' LIMIT 1",
                [
                    sha256.into(),
                    bytes.into(),
                    visitor.as_str().into(),
                    (*inbox).into(),
                ],
            )
            .await
        }
        Actor::Nobody => Ok(None),
    }
}
