//! Tickets: the list of them, one with its conversation, and what agents do to them.

mod change;
mod filter;
mod later;
mod list;
pub(crate) mod merge;
mod pick;
pub(crate) mod reach;
mod remarks;
mod saved;
mod start;
mod tag;
mod thread;
mod undo;
mod wake;

pub use crate::search::FOUND;
pub(crate) use change::tag as add_tag;
pub use change::{change, mark_read, picks};
pub use filter::{Cursor, Day, Filter, Has, Sort, View};
pub use later::{Later, Zone};
pub(crate) use list::{Counted, Held, Listed};
pub use list::{InboxAlert, List, TicketRow, list};
pub use merge::{Mergeable, merge, mergeable, split};
pub use pick::{COUNTED, SEARCHED};
pub(crate) use saved::SavedViews;
pub use saved::{
    SavedView, VIEW_MAX, forget as forget_view, removable as removable_view, save as save_view,
};
pub use start::{Choices, Start, address_of, choices, start};
pub use tag::tags;
pub use thread::{head, messages_before, open};
pub(crate) use undo::forget_old as forget_old_undo;
pub use undo::undo;
pub(crate) use wake::wake;
