//! Pictures made by code, for the tests and for `examples/phone_photo.rs`. No file of anybody's is needed.

#![allow(missing_docs, unreachable_pub, reason = "for tests")]

pub mod exif;
pub mod files;
pub mod icc;
pub mod paint;
