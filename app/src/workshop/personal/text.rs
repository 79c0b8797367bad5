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

/// More than letters are high stands between them.
fn is_gap(one: &Word, next: &Word) -> bool {
    let height = one.area.height.max(next.area.height);
    next.area.x > one.area.x + one.area.width + height + height / 2
}

/// An area a line, around these words, with a margin: the reader's boxes are tight.
pub(super) fn areas(words: &[Word], of: &[usize]) -> Vec<Area> {
    let mut areas: Vec<(u32, Area)> = Vec::new();
    for word in of.iter().filter_map(|word| words.get(*word)) {
        match areas.last_mut() {
            Some((line, area)) if *line == word.line => *area = around(*area, word.area),
            _ => areas.push((word.line, word.area)),
        }
    }
    areas
        .into_iter()
        .map(|(_, area)| with_margin(area))
        .collect()
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

/// The words of a text and where they stand in it, each gap a word of its own.
pub(super) fn tokens(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        if letter == ' ' || letter == GAP {
            if let Some(from) = start.take() {
                tokens.push((from..at, &text[from..at]));
            }
            if letter == GAP {
                tokens.push((at..at + 1, &text[at..=at]));
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
}
