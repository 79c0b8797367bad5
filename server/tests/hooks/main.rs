//! `/hooks/{inbox}`, and what leaves by the same three providers: a whole server and the simulator
//! on loopback, which knows none of our code.

#![allow(unreachable_pub, reason = "a test binary of several files")]

mod accounts;
mod both_ways;
mod died;
mod door;
mod files;
mod news;
mod people;
#[path = "../shared/mod.rs"]
mod shared;
mod signer;
mod support;
mod templates;
mod trouble;
