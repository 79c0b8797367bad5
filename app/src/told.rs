//! What became of a form, as the page tells it: forms work without a script, and a page that is alive
//! takes them over and stays where it is.

use serde::{Deserialize, Serialize};

/// A form that was taken.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Where the reader would be now if the form had loaded a page.
    pub to: String,
    /// What there is to be said.
    pub told: Option<Told>,
}

/// Short news, in the reader's language.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub text: String,
    /// It did not work.
    pub problem: bool,
    /// By which it can be taken back.
    pub undo: Option<i64>,
}
