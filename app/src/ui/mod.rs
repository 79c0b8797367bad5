//! Parts of a page that know no word of the domain: they take texts, times and callbacks.
//! A text that a person reads comes in as a prop; only the shapes of times and sizes live here.

mod avatar;
mod button;
mod calendar;
mod empty;
mod fit;
mod icon;
mod loading;
mod size;
mod time;
mod toast;

pub(crate) use avatar::Avatar;
pub(crate) use button::IconButton;
pub(crate) use empty::Empty;
pub(crate) use fit::fit;
pub(crate) use icon::{Glyph, Icon};
pub(crate) use loading::Skeleton;
pub(crate) use size::bytes;
pub(crate) use time::{Clock, Time, TimeForm, date_time, full_day, same_day};
pub(crate) use toast::{Toaster, Toasts};
