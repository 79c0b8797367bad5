//! A file that is here as a whole: taken in and kept as its owner's upload.

use super::{claim::Checked, own, refusal};
use crate::{
    Desk, Error, Result, blob,
    blob::Staged,
    db,
    db::Write,
    entity,
    ingest::{self, Kept, Taken, work},
};
use model::{FileKind, FileRefusal, Upload};
use sea_orm::{ActiveModelTrait, Set};

/// Makes an upload of staged bytes. `token`: what it came in under, which from then on leads to it.
///
/// # Errors
/// When it is empty, not what was claimed, has more pixels than can be shown, or is nothing the
/// channel takes.
pub(super) async fn settle(
    desk: &Desk,
    claim: &Checked,
    staged: Staged,
    token: Option<&str>,
) -> Result<Upload> {
    if staged.bytes == 0 {
        return Err(refusal(FileRefusal::Empty, FileKind::Other));
    }
    if claim
        .sha256
        .as_ref()
        .is_some_and(|sent| *sent != staged.sha256)
    {
        return Err(Error::invalid(
            "hash_mismatch",
            "The file did not arrive as it was sent. Nothing of it was kept: add it again.",
        ));
    }
    let taken = ingest::take_as(desk, staged, &claim.name, claim.sent_as).await?;
    claim.check_kind(&taken.mime, taken.bytes)?;
    let write = Write::begin(desk).await?;
    let upload = keep(desk, &write, claim.owner.clone(), taken).await?;
    if let Some(token) = token {
        let sql = "UPDATE partial_upload SET upload_id = $1, received = bytes, parts = '' \
                   WHERE token = $2 AND upload_id IS NULL";
        if db::run(&*write, sql, [upload.id.into(), token.into()]).await? == 0 {
            // Somebody else brought the same file to its end.
            return Err(Error::Conflict);
        }
    }
    write.commit().await?;
    work::soon(desk, upload.sha256.clone());
    Ok(upload)
}

/// Keeps a file that was taken in as that owner's upload.
pub(crate) async fn keep(
    desk: &Desk,
    write: &Write<'_>,
    owner: String,
    taken: Taken,
) -> Result<Upload> {
    let mut upload = Upload {
        id: 0,
        name: taken.name.clone(),
        mime: taken.mime.clone(),
        bytes: taken.bytes,
        sha256: String::new(),
        width: taken.width,
        height: taken.height,
        thumb_url: String::new(),
    };
    let Kept { sha256, original } = taken.keep(desk, write).await?;
    upload.sha256 = sha256;
    row(desk, write, owner, upload, original).await
}

/// Writes an upload's row; its bytes are counted already.
pub(super) async fn row(
    desk: &Desk,
    write: &Write<'_>,
    owner: String,
    mut upload: Upload,
    original: Option<String>,
) -> Result<Upload> {
    let row = entity::upload::ActiveModel {
        owner: Set(owner.clone()),
        name: Set(upload.name.clone()),
        mime: Set(upload.mime.clone()),
        bytes: Set(blob::signed(upload.bytes)),
        sha256: Set(upload.sha256.clone()),
        width: Set(upload.width.into()),
        height: Set(upload.height.into()),
        created_at: Set(db::now()),
        original_sha256: Set(original),
        ..Default::default()
    };
    upload.id = row.insert(&**write).await?.id;
    upload.thumb_url = own::thumb_url(desk, &owner, &upload);
    Ok(upload)
}
