//! A calendar's entry (RFC 5545) that lies with a letter.

use super::one_line;
use mail_parser::DateTime;
use model::{Appointment, Occasion, Start, Wall};

/// What it tells; nothing when it has no entry.
pub(super) fn entry(calendar: &str) -> Option<Appointment> {
    // Long lines go on in the next one, which begins with a space.
    let unfolded = calendar
        .replace("\r\n", "\n")
        .replace("\n ", "")
        .replace("\n\t", "");
    let mut inside = false;
    let (mut method, mut summary, mut location, mut start) = ("", "", "", None);
    for line in unfolded.lines() {
        let Some((name, value)) = split(line) else {
            continue;
        };
        let bare = name
            .split(';')
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        match bare.as_str() {
            "BEGIN" => inside |= value.eq_ignore_ascii_case("VEVENT"),
            "METHOD" => method = value,
            "SUMMARY" if inside && summary.is_empty() => summary = value,
            "LOCATION" if inside && location.is_empty() => location = value,
            "DTSTART" if inside && start.is_none() => start = when(name, value),
            _ => {}
        }
    }
    inside.then(|| Appointment {
        occasion: match method.to_ascii_uppercase().as_str() {
            "CANCEL" => Occasion::Cancellation,
            "REPLY" => Occasion::Answer,
            "REQUEST" => Occasion::Invitation,
            _ => Occasion::News,
        },
        summary: words(summary),
        location: words(location),
        start,
    })
}

/// A value of text, on one line.
fn words(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => match chars.next() {
                Some('n' | 'N') | None => ' ',
                Some(escaped) => escaped,
            },
            c => c,
        });
    }
    one_line(&plain, 200)
}

/// Name with parameters, and value; a colon in quotes is part of a parameter.
fn split(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = line.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b':' && !quoted
    })?;
    Some((&line[..at], line[at + 1..].trim()))
}

/// `20261123T100000Z`, `20261123T100000` somewhere, `20261123`.
fn when(name: &str, value: &str) -> Option<Start> {
    let number = |from: usize, to: usize| value.get(from..to)?.parse::<u16>().ok();
    let small = |from| u8::try_from(number(from, from + 2)?).ok();
    let mut date = DateTime {
        year: number(0, 4)?,
        month: small(4)?,
        day: small(6)?,
        hour: 0,
        minute: 0,
        second: 0,
        tz_before_gmt: false,
        tz_hour: 0,
        tz_minute: 0,
    };
    let clock = value.get(8..9) == Some("T");
    if clock {
        (date.hour, date.minute) = (small(9)?, small(11)?);
    }
    if !date.is_valid() {
        return None;
    }
    let at = date.to_timestamp().checked_mul(1_000)?;
    let zone = name
        .split(';')
        .find_map(|parameter| parameter.strip_prefix("TZID="))
        .map(|zone| one_line(zone.trim_matches('"').trim_start_matches('/'), 80))
        .unwrap_or_default();
    Some(if !clock {
        Start::Day(at)
    } else if value.ends_with('Z') || matches!(&*zone, "UTC" | "Etc/UTC" | "GMT" | "Etc/GMT") {
        Start::At(at)
    } else {
        Start::Local(Wall { shows: at, zone })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 23 November 2026, 10:00 UTC.
    const AT: i64 = 1_795_428_000_000;

    fn told(lines: &str) -> Option<Appointment> {
        entry(&format!("BEGIN:VCALENDAR\r\n{lines}\r\nEND:VCALENDAR\r\n"))
    }

    #[test]
    fn an_entry_is_told() {
        assert_eq!(
            told(
                "METHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nDTSTART:16010101T000000\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nSUMMARY:Kiln\\, open\r\n ing\\nday\r\nDTSTART;TZID=\"Europe/Rome\":20261123T100000\r\nLOCATION:Via \\\\ 1\\; Bolzano\r\nEND:VEVENT"
            ),
            Some(Appointment {
                occasion: Occasion::Invitation,
                summary: "Kiln, opening day".into(),
                location: "Via \\ 1; Bolzano".into(),
                start: Some(Start::Local(Wall {
                    shows: AT,
                    zone: "Europe/Rome".into()
                })),
            })
        );
        let cancelled = told("METHOD:CANCEL\r\nBEGIN:VEVENT\r\nDTSTART:20261123T100000Z");
        assert_eq!(
            cancelled.map(|told| (told.occasion, told.start)),
            Some((Occasion::Cancellation, Some(Start::At(AT))))
        );
        assert_eq!(
            told("METHOD:REPLY\r\nBEGIN:VEVENT").map(|told| told.occasion),
            Some(Occasion::Answer)
        );
        assert_eq!(told("SUMMARY:rubbish"), None);
        assert_eq!(entry("rubbish"), None);
        let long = format!("BEGIN:VEVENT\r\nSUMMARY:{}", "ä".repeat(9_000));
        assert_eq!(told(&long).unwrap().summary.chars().count(), 200);
    }

    #[test]
    fn a_start_is_a_moment_a_day_or_what_clocks_show() {
        let start = |line: &str| told(&format!("BEGIN:VEVENT\r\n{line}")).unwrap().start;
        let local = |zone: &str| {
            Some(Start::Local(Wall {
                shows: AT,
                zone: zone.into(),
            }))
        };
        for (line, want) in [
            ("DTSTART:20261123T100000Z", Some(Start::At(AT))),
            ("DTSTART;TZID=UTC:20261123T100000", Some(Start::At(AT))),
            ("DTSTART:20261123T100000", local("")),
            (
                "DTSTART;X=1;TZID=W. Europe Standard Time:20261123T1000",
                local("W. Europe Standard Time"),
            ),
            (
                "DTSTART;VALUE=DATE:20261123",
                Some(Start::Day(AT - 36_000_000)),
            ),
            ("DTSTART:20261323", None),
            ("DTSTART:20261123T990000Z", None),
            ("DTSTART:2026112", None),
            ("DTSTART:ä1", None),
            ("DTSTART:", None),
        ] {
            assert_eq!(start(line), want, "{line}");
        }
    }
}
