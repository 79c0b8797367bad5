//! Whether files are also kept as they came, metadata and all: for agents, by choice of the owner.

use crate::{Actor, Desk, Error, Result, db, entity::audit};
use model::Role;
use sea_orm::{ActiveModelTrait, ConnectionTrait, FromQueryResult, Set};

/// The setting's name in its table.
const NAME: &str = "keep_originals";

/// The owner's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Originals {
    /// They are kept.
    pub kept: bool,
    /// The configuration says so, and no page can say otherwise.
    pub fixed: bool,
}

/// The choice as it stands.
///
/// # Errors
/// When the database does not answer.
pub async fn choice(desk: &Desk) -> Result<Originals> {
    let fixed = desk.ingest().keep_originals;
    Ok(Originals {
        kept: match fixed {
            Some(kept) => kept,
            None => chosen(desk.db().read()).await?,
        },
        fixed: fixed.is_some(),
    })
}

pub(crate) async fn kept(desk: &Desk) -> Result<bool> {
    Ok(choice(desk).await?.kept)
}

async fn chosen(db: &impl ConnectionTrait) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Row {
        value: String,
    }
    let sql = "SELECT value FROM setting WHERE name = $1";
    let row: Option<Row> = db::one(db, sql, [NAME.into()]).await?;
    Ok(row.is_some_and(|row| row.value == "true"))
}

/// Chooses. Once they are not to be kept, those that were are forgotten.
///
/// # Errors
/// For anybody but owners and admins; when the configuration has chosen.
pub async fn choose(desk: &Desk, actor: &Actor, keep: bool) -> Result<()> {
    let id = match actor {
        Actor::Agent { id, role } if *role >= Role::Admin => *id,
        Actor::Nobody => return Err(Error::NotSignedIn),
        Actor::Agent { .. } | Actor::Visitor { .. } | Actor::System => {
            return Err(Error::NotAllowed);
        }
    };
    if desk.ingest().keep_originals.is_some() {
        return Err(Error::invalid(
            "setting_fixed",
            "This is set in the configuration of the server.",
        ));
    }
    let tx = desk.db().begin_write().await?;
    let before = chosen(&tx).await?;
    let value = keep.to_string();
    db::run(
        &tx,
        "INSERT INTO setting (name, value) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [NAME.into(), value.as_str().into()],
    )
    .await?;
    if before != keep {
        let trail = audit::ActiveModel {
            actor: Set(format!("agent:{id}")),
            action: Set("setting.change".into()),
            subject: Set(format!("setting:{NAME}")),
            before: Set(Some(before.to_string())),
            after: Set(Some(value)),
            at: Set(db::now()),
            ..Default::default()
        };
        trail.insert(&tx).await?;
    }
    if !keep {
        forget(&tx).await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets those that were kept, where none are to be. The sweeper calls it, too: the
/// configuration may have changed its mind.
pub(crate) async fn forget_unwanted(desk: &Desk) -> Result<()> {
    if kept(desk).await? {
        return Ok(());
    }
    let tx = desk.db().begin_write().await?;
    forget(&tx).await?;
    Ok(tx.commit().await?)
}

async fn forget(tx: &impl ConnectionTrait) -> Result<()> {
    for table in ["attachment", "upload"] {
        let release = format!(
            "UPDATE blob SET touched_at = $1, refs = refs - \
                 (SELECT count(*) FROM {table} r WHERE r.original_sha256 = blob.sha256) \
             WHERE sha256 IN (SELECT original_sha256 FROM {table} \
                 WHERE original_sha256 IS NOT NULL)"
        );
        db::run(tx, &release, [db::now().into()]).await?;
        let forget =
            format!("UPDATE {table} SET original_sha256 = NULL WHERE original_sha256 IS NOT NULL");
        db::run(tx, &forget, []).await?;
    }
    Ok(())
}
