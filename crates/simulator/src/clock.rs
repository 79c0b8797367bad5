//! The simulator's own time, which can be turned forward: windows of 24 hours and addresses of five
//! minutes need no waiting.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// Five minutes, in milliseconds: how long a download address lives at WhatsApp (WA-MEDIA).
pub(crate) const FIVE_MINUTES: i64 = 5 * 60 * 1000;
/// An hour, in milliseconds.
pub(crate) const HOUR: i64 = 60 * 60 * 1000;
/// A day, in milliseconds: the window of WhatsApp and Instagram.
pub(crate) const DAY: i64 = 24 * HOUR;

/// A clock that runs like the machine's, plus what it was turned by.
#[derive(Debug, Default)]
pub(crate) struct Clock(AtomicI64);

impl Clock {
    /// Milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        let real = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| d.as_millis());
        i64::try_from(real)
            .unwrap_or(i64::MAX)
            .saturating_add(self.0.load(Ordering::Relaxed))
    }

    /// Turns the clock forward (or, with a negative number, back).
    pub(crate) fn turn(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

/// A time as Twilio writes it: RFC 2822 in UTC (TW-OAI).
pub(crate) fn rfc2822(ms: i64) -> String {
    moment(ms).format(&Rfc2822).unwrap_or_default()
}

/// The time for a person: hours and minutes, UTC.
pub(crate) fn short(ms: i64) -> String {
    let t = moment(ms);
    format!("{:02}:{:02}", t.hour(), t.minute())
}

/// The time in a form a `<time datetime>` takes.
pub(crate) fn iso(ms: i64) -> String {
    let t = moment(ms);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        t.year(),
        u8::from(t.month()),
        t.day(),
        t.hour(),
        t.minute(),
        t.second()
    )
}

/// Milliseconds since 1970 as a date and time in UTC.
pub(crate) fn moment(ms: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
