//! A sentence about a calendar's entry (RFC 5545) that lies with a letter.

/// What it is about; nothing when it tells nothing.
pub(super) fn sentence(calendar: &str) -> Option<String> {
    // Long lines go on in the next one, which begins with a space.
    let unfolded = calendar
        .replace("\r\n", "\n")
        .replace("\n ", "")
        .replace("\n\t", "");
    let mut inside = false;
    let (mut method, mut summary, mut start) = ("", "", None);
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
            "DTSTART" if inside && start.is_none() => start = when(name, value),
            _ => {}
        }
    }
    if !inside {
        return None;
    }
    let what = match method.to_ascii_uppercase().as_str() {
        "CANCEL" => "An appointment was cancelled",
        "REPLY" => "An answer to an invitation",
        "REQUEST" => "An invitation",
        _ => "An appointment",
    };
    let summary: String = summary
        .replace("\\n", " ")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .chars()
        .take(200)
        .collect();
    let mut sentence = what.to_owned();
    if !summary.is_empty() {
        sentence.push_str(&format!(": “{summary}”"));
    }
    if let Some(start) = start {
        sentence.push_str(&format!(", {start}"));
    }
    sentence.push('.');
    Some(sentence)
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

/// `20261123T100000Z` as people write it.
fn when(name: &str, value: &str) -> Option<String> {
    if !value.is_ascii() || value.len() < 8 {
        return None;
    }
    let day = format!("{}-{}-{}", &value[..4], &value[4..6], &value[6..8]);
    let Some(time) = value.get(9..13) else {
        return Some(day);
    };
    let zone = match (value.ends_with('Z'), name.split_once("TZID=")) {
        (true, _) => " UTC".to_owned(),
        (false, Some((_, zone))) => format!(
            " ({})",
            zone.split(';').next().unwrap_or_default().trim_matches('"')
        ),
        (false, None) => String::new(),
    };
    Some(format!("{day} {}:{}{zone}", &time[..2], &time[2..]))
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn an_entry_is_told_in_a_sentence() {
        let told =
            |lines: &str| sentence(&format!("BEGIN:VCALENDAR\r\n{lines}\r\nEND:VCALENDAR\r\n"));
        assert_eq!(
            told("METHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Kiln\\, open\r\n ing\r\nDTSTART;TZID=\"Europe/Rome\":20261123T100000\r\nEND:VEVENT").unwrap(),
            "An invitation: “Kiln, opening”, 2026-11-23 10:00 (Europe/Rome)."
        );
        assert_eq!(
            told("METHOD:CANCEL\r\nBEGIN:VEVENT\r\nDTSTART:20261123T100000Z").unwrap(),
            "An appointment was cancelled, 2026-11-23 10:00 UTC."
        );
        assert_eq!(
            told("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261123").unwrap(),
            "An appointment, 2026-11-23."
        );
        assert_eq!(
            told("BEGIN:VEVENT\r\nDTSTART:ä1\r\nX"),
            Some("An appointment.".into())
        );
        assert_eq!(sentence("rubbish"), None);
    }
}
