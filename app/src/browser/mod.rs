//! The only room with web-sys and gloo-file: pick, paste, drop, the image worker, uploads,
//! storage, focus. Compiles on both sides; the server never calls it, because event handlers
//! and effects run in the browser alone.

mod arrange;
mod client;
mod clipboard;
mod clusters;
mod digest;
mod dom;
mod file_kind;
mod files;
mod forms;
mod frame;
mod history;
mod json;
mod keys;
mod letters;
mod look;
mod navigate;
mod network;
mod page;
mod reader;
mod request;
mod storage;
mod stream;
mod tabs;
mod upload;
mod uploaded;
mod worker;
mod workshop;

pub(crate) use arrange::{by_keyboard, drag_item, focus_later, is_mouse, later};
pub(crate) use client::{PageClient, look};
pub(crate) use clipboard::{can_copy_pictures, copy_picture};
pub(crate) use clusters::letter_starts;
pub use dom::Place;
pub(crate) use dom::{
    capture, catch_focus, close_dialog, focus, focus_field, focus_shape, is_phone, is_typing,
    on_resize, open_dialog, point_at, point_in, reset_form, say_in, scroll_to_end, sits_at_end,
    size_of, target_files, target_value,
};
pub(crate) use dom::{draw_in, mount, mount_over_page};
pub use files::Files;
pub(crate) use files::{PickedFile, file_url, object_url, on_drop, pasted, revoke_url};
pub(crate) use forms::{InPlace, on_forms};
pub(crate) use frame::fit_frame;
pub(crate) use history::{
    on_back, picture_in_address, put_picture_in_address, take_picture_from_address,
};
pub(crate) use json::{JsonError, from_json};
pub(crate) use keys::{next_ticket, on_keys};
pub(crate) use letters::{Lettering, draw_text, text_width};
pub(crate) use look::{
    Laid, Touch, follow, keep_focus, lay, natural_size, preload, room, take_focus, touch, wheel,
};
#[cfg(feature = "hydrate")]
pub(crate) use navigate::address;
pub(crate) use navigate::{go_within, is_plain_click, on_navigate};
pub(crate) use network::{on_connection, online_or};
pub(crate) use page::{
    beat, client_key, effect, go_to, go_to_login, is_visible, now, on_host, on_visible, pause,
    reload, say_to_host, set_title, tick, utc_offset,
};
#[cfg(feature = "hydrate")]
pub(crate) use page::{hydrate, told};
pub(crate) use reader::{Read, ReadError, Reading, read, reader_url};
pub(crate) use storage::{recall, remember, set_visitor_token, visitor_token};
pub(crate) use stream::{StreamItem, own_stream};
pub(crate) use tabs::shared_stream;
pub(crate) use upload::{Body, Going, Uploading, upload};
pub(crate) use uploaded::{forget_upload, upload_facts, uploaded_picture};
pub(crate) use worker::{Prepared, Stage, prepare};
pub(crate) use workshop::{RemoteTray, open_gallery, open_tray, warm_workshop};
