//! What the owner of an upload may do with it before it is sent: ask after it, look at it, forget
//! it. For anybody else it does not exist.

use crate::{
    Actor, Desk, Error, Result, db, entity,
    file::{self, Access, Served, Variant},
    picture,
    token::Purpose,
};
use model::{Upload, UploadId};

async fn owned(desk: &Desk, owner: &str, id: UploadId) -> Result<entity::upload::Model> {
    let sql = "SELECT * FROM upload WHERE id = $1 AND owner = $2";
    let row = db::one(desk.db().read(), sql, [id.into(), owner.into()]).await?;
    row.ok_or(Error::NotFound)
}

/// An upload's facts, for its owner.
///
/// # Errors
/// When there is none, or it is somebody else's; when it was sent, forgotten or swept.
pub async fn get(desk: &Desk, actor: &Actor, id: UploadId) -> Result<Upload> {
    let owner = actor.owner_key()?;
    let row = owned(desk, &owner, id).await?;
    Ok(shown(desk, &owner, row))
}

/// Its facts, as its owner sees them.
pub(crate) fn shown(desk: &Desk, owner: &str, row: entity::upload::Model) -> Upload {
    let pixels = |side: i64| u32::try_from(side).unwrap_or(0);
    let mut upload = Upload {
        id: row.id,
        name: row.name,
        mime: row.mime,
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        sha256: row.sha256,
        width: pixels(row.width),
        height: pixels(row.height),
        thumb_url: String::new(),
    };
    upload.thumb_url = thumb_url(desk, owner, &upload);
    upload
}

/// Forgets an upload at once: its row, and its bytes and small pictures when nobody else refers to them.
///
/// # Errors
/// As [`get`].
pub async fn forget(desk: &Desk, actor: &Actor, id: UploadId) -> Result<()> {
    let owner = actor.owner_key()?;
    let tx = desk.db().begin_write().await?;
    let row: Option<entity::upload::Model> = db::one(
        &tx,
        "DELETE FROM upload WHERE id = $1 AND owner = $2 RETURNING *",
        [id.into(), owner.into()],
    )
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    desk.blobs().erase(&tx, &row.sha256).await?;
    if let Some(original) = &row.original_sha256 {
        desk.blobs().erase(&tx, original).await?;
    }
    Ok(tx.commit().await?)
}

/// The bytes of an upload, or a small picture of it, for its owner.
///
/// # Errors
/// As [`get`], and for the bearer of an address that is not ours or too old.
pub async fn file(
    desk: &Desk,
    access: Access<'_>,
    id: UploadId,
    variant: Variant,
) -> Result<Served> {
    if variant == Variant::Received {
        return Err(Error::NotFound);
    }
    match access {
        Access::Actor(actor) => drop(owned(desk, &actor.owner_key()?, id).await?),
        Access::Signed { expires, signature } => {
            let text = signed_text(id, variant, expires);
            let ours = desk.signer().verify(Purpose::Upload, &text, signature);
            if expires * 1_000 < db::now() || !ours {
                return Err(Error::NotAllowed);
            }
        }
    }
    let row = db::one(
        desk.db().read(),
        "SELECT u.name, u.mime, u.bytes, u.sha256, u.width, u.height, 'itself' AS sent_as, b.scan, \
             o.sha256 AS original, o.mime AS original_mime, o.bytes AS original_bytes, \
             o.scan AS original_scan, FALSE AS passing \
         FROM upload u LEFT JOIN blob b ON b.sha256 = u.sha256 \
         LEFT JOIN blob o ON o.sha256 = u.original_sha256 WHERE u.id = $1",
        [id.into()],
    )
    .await?;
    file::give(desk, row.ok_or(Error::NotFound)?, variant).await
}

fn signed_text(id: UploadId, variant: Variant, expires: i64) -> String {
    format!("{id}\0{}\0{expires}", variant.as_str())
}

/// Where the owner sees a small picture of it; empty when it is no picture. A visitor's address is
/// signed, because an `<img>` sends no header; it is good for as long as the upload is.
pub(super) fn thumb_url(desk: &Desk, owner: &str, upload: &Upload) -> String {
    if !picture::is_picture(&upload.mime, upload.width) {
        return String::new();
    }
    let has_thumb = picture::has_thumb(&upload.mime, upload.bytes, upload.width, upload.height);
    let variant = if has_thumb {
        Variant::Thumb
    } else {
        Variant::Original
    };
    let path = format!("/uploads/{}/{}", upload.id, variant.as_str());
    if !owner.starts_with("visitor:") {
        return path;
    }
    let expires = db::now() / 1_000 + 86_400;
    let signature = desk
        .signer()
        .sign(Purpose::Upload, &signed_text(upload.id, variant, expires));
    format!("{path}?e={expires}&s={signature}")
}
