//! Tickets: the list of them, one with its conversation, and what agents do to them.

mod change;
mod later;
mod list;
pub(crate) mod merge;
pub(crate) mod reach;
mod remarks;
mod start;
mod tag;
mod thread;
mod undo;
mod wake;

pub(crate) use change::tag as add_tag;
pub use change::{change, mark_read, picks};
pub use later::{Later, Zone};
pub use list::list;
pub(crate) use list::{Counted, Listed};
pub use merge::{Mergeable, merge, mergeable, split};
pub use start::{Choices, Start, address_of, choices, start};
pub use tag::tags;
pub use thread::{head, messages_before, open};
pub(crate) use undo::forget_old as forget_old_undo;
pub use undo::undo;
pub(crate) use wake::wake;
