//! Days, months and their names, without a time library: a page's wasm has no room for one.

use model::{Locale, Millis};

/// A point in time as a calendar and a clock on the wall show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Days since 1970-01-01, local.
    pub(super) days: i64,
    /// Year.
    pub(super) year: i64,
    /// 1 to 12.
    pub(super) month: u8,
    /// 1 to 31.
    pub(super) day: u8,
    /// 0 to 23.
    pub(super) hour: u8,
    /// 0 to 59.
    pub(super) minute: u8,
}

impl Moment {
    /// What a wall shows `offset` minutes east of UTC.
    pub(super) fn of(at: Millis, offset: i32) -> Self {
        let minutes = at.div_euclid(60_000) + i64::from(offset);
        let days = minutes.div_euclid(24 * 60);
        let of_day = minutes.rem_euclid(24 * 60);
        let (year, month, day) = date(days);
        Self {
            days,
            year,
            month,
            day,
            hour: small(of_day / 60),
            minute: small(of_day % 60),
        }
    }

    /// 0 is Monday. (1970-01-01 was a Thursday.)
    pub(super) fn weekday(self) -> usize {
        usize::from(small((self.days + 3).rem_euclid(7)))
    }
}

/// Year, month and day of a day since 1970-01-01, in the Gregorian calendar.
///
/// Counted from 1 March of a year divisible by 400, so that the leap day is the last day of a
/// year and months have the lengths that the line with 153 counts.
fn date(days: i64) -> (i64, u8, u8) {
    const PER_ERA: i64 = 146_097;
    let shifted = days + 719_468;
    let era = shifted.div_euclid(PER_ERA);
    let of_era = shifted.rem_euclid(PER_ERA);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, small(month), small(day))
}

/// Of a number known to be a part of a date.
fn small(number: i64) -> u8 {
    u8::try_from(number).unwrap_or_default()
}

/// Short name of a weekday, 0 being Monday.
pub(super) fn weekday(index: usize, locale: Locale) -> &'static str {
    let names = match locale {
        Locale::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        Locale::De => ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
        Locale::It => ["lun", "mar", "mer", "gio", "ven", "sab", "dom"],
    };
    names[index % names.len()]
}

/// Short name of a month, 1 being January.
#[rustfmt::skip]
pub(super) fn month(number: u8, locale: Locale) -> &'static str {
    let names = match locale {
        Locale::En => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        Locale::De => ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
        Locale::It => ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"],
    };
    names[(usize::from(number) + 11) % names.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_around_the_odd_days() {
        for (days, want) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (58, (1970, 2, 28)),
            (59, (1970, 3, 1)),
            (789, (1972, 2, 29)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
            (20_760, (2026, 11, 3)),
        ] {
            assert_eq!(date(days), want, "{days}");
        }
    }

    #[test]
    fn weekdays_go_round() {
        assert_eq!(Moment::of(0, 0).weekday(), 3);
        assert_eq!(Moment::of(-1, 0).weekday(), 2);
        assert_eq!(Moment::of(4 * 86_400_000, 0).weekday(), 0);
    }
}
