//! The only room with web-sys and gloo-file: pick, paste, drop, the image worker, uploads,
//! storage, focus. Compiles on both sides; the server never calls it, because event handlers
//! and effects run in the browser alone.

mod client;
mod dom;
mod files;
mod navigate;
mod network;
mod page;
mod storage;
mod stream;
mod upload;
mod worker;

pub(crate) use client::VisitorClient;
pub(crate) use dom::{
    close_dialog, focus, is_phone, open_dialog, scroll_to_end, sits_at_end, target_files,
    target_value,
};
pub(crate) use files::{PickedFile, dragged, dropped, pasted, revoke_url};
pub(crate) use network::on_connection;
#[cfg(feature = "hydrate")]
pub(crate) use navigate::address;
pub(crate) use navigate::on_navigate;
#[cfg(feature = "hydrate")]
pub(crate) use page::{hydrate, told};
pub(crate) use page::{
    client_key, is_visible, login_address, now, on_host, on_visible, pause, reload,
    say_to_host, set_title, tick, utc_offset,
};
pub(crate) use storage::{recall, remember, set_visitor_token};
pub(crate) use stream::{StreamItem, shared_stream};
pub(crate) use upload::{Body, Uploading, upload};
pub(crate) use worker::{Prepared, Stage, prepare};
