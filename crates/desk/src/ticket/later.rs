//! Until when a ticket sleeps: the times that are offered, and what people type, on the clock of where
//! they are.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Weekday},
    tz::{Offset, TimeZone},
};
use model::Millis;

/// When a working day begins.
const MORNING: i8 = 9;

/// Where somebody is, as far as clocks care.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// By its name in the IANA database, which knows when clocks are changed; where the name says
    /// nothing, by the minutes east of UTC.
    #[must_use]
    pub fn new(name: &str, offset: i32) -> Self {
        let named = TimeZone::get(name).ok();
        Self(named.unwrap_or_else(|| {
            let offset = Offset::from_seconds(offset.saturating_mul(60));
            offset.map_or(TimeZone::UTC, TimeZone::fixed)
        }))
    }

    /// Where clocks are set by.
    pub(super) const fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The moment that a clock there shows `2026-11-24T09:00`; nothing when that is no time.
    #[must_use]
    pub fn moment(&self, typed: &str) -> Option<Millis> {
        let typed: DateTime = typed.parse().ok()?;
        self.at(typed)
    }

    /// `2026-11-24T09:00`, as that moment is shown there.
    #[must_use]
    pub fn typed(&self, at: Millis) -> String {
        let there = Timestamp::from_millisecond(at).map(|at| at.to_zoned_datetime(self.0.clone()));
        there.map_or_else(
            |_| String::new(),
            |there| there.strftime("%Y-%m-%dT%H:%M").to_string(),
        )
    }

    /// When that day begins there.
    pub(super) fn begins(&self, day: Date) -> Option<Millis> {
        self.at(day.at(0, 0, 0, 0))
    }

    fn at(&self, there: DateTime) -> Option<Millis> {
        let moment = there.to_zoned_datetime(self.0.clone()).ok()?;
        Some(moment.timestamp().as_millisecond())
    }
}

/// A time that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// Some hours from now.
    Today,
    /// Tomorrow morning.
    Tomorrow,
    /// Monday morning.
    Week,
}

impl Later {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Today, Self::Tomorrow, Self::Week];

    /// The name in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Tomorrow => "tomorrow",
            Self::Week => "week",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|later| later.as_str() == name)
    }

    /// When that is; nothing at the end of days.
    #[must_use]
    pub fn after(self, now: Millis, zone: &Zone) -> Option<Millis> {
        let there = Timestamp::from_millisecond(now)
            .ok()?
            .to_zoned_datetime(zone.0.clone());
        let date = there.date();
        let date = match self {
            Self::Today => {
                // Three hours, to the next full one: not in the middle of a minute.
                let hours = there.checked_add(4.hours()).ok()?.datetime();
                return zone.at(hours.date().at(hours.hour(), 0, 0, 0));
            }
            Self::Tomorrow => date.tomorrow().ok()?,
            Self::Week => date.nth_weekday(1, Weekday::Monday).ok()?,
        };
        zone.at(date.at(MORNING, 0, 0, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_where_one_is() {
        let rome = Zone::new("Europe/Rome", 0);
        let now = rome.moment("2026-11-20T16:20").unwrap();
        let after = |later: Later| rome.typed(later.after(now, &rome).unwrap());
        assert_eq!(after(Later::Today), "2026-11-20T20:00");
        assert_eq!(after(Later::Tomorrow), "2026-11-21T09:00");
        assert_eq!(after(Later::Week), "2026-11-23T09:00");
        // Summer time ends in between: nine o'clock stays nine o'clock.
        let before = rome.moment("2026-10-24T12:00").unwrap();
        let nine = Later::Tomorrow.after(before, &rome).unwrap();
        assert_eq!(nine - before, 22 * 3_600_000);
        assert_eq!(rome.typed(nine), "2026-10-25T09:00");
    }

    #[test]
    fn without_a_name_the_offset_counts() {
        let delhi = Zone::new("", 330);
        assert_eq!(delhi.moment("1970-01-01T05:30"), Some(0));
        assert_eq!(
            Zone::new("Nowhere/Land", 99_999).moment("1970-01-01T00:00"),
            Some(0)
        );
        assert_eq!(delhi.moment("tomorrow"), None);
    }
}
