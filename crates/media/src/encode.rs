//! Pixels to files.

pub(crate) mod jpeg;
pub(crate) mod png;
