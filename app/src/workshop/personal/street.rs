//! The lines of a postal address: street and house number as written in German, Italian and
//! English (`english`), and what `town` finds. A street without a number is a place, not an address.

use super::{
    english::english,
    lookalikes::folded,
    text::{GAP, tokens},
    town::town,
};
use std::ops::Range;

/// Ends of German streets' names, folded.
const GERMAN: [&str; 27] = [
    "strasse",
    "str",
    "gasse",
    "weg",
    "platz",
    "allee",
    "ring",
    "damm",
    "ufer",
    "markt",
    "hof",
    "steig",
    "graben",
    "zeile",
    "promenade",
    "chaussee",
    "stieg",
    "anger",
    "winkel",
    "park",
    "garten",
    "feld",
    "kai",
    "bruecke",
    "tor",
    "strase",
    "strabe",
];
/// How streets begin that are called after where they lie.
const BESIDE: [&str; 12] = [
    "am", "an", "im", "in", "auf", "zum", "zur", "unter", "hinter", "vor", "beim", "obere",
];
/// How Italian streets begin, folded.
const ITALIAN: [&str; 15] = [
    "via",
    "viale",
    "piazza",
    "piazzale",
    "piazzetta",
    "corso",
    "largo",
    "vicolo",
    "strada",
    "lungotevere",
    "lungarno",
    "contrada",
    "localita",
    "vle",
    "pzza",
];
/// Words between `Via` and its number that have no capital.
const OF: [&str; 18] = [
    "dei", "degli", "delle", "della", "dello", "dell", "del", "di", "da", "de", "d", "in", "al",
    "alla", "e", "n", "nr", "civico",
];
/// Months and days are no places to live beside, in what `Am …` and `Im …` begin.
const TIMES: [&str; 20] = [
    "januar",
    "jänner",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];
/// A word and where it stands.
pub(super) type Token<'a> = (Range<usize>, &'a str);

/// The lines of addresses in a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let tokens = tokens(text);
    let mut finds: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    // Where a street ended just before, so that a town may follow.
    let mut after_street = false;
    while at < tokens.len() {
        let street = german(&tokens[at..])
            .or_else(|| italian(&tokens[at..]))
            .or_else(|| english(&tokens[at..]));
        let before = at.checked_sub(1).map_or("", |at| tokens[at].1);
        let told = PLACE.contains(&&folded(before)[..]);
        let fresh = after_street || told || bare(before).is_empty() || ends_part(before);
        let town = || {
            if fresh {
                town(&tokens[at..], after_street || told)
            } else {
                None
            }
        };
        if let Some(length) = street.or_else(town) {
            let range = tokens[at].0.start..tokens[at + length - 1].0.end;
            match finds.last_mut() {
                // Street and town in one line are one.
                Some(last) if after_street && last.end + 1 == range.start => last.end = range.end,
                _ => finds.push(range),
            }
            at += length;
            after_street = street.is_some();
        } else {
            let passes = |sign: char| !sign.is_alphanumeric() && sign != GAP;
            after_street &= tokens[at].1.chars().all(passes);
            at += 1;
        }
    }
    finds
}

/// What stands before a town, folded.
const PLACE: [&str; 10] = [
    "ort", "wohnort", "stadt", "plz", "town", "city", "zip", "postcode", "citta", "cap",
];

fn is_gap(token: &str) -> bool {
    token.starts_with(GAP)
}

fn ends_part(token: &str) -> bool {
    token.ends_with([',', ':', ';', '·', '|', '-', '–', '>'])
}

/// Without punctuation at its ends.
pub(super) fn bare(token: &str) -> &str {
    token.trim_matches(|sign: char| !sign.is_alphanumeric())
}

/// It begins with a capital letter.
pub(super) fn is_capitalised(token: &str) -> bool {
    bare(token).chars().next().is_some_and(char::is_uppercase)
}

/// `12`, `47a`, `12/A`, `3-5`, with a lookalike at most.
pub(super) fn is_house(token: &str) -> bool {
    let token = token.trim_end_matches([',', '.', ';', '?', '!', ')', ':']);
    let digits = token.chars().take_while(char::is_ascii_digit).count();
    let rest = &token[token
        .chars()
        .take(digits)
        .map(char::len_utf8)
        .sum::<usize>()..];
    let lone = digits == 0 && matches!(token, "l" | "I" | "S" | "B" | "]" | "§");
    let tail = rest.trim_start_matches(['-', '/']);
    lone || (1..=4).contains(&digits)
        && tail.chars().count() <= 3
        && tail.chars().all(char::is_alphanumeric)
        && {
            let letters = tail.chars().filter(|sign| sign.is_alphabetic()).count();
            letters <= 1
        }
}

/// What readers make of `straße` in the middle of a word.
fn german_word(token: &str) -> String {
    let lower = bare(token)
        .replace('B', "ß")
        .replace("fl", "ß")
        .replace("fe", "ße");
    let folded = folded(&lower);
    let at = folded.rfind("stra").filter(|at| {
        let tail = &folded[*at..];
        (5..=8).contains(&tail.len()) && tail.ends_with('e')
    });
    at.map_or_else(|| folded.clone(), |at| format!("{}strasse", &folded[..at]))
}

/// `Musterstraße 12`, `Lange Gasse 3`, `Am Markt 3`: how many words it has.
fn german(tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.first()?.1;
    // A frame that touches its first letter spoils that.
    let framed = first.starts_with(['(', '[', '{', '|']);
    if !(is_capitalised(first) || framed) || first.ends_with([',', ':', ';']) {
        return None;
    }
    let beside = BESIDE.contains(&&folded(first)[..]);
    for (at, (_, token)) in tokens.iter().enumerate().take(4) {
        let word = german_word(token);
        let ends = GERMAN.iter().any(|end| {
            word.ends_with(end) && (word.len() > end.len() + 1 || at > 0 || *end == "strasse")
        });
        let is_time = TIMES.contains(&&bare(token).to_lowercase()[..]);
        let is_number = token.starts_with(|sign: char| sign.is_ascii_digit());
        if beside && (is_time || is_number) {
            return None;
        }
        let goes_on = ends || (beside && at > 0 && is_capitalised(token));
        if goes_on && tokens.get(at + 1).is_some_and(|(_, next)| is_house(next)) {
            // `28 b`: the stairs.
            let stairs = tokens.get(at + 2).is_some_and(|(_, token)| {
                bare(token).len() == 1 && token.starts_with(|sign: char| sign.is_ascii_lowercase())
            });
            let whole = tokens[at + 1]
                .1
                .ends_with(|sign: char| sign.is_ascii_digit());
            return Some(at + 2 + usize::from(stairs && whole));
        }
        if token.ends_with([',', ';'])
            || is_gap(token)
            || (at > 0 && !is_capitalised(token) && !beside)
        {
            return None;
        }
        // One word before the name at most, unless it lies beside something.
        if at > 0 && !beside {
            return None;
        }
    }
    None
}

/// `Via Roma 5`, `Corso Italia, 88`, `Viale dei Mille 31`.
fn italian(tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.first()?.1;
    if !ITALIAN.contains(&&folded(first)[..]) {
        return None;
    }
    let mut has_name = false;
    for (at, (_, token)) in tokens.iter().enumerate().skip(1).take(6) {
        let house = token.trim_end_matches([',', '.', ';', '?', '!']);
        if has_name && (is_house(token) || folded(house) == "snc") {
            return Some(at + 1);
        }
        let follows = tokens.get(at + 1).map_or("", |(_, next)| *next);
        // `Via 4 Novembre 12`.
        let is_date = at == 1 && is_house(token) && is_capitalised(follows);
        let of = bare(token).split(['\'', '’', '°']).next();
        let is_small = is_date || of.is_some_and(|of| OF.contains(&of));
        // `Emanuele II`, as it is read.
        let is_second = has_name && bare(token).chars().all(|sign| matches!(sign, 'I' | 'l'));
        let breaks_off = token.ends_with(',') && !is_house(follows);
        if is_gap(token) || breaks_off || !(is_small || is_second || is_capitalised(token)) {
            return None;
        }
        has_name |= is_capitalised(token) || token.contains(['\'', '’']);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn streets_are_found_in_three_languages() {
        for street in [
            "Musterstraße 12",
            "MusterstraBe 12",
            "Musterstrafle 12",
            "Musterstrafie 12",
            "Am Markt 3",
            "Lindenallee 47a",
            "Talfergasse 8",
            "Hauptstr. 105",
            "Lange Straße 5",
            "An der alten Mühle 7",
            "Via Roma 5",
            "Via Roma §",
            "Piazza Garibaldi 12/A",
            "Corso Italia, 88",
            "Viale dei Mille 31",
            "Via San Marco 2",
            "Berliner Str. 28 b",
            "(zeriner Str. 28 b",
            "Unter den Linden 77",
            "Via G. Galilei n. 20",
            "Via dell'Arco, 16/b",
            "Via 4 Novembre 12",
            "P.zza Walther 1",
            "via Roma 5",
            "Corso Vittorio Emanuele ll, 58",
        ] {
            assert_eq!(found(street), [street]);
            assert_eq!(found(&format!("Adresse: {street}")), [street]);
        }
    }

    #[test]
    fn other_lines_are_none() {
        for text in [
            "Bestellung 20418 Unterwegs",
            "via e-mail 5 times",
            "Via e-mail 5 Tage",
            "corso di 3 giorni",
            "Im November 2026",
            "Am 14. November 2026",
            "Am Freitag 3",
            "14 November 2026",
            "3 Blue Mugs",
            "Wanderschuh, Größe 42",
            "Der Weg ist das Ziel",
            "Order 2026-12345",
            "2026 Northwind",
            "In 3 Tagen",
            "400 ml",
            "Version 10.4",
            "Desk lamp Talbach 3",
            "Lampada da scrivania Talbach 3",
            "",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
