//! A conversation: thread, bubble, composer. The inbox and the widget use the
//! same; nothing here knows which of the two it is in, but for the side that looks at the messages.

mod appointment;
mod bubble;
mod composer;
mod draft;
mod file_tile;
mod letter;
mod lines;
mod pictures;
mod remarks;
mod submit;
mod thread;
mod ticks;
mod tray;

pub(crate) use bubble::{Desk, Visitor};
pub(crate) use composer::{Composer, Kind, Plain, Written, in_short};
pub(crate) use pictures::GalleryState;
pub(crate) use remarks::{Deeds, Remarks};
pub(crate) use submit::Send;
pub(crate) use thread::{MessageList, Messages};
