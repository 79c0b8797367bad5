//! Long texts in pieces: at the end of a line, else of a word, else of a letter as people see it.

use super::Letters;

/// Cuts a text into pieces that cost at most `max` each. White space where it is cut goes, nothing
/// else does; no piece is blank. A text of nothing but white space is no piece.
///
/// `cost` is of one character, and of several the sum.
pub(super) fn split(
    text: &str,
    max: usize,
    letters: Letters,
    cost: impl Fn(char) -> usize,
) -> Vec<String> {
    let price = |text: &str| text.chars().map(&cost).sum::<usize>();
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if price(rest) <= max {
            pieces.push(rest.to_owned());
            break;
        }
        let end = end_of_piece(rest, max, letters, &cost);
        let (piece, after) = rest.split_at(end);
        pieces.push(piece.trim_end().to_owned());
        rest = after.trim_start();
    }
    pieces
}

/// Where the first piece of a text ends that is too long for one. Never at the start.
fn end_of_piece(text: &str, max: usize, letters: Letters, cost: &impl Fn(char) -> usize) -> usize {
    let (mut spent, mut line, mut word, mut letter) = (0, 0, 0, 0);
    let starts = letters(text);
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    for (start, end) in starts.iter().copied().zip(ends) {
        let grapheme = &text[start..end];
        let blank = grapheme.chars().all(char::is_whitespace);
        if blank && start > 0 {
            word = start;
            if grapheme.contains('\n') {
                line = start;
            }
        }
        spent += grapheme.chars().map(cost).sum::<usize>();
        if spent > max {
            break;
        }
        letter = start + grapheme.len();
    }
    // A line or a word that ends early would leave a stub; half a piece is worth a cut.
    match (line, word, letter) {
        (line, _, letter) if line * 2 >= letter && line > 0 => line,
        (_, word, letter) if word * 2 >= letter && word > 0 => word,
        (_, _, letter) if letter > 0 => letter,
        _ => end_of_letter(text, max, cost),
    }
}

/// A "letter" that is longer than a whole message is cut within: no reader sees one there.
fn end_of_letter(text: &str, max: usize, cost: &impl Fn(char) -> usize) -> usize {
    let mut spent = 0;
    for (start, char) in text.char_indices() {
        spent += cost(char);
        if spent > max && start > 0 {
            return start;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::letters, *};
    use proptest::prelude::*;

    #[test]
    fn it_cuts_where_a_reader_would() {
        let by = |text: &str, max| split(text, max, letters, |_| 1);
        assert_eq!(by("one two three", 8), ["one two", "three"]);
        assert_eq!(
            by("one\ntwo three", 9),
            ["one two".replace(' ', "\n"), "three".into()]
        );
        assert_eq!(
            by("line one\nline two is here", 12),
            ["line one", "line two is", "here"]
        );
        assert_eq!(by("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(by(" \n ", 3), [""; 0]);
        // A family is one letter of eleven bytes' worth of people.
        let family = "👩‍👩‍👧";
        let two = format!("{family}{family}");
        let bytes = split(&two, family.len() + 3, letters, char::len_utf8);
        assert_eq!(bytes, [family, family]);
        // A letter that fits nowhere is cut rather than lost.
        let tall = format!("a{}", "\u{301}".repeat(40));
        let cut = split(&tall, 21, letters, char::len_utf8);
        assert_eq!(cut.concat(), tall);
        assert!(cut.iter().all(|piece| piece.len() <= 21));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_long(
            text in "(\\PC|\\s|[a-z]{1,12} |🇮🇹|é){0,400}", max in 4_usize..60,
        ) {
            let pieces = split(&text, max, letters, char::len_utf8);
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&pieces.concat()), bare(&text));
            for piece in &pieces {
                prop_assert!(piece.len() <= max && !piece.trim().is_empty());
            }
        }
    }
}
