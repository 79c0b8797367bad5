//! Letters and digits that a reader of pictures takes for one another.

/// The digit that a sign is, or is likely to be where digits stand.
pub(super) fn digit(sign: char) -> Option<char> {
    Some(match sign {
        '0'..='9' => sign,
        'O' | 'o' | 'Q' | 'D' | '@' => '0',
        'I' | 'l' | 'i' | '|' | ']' | '[' | '!' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'G' => '6',
        'T' => '7',
        'B' => '8',
        _ => return None,
    })
}

/// The capital letter that a sign is, or is likely to be where letters stand.
pub(super) fn capital(sign: char) -> Option<char> {
    Some(match sign {
        'A'..='Z' => sign,
        'a'..='z' => sign.to_ascii_uppercase(),
        '0' => 'O',
        '1' | '|' => 'I',
        ']' => 'J',
        '5' => 'S',
        '8' => 'B',
        '6' => 'G',
        '2' => 'Z',
        _ => return None,
    })
}

/// The digits of a word, if nearly all its letters are digits already.
pub(super) fn digits(word: &str) -> Option<String> {
    let sure = word.chars().filter(char::is_ascii_digit).count();
    let all: Option<String> = word.chars().map(digit).collect();
    all.filter(|all| sure > 0 && sure * 3 >= all.len() * 2)
}

/// Letters without their marks, in lower case: `é` is `e`, `ß` is `ss`.
pub(super) fn folded(word: &str) -> String {
    let mut folded = String::new();
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'ß' => folded.push_str("ss"),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ => {}
        }
    }
    folded
}

/// How many letters must be put in, left out or changed to make one of the other; `most + 1` when
/// it is more than `most`.
pub(super) fn distance(one: &str, other: &str, most: usize) -> usize {
    let other: Vec<char> = other.chars().collect();
    if one.chars().count().abs_diff(other.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, also) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != *also);
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
        }
    }
    row[other.len()].min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_digits_may_have_a_letter_among_them() {
        assert_eq!(digits("4O1l").as_deref(), None, "half letters");
        assert_eq!(digits("401l").as_deref(), Some("4011"));
        assert_eq!(digits("1]11").as_deref(), Some("1111"));
        assert_eq!(digits("SOIL"), None);
    }

    #[test]
    fn distances_are_edits() {
        assert_eq!(distance("steinmair", "steinmalr", 2), 1);
        assert_eq!(distance("steinmair", "stelnmar", 2), 2);
        assert_eq!(distance("lowe", "above", 1), 2, "more than that");
        assert_eq!(distance("", "ab", 2), 2);
    }
}
