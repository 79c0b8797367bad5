//! A conversation: thread, bubble, composer, tray, gallery. The inbox and the widget use the
//! same; nothing here knows which of the two it is in, but for [`Side`].

mod bubble;
mod composer;
mod file_tile;
mod gallery;
mod lines;
mod pictures;
mod thread;
mod ticks;
mod tile;
mod tray;

pub(crate) use composer::{Composer, Plain, Send};
pub(crate) use gallery::GalleryState;
pub(crate) use thread::MessageList;

/// Who is looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// An agent.
    Desk,
    /// The customer.
    Visitor,
}
