//! Pictures made by code, for the tests and for the examples. No file of anybody's is needed.

#![allow(missing_docs, unreachable_pub, reason = "for tests")]

pub mod bmps;
pub mod exif;
pub mod files;
pub mod heif;
pub mod icc;
pub mod jpegs;
pub mod paint;
pub mod tiffs;
