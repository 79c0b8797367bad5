//! Sessions of agents' browsers: the backing of the edge's session store. Ids are kept as
//! hashes, so that a stolen table signs nobody in.

use crate::{Desk, Result, db, token};
use model::Millis;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Row {
    record: String,
    expires_at: i64,
}

/// The record and when it expires, unless it has.
///
/// # Errors
/// When the database does not answer.
pub async fn load(desk: &Desk, id: &str) -> Result<Option<(String, Millis)>> {
    let row: Option<Row> = db::one(
        desk.db().read(),
        "SELECT record, expires_at FROM session WHERE id_hash = $1 AND expires_at > $2",
        [token::hash(id).into(), db::now().into()],
    )
    .await?;
    Ok(row.map(|row| (row.record, row.expires_at)))
}

/// Writes it, whether it was there or not.
///
/// # Errors
/// When the database does not answer.
pub async fn save(desk: &Desk, id: &str, record: &str, expires: Millis) -> Result<()> {
    db::run(
        desk.db().write(),
        "INSERT INTO session (id_hash, record, expires_at) VALUES ($1, $2, $3) \
         ON CONFLICT (id_hash) DO UPDATE SET record = excluded.record, \
             expires_at = excluded.expires_at",
        [token::hash(id).into(), record.into(), expires.into()],
    )
    .await?;
    Ok(())
}

/// Ends it.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(desk: &Desk, id: &str) -> Result<()> {
    db::run(
        desk.db().write(),
        "DELETE FROM session WHERE id_hash = $1",
        [token::hash(id).into()],
    )
    .await?;
    Ok(())
}
