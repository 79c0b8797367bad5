//! What is said of a file before its first byte, and whether it may come at all.

use super::refusal;
use crate::{Actor, Desk, Error, Result, db, inbox, ingest, rate};
use model::{Channel, FileKind, FileRefusal, LINK_BYTES, Limits, OutFile, SentAs, TicketId};
use sea_orm::FromQueryResult;

/// What somebody says of a file they are about to send.
#[derive(Clone, Debug, Default)]
pub struct Claim {
    /// What it is called.
    pub name: String,
    /// How long it is, when that is known.
    pub bytes: Option<u64>,
    /// SHA-256 of all its bytes in lower-case hex, where the sender can tell.
    pub sha256: Option<String>,
    /// The ticket it is for; a visitor has none to name.
    pub ticket: Option<TicketId>,
    /// How it will go.
    pub sent_as: SentAs,
}

/// A claim that stood the look at it.
pub(super) struct Checked {
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) sha256: Option<String>,
    pub(super) sent_as: SentAs,
    limits: Limits,
    /// Ours must fit the channel; a customer's picture is not turned away for being large.
    ours: bool,
}

/// Visitors may send so many files and no more.
pub(super) async fn take_turn(desk: &Desk, actor: &Actor) -> Result<()> {
    if let Actor::Visitor { .. } = actor {
        rate::take(desk, &format!("upload {}", actor.owner_key()?), 60, 600).await?;
    }
    Ok(())
}

/// Looks at a claim: who, where to, how long, what kind.
pub(super) async fn check(desk: &Desk, actor: &Actor, claim: &Claim) -> Result<Checked> {
    let checked = Checked {
        owner: actor.owner_key()?,
        name: ingest::clean(&claim.name),
        sha256: claim.sha256.clone(),
        sent_as: claim.sent_as,
        limits: limits_of(desk, actor, claim.ticket).await?,
        ours: !matches!(actor, Actor::Visitor { .. }),
    };
    if claim.sha256.as_deref().is_some_and(|hash| !is_hash(hash)) {
        return Err(Error::invalid(
            "hash_invalid",
            "What was sent as the file's SHA-256 is none.",
        ));
    }
    if let Some(bytes) = claim.bytes {
        if bytes == 0 {
            return Err(refusal(FileRefusal::Empty, FileKind::Other));
        }
        checked.check_length(bytes)?;
        if let Some(kind) = ingest::claimed(&checked.name) {
            checked.check_kind(checked.any_of(kind), bytes)?;
        }
    }
    Ok(checked)
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
}

impl Checked {
    /// Nothing so long goes out on the channel, whatever it is.
    pub(super) fn check_length(&self, bytes: u64) -> Result<()> {
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

    /// A media type of that kind. Which picture it is, only its bytes tell: pages without JavaScript
    /// send pictures under the names they had before they were made fit.
    fn any_of(&self, kind: FileKind) -> &'static str {
        match kind {
            FileKind::Picture => {
                let types = self.limits.picture_types.to_vec();
                types.first().map_or("image/jpeg", |taken| taken.mime())
            }
            FileKind::Video => "video/mp4",
            FileKind::Audio => "audio/mpeg",
            FileKind::Pdf => "application/pdf",
            FileKind::Other => "application/octet-stream",
        }
    }

    /// A file of that media type and length may go out on the channel.
    pub(super) fn check_kind(&self, mime: &str, bytes: u64) -> Result<()> {
        if !self.ours {
            return Ok(());
        }
        let checked = self.limits.check_file(OutFile {
            mime,
            bytes,
            sent_as: self.sent_as,
        });
        checked.map_err(|why| refusal(why, FileKind::of_mime(mime)))
    }
}

/// Whose limits count.
pub(super) async fn limits_of(
    desk: &Desk,
    actor: &Actor,
    ticket: Option<TicketId>,
) -> Result<Limits> {
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
