//! An appointment that came with an e-mail (iCalendar, RFC 5545).

use crate::Millis;
use serde::{Deserialize, Serialize};

/// What is told of an appointment.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Appointment {
    /// What it came for.
    pub occasion: Occasion,
    /// What it is about; may be empty.
    pub summary: String,
    /// Where; may be empty.
    pub location: String,
    /// When it begins, if told.
    pub start: Option<Start>,
}

/// What an appointment came for: its `METHOD` (RFC 5546).
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Somebody is asked to come, `REQUEST`.
    Invitation,
    /// Somebody who was asked answers, `REPLY`.
    Answer,
    /// It does not take place, `CANCEL`.
    Cancellation,
    /// It is told of.
    #[default]
    News,
}

/// When an appointment begins.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// At this moment.
    At(Millis),
    /// On this day, wherever one is: its midnight in UTC.
    Day(Millis),
    /// When clocks in a place show this.
    Local(Wall),
}

/// What clocks in a place show.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Wall {
    /// When clocks in UTC show the same.
    pub shows: Millis,
    /// The place, as the sender's calendar names it; empty when it is wherever one is.
    pub zone: String,
}
