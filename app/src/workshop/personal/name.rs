//! What the ticket's contact is called: each word of their names, and the names they have elsewhere.
//! Forgiven: marks on letters, `ii` for `ü`, `B` or `fl` for `ß`, and one wrong letter in a long word.

use super::{
    lookalikes::{distance, folded},
    text::tokens,
};
use std::ops::Range;

/// Parts of names that say nothing about anybody.
const COMMON: [&str; 28] = [
    "gmbh", "ag", "kg", "ohg", "ug", "gbr", "ltd", "llc", "inc", "plc", "srl", "spa", "sas", "snc",
    "company", "and", "und", "the", "von", "van", "der", "den", "del", "della", "dei", "mrs",
    "herr", "frau",
];
/// Shorter words are too likely something else.
const SHORTEST: usize = 3;
/// From so many letters on one of them may be wrong, and from so many two.
const LONG: usize = 6;
const VERY_LONG: usize = 12;

/// What is known of the contact.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Words of names, folded; whether they are only a name with a capital.
    words: Vec<(String, bool)>,
    /// What stands between them, folded: `di`, `von`. A name only beside one.
    small: Vec<String>,
    phones: Vec<String>,
}

impl Known {
    /// Of names and addresses, one a line.
    pub(super) fn new(lines: &str) -> Self {
        let mut known = Self::default();
        for line in lines.lines().map(str::trim) {
            let digits: String = line.chars().filter(char::is_ascii_digit).collect();
            if line.contains('@') {
                continue;
            }
            if digits.len() >= 7 && digits.len() * 2 > line.len() {
                known.phones.push(digits);
                continue;
            }
            for word in line.split_whitespace() {
                let name = word.starts_with(char::is_uppercase);
                let folded = folded(word);
                let long = folded.chars().count() >= SHORTEST;
                if long
                    && !COMMON.contains(&&folded[..])
                    && !known.words.contains(&(folded.clone(), name))
                {
                    known.words.push((folded, name));
                } else if !long || folded.len() <= 5 {
                    known.small.push(folded);
                }
            }
        }
        known
    }

    /// Whether these are the digits of their number, with or without its country.
    pub(super) fn is_phone(&self, digits: &str) -> bool {
        let tail = |phone: &str| {
            phone
                .len()
                .checked_sub(8)
                .is_some_and(|at| digits.contains(&phone[at..]))
        };
        self.phones.iter().any(|phone| tail(phone))
    }

    fn has(&self, word: &str) -> bool {
        let capital = word
            .chars()
            .next()
            .is_some_and(|first| !first.is_lowercase());
        let readings = readings(word);
        self.words.iter().any(|(known, name)| {
            let length = known.chars().count();
            let wrong = usize::from(length >= LONG) + usize::from(length >= VERY_LONG);
            (capital || !name)
                && readings
                    .iter()
                    .any(|reading| distance(known, reading, wrong) <= wrong)
        })
    }
}

/// What a word may have been before it was read.
fn readings(word: &str) -> Vec<String> {
    let tail = word.char_indices().nth(1).map_or(word.len(), |(at, _)| at);
    let (head, rest) = word.split_at(tail);
    let sharp: String = rest.replace('B', "ß").replace("fl", "ß").replace('8', "ß");
    let mut readings = vec![folded(word)];
    for other in [
        format!("{head}{sharp}"),
        word.replace("ii", "ü").replace("ti", "ü"),
        format!("{head}{sharp}").replace("ii", "ü"),
        word.replace("rn", "m"),
    ] {
        let other = folded(&other);
        if !readings.contains(&other) {
            readings.push(other);
        }
    }
    readings
}

/// The places in a text where the contact is named; names beside each other are one.
pub(super) fn find(text: &str, known: &Known) -> Vec<Range<usize>> {
    let mut finds: Vec<Range<usize>> = Vec::new();
    if known.words.is_empty() {
        return finds;
    }
    let mut before: Option<Range<usize>> = None;
    for (place, token) in tokens(text) {
        // `name=Tom`, `Tom/Harriet`.
        let parts = token.split(['=', ':', '/', '|', '<', '>', '(', ')', '@', '"', ';', ',']);
        let named = parts.clone().any(|part| known.has(trimmed(part)));
        if !named {
            let begun = before.take().filter(|small| small.end + 1 == place.start);
            if known.small.contains(&folded(token)) {
                before = Some(begun.map_or(place.start, |small| small.start)..place.end);
            }
            continue;
        }
        // `Di Stefano`.
        let place = match before.take() {
            Some(small) if small.end + 1 == place.start => small.start..place.end,
            _ => place,
        };
        match finds.last_mut() {
            Some(last) if last.end + 1 == place.start => last.end = place.end,
            _ => finds.push(place),
        }
    }
    finds
}

/// Without punctuation at its ends and without the English genitive.
fn trimmed(word: &str) -> &str {
    let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(known: &str, text: &'a str) -> Vec<&'a str> {
        let known = Known::new(known);
        find(text, &known)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn names_are_found_as_they_were_read() {
        for (name, read) in [
            ("Jürgen Weiß", "Jiirgen WeiB"),
            ("Jürgen Weiß", "Jurgen Weiß"),
            ("Jürgen Weiß", "Jtirgen Wei8"),
            ("Käthe Großmann", "Kathe GroBmann"),
            ("Käthe Großmann", "Käthe Groflmann"),
            ("Anneliese Köhler", "Annellese Kohler"),
            ("Niccolò Esposito", "Niccolo Esposlto"),
            ("Beatrice D'Angelo", "Beatrice D’Angelo"),
            ("Noemi Di Stefano", "Noemi Di Stefano"),
            ("Ute von der Heide", "Ute von der Heide"),
            ("Eva Müller-Lüdenscheidt", "Eva Miller-Lidenscheidt"),
            ("HARRIET LOWE", "Harriet Lowe"),
            ("nina.ceramics", "nina.ceramics"),
            ("bergfex_toni", "@bergfex_toni"),
        ] {
            assert_eq!(
                found(name, &format!("An {read}, 14:32")),
                [format!("{read},")],
                "{read}"
            );
        }
        assert_eq!(
            found("Tom Everett", "user=Tom, Everett's lamp"),
            ["user=Tom, Everett's"]
        );
    }

    #[test]
    fn other_words_are_not_the_contact() {
        for (name, text) in [
            ("Grace Lowe", "by the grace of low prices"),
            ("Jürgen Weiß", "Ich weiß es nicht, der weiße Becher"),
            ("Office Nord GmbH", "Northwind GmbH & Co. KG"),
            ("Peter Unterhofer", "Pete, Petra und Unterhaltung"),
            ("Li Po", "Li. Po"),
            ("", "nobody"),
            ("tom@everett.example", "tom Everett"),
        ] {
            assert_eq!(found(name, text), [""; 0], "{name}: {text}");
        }
    }
}
