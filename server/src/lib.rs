//! The HTTP edge of Attache: routes, sessions, uploads, files, live streams, and the wiring of
//! desk and pages. No SQL, no business rule: what may be done, `desk` decides.

#![recursion_limit = "512"]
#![forbid(unsafe_code)]

pub mod assets;
pub mod cache;
pub mod config;
#[cfg(feature = "demo")]
pub mod demo;
pub mod error;
pub mod forms;
pub mod layers;
pub mod letter;
pub mod live;
pub mod media;
pub mod net;
pub mod pages;
pub mod routes;
pub mod serve;
pub mod session;
pub mod state;
pub mod tus;
pub mod upload;
pub mod webhook;

pub use config::Config;
pub use routes::router;
pub use state::AppState;
