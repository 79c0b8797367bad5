//! Times as people read them: "2 min", "12:04", "Tue", "3 Nov", and the full one on hover.
//!
//! Server and browser must render the same page, so nothing here asks the real clock or the
//! real time zone: both come from the [`Clock`] that the page provides.

use super::calendar::{Moment, month, weekday};
use leptos::prelude::*;
use model::{Locale, Millis};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;

/// What time it is on this page, for whom. A page provides one as context; whoever moves
/// `now` on moves every time on the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    /// The server's clock when it rendered; from then on the browser's.
    pub(crate) now: RwSignal<Millis>,
    /// Minutes east of UTC of who reads.
    pub(crate) offset: RwSignal<i32>,
    /// Their language.
    pub(crate) locale: Locale,
}

/// Which of a time's shapes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TimeForm {
    /// As short as its age allows: "2 min", "12:04", "Tue", "3 Nov".
    #[default]
    Short,
    /// The hour and minute: "12:04".
    Clock,
    /// The day: "Today", "Tue 3 Nov".
    Day,
}

/// A time, which grows old by itself.
#[component]
pub(crate) fn Time(
    /// When.
    at: Millis,
    /// In which shape.
    #[prop(optional)]
    form: TimeForm,
) -> impl IntoView {
    let clock = use_context::<Clock>().unwrap_or_else(|| Clock {
        now: RwSignal::new(at),
        offset: RwSignal::new(0),
        locale: Locale::default(),
    });
    let Clock {
        now,
        offset,
        locale,
    } = clock;
    let text = move || match form {
        TimeForm::Short => short(at, now.get(), offset.get(), locale),
        TimeForm::Clock => hour_minute(at, offset.get()),
        TimeForm::Day => day(at, now.get(), offset.get(), locale),
    };
    view! {
        <time
            class="time"
            datetime=machine_readable(at)
            title=move || date_time(at, offset.get(), locale)
        >
            {text}
        </time>
    }
}

/// As short as its age allows. What lies ahead by a clock that runs fast counts as now.
fn short(at: Millis, now: Millis, offset: i32, locale: Locale) -> String {
    let age = now - at;
    let (then, today) = (Moment::of(at, offset), Moment::of(now, offset));
    if age < MINUTE && at <= now + HOUR {
        pick(locale, "now", "jetzt", "ora").to_owned()
    } else if (0..HOUR).contains(&age) {
        format!("{} min", age / MINUTE)
    } else if then.days == today.days {
        hour_minute(at, offset)
    } else if (1..7).contains(&(today.days - then.days)) {
        weekday(then.weekday(), locale).to_owned()
    } else {
        day_month(then, today, locale)
    }
}

/// "12:04"
fn hour_minute(at: Millis, offset: i32) -> String {
    let then = Moment::of(at, offset);
    format!("{:02}:{:02}", then.hour, then.minute)
}

/// "Today", "Yesterday", "Tue 3 Nov", "Tue 3 Nov 2025": the head of a day in a conversation.
fn day(at: Millis, now: Millis, offset: i32, locale: Locale) -> String {
    let (then, today) = (Moment::of(at, offset), Moment::of(now, offset));
    match today.days - then.days {
        0 => pick(locale, "Today", "Heute", "Oggi").to_owned(),
        1 => pick(locale, "Yesterday", "Gestern", "Ieri").to_owned(),
        _ => {
            let name = weekday(then.weekday(), locale);
            format!("{name} {}", day_month(then, today, locale))
        }
    }
}

/// "Tue 3 Nov 2026, 12:04"
#[must_use]
pub(crate) fn date_time(at: Millis, offset: i32, locale: Locale) -> String {
    let then = Moment::of(at, offset);
    format!("{}, {}", dated(then, locale), hour_minute(at, offset))
}

/// "Tue 3 Nov 2026": a day that is the same wherever one is, by its midnight in UTC.
#[must_use]
pub(crate) fn full_day(at: Millis, locale: Locale) -> String {
    dated(Moment::of(at, 0), locale)
}

/// "Tue 3 Nov 2026"
fn dated(then: Moment, locale: Locale) -> String {
    let (name, date) = (weekday(then.weekday(), locale), numbered(then, locale));
    format!("{name} {date} {}", then.year)
}

/// Whether two times fall on the same day for a reader at `offset`.
#[must_use]
pub(crate) fn same_day(a: Millis, b: Millis, offset: i32) -> bool {
    Moment::of(a, offset).days == Moment::of(b, offset).days
}

/// "3 Nov", with the year when it is another than today's.
fn day_month(then: Moment, today: Moment, locale: Locale) -> String {
    let date = numbered(then, locale);
    if then.year == today.year {
        date
    } else {
        format!("{date} {}", then.year)
    }
}

/// "3 Nov", "3. Nov."
fn numbered(then: Moment, locale: Locale) -> String {
    let dot = if locale == Locale::De { "." } else { "" };
    format!("{}{dot} {}", then.day, month(then.month, locale))
}

/// For `<time datetime>`: RFC 3339, in UTC.
fn machine_readable(at: Millis) -> String {
    let Moment {
        year,
        month,
        day,
        hour,
        minute,
        ..
    } = Moment::of(at, 0);
    let second = at.div_euclid(1_000).rem_euclid(60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn pick(locale: Locale, en: &'static str, de: &'static str, it: &'static str) -> &'static str {
    match locale {
        Locale::En => en,
        Locale::De => de,
        Locale::It => it,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tuesday 3 November 2026, 12:04:30 UTC.
    const NOW: Millis = 1_793_707_470_000;
    const DAY: Millis = 24 * HOUR;

    #[test]
    fn short_says_what_its_age_allows() {
        for (age, en, de, it) in [
            (0, "now", "jetzt", "ora"),
            (59_999, "now", "jetzt", "ora"),
            (-5 * MINUTE, "now", "jetzt", "ora"),
            (MINUTE, "1 min", "1 min", "1 min"),
            (HOUR - 1, "59 min", "59 min", "59 min"),
            (HOUR, "11:04", "11:04", "11:04"),
            (13 * HOUR, "Mon", "Mo", "lun"),
            (6 * DAY, "Wed", "Mi", "mer"),
            (7 * DAY, "27 Oct", "27. Okt.", "27 ott"),
            (365 * DAY, "3 Nov 2025", "3. Nov. 2025", "3 nov 2025"),
            (-2 * DAY, "5 Nov", "5. Nov.", "5 nov"),
        ] {
            assert_eq!(short(NOW - age, NOW, 0, Locale::En), en);
            assert_eq!(short(NOW - age, NOW, 0, Locale::De), de);
            assert_eq!(short(NOW - age, NOW, 0, Locale::It), it);
        }
    }

    #[test]
    fn the_reader_s_offset_decides_the_day() {
        // Two hours before 01:04 in Auckland was yesterday.
        assert_eq!(short(NOW - 12 * HOUR, NOW, 0, Locale::En), "00:04");
        assert_eq!(short(NOW - 2 * HOUR, NOW, 13 * 60, Locale::En), "Tue");
        assert_eq!(hour_minute(NOW, 330), "17:34");
        assert!(same_day(NOW, NOW + 11 * HOUR, 0));
        assert!(!same_day(NOW, NOW + 12 * HOUR, 0));
        assert!(!same_day(NOW, NOW + 11 * HOUR, 60));
    }

    #[test]
    fn days_and_full_times() {
        assert_eq!(day(NOW, NOW, 0, Locale::En), "Today");
        assert_eq!(day(NOW - DAY, NOW, 0, Locale::De), "Gestern");
        assert_eq!(day(NOW - 7 * DAY, NOW, 0, Locale::En), "Tue 27 Oct");
        assert_eq!(day(NOW - 366 * DAY, NOW, 0, Locale::It), "dom 2 nov 2025");
        assert_eq!(date_time(NOW, 60, Locale::En), "Tue 3 Nov 2026, 13:04");
        assert_eq!(date_time(NOW, 60, Locale::De), "Di 3. Nov. 2026, 13:04");
    }

    #[test]
    fn machines_get_rfc_3339() {
        assert_eq!(machine_readable(NOW), "2026-11-03T12:04:30Z");
        assert_eq!(machine_readable(0), "1970-01-01T00:00:00Z");
        assert_eq!(machine_readable(-1), "1969-12-31T23:59:59Z");
    }
}
