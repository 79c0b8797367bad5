//! Files on their way into a message: received, looked at, kept for a day.
//!
//! What a file is called and what it claims to be count for nothing: its first bytes say.

mod name;

use crate::{
    Actor, Desk, Error, Result, blob,
    blob::{Facts, Staged, Staging},
    db,
    db::Write,
    entity, inbox, picture, rate,
};
use bytes::Bytes;
use model::{Channel, FileKind, FileRefusal, Limits, TicketId, Upload};
use name::UNKNOWN;
use sea_orm::{ActiveModelTrait, FromQueryResult, Set};

/// A file that is being received. Dropped unfinished, nothing of it stays.
pub struct Receiving {
    desk: Desk,
    owner: String,
    name: String,
    limits: Limits,
    /// Ours must fit the channel; a customer's picture is not turned away for being large.
    ours: bool,
    staging: Staging,
}

/// Begins to receive a file, for that ticket's channel.
///
/// # Errors
/// For those who may not send there, and when the declared length is too much already.
pub async fn begin(
    desk: &Desk,
    actor: &Actor,
    name: &str,
    declared: Option<u64>,
    ticket: Option<TicketId>,
) -> Result<Receiving> {
    let owner = actor.owner_key()?;
    if let Actor::Visitor { .. } = actor {
        rate::take(desk, &format!("upload {owner}"), 60, 600).await?;
    }
    let limits = channel_of(desk, actor, ticket).await?.limits();
    let receiving = Receiving {
        desk: desk.clone(),
        owner,
        name: name::clean(name),
        limits,
        ours: !matches!(actor, Actor::Visitor { .. }),
        staging: desk.blobs().stage().await?,
    };
    if let Some(declared) = declared {
        receiving.check_length(declared)?;
    }
    Ok(receiving)
}

/// Which channel's limits count.
async fn channel_of(desk: &Desk, actor: &Actor, ticket: Option<TicketId>) -> Result<Channel> {
    #[derive(FromQueryResult)]
    struct Row {
        inbox_id: i64,
    }
    match (actor, ticket) {
        (Actor::Visitor { .. }, _) | (_, None) => Ok(Channel::Webchat),
        (_, Some(ticket)) => {
            let sql = "SELECT inbox_id FROM ticket WHERE id = $1";
            let row: Option<Row> = db::one(desk.db().read(), sql, [ticket.into()]).await?;
            Ok(inbox::get(desk, row.ok_or(Error::NotFound)?.inbox_id)
                .await?
                .kind())
        }
    }
}

impl Receiving {
    /// More of it.
    ///
    /// # Errors
    /// When it becomes larger than the channel takes.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        self.check_length(self.staging.bytes() + bytes.len() as u64)?;
        self.staging.write(&bytes).await
    }

    fn check_length(&self, bytes: u64) -> Result<()> {
        let max = self.limits.file_bytes.max(self.limits.picture_bytes);
        if bytes > max {
            return Err(refusal(FileRefusal::TooLarge { max }, FileKind::Other));
        }
        Ok(())
    }

    /// That was all of it.
    ///
    /// # Errors
    /// When it is empty, has more pixels than can be shown, or is nothing the channel takes.
    pub async fn finish(self) -> Result<Upload> {
        let Self {
            desk,
            owner,
            name,
            limits,
            ours,
            staging,
        } = self;
        if staging.bytes() == 0 {
            return Err(refusal(FileRefusal::Empty, FileKind::Other));
        }
        let mut staged = staging.finish().await?;
        let file_type = media::sniff(&staged.head);
        let mut mime = file_type.mime();
        let mut extension = file_type.extension();
        let (mut width, mut height) = (0, 0);
        if file_type.picture().is_some() {
            let bytes = staged.read_all().await?;
            match media::inspect(&bytes) {
                Ok(info) => {
                    (width, height) = (info.width, info.height);
                    // A picture whose metadata cannot be taken away is kept as a plain file.
                    match picture::without_metadata(bytes, &info).await? {
                        Ok(None) => {}
                        Ok(Some(clean)) => staged = desk.blobs().stage_bytes(clean.into()).await?,
                        Err(_) => (mime, extension, width, height) = (UNKNOWN, "bin", 0, 0),
                    }
                }
                Err(error) => match picture::refuse_pixels(&error) {
                    Some(refused) => return Err(refused),
                    // It says it is a picture and is none that can be shown.
                    None => (mime, extension) = (UNKNOWN, "bin"),
                },
            }
        }
        let kind = FileKind::of_mime(mime);
        if ours {
            limits
                .check_file(kind, staged.bytes)
                .map_err(|why| refusal(why, kind))?;
        }
        let name = name::with_extension(&name, extension, mime);
        let facts = Facts {
            mime: mime.into(),
            width,
            height,
        };
        let (sha256, bytes) = (staged.sha256.clone(), staged.bytes);
        let write = Write::begin(&desk).await?;
        let id = keep(&desk, &write, owner, &name, staged, facts).await?;
        write.commit().await?;
        if picture::has_thumb(mime, bytes, width, height) {
            picture::thumb_soon(&desk, sha256.clone());
        }
        Ok(Upload {
            id,
            name,
            mime: mime.into(),
            bytes,
            sha256,
            width,
            height,
        })
    }
}

/// Keeps staged bytes as that owner's upload.
pub(crate) async fn keep(
    desk: &Desk,
    write: &Write<'_>,
    owner: String,
    name: &str,
    staged: Staged,
    facts: Facts,
) -> Result<i64> {
    let (sha256, bytes) = (staged.sha256.clone(), staged.bytes);
    desk.blobs().keep(write, staged, &facts).await?;
    let row = entity::upload::ActiveModel {
        owner: Set(owner),
        name: Set(name.to_owned()),
        mime: Set(facts.mime),
        bytes: Set(blob::signed(bytes)),
        sha256: Set(sha256),
        width: Set(facts.width.into()),
        height: Set(facts.height.into()),
        created_at: Set(db::now()),
        ..Default::default()
    };
    Ok(row.insert(&**write).await?.id)
}

/// Receives a file at once and makes a picture fit first: for pages without JavaScript.
///
/// # Errors
/// As [`begin`] and [`Receiving::finish`].
pub async fn fit_and_store(
    desk: &Desk,
    actor: &Actor,
    name: &str,
    bytes: Vec<u8>,
    ticket: Option<TicketId>,
) -> Result<Upload> {
    let channel = channel_of(desk, actor, ticket).await?;
    let mut bytes = Bytes::from(bytes);
    if media::sniff(&bytes).picture().is_some() {
        let fitted = picture::fit(bytes.clone(), channel.limits().picture_budget(1)).await?;
        match fitted {
            Ok(fitted) => bytes = fitted.into(),
            Err(error) => {
                if let Some(refused) = picture::refuse_pixels(&error) {
                    return Err(refused);
                }
                // As it is, then: the limits decide whether it may go.
            }
        }
    }
    let mut receiving = begin(desk, actor, name, Some(bytes.len() as u64), ticket).await?;
    receiving.write(bytes).await?;
    receiving.finish().await
}

/// Why a file was refused, as an answer.
pub(crate) fn refusal(why: FileRefusal, kind: FileKind) -> Error {
    match why {
        FileRefusal::Empty => Error::invalid("empty", "The file is empty."),
        FileRefusal::TooLarge { max } => {
            let what = if kind == FileKind::Picture {
                "picture"
            } else {
                "file"
            };
            let max = size(max);
            Error::invalid(
                "too_large",
                format!("This {what} is larger than the {max} this channel takes."),
            )
        }
        FileRefusal::Kind => {
            Error::invalid("kind", "This channel does not carry files of this kind.")
        }
        FileRefusal::TooMany { max } => Error::invalid(
            "too_many_files",
            format!("A message on this channel takes at most {max} files."),
        ),
    }
}

/// "25 MB", "600 KB".
fn size(bytes: u64) -> String {
    if bytes >= 1_000_000 {
        format!("{} MB", bytes / 1_000_000)
    } else {
        format!("{} KB", bytes / 1_000)
    }
}
