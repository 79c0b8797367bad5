//! Files that come in piece by piece. What was acknowledged is on the disk and named by a row, so
//! that neither a lost connection nor a restart costs it; another replica may take the rest.
//! What writes them is [`super::piece`]'s.
//!
//! A piece is a part in the blob store. Two who bring the same piece both write, and the row's
//! offset says whose counts: there is no lock that a lost connection could go on holding.

use super::{
    claim::{self, Checked, Claim},
    known, own, refusal, settle,
};
use crate::{Actor, Desk, Error, Result, blob, db, token};
use model::{FileKind, FileRefusal, Millis, SentAs, Upload};
use sea_orm::FromQueryResult;

/// How long one may take to bring the rest.
const KEPT_MS: Millis = 86_400_000;

/// What comes of a claim.
#[derive(Debug)]
pub enum Opened {
    /// The bytes are here: nothing needs to be sent.
    Here(Upload),
    /// They are awaited.
    Awaited(Standing),
}

/// How far a file has come.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What it comes in under. Good for its owner alone.
    pub token: String,
    /// Bytes that are on the disk.
    pub received: u64,
    /// Bytes it will have.
    pub bytes: u64,
    /// When what is here is thrown away.
    pub expires_at: Millis,
    /// What became of it, once all of it is here and until it is sent.
    pub upload: Option<Upload>,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub(super) token: String,
    name: String,
    ticket_id: Option<i64>,
    sent_as: String,
    pub(super) bytes: i64,
    sha256: Option<String>,
    pub(super) received: i64,
    pub(super) parts: String,
    pub(super) upload_id: Option<i64>,
    created_at: i64,
}

impl Row {
    pub(super) fn standing(&self, upload: Option<Upload>) -> Standing {
        let count = |bytes: i64| u64::try_from(bytes).unwrap_or(0);
        Standing {
            token: self.token.clone(),
            received: count(self.received),
            bytes: count(self.bytes),
            expires_at: self.created_at + KEPT_MS,
            upload,
        }
    }

    fn parts(&self) -> Vec<&str> {
        self.parts.split_whitespace().collect()
    }

    pub(super) async fn checked(&self, desk: &Desk, actor: &Actor) -> Result<Checked> {
        let claim = Claim {
            name: self.name.clone(),
            bytes: None,
            sha256: self.sha256.clone(),
            ticket: self.ticket_id,
            sent_as: SentAs::from_name(&self.sent_as),
        };
        claim::check(desk, actor, &claim).await
    }
}

pub(super) async fn row(desk: &Desk, actor: &Actor, token: &str) -> Result<Row> {
    let row = db::one(
        desk.db().read(),
        "SELECT token, name, ticket_id, sent_as, bytes, sha256, received, parts, upload_id, \
             created_at \
         FROM partial_upload WHERE token = $1 AND owner = $2 AND created_at > $3",
        [
            token.into(),
            actor.owner_key()?.into(),
            (db::now() - KEPT_MS).into(),
        ],
    )
    .await?;
    row.ok_or(Error::NotFound)
}

/// Begins to take a file in, for that ticket's channel.
///
/// # Errors
/// For those who may not send there, and when what is claimed is no good already.
pub async fn open(desk: &Desk, actor: &Actor, claim: &Claim) -> Result<Opened> {
    claim::take_turn(desk, actor).await?;
    let checked = claim::check(desk, actor, claim).await?;
    let Some(bytes) = claim.bytes else {
        return Err(refusal(FileRefusal::Empty, FileKind::Other));
    };
    if let Some(upload) = known::upload_of(desk, actor, &checked, bytes).await? {
        return Ok(Opened::Here(upload));
    }
    let row = Row {
        token: token::random(),
        name: checked.name,
        ticket_id: claim.ticket,
        sent_as: claim.sent_as.as_str().to_owned(),
        bytes: blob::signed(bytes),
        sha256: checked.sha256,
        received: 0,
        parts: String::new(),
        upload_id: None,
        created_at: db::now(),
    };
    db::run(
        desk.db().write(),
        "INSERT INTO partial_upload \
             (token, owner, name, ticket_id, sent_as, bytes, sha256, received, parts, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, '', $8)",
        [
            row.token.as_str().into(),
            checked.owner.into(),
            row.name.as_str().into(),
            row.ticket_id.into(),
            row.sent_as.as_str().into(),
            row.bytes.into(),
            row.sha256.clone().into(),
            row.created_at.into(),
        ],
    )
    .await?;
    Ok(Opened::Awaited(row.standing(None)))
}

/// How far a file has come. One that is all here and was not looked at yet, because the process
/// ended in that moment, is looked at now.
///
/// # Errors
/// When there is none, or it is somebody else's; as [`super::begin`] when it is no good.
pub async fn standing(desk: &Desk, actor: &Actor, token: &str) -> Result<Standing> {
    let row = row(desk, actor, token).await?;
    if let Some(id) = row.upload_id {
        let upload = match own::get(desk, actor, id).await {
            Ok(upload) => Some(upload),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error),
        };
        return Ok(row.standing(upload));
    }
    if row.received < row.bytes {
        return Ok(row.standing(None));
    }
    let claim = row.checked(desk, actor).await?;
    join(desk, actor, &claim, row).await
}

/// Makes one file of all parts.
pub(super) async fn join(
    desk: &Desk,
    actor: &Actor,
    claim: &Checked,
    row: Row,
) -> Result<Standing> {
    let joined = match desk.blobs().join(&row.parts()).await {
        // A part was swept from under the row: what is here is worth nothing any more.
        Err(Error::NotFound) => Err(Error::NotFound),
        Err(error) => return Err(error),
        Ok(staged) => settle::settle(desk, claim, staged, Some(&row.token)).await,
    };
    if let Err(Error::Conflict) = joined {
        // Two asked at once; the other one's is as good.
        return Box::pin(standing(desk, actor, &row.token)).await;
    }
    finish(desk, row, joined).await
}

/// Parts are not needed any more when the file was taken, nor when it was refused for good.
pub(super) async fn finish(desk: &Desk, mut row: Row, settled: Result<Upload>) -> Result<Standing> {
    match settled {
        Ok(upload) => {
            desk.blobs().forget_parts(&row.parts()).await?;
            row.received = row.bytes;
            row.upload_id = Some(upload.id);
            Ok(row.standing(Some(upload)))
        }
        Err(error @ (Error::Invalid { .. } | Error::NotFound)) => {
            let sql = "DELETE FROM partial_upload WHERE token = $1";
            db::run(desk.db().write(), sql, [row.token.as_str().into()]).await?;
            desk.blobs().forget_parts(&row.parts()).await?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// Forgets a file that is coming in, and what became of it if it is all here and was not sent.
///
/// # Errors
/// When there is none, or it is somebody else's.
pub async fn abandon(desk: &Desk, actor: &Actor, token: &str) -> Result<()> {
    let row = row(desk, actor, token).await?;
    let sql = "DELETE FROM partial_upload WHERE token = $1";
    db::run(desk.db().write(), sql, [token.into()]).await?;
    desk.blobs().forget_parts(&row.parts()).await?;
    match row.upload_id {
        Some(id) => match own::forget(desk, actor, id).await {
            Err(Error::NotFound) => Ok(()),
            done => done,
        },
        None => Ok(()),
    }
}

/// Sweeps what was never brought to its end.
pub(crate) async fn forget_old(desk: &Desk, since: Millis) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Gone {
        parts: String,
    }
    let sql = "DELETE FROM partial_upload WHERE created_at <= $1 RETURNING parts";
    let gone: Vec<Gone> = db::all(desk.db().write(), sql, [since.into()]).await?;
    for row in gone {
        let parts: Vec<&str> = row.parts.split_whitespace().collect();
        desk.blobs().forget_parts(&parts).await?;
    }
    desk.blobs().forget_strays(since).await
}
