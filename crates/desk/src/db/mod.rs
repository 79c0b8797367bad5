//! The database: connections, statements, and the one way to write.

mod connect;
mod hear;
mod query;
mod write;

pub(crate) use connect::Db;
pub(crate) use hear::hear;
pub(crate) use query::{all, all_of, one, run};
pub(crate) use write::Write;

use model::Millis;

/// The time, as rows keep it.
pub(crate) fn now() -> Millis {
    let now = time::OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000;
    Millis::try_from(now).unwrap_or(Millis::MAX)
}

/// A while, in milliseconds.
pub(crate) fn millis(of: std::time::Duration) -> Millis {
    Millis::try_from(of.as_millis()).unwrap_or(Millis::MAX)
}
