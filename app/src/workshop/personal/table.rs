//! The reader's table of words.

use model::Area;

/// A word that was read, in pixels of what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its letters, as far as they could be told.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) area: Area,
    /// Which paragraph it is in, of the whole picture.
    pub(crate) paragraph: u32,
    /// Which line of it.
    pub(crate) line: u32,
}

/// Rows of words are of this level (Tesseract's `GetTSVText`).
const WORD: &str = "5";

/// Reads Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height,
/// confidence, text. Rows that are no words are left out.
pub(crate) fn words(tsv: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut paragraph, mut last) = (0, ["", ""]);
    for row in tsv.lines() {
        let mut cells = row.splitn(12, '\t');
        let mut next = || cells.next().unwrap_or_default();
        let (level, _, block, par, line) = (next(), next(), next(), next(), next());
        let _ = next();
        let mut number = || next().parse::<u32>();
        let (x, y, width, height) = (number(), number(), number(), number());
        let _ = next();
        let text = next().trim();
        let (Ok(x), Ok(y), Ok(width), Ok(height), Ok(line)) = (x, y, width, height, line.parse())
        else {
            continue;
        };
        if level != WORD || text.is_empty() {
            continue;
        }
        if last != [block, par] {
            last = [block, par];
            paragraph += 1;
        }
        words.push(Word {
            text: text.to_owned(),
            area: Area {
                x,
                y,
                width,
                height,
            },
            paragraph,
            line,
        });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_everything_else_is_not() {
        let tsv = "1\t1\t0\t0\t0\t0\t0\t0\t800\t600\t-1\t\n\
                   4\t1\t1\t1\t1\t0\t9\t9\t9\t9\t-1\t\n\
                   5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.4\tHello\n\
                   5\t1\t1\t1\t1\t2\t50\t20\t30\t12\t96.4\t \n\
                   5\t1\t2\t1\t1\t1\t10\t80\t30\t12\t91\ttom@x.example\n\
                   broken\n5\t1\t2\t1\t1\t1\t-1\t80\t30\t12\t91\tout\n";
        let words = words(tsv);
        let told: Vec<_> = words.iter().map(|w| (&w.text[..], w.paragraph)).collect();
        assert_eq!(told, [("Hello", 1), ("tom@x.example", 2)]);
        assert_eq!((words[0].area.x, words[0].area.height), (10, 12));
    }
}
