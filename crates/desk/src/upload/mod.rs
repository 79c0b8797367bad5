//! Files on their way into a message: received, taken in, kept for a day.

use crate::{
    Actor, Desk, Error, Result, blob,
    blob::Staging,
    db,
    db::Write,
    entity, inbox,
    ingest::{self, Taken, work},
    picture, rate,
};
use bytes::Bytes;
use model::{
    Channel, Claim, FileKind, FileRefusal, LINK_BYTES, Limits, OutFile, SentAs, TicketId, Upload,
};
use sea_orm::{ActiveModelTrait, FromQueryResult, Set};

/// A file that is being received. Dropped unfinished, nothing of it stays.
pub struct Receiving {
    desk: Desk,
    owner: String,
    name: String,
    limits: Limits,
    sent_as: SentAs,
    /// Ours must fit the channel; a customer's picture is not turned away for being large.
    ours: bool,
    staging: Staging,
}

/// Where a file is going.
#[derive(Clone, Copy, Debug, Default)]
pub struct Goal {
    /// The ticket whose channel counts; a visitor has none to name.
    pub ticket: Option<TicketId>,
    /// How it will go.
    pub sent_as: SentAs,
}

impl From<Option<TicketId>> for Goal {
    fn from(ticket: Option<TicketId>) -> Self {
        Self {
            ticket,
            ..Self::default()
        }
    }
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
    goal: impl Into<Goal>,
) -> Result<Receiving> {
    let goal = goal.into();
    let owner = actor.owner_key()?;
    if let Actor::Visitor { .. } = actor {
        rate::take(desk, &format!("upload {owner}"), 60, 600).await?;
    }
    let limits = limits_of(desk, actor, goal.ticket).await?;
    let receiving = Receiving {
        desk: desk.clone(),
        owner,
        name: name.to_owned(),
        limits,
        sent_as: goal.sent_as,
        ours: !matches!(actor, Actor::Visitor { .. }),
        staging: desk.blobs().stage().await?,
    };
    if let Some(declared) = declared {
        receiving.check_length(declared)?;
    }
    Ok(receiving)
}

/// Whose limits count.
async fn limits_of(desk: &Desk, actor: &Actor, ticket: Option<TicketId>) -> Result<Limits> {
    #[derive(FromQueryResult)]
    struct Row {
        inbox_id: i64,
    }
    match (actor, ticket) {
        (Actor::Visitor { inbox, .. }, _) => Ok(inbox::get(desk, *inbox).await?.limits()),
        (_, None) => Ok(Channel::Webchat.limits()),
        (_, Some(ticket)) => {
            let sql = "SELECT inbox_id FROM ticket WHERE id = $1";
            let row: Option<Row> = db::one(desk.db().read(), sql, [ticket.into()]).await?;
            Ok(inbox::get(desk, row.ok_or(Error::NotFound)?.inbox_id)
                .await?
                .limits())
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
        let max = match self.sent_as {
            SentAs::Link if self.ours => LINK_BYTES,
            SentAs::Document => self.limits.file_bytes,
            // A note stays in the house: what it holds is not turned away for the channel's sake.
            _ => self.limits.file_bytes.max(self.limits.picture_bytes),
        };
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
            sent_as,
            ours,
            staging,
        } = self;
        if staging.bytes() == 0 {
            return Err(refusal(FileRefusal::Empty, FileKind::Other));
        }
        let taken = ingest::take_as(&desk, staging.finish().await?, &name, sent_as).await?;
        if ours {
            let file = OutFile {
                mime: &taken.mime,
                bytes: taken.bytes,
                sent_as,
            };
            let kind = FileKind::of_mime(&taken.mime);
            limits.check_file(file).map_err(|why| refusal(why, kind))?;
        }
        let write = Write::begin(&desk).await?;
        let upload = keep(&desk, &write, owner, taken).await?;
        write.commit().await?;
        work::soon(&desk, upload.sha256.clone());
        Ok(upload)
    }
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
    };
    let kept = taken.keep(desk, write).await?;
    let row = entity::upload::ActiveModel {
        owner: Set(owner),
        name: Set(upload.name.clone()),
        mime: Set(upload.mime.clone()),
        bytes: Set(blob::signed(upload.bytes)),
        sha256: Set(kept.sha256.clone()),
        width: Set(upload.width.into()),
        height: Set(upload.height.into()),
        created_at: Set(db::now()),
        original_sha256: Set(kept.original),
        ..Default::default()
    };
    upload.id = row.insert(&**write).await?.id;
    upload.sha256 = kept.sha256;
    Ok(upload)
}

/// Receives files at once and makes their pictures fit first, as the browser's tray does: for
/// pages without JavaScript. The small ones first: what they leave goes to the larger ones.
///
/// # Errors
/// As [`begin`] and [`Receiving::finish`].
pub async fn fit_and_store(
    desk: &Desk,
    actor: &Actor,
    files: Vec<(String, Vec<u8>)>,
    ticket: Option<TicketId>,
) -> Result<Vec<Upload>> {
    let limits = limits_of(desk, actor, ticket).await?;
    let mut claims: Vec<Claim> = (files.iter())
        .map(|(_, bytes)| {
            let (file_type, bytes_now) = (media::sniff(bytes), bytes.len() as u64);
            match file_type.picture() {
                Some(_) => limits.claim_of_picture(file_type.mime(), bytes_now),
                None => Claim::Whole(bytes_now),
            }
        })
        .collect();
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|place| files[*place].1.len());
    let mut files: Vec<(String, Bytes)> = files
        .into_iter()
        .map(|(name, bytes)| (name, bytes.into()))
        .collect();
    for place in order {
        // What has no share goes as it is, then: the limits decide whether it may.
        if let (Claim::Picture(_), Ok(share)) = (claims[place], limits.shares(&claims)[place]) {
            let bytes = &mut files[place].1;
            let budget = limits.picture_budget(share);
            // One that cannot be made to fit goes as it is, and the limits decide whether it may.
            if let Ok(fitted) = picture::fit(desk, bytes.clone(), budget).await? {
                *bytes = fitted.into();
            }
            claims[place] = Claim::Whole(bytes.len() as u64);
        }
    }
    let mut uploads = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let declared = Some(bytes.len() as u64);
        let mut receiving = begin(desk, actor, &name, declared, ticket).await?;
        receiving.write(bytes).await?;
        uploads.push(receiving.finish().await?);
    }
    Ok(uploads)
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
        FileRefusal::Together { max } => Error::invalid(
            "together",
            format!(
                "Together the files are larger than the {} this channel takes in a message.",
                size(max)
            ),
        ),
    }
}

/// "25 MB", "600 KB".
pub(crate) fn size(bytes: u64) -> String {
    if bytes >= 1_000_000 {
        format!("{} MB", bytes / 1_000_000)
    } else {
        format!("{} KB", bytes / 1_000)
    }
}
