//! Files on their way into a message: claimed, received, taken in, kept for a day.

mod claim;
mod known;
mod own;
mod partial;
mod piece;
mod settle;

pub use claim::Claim;
pub(crate) use own::shown;
pub use own::{file, forget, get};
pub use partial::{Opened, Standing, abandon, open, standing};
pub use piece::{Partial, resume};

pub(crate) use partial::forget_old;
pub(crate) use settle::keep;

use crate::{Actor, Desk, Error, Result, blob::Staging, picture};
use bytes::Bytes;
use claim::{Checked, limits_of};
use model::{FileKind, FileRefusal, SentAs, TicketId, Upload};

/// A file that is being received in one go. Dropped unfinished, nothing of it stays.
pub struct Receiving {
    desk: Desk,
    claim: Checked,
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
/// For those who may not send there, and when what is claimed is no good already.
pub async fn begin(
    desk: &Desk,
    actor: &Actor,
    name: &str,
    declared: Option<u64>,
    goal: impl Into<Goal>,
) -> Result<Receiving> {
    let Goal { ticket, sent_as } = goal.into();
    let claim = Claim {
        name: name.to_owned(),
        bytes: declared,
        sha256: None,
        ticket,
        sent_as,
    };
    claim::take_turn(desk, actor).await?;
    Ok(Receiving {
        desk: desk.clone(),
        claim: claim::check(desk, actor, &claim).await?,
        staging: desk.blobs().stage().await?,
    })
}

impl Receiving {
    /// More of it.
    ///
    /// # Errors
    /// When it becomes larger than the channel takes.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        let so_far = self.staging.bytes() + bytes.len() as u64;
        self.claim.check_length(so_far)?;
        self.staging.write(&bytes).await
    }

    /// That was all of it.
    ///
    /// # Errors
    /// When it is empty, has more pixels than can be shown, or is nothing the channel takes.
    pub async fn finish(self) -> Result<Upload> {
        let staged = self.staging.finish().await?;
        settle::settle(&self.desk, &self.claim, staged, None).await
    }
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
    let mut claims: Vec<model::Claim> = (files.iter())
        .map(|(_, bytes)| {
            let (file_type, bytes_now) = (media::sniff(bytes), bytes.len() as u64);
            match file_type.picture() {
                Some(_) => limits.claim_of_picture(file_type.mime(), bytes_now),
                None => model::Claim::Whole(bytes_now),
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
        if let (model::Claim::Picture(_), Ok(share)) =
            (claims[place], limits.shares(&claims)[place])
        {
            let bytes = &mut files[place].1;
            let budget = limits.picture_budget(media::sniff(bytes).mime(), share);
            // One that cannot be made to fit goes as it is, and the limits decide whether it may.
            if let Ok(fitted) = picture::fit(desk, bytes.clone(), budget).await? {
                *bytes = fitted.into();
            }
            claims[place] = model::Claim::Whole(bytes.len() as u64);
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
