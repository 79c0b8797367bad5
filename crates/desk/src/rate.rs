//! Rate limits, in the database so that all replicas keep the same one.
//!
//! One number a key (GCRA): the time at which its bucket would be full again. No windows that
//! reset, no counters to sweep in time.

use crate::{Desk, Error, Result, db};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Takes one of `limit` in `per_s` seconds.
///
/// # Errors
/// [`Error::TooMany`] when there is none left.
pub async fn take(desk: &Desk, key: &str, limit: u32, per_s: u32) -> Result<()> {
    take_in(desk.db().write(), key, limit, per_s).await
}

/// The same in a transaction that is going on anyway.
pub(crate) async fn take_in(
    db: &impl ConnectionTrait,
    key: &str,
    limit: u32,
    per_s: u32,
) -> Result<()> {
    let now = db::now();
    let window = i64::from(per_s) * 1_000;
    let one = (window / i64::from(limit.max(1))).max(1);
    let taken = db::run(
        db,
        "INSERT INTO rate (key, full_at) VALUES ($1, $2 + $3) \
         ON CONFLICT (key) DO UPDATE SET full_at = \
             CASE WHEN rate.full_at > $2 THEN rate.full_at + $3 ELSE $2 + $3 END \
         WHERE rate.full_at + $3 <= $2 + $4",
        [key.into(), now.into(), one.into(), window.into()],
    )
    .await?;
    if taken > 0 {
        return Ok(());
    }
    let row: Option<Row> =
        db::one(db, "SELECT full_at FROM rate WHERE key = $1", [key.into()]).await?;
    let wait = row
        .map_or(one, |row| row.full_at + one - window - now)
        .max(1);
    Err(Error::TooMany {
        retry_after_s: u32::try_from((wait + 999) / 1_000).unwrap_or(u32::MAX),
    })
}

#[derive(FromQueryResult)]
struct Row {
    full_at: i64,
}
