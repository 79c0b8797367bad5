//! The helpdesk: use-cases, entities, migrations, jobs, blobs. No axum, no leptos.
//!
//! A use-case is a function `noun::verb(desk, actor, …)`: it checks what the actor may do, does it
//! in one transaction, and tells the live log.

#![forbid(unsafe_code)]

pub mod agent;
pub mod demo;
pub mod file;
pub mod inbox;
pub mod ingest;
pub mod live;
pub mod message;
pub mod presence;
pub mod rate;
pub mod receive;
pub mod session;
pub mod sweep;
pub mod template;
pub mod ticket;
pub mod upload;
pub mod visitor;
pub mod worker;

mod actor;
mod blob;
mod cache;
mod db;
mod deliver;
mod desk;
mod entity;
mod error;
mod jobs;
mod lanes;
mod migration;
mod password;
mod picture;
mod pool;
mod seal;
mod search;
mod token;

pub use actor::Actor;
pub use channels::{Bases, Network, networks};
pub use desk::{Config, Desk, Workers};
pub use error::{Error, Result};
