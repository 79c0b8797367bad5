//! Which words a text has. Words end where ICU4X says so, which knows Chinese, Japanese, Thai and their like
//! by dictionary, and at punctuation; capital letters and accents make no difference.

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizer;
use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};
use std::{collections::BTreeSet, ops::Range};

/// Stands before and after each word that was found: a character that no text of ours has.
pub const FOUND: char = '\u{1}';
/// What is kept of a word, in bytes: PostgreSQL takes no more than 2046, and nobody types so many.
const WORD_BYTES: usize = 120;
/// Words of a message at most: what a customer pastes may be a book.
const WORDS: usize = 20_000;
/// Words of a question at most.
const ASKED: usize = 12;
/// How far one looks into a text for what to show of it, in bytes.
const LOOK: usize = 100_000;
/// What is shown of it, in characters: before what was found, and from there on.
const SHOWN: (usize, usize) = (30, 120);

/// The words of a text, with where they stand.
fn each(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
    let mut begin = 0;
    let segments = segmenter.segment_str(text).iter_with_word_type();
    let segments: Vec<Range<usize>> = segments
        .filter_map(|(end, kind)| {
            let range = begin..end;
            begin = end;
            kind.is_word_like().then_some(range)
        })
        .collect();
    let parts = segments.into_iter().flat_map(|segment| {
        // `order_4711.pdf` is three words to who looks for one of them.
        let mut begin = segment.start;
        let word = &text[segment];
        let parts = word.split(|c: char| c.is_ascii_punctuation() || c == '’');
        let parts = parts.map(|part| {
            let range = begin..begin + part.len();
            begin = range.end + text[range.end..].chars().next().map_or(0, char::len_utf8);
            range
        });
        parts.filter(|range| !range.is_empty()).collect::<Vec<_>>()
    });
    parts.filter_map(|range| {
        let word = fold(&text[range.clone()]);
        (!word.is_empty()).then_some((range, word))
    })
}

/// A word without what makes no difference.
fn fold(word: &str) -> String {
    let plain = DecomposingNormalizer::new_nfkd().normalize(word);
    let bare: String = plain
        .chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}') && !c.is_control() && !c.is_whitespace())
        .collect();
    let mut word = CaseMapper::new().fold_string(&bare).into_owned();
    let mut end = word.len().min(WORD_BYTES);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    word.truncate(end);
    word
}

/// What is kept of texts to find them by: each word once, a space between them.
pub(super) fn kept<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let words = texts.flat_map(each).map(|(_, word)| word).take(WORDS);
    let words: BTreeSet<String> = words.collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// All of which are wanted.
    words: Vec<String>,
    /// The last one may go on: it is still being typed.
    open: bool,
}

impl Asked {
    /// What was typed. Nothing where it has no words.
    pub(crate) fn new(typed: &str) -> Option<Self> {
        let words: Vec<String> = each(typed).map(|(_, word)| word).take(ASKED).collect();
        // One Latin letter begins half of all words.
        let last = words.last()?;
        let open = !typed.ends_with(char::is_whitespace) && (last.len() > 1);
        Some(Self { words, open })
    }

    /// As FTS5 is asked. <https://www.sqlite.org/fts5.html#full_text_query_syntax>
    pub(crate) fn fts5(&self) -> String {
        self.said(
            " AND ",
            |word| format!("\"{}\"", word.replace('"', "\"\"")),
            " *",
        )
    }

    /// As PostgreSQL is asked, for a cast to `tsquery`, which takes words as they are.
    pub(crate) fn tsquery(&self) -> String {
        let quoted = |word: &str| {
            let word = word.replace('\\', "\\\\").replace('\'', "''");
            format!("'{word}'")
        };
        self.said(" & ", quoted, ":*")
    }

    fn said(&self, and: &str, quoted: impl Fn(&str) -> String, on: &str) -> String {
        let words: Vec<String> = self.words.iter().map(|word| quoted(word)).collect();
        let mut said = words.join(and);
        if self.open {
            said.push_str(on);
        }
        said
    }

    fn wants(&self, word: &str) -> bool {
        let last = self.words.len() - 1;
        self.words.iter().enumerate().any(|(at, wanted)| {
            wanted == word || self.open && at == last && word.starts_with(wanted.as_str())
        })
    }

    /// The place of a text where it is found, on one line, each word that is asked for between two
    /// [`FOUND`]s; nothing where it has none of them.
    pub(crate) fn place(&self, text: &str) -> Option<String> {
        let mut end = text.len().min(LOOK);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = &text[..end];
        let found = each(text).filter(|(_, word)| self.wants(word));
        let found: Vec<Range<usize>> = found.map(|(range, _)| range).collect();
        let first = found.first()?.start;
        let (before, on) = SHOWN;
        let back = text[..first].char_indices().rev().nth(before);
        let from = back.map_or(0, |(at, _)| {
            // Not in the middle of a word.
            let space = text[at..first].find(char::is_whitespace);
            space.map_or(at, |space| at + space)
        });
        let until = text[first..].char_indices().nth(on);
        let until = until.map_or(text.len(), |(at, _)| first + at);
        let mut shown = String::from(if from > 0 { "…" } else { "" });
        let mut at = from;
        for range in found.iter().filter(|range| range.end <= until) {
            put(&mut shown, &text[at..range.start]);
            shown.push(FOUND);
            shown.push_str(&text[range.clone()]);
            shown.push(FOUND);
            at = range.end;
        }
        put(&mut shown, &text[at..until.max(at)]);
        if until < text.len() {
            shown.push('…');
        }
        Some(shown)
    }
}

/// Adds a piece of text to a line.
fn put(line: &mut String, piece: &str) {
    for c in piece.chars().filter(|c| *c != FOUND) {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        each(text).map(|(_, word)| word).collect()
    }

    #[test]
    fn capitals_accents_and_punctuation_make_no_difference() {
        assert_eq!(
            words("Der Caffè ist WEISS, weiß!"),
            ["der", "caffe", "ist", "weiss", "weiss"]
        );
        assert_eq!(
            words("order_4711.pdf — marta@shop.test"),
            ["order", "4711", "pdf", "marta", "shop", "test"]
        );
        assert_eq!(words("don’t"), ["don", "t"]);
        assert_eq!(words(" \u{1} … 👋 "), Vec::<String>::new());
    }

    #[test]
    fn words_end_where_readers_of_that_script_end_them() {
        assert_eq!(words("我的包裹在哪里"), words("我的 包裹 在 哪里"));
        assert!(words("荷物はどこですか").contains(&"荷物".to_owned()));
        assert!(words("สวัสดีชาวโลก").len() > 1);
        assert_eq!(words("Где моя Посылка"), ["где", "моя", "посылка"]);
    }

    #[test]
    fn what_is_kept_has_each_word_once_and_an_end() {
        let text = "b a a B ".repeat(10);
        assert_eq!(kept([text.as_str(), "c"].into_iter()), "a b c");
        let long = "ä".repeat(500);
        assert_eq!(kept(std::iter::once(long.as_str())).len(), WORD_BYTES);
    }

    #[test]
    fn a_question_cannot_break_the_language_it_is_asked_in() {
        let asked = Asked::new("Broken \"mug* OR ha'ndle").unwrap();
        assert_eq!(
            asked.fts5(),
            "\"broken\" AND \"mug\" AND \"or\" AND \"ha\" AND \"ndle\" *"
        );
        assert_eq!(asked.tsquery(), "'broken' & 'mug' & 'or' & 'ha' & 'ndle':*");
        assert_eq!(
            Asked::new("mug ").unwrap().fts5(),
            "\"mug\"",
            "typed to its end"
        );
        assert_eq!(Asked::new("m").unwrap().fts5(), "\"m\"");
        assert_eq!(Asked::new(" … "), None);
    }

    #[test]
    fn what_was_found_is_marked_in_its_line() {
        let place = |asked: &str, text: &str| {
            let place = Asked::new(asked).unwrap().place(text);
            place.map(|place| place.replace(FOUND, "|"))
        };
        assert_eq!(
            place("MUG cra", "My mug\n\n has  a crack.").as_deref(),
            Some("My |mug| has a |crack|.")
        );
        assert_eq!(place("plate", "My mug"), None);
        let far = format!("{} mug {}", "word ".repeat(50), "more ".repeat(50));
        let shown = place("mug", &far).unwrap();
        assert!(
            shown.starts_with("… word") && shown.ends_with('…'),
            "{shown}"
        );
        assert!(
            shown.contains("|mug|") && shown.chars().count() < 170,
            "{shown}"
        );
    }
}
