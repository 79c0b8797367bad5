//! The street lines of addresses as written in English: the number comes first.

use super::{
    lookalikes::folded,
    street::{Token, is_capitalised, is_house},
};

/// How English streets end, folded.
const ENGLISH: [&str; 31] = [
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "lane",
    "ln",
    "drive",
    "dr",
    "court",
    "ct",
    "close",
    "way",
    "place",
    "pl",
    "square",
    "sq",
    "terrace",
    "gardens",
    "crescent",
    "boulevard",
    "blvd",
    "hill",
    "mews",
    "row",
    "walk",
    "grove",
    "park",
    "parkway",
    "highway",
];
/// Which end of an English street.
const SIDES: [&str; 12] = [
    "north", "south", "east", "west", "n", "s", "e", "w", "ne", "nw", "se", "sw",
];
/// What may stand before or follow an English street.
const ROOMS: [&str; 7] = ["flat", "apt", "apartment", "unit", "suite", "floor", "room"];

/// `221B Baker Street`, `7 Old Mill Lane, Flat 4`, `Flat 4, 7 Old Mill Lane`.
pub(super) fn english(tokens: &[Token<'_>]) -> Option<usize> {
    let before = room(tokens);
    english_street(&tokens[before..]).map(|length| before + length)
}

/// How many words are `Flat 4` and its like, if there are any.
fn room(tokens: &[Token<'_>]) -> usize {
    let word = |at: usize| tokens.get(at).map_or("", |(_, token)| *token);
    let is_named = ROOMS.contains(&&folded(word(0))[..]) && word(1).len() <= 5;
    if is_named && word(1).contains(|sign: char| sign.is_ascii_digit()) {
        2
    } else {
        usize::from(word(0).starts_with('#') && word(0).len() > 1 && word(0).len() <= 6)
    }
}

fn english_street(tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.first()?.1;
    let digits = first.chars().filter(char::is_ascii_digit).count();
    // `5` alone may be read as `S$`.
    let guessed = digits == 0
        && (1..=2).contains(&first.chars().count())
        && first
            .chars()
            .all(|sign| matches!(sign, 'S' | 's' | '$' | '§' | 'l' | 'B'));
    let number = guessed
        || first.starts_with(|sign: char| sign.is_ascii_digit())
            && (is_house(first) || digits == 5)
            && !first.ends_with(['.', ';']);
    if !number {
        return None;
    }
    let mut length = None;
    for (at, (_, token)) in tokens.iter().enumerate().skip(1).take(5) {
        if !is_capitalised(token) && !is_ordinal(token) {
            break;
        }
        if at > 1 && ENGLISH.contains(&&folded(token)[..]) {
            length = Some(at + 1);
        }
        if token.ends_with([',', ';']) {
            break;
        }
    }
    let mut length = length?;
    let goes_on = |length: usize| !tokens[length - 1].1.ends_with([',', ';']);
    let side = tokens.get(length).map_or("", |(_, token)| *token);
    if goes_on(length) && SIDES.contains(&&folded(side)[..]) {
        length += 1;
    }
    Some(length + room(&tokens[length..]))
}

/// `23rd`, `5th`.
fn is_ordinal(token: &str) -> bool {
    let end = token.trim_start_matches(|sign: char| sign.is_ascii_digit());
    end.len() < token.len() && matches!(end, "st" | "nd" | "rd" | "th")
}

#[cfg(test)]
mod tests {
    use super::super::street::find;

    #[test]
    fn english_streets_are_found() {
        for street in [
            "221B Baker Street",
            "14 Rosewood Avenue",
            "7 Old Mill Lane",
            "1600 Harbour Road, Flat 4",
            "93 St. John's Close",
            "12 Queens Road West",
            "Flat 2, 31 Market Place",
            "350 5th Avenue",
            "1250 NW 23rd Street",
            "4217 Maple Ave #5B",
            "S$ Elm Drive",
        ] {
            for text in [street.to_owned(), format!("Address: {street}")] {
                let found: Vec<_> = find(&text).into_iter().map(|range| &text[range]).collect();
                assert_eq!(found, [street], "{text}");
            }
        }
    }
}
