//! Finding messages by their words, behind one function for both databases: FTS5 on SQLite, a tsvector on
//! PostgreSQL. Both get the same words, which are told apart here and not by the database, so that every script
//! is found on both.

mod index;
mod words;

pub(crate) use index::{index, keep_indexing};
pub(crate) use words::Asked;
pub use words::FOUND;
