//! What can go wrong, by what the caller can do about it.

use std::error::Error as StdError;

/// What a use-case answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Which to use: what should the one who asked do now?
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Sign in first.
    #[error("not signed in")]
    NotSignedIn,
    /// Ask somebody who may.
    #[error("not allowed")]
    NotAllowed,
    /// It does not exist, or not for this actor: the two are one answer on purpose.
    #[error("not found")]
    NotFound,
    /// It was changed meanwhile: look again.
    #[error("changed meanwhile")]
    Conflict,
    /// Correct what was given.
    #[error("{code}: {sentence}")]
    Invalid {
        /// Stable name, by which pages word it in the reader's language.
        code: &'static str,
        /// Plain English.
        sentence: String,
    },
    /// Wait.
    #[error("too many, retry after {retry_after_s} s")]
    TooMany {
        /// Seconds until it is worth trying again.
        retry_after_s: u32,
    },
    /// Make room: the disk is full.
    #[error("no room: {0}")]
    Full(String),
    /// Try again later: something this desk rests on does not answer.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Nothing: a fault of ours, for the log.
    #[error("internal: {0}")]
    Internal(#[source] Box<dyn StdError + Send + Sync>),
}

impl Error {
    /// What was given is wrong.
    pub(crate) fn invalid(code: &'static str, sentence: impl Into<String>) -> Self {
        Self::Invalid {
            code,
            sentence: sentence.into(),
        }
    }

    /// A fault of ours.
    pub(crate) fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Stable name of what happened.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::NotAllowed => "not_allowed",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Invalid { code, .. } => code,
            Self::TooMany { .. } => "too_many",
            Self::Full(_) => "disk_full",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// For the person who asked. Says nothing about our insides.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NotSignedIn => "Please sign in first.".into(),
            Self::NotAllowed => "You may not do this.".into(),
            Self::NotFound => "This does not exist, or not any more.".into(),
            Self::Conflict => {
                "Somebody changed this meanwhile. Look again and repeat what you did.".into()
            }
            Self::Invalid { sentence, .. } => sentence.clone(),
            Self::TooMany { retry_after_s } => {
                format!("That was too often. Try again in {retry_after_s} seconds.")
            }
            Self::Full(_) => {
                "The desk has no room left for this. Nothing of it was kept; tell whoever runs the \
                 desk."
                    .into()
            }
            Self::Unavailable(_) => "The desk cannot do this right now. Try again soon.".into(),
            Self::Internal(_) => "Something went wrong on our side. It has been noted.".into(),
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        use sea_orm::{DbErr, RuntimeErr, sqlx};
        match &error {
            DbErr::ConnectionAcquire(_) => Self::Unavailable(error.to_string()),
            DbErr::Conn(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause))
                if matches!(**cause, sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)) =>
            {
                Self::Unavailable(error.to_string())
            }
            DbErr::Exec(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause))
                if cause.as_database_error().is_some_and(is_full) =>
            {
                Self::Full(error.to_string())
            }
            _ => Self::internal(error),
        }
    }
}

/// SQLite's `SQLITE_FULL` and PostgreSQL's `disk_full`.
fn is_full(error: &dyn sea_orm::sqlx::error::DatabaseError) -> bool {
    matches!(error.code().as_deref(), Some("13" | "53100"))
}

/// Whether the disk had no room, however deep the cause lies.
fn finds_no_room(error: &(dyn StdError + 'static)) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<std::io::Error>()
            && matches!(io.kind(), StorageFull | QuotaExceeded)
        {
            return true;
        }
        cause = error.source();
    }
    false
}

impl From<sea_orm::sqlx::Error> for Error {
    fn from(error: sea_orm::sqlx::Error) -> Self {
        Self::internal(error)
    }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            full if finds_no_room(&full) => Self::Full(full.to_string()),
            other => Self::internal(other),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if finds_no_room(&error) {
            return Self::Full(error.to_string());
        }
        Self::internal(error)
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::internal(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn a_full_disk_is_told_from_a_fault_of_ours() {
        let of = |kind: io::ErrorKind| object_store::Error::Generic {
            store: "LocalFileSystem",
            source: Box::new(io::Error::new(kind, "write")),
        };
        assert_eq!(
            Error::from(of(io::ErrorKind::StorageFull)).code(),
            "disk_full"
        );
        assert_eq!(
            Error::from(of(io::ErrorKind::QuotaExceeded)).code(),
            "disk_full"
        );
        assert_eq!(
            Error::from(of(io::ErrorKind::BrokenPipe)).code(),
            "internal"
        );
    }
}
