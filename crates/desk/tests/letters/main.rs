//! Letters: where they land, what they may not do, how one that comes back is told of, and how
//! agents see them.

#[path = "../support/mod.rs"]
mod support;

mod answers;
mod landing;
mod post;
mod shown;
mod signing;
