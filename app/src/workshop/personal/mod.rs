//! Personal data in what was read from a picture: which words, what they are, and where they stand.
//! A file a kind. Nothing here knows a browser. What reads pictures errs, so each kind says what it
//! forgives.

mod card;
mod email;
mod english;
mod iban;
mod lookalikes;
mod name;
mod phone;
mod street;
mod table;
mod text;
mod town;

use model::Area;
use std::ops::Range;
pub(super) use table::{Word, words};
use text::{Line, paragraphs};

/// What a find is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// The number of a payment card.
    Card,
    /// An IBAN.
    Iban,
    /// A street line, or a line of postcode and town.
    Address,
    /// What the ticket's contact is called.
    Name,
}

/// Something that is better not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Find {
    /// What it is.
    pub(super) kind: Kind,
    /// Where: one area a line that it runs over, with a small margin.
    pub(super) areas: Vec<Area>,
}

/// A matcher: the parts of a text, in bytes, that are what it looks for.
type Matcher<'a> = &'a dyn Fn(&str) -> Vec<Range<usize>>;

/// Looks through words for personal data. `known` is what the contact is called: names and
/// addresses, one a line.
pub(super) fn find(words: &[Word], known: &str) -> Vec<Find> {
    let known = name::Known::new(known);
    // What can be checked comes first and keeps its words: a card's digits are no telephone number.
    let matchers: [(Kind, Matcher<'_>); 6] = [
        (Kind::Iban, &iban::find),
        (Kind::Email, &email::find),
        (Kind::Card, &card::find),
        (Kind::Phone, &|text| phone::find(text, &known)),
        (Kind::Address, &street::find),
        (Kind::Name, &|text| name::find(text, &known)),
    ];
    let mut search = Search {
        words,
        taken: vec![None; words.len()],
        finds: Vec::new(),
    };
    let paragraphs = paragraphs(words);
    for (kind, matcher) in matchers {
        for lines in &paragraphs {
            for line in lines {
                search.take(kind, matcher, line);
            }
            for pair in lines.windows(2) {
                search.take_across(kind, matcher, &pair[0].followed_by(&pair[1]));
            }
        }
    }
    search.finds
}

/// What was found so far, and which words that took.
struct Search<'a> {
    words: &'a [Word],
    taken: Vec<Option<Kind>>,
    finds: Vec<Find>,
}

impl Search<'_> {
    fn take(&mut self, kind: Kind, matcher: Matcher<'_>, line: &Line) {
        for range in matcher(&line.text) {
            let mut hit = line.words_in(&range);
            // A name beside an address of the same person is a name still.
            if kind == Kind::Name {
                hit.retain(|word| self.taken[*word].is_none());
            }
            if hit.iter().all(|word| self.taken[*word].is_none()) {
                self.keep(kind, hit);
            }
        }
    }

    /// What runs on in the next line: a column of numbers is many, not one.
    fn take_across(&mut self, kind: Kind, matcher: Matcher<'_>, lines: &Line) {
        let Some(turn) = lines.turn else {
            return;
        };
        for range in matcher(&lines.text) {
            if !(range.start < turn && turn < range.end) {
                continue;
            }
            let mut hit = lines.words_in(&range);
            let above = lines.words_in(&(range.start..turn));
            let begun = above
                .iter()
                .any(|word| self.taken[*word] == Some(Kind::Address));
            let goes_on = kind == Kind::Address && begun;
            if goes_on {
                // Its street was found in its own line.
                hit.retain(|word| self.taken[*word].is_none());
            }
            let in_prose = !lines.text[..range.start].trim().is_empty();
            let broken = lines.text[..turn]
                .trim_end()
                .ends_with(['-', '/', '.', '@', '_', '(']);
            let free = hit.iter().all(|word| self.taken[*word].is_none());
            if free && (goes_on || in_prose || broken) {
                self.keep(kind, hit);
            }
        }
    }

    fn keep(&mut self, kind: Kind, hit: Vec<usize>) {
        for word in &hit {
            self.taken[*word] = Some(kind);
        }
        let areas = text::areas(self.words, &hit);
        if !areas.is_empty() {
            self.finds.push(Find { kind, areas });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words as the reader tells them: one line a row, letters of ten by twenty pixels, three spaces
    /// for a gap.
    pub(super) fn page(rows: &[&str]) -> Vec<Word> {
        let mut words = Vec::new();
        for (row, text) in rows.iter().enumerate() {
            let mut at = 0;
            for part in text.split(' ') {
                let letters = part.chars().count() as u32;
                if letters > 0 {
                    words.push(Word {
                        text: part.to_owned(),
                        area: Area {
                            x: at * 10,
                            y: row as u32 * 30,
                            width: letters * 10,
                            height: 20,
                        },
                        paragraph: 1,
                        line: row as u32,
                    });
                }
                at += letters + 1;
            }
        }
        words
    }

    /// Digits that are the same each time, and look like any.
    pub(super) fn any_digits(seed: u32, count: usize) -> String {
        let mut seed = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
        let digits = (0..count).map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'0' + (seed >> 24) as u8 % 10)
        });
        digits.collect()
    }

    fn kinds(rows: &[&str], known: &str) -> Vec<(Kind, usize)> {
        let finds = find(&page(rows), known);
        finds.iter().map(|f| (f.kind, f.areas.len())).collect()
    }

    #[test]
    fn a_letter_is_read_as_what_it_holds() {
        let rows = [
            "Jürgen WeiB",
            "MusterstraBe 12",
            "39100 Bozen",
            "juergen.weiss@example.com",
            "Tel. +39 0471 555238",
            "IBAN DES1 2968 9757 3716 4263 52",
            "Karte 4111 1111 1111 1111",
            "Bestellung 20418 vom 14.11.2026: 1.249,00 €",
        ];
        let mut found = kinds(&rows, "Jürgen Weiß");
        found.sort_by_key(|(kind, _)| *kind as u8);
        let expected = [
            (Kind::Email, 1),
            (Kind::Phone, 1),
            (Kind::Card, 1),
            (Kind::Iban, 1),
            (Kind::Address, 1),
            (Kind::Address, 1),
            (Kind::Name, 1),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_runs_over_two_lines_has_an_area_on_each() {
        let broken = ["You reach me at 030 /", "23125 781 any time"];
        assert_eq!(kinds(&broken, ""), [(Kind::Phone, 2)]);
        let broken = ["info@grossmann-", "kaethe.example.it"];
        assert_eq!(kinds(&broken, ""), [(Kind::Email, 2)]);
        let broken = ["14 Rosewood Avenue, Leeds", "LS2 7EW?"];
        assert_eq!(kinds(&broken, ""), [(Kind::Address, 1), (Kind::Address, 2)]);
        let two = ["0471 555 238", "347 5550198"];
        assert_eq!(kinds(&two, ""), [(Kind::Phone, 1), (Kind::Phone, 1)]);
        let column = ["037760", "352632", "012334", "932705"];
        assert_eq!(kinds(&column, ""), []);
    }

    #[test]
    fn a_name_beside_an_address_is_one_of_its_own() {
        let rows = ["Tom Everett tom@everett.example"];
        let expected = [(Kind::Email, 1), (Kind::Name, 1)];
        assert_eq!(kinds(&rows, "Tom Everett"), expected);
    }

    #[test]
    fn an_area_holds_its_words_with_a_margin_and_nothing_beyond() {
        let finds = find(&page(&["Mail to tom@everett.example today"]), "");
        let [Find { areas, .. }] = &finds[..] else {
            panic!("one find: {finds:?}");
        };
        let area = areas[0];
        assert!(area.x < 80 && area.x + 15 > 80, "{area:?}");
        let end = area.x + area.width;
        assert!(end > 270 && end < 285, "{area:?}");
    }

    #[test]
    fn words_of_any_kind_never_panic() {
        let signs = [
            "@", "+", "0", "49", "DE", "12", "straße", "Via", "ß", "©", "(", ")", "-", ".",
            "é@ü.ö", "4111", "1111", "é", "IBAN", "A-", "😀", "St.", "",
        ];
        let mut seed = 7_u32;
        for _ in 0..4_000 {
            let mut line = String::new();
            for _ in 0..6 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                line.push_str(signs[(seed >> 16) as usize % signs.len()]);
                if seed & 0x100 == 0 {
                    line.push(' ');
                }
            }
            for found in find(&page(&[&line, &line]), &line) {
                assert!(!found.areas.is_empty());
            }
        }
    }
}
