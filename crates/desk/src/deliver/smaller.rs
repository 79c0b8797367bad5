//! Pictures that were too much for a provider, made smaller than what its channel says.

use crate::{
    Actor, Desk, Error, Result,
    blob::{self, Blobs},
    db,
    db::Write,
    entity::attachment,
    message::insert::File,
    picture, upload,
};
use channels::Part;
use model::{AttachmentId, MessageId, SentAs, UploadId};
use sea_orm::FromQueryResult;

/// A picture that is smaller than the one it takes the place of.
pub(super) struct Smaller {
    file: AttachmentId,
    upload: UploadId,
    owner: String,
}

#[derive(FromQueryResult)]
struct Row {
    ticket_id: i64,
    inbox_id: i64,
    part: String,
}

/// Makes the pictures in the failed parts of a message half as large, in bytes, as they are.
///
/// # Errors
/// When there is none among them, or one cannot be made that small.
pub(super) async fn make(desk: &Desk, actor: &Actor, message: MessageId) -> Result<Vec<Smaller>> {
    let unfit = || {
        Error::invalid(
            "picture_unfit",
            "The picture cannot be made any smaller. Send it as a link.",
        )
    };
    let rows: Vec<Row> = db::all(
        desk.db().read(),
        "SELECT ticket_id, inbox_id, part FROM delivery \
         WHERE message_id = $1 AND state IN ('failed', 'unknown')",
        [message.into()],
    )
    .await?;
    let Some(Row {
        ticket_id,
        inbox_id,
        ..
    }) = rows.first()
    else {
        return Ok(Vec::new());
    };
    let files: Vec<attachment::Model> = db::all(
        desk.db().read(),
        "SELECT * FROM attachment WHERE ticket_id = $1 AND message_id = $2 \
         AND sent_as <> 'link' ORDER BY position",
        [(*ticket_id).into(), message.into()],
    )
    .await?;
    let limits = crate::inbox::get(desk, *inbox_id).await?.limits();
    let mut places = Vec::new();
    for row in &rows {
        let part: Part = serde_json::from_str(&row.part)?;
        places.extend(part.files);
    }
    let mut made = Vec::new();
    for file in places.into_iter().filter_map(|place| files.get(place)) {
        let is_shown = SentAs::from_name(&file.sent_as) == SentAs::Itself;
        let (Some(sha256), true) = (
            &file.sha256,
            is_shown && picture::is_picture(&file.mime, u32::try_from(file.width).unwrap_or(0)),
        ) else {
            continue;
        };
        let half = u64::try_from(file.bytes).unwrap_or(0) / 2;
        let bytes = desk.blobs().read_all(sha256).await?;
        let budget = limits.picture_budget(&file.mime, half.max(1));
        let fitted = picture::fit(desk, bytes, budget).await?;
        let fitted = fitted.map_err(|_| unfit())?;
        let declared = Some(fitted.len() as u64);
        let mut receiving =
            upload::begin(desk, actor, &file.name, declared, Some(*ticket_id)).await?;
        receiving.write(fitted.into()).await?;
        made.push(Smaller {
            file: file.id,
            upload: receiving.finish().await?.id,
            owner: actor.owner_key()?,
        });
    }
    if made.is_empty() {
        return Err(unfit());
    }
    Ok(made)
}

/// Puts them in the places of those they were made of.
pub(super) async fn put_in_place(write: &Write<'_>, all: Vec<Smaller>) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Before {
        sha256: Option<String>,
        original_sha256: Option<String>,
    }
    for one in all {
        let file = File::take(write, &one.owner, one.upload, "", "").await?;
        let before: Option<Before> = db::one(
            &**write,
            "SELECT sha256, original_sha256 FROM attachment WHERE id = $1",
            [one.file.into()],
        )
        .await?;
        db::run(
            &**write,
            "UPDATE attachment SET name = $1, mime = $2, bytes = $3, sha256 = $4, width = $5, \
                 height = $6, original_sha256 = $7 WHERE id = $8",
            [
                file.name.into(),
                file.mime.into(),
                blob::signed(file.bytes).into(),
                file.sha256.into(),
                file.width.into(),
                file.height.into(),
                file.original.into(),
                one.file.into(),
            ],
        )
        .await?;
        let before = before.map(|row| [row.sha256, row.original_sha256]);
        for sha256 in before.into_iter().flatten().flatten() {
            Blobs::release(&**write, &sha256).await?;
        }
    }
    Ok(())
}
