//! Lines of text made of words, and the way back from a part of a line to the words it is made of.

use super::table::Word;
use model::Area;
use std::ops::Range;

/// Stands between words that are so far apart that they belong to different things: cells of a
/// table, say. No matcher looks beyond it.
pub(super) const GAP: char = '\t';

/// Words in reading order, as a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The words with a space between them, or a [`GAP`].
    pub(super) text: String,
    /// Where the second line begins, if these are two.
    pub(super) turn: Option<usize>,
    parts: Vec<(Range<usize>, usize)>,
}

impl Line {
    fn push(&mut self, between: &str, text: &str, word: usize) {
        self.text.push_str(between);
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push((start..self.text.len(), word));
    }

    /// The words that a part of the text touches.
    pub(super) fn words_in(&self, range: &Range<usize>) -> Vec<usize> {
        let touched = self
            .parts
            .iter()
            .filter(|(part, _)| part.start < range.end && range.start < part.end);
        touched.map(|(_, word)| *word).collect()
    }

    /// Both as one. What was broken at a hyphen, a dot or an `@` has no space there.
    pub(super) fn followed_by(&self, next: &Self) -> Self {
        let mut joined = self.clone();
        if !self.text.ends_with(['-', '.', '@', '_']) {
            joined.text.push(' ');
        }
        let turn = joined.text.len();
        joined.turn = Some(turn);
        joined.text.push_str(&next.text);
        let moved = next
            .parts
            .iter()
            .map(|(part, word)| (part.start + turn..part.end + turn, *word));
        joined.parts.extend(moved);
        joined
    }
}

/// The lines of each paragraph.
pub(super) fn paragraphs(words: &[Word]) -> Vec<Vec<Line>> {
    let mut paragraphs: Vec<Vec<Line>> = Vec::new();
    let mut before: Option<&Word> = None;
    for (number, word) in words.iter().enumerate() {
        if is_frame(words, number) {
            continue;
        }
        let same_paragraph = before.is_some_and(|before| before.paragraph == word.paragraph);
        let same_line = same_paragraph && before.is_some_and(|before| before.line == word.line);
        if !same_paragraph {
            paragraphs.push(Vec::new());
        }
        let lines = paragraphs.last_mut().expect("pushed with the first word");
        if !same_line {
            lines.push(Line::default());
        }
        let line = lines.last_mut().expect("pushed with the first word");
        let between = match before {
            Some(before) if same_line && is_gap(before, word) => "\t",
            Some(_) if same_line => " ",
            _ => "",
        };
        line.push(between, &word.text, number);
        before = Some(word);
    }
    paragraphs
}

/// A stroke at an end of a line: the frame around it, or the rim of a bubble.
fn is_frame(words: &[Word], number: usize) -> bool {
    let word = &words[number];
    let beside = |other: Option<&Word>| {
        other.is_some_and(|other| (other.paragraph, other.line) == (word.paragraph, word.line))
    };
    let inside =
        beside(number.checked_sub(1).and_then(|at| words.get(at))) && beside(words.get(number + 1));
    !inside && word.text.chars().all(|sign| "|[]{}()\\~_".contains(sign))
}

/// More than letters are high stands between them.
fn is_gap(one: &Word, next: &Word) -> bool {
    let height = one.area.height.max(next.area.height);
    next.area.x > one.area.x + one.area.width + height + height / 2
}

/// An area a line, around these words, with a margin: the reader's boxes are tight.
pub(super) fn areas(words: &[Word], of: &[usize]) -> Vec<Area> {
    let of: Vec<&Word> = of.iter().filter_map(|word| words.get(*word)).collect();
    of.chunk_by(|one, next| one.line == next.line)
        .filter_map(line_of)
        .map(with_margin)
        .collect()
}

/// Around words of one line. A word that is more than twice as high as the others (no letter is) was
/// read together with a frame around it: how high the line is, they say.
fn line_of(words: &[&Word]) -> Option<Area> {
    // A dash is lower than letters are.
    let mut heights: Vec<u32> = words
        .iter()
        .filter(|word| word.text.contains(char::is_alphanumeric))
        .map(|word| word.area.height)
        .collect();
    heights.sort_unstable();
    let usual = heights.get(heights.len().saturating_sub(1) / 2);
    let flat = |word: &&&Word| usual.is_none_or(|usual| word.area.height * 5 <= usual * 11);
    let all = words.iter().map(|word| word.area).reduce(around)?;
    let high = (words.iter().filter(flat))
        .map(|word| word.area)
        .reduce(around)?;
    Some(Area {
        y: high.y,
        height: high.height,
        ..all
    })
}

fn around(a: Area, b: Area) -> Area {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Area {
        x,
        y,
        width: (a.x + a.width).max(b.x + b.width) - x,
        height: (a.y + a.height).max(b.y + b.height) - y,
    }
}

fn with_margin(area: Area) -> Area {
    let margin = area.height / 5 + 2;
    let (x, y) = (area.x.saturating_sub(margin), area.y.saturating_sub(margin));
    Area {
        x,
        y,
        width: area.x + area.width + margin - x,
        height: area.y + area.height + margin - y,
    }
}

/// Begin and end something of their own.
const QUOTES: [char; 7] = ['"', '“', '”', '„', '«', '»', '‟'];

/// The words of a text and where they stand in it, each gap a word of its own. A quotation mark is a
/// gap.
pub(super) fn tokens(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_quote = QUOTES.contains(&letter);
        if letter == ' ' || letter == GAP || is_quote {
            if let Some(from) = start.take() {
                tokens.push((from..at, &text[from..at]));
            }
            if letter != ' ' {
                tokens.push((at..at + letter.len_utf8(), "\t"));
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_far_apart_are_not_of_one_thing() {
        let word = |text: &str, x: u32| Word {
            text: text.to_owned(),
            area: Area {
                x,
                y: 0,
                width: 40,
                height: 20,
            },
            paragraph: 1,
            line: 1,
        };
        let words = [word("one", 0), word("two", 50), word("far", 140)];
        let lines = paragraphs(&words);
        assert_eq!(lines[0][0].text, "one two\tfar");
        assert_eq!(lines[0][0].words_in(&(5..9)), [1, 2]);
        let told: Vec<_> = tokens("one two\tfar")
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        assert_eq!(told, ["one", "two", "\t", "far"]);
    }

    #[test]
    fn a_frame_around_a_line_is_no_part_of_it() {
        let word = |text: &str, x: u32, y: u32, height: u32| Word {
            text: text.to_owned(),
            area: Area {
                x,
                y,
                width: 40,
                height,
            },
            paragraph: 1,
            line: 1,
        };
        let words = [
            word("|", 0, 0, 60),
            word("(one", 50, 0, 60),
            word("|", 100, 20, 20),
            word("two", 150, 20, 20),
            word("three", 200, 20, 20),
            word(")", 250, 0, 60),
        ];
        assert_eq!(paragraphs(&words)[0][0].text, "(one | two three");
        let area = areas(&words, &[1, 3, 4])[0];
        assert!(area.y >= 10 && area.height <= 40, "{area:?}");
        assert!(area.x <= 50 && area.x + area.width >= 240, "{area:?}");
    }
}
