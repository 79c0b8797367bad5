//! Telephone numbers as people write them: international (E.164), and the national forms of
//! Germany, Austria, Italy, Britain and North America. Not dates, prices, addresses of computers or
//! numbers of orders. Forgiven: a lost plus.

use super::{name::Known, text::GAP};
use std::ops::Range;

/// Digits of the shortest and of the longest (ITU-T E.164).
const LENGTHS: std::ops::RangeInclusive<usize> = 7..=15;

/// Words that announce one, by their beginnings.
const ANNOUNCE: [&str; 16] = [
    "tel", "phone", "mobil", "cell", "handy", "fax", "call", "anruf", "rufen", "whatsapp", "sms",
    "chiam", "ruf", "fon", "nummer", "reach",
];

/// Words that announce something else, by their beginnings.
const DENOUNCE: [&str; 30] = [
    "ref", "order", "bestell", "ordine", "rechnung", "invoice", "fattura", "kunden", "custom",
    "client", "id", "pnr", "sku", "tan", "pin", "ticket", "track", "sendung", "dhl", "ups",
    "serial", "imei", "ean", "isbn", "artik", "item", "codice", "vat", "steuer", "meeting",
];

/// Countries whose code people write, for numbers that lost their plus.
const CODES: [&str; 6] = ["39", "43", "44", "49", "41", "33"];

/// The numbers in a text. What the contact's own number ends in is one in any form.
pub(super) fn find(text: &str, known: &Known) -> Vec<Range<usize>> {
    let plain = without_others(text);
    let mut finds = Vec::new();
    let mut at = 0;
    while let Some(run) = next_run(&plain, at) {
        at = run.end;
        for part in parts(&plain, &run) {
            if is_number(&plain, &part, known) {
                finds.push(part);
            }
        }
    }
    finds
}

/// The text with a gap in place of each date, time, price and address of a computer; as long as it was.
fn without_others(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (number, token) in text.split([' ', GAP]).enumerate() {
        if number > 0 {
            let at = plain.len();
            plain.push_str(text.get(at..=at).unwrap_or(" "));
        }
        let core = token.trim_matches(|sign: char| !sign.is_ascii_digit() && sign != '+');
        let other = is_date(core)
            || is_address(core)
            || is_price(token)
            || token.matches(':').count() > 0 && is_time(core);
        if other {
            plain.extend(std::iter::repeat_n(GAP, token.len()));
        } else {
            plain.push_str(token);
        }
    }
    plain
}

fn groups(core: &str, signs: &[char]) -> Option<Vec<usize>> {
    let groups = core.split(signs).map(|group| {
        let digits = !group.is_empty() && group.bytes().all(|sign| sign.is_ascii_digit());
        digits.then_some(group.len())
    });
    groups.collect()
}

/// `14.11.2026`, `2026-11-14`, `11/29`, `2026/4711`.
fn is_date(core: &str) -> bool {
    let core = core.split('T').next().unwrap_or(core);
    ['.', '-', '/'].into_iter().any(|sign| {
        let year = |at: usize| {
            let year = core.split(sign).nth(at).unwrap_or_default();
            year.starts_with("19") || year.starts_with("20")
        };
        match groups(core, &[sign]).as_deref() {
            Some([1 | 2, 1 | 2, 4]) => true,
            Some([1 | 2, 1 | 2, 2]) => sign != '-',
            Some([4, 1 | 2, 1 | 2]) => year(0),
            Some([4, more]) if *more > 2 => year(0) && (sign != '-' || core.len() <= 10),
            _ => false,
        }
    })
}

/// `192.168.17.4`, `10.4.192.7`.
fn is_address(core: &str) -> bool {
    let parts: Vec<_> = core.split('.').collect();
    parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok())
}

/// `1.249,00`, `€12.50`, `42.5`.
fn is_price(token: &str) -> bool {
    let core = token.trim_matches(|sign: char| !sign.is_ascii_digit());
    let comma = core
        .split_once(',')
        .is_some_and(|(_, cents)| cents.bytes().all(|sign| sign.is_ascii_digit()));
    let coin = token.contains(['€', '$', '£', '%', '#']);
    let decimal = matches!(groups(core, &['.']).as_deref(), Some([_, 1 | 2]));
    comma || coin || decimal
}

/// `14:32`, `09:10:04.123Z`.
fn is_time(core: &str) -> bool {
    core.split(':')
        .all(|part| part.starts_with(|sign: char| sign.is_ascii_digit()))
}

/// The next stretch of nothing but digits and what stands between them.
fn next_run(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let start =
        from + rest.find(|sign: char| sign.is_ascii_digit() || sign == '+' || sign == '(')?;
    let length =
        text[start..].find(|sign: char| !(sign.is_ascii_digit() || " +()-–./".contains(sign)));
    let end = length.map_or(text.len(), |length| start + length);
    let kept = text[start..end].trim_end_matches(|sign: char| !sign.is_ascii_digit());
    Some(start..(start + kept.len()).max(start + 1))
}

/// Cut where another begins: at a plus, or at a zero where both halves are long enough.
fn parts(text: &str, run: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut start = run.start;
    let digits = |range: Range<usize>| text[range].bytes().filter(u8::is_ascii_digit).count();
    for (at, sign) in text[run.clone()].char_indices() {
        let at = run.start + at;
        let fresh = at > start && text[..at].ends_with(' ');
        let count = digits(start..at);
        let left = digits(at..run.end);
        // With its country a number has more of them before the next can begin.
        let whole = if text[start..].starts_with('+') {
            10
        } else {
            7
        };
        if fresh && (sign == '+' && count > 0 || sign == '0' && count >= whole && left >= 7) {
            parts.push(start..at);
            start = at;
        }
    }
    parts.push(start..run.end);
    for part in &mut parts {
        let kept = text[part.clone()].trim_end_matches(|sign: char| !sign.is_ascii_digit());
        part.end = part.start + kept.len();
        // A bracket around the whole of it is not part of it.
        if text[part.clone()].starts_with('(') && !text[part.clone()].contains(')') {
            part.start += 1;
        }
    }
    parts
}

fn is_number(text: &str, part: &Range<usize>, known: &Known) -> bool {
    let written = &text[part.clone()];
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    if known.is_phone(&digits) {
        return true;
    }
    // Part of something longer: a code with letters, a number with decimals.
    let before = text[..part.start].chars().next_back();
    let after = text[part.end..].chars().next();
    let attached = before.is_some_and(|sign| {
        sign.is_alphanumeric() || matches!(sign, '#' | '-' | '_' | ',' | '/' | '.')
    }) || after
        .is_some_and(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '@' | '%'));
    if !LENGTHS.contains(&digits.len()) || attached {
        return false;
    }
    let sizes: Vec<usize> = (written
        .split(|sign: char| !sign.is_ascii_digit())
        .map(str::len))
    .filter(|size| *size > 0)
    .collect();
    let grouped = sizes.len() > 1;
    let international =
        (written.starts_with('+') || digits.starts_with("00")) && !digits.starts_with("000");
    let american = matches!(sizes[..], [3, 3, 4] | [1, 3, 3, 4]) && !written.contains('/');
    let italian_mobile =
        digits.len() == 10 && digits.starts_with('3') && sizes[0] >= 3 && sizes.len() <= 4;
    let national = digits.starts_with('0')
        && digits.len() >= 8
        && digits.len() <= 13
        && sizes.len() <= 6
        && sizes != [4, 4, 4];
    let plus_lost =
        sizes.len() > 2 && digits.len() >= 10 && sizes[0] == 2 && CODES.contains(&&digits[..2]);
    let told = said(&text[..part.start], 3, &ANNOUNCE);
    let other = said(&text[..part.start], 1, &DENOUNCE);
    // `333 55 50 055` without its spaces, in a field of its own.
    let alone = before.is_none_or(|sign| sign == GAP) && after.is_none_or(|sign| sign == GAP);
    let alone = alone && matches!(digits.as_bytes(), [b'3', b'2'..=b'9', ..]);
    if international {
        return digits.len() >= 8;
    }
    if other && !told {
        return false;
    }
    let american_as_written =
        !written.contains(' ') || written.starts_with('(') || told || sizes.len() == 4;
    american && american_as_written
        || italian_mobile && (grouped || told || alone)
        || national && (grouped || told || digits.len() >= 9)
        || plus_lost
        || told && grouped
        || told && digits.len() >= 8
}

/// One of so many last words begins like one of these.
fn said(before: &str, last: usize, begins: &[&str]) -> bool {
    let near = before.rsplit(GAP).next().unwrap_or_default().to_lowercase();
    let mut words = near
        .rsplit(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .by_ref()
        .take(last)
        .any(|word| begins.iter().any(|start| word.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let known = Known::new("");
        find(text, &known)
            .into_iter()
            .map(|range| text[range].to_owned())
            .collect()
    }

    #[test]
    fn numbers_are_found_in_every_form() {
        for number in [
            "+44 20 7946 0958",
            "07700 900 123",
            "(555) 010-4477",
            "+1 415-555-0132",
            "020 7946 0321",
            "+44 (0)161 496 0735",
            "555-010-9934",
            "+49 30 90182 0455",
            "0171 3920071",
            "+49 (0)89 636 48018",
            "030 / 23125 781",
            "+43 664 5550193",
            "0471/555 123",
            "+49 151 555 00134",
            "+39 347 555 0102",
            "0471 555 238",
            "+39 06 4578 6391",
            "347 5550198",
            "+39 333.555.0178",
            "06 4578 6310",
            "+390471555238",
            "0039 0471 555238",
            "415.555.0132",
            "1-415-555-0132",
            "01713920071",
        ] {
            for text in [
                number.to_owned(),
                format!("Call {number}, please"),
                format!("Tel.: {number} · Fax"),
                format!("14.11.2026 {number}"),
                format!("{number} 14:32"),
            ] {
                assert_eq!(found(&text), [number], "{text}");
            }
        }
        assert_eq!(
            found("+39 347 555 0102 +39 0471 555238"),
            ["+39 347 555 0102", "+39 0471 555238"]
        );
        assert_eq!(
            found("347 5550198 0471 555 238"),
            ["347 5550198", "0471 555 238"]
        );
        assert_eq!(found("3335550055"), ["3335550055"], "lost spaces");
        assert_eq!(found("44 20 7946 0958"), ["44 20 7946 0958"], "a lost plus");
    }

    #[test]
    fn other_numbers_are_none() {
        for text in [
            "14.11.2026",
            "2026-11-14",
            "2026-11-14T09:10:01.123Z",
            "14/11/2026 14:32",
            "11 / 29 222",
            "1.249,00 €",
            "£ 1,249.00",
            "1249.00",
            "192.168.17.4",
            "10.4.192.7",
            "Order 20418377",
            "Bestellung 29143098",
            "RE-1234-567890",
            "2026/4711",
            "Ordine 2026-12345",
            "TAN 123 456",
            "JJD 1930 6646 4290",
            "DHL 00340434161094042557",
            "4111 1111 1111 1111",
            "id=12345",
            "39100 Bozen",
            "2,4 kg",
            "v2.130.4",
            "#203817",
            "1930 6646 4290",
            "JJD 0517 5921 5411",
            "Ref. 043.746.60",
            "Meeting ID 047 95615549",
            "20 cm x 30 cm",
            "100 000 000",
            "",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_contacts_own_number_is_one_in_any_form() {
        let known = Known::new("Peter\n+393401234567");
        let text = "Conto 3401234567 / 12";
        let all: Vec<_> = find(text, &known)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(all.len(), 1, "{all:?}");
    }
}
