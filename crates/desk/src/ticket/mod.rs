//! Tickets: the list of them, one with its conversation, and what agents do to them.

mod change;
mod list;
pub(crate) mod reach;
mod remarks;
mod start;
mod thread;

pub use change::{assign, mark_read, set_status};
pub use list::list;
pub(crate) use list::{Counted, Listed};
pub use start::{Choices, Start, address_of, choices, start};
pub use thread::{messages_before, open};
