//! Lines of postcode and town: German, Austrian and Italian ones begin with the code, British and
//! American ones end in it. Forgiven: a lost space in a British code, lookalikes in any.

use super::{
    lookalikes::{capital, digit},
    street::{Token, bare, is_capitalised},
};

/// `39100 Bozen`, `A-6020 Innsbruck`, `London NW1 6XE`, `Springfield, IL 62704`.
pub(super) fn town(tokens: &[Token<'_>], after_street: bool) -> Option<usize> {
    postcode_first(tokens, after_street).or_else(|| postcode_last(tokens))
}

/// Between the words of a town's name.
const BETWEEN: [&str; 14] = [
    "am", "an", "der", "im", "in", "bei", "ob", "vor", "di", "del", "della", "sul", "sulla", "nell",
];

fn postcode_first(tokens: &[Token<'_>], after_street: bool) -> Option<usize> {
    let read = tokens.first()?.1;
    // `I-38122` is read as `1-38122`.
    let code = ["1-", "l-", "|-"]
        .iter()
        .find_map(|country| read.strip_prefix(country))
        .filter(|code| code.len() == 5)
        .unwrap_or(read);
    let digits = code
        .trim_start_matches(|sign: char| sign.is_ascii_uppercase() || sign == '-' || sign == '—');
    let country = digits.len() < code.len() && code.len() - digits.len() <= 5;
    let all = digits.bytes().all(|sign| sign.is_ascii_digit());
    let fits = all
        && match digits.len() {
            5 => true,
            4 => country || after_street,
            _ => false,
        };
    if !fits {
        return None;
    }
    let mut length = 1;
    for (at, (_, token)) in tokens.iter().enumerate().take(5).skip(1) {
        let word = bare(token);
        let next = tokens.get(at + 1).map_or("", |(_, next)| *next);
        // `Frankfurt am Main`.
        if length > 1 && BETWEEN.contains(&word) && is_capitalised(next) {
            length += 1;
            continue;
        }
        // What the next thing is called: `Tel.`, `Telefon:`.
        let is_label = token.ends_with(':') || (token.ends_with('.') && word.len() < 5);
        if is_label && length > 1 && !matches!(word, "St" | "Bad") {
            break;
        }
        let named = is_capitalised(token)
            && word
                .chars()
                .all(|sign| sign.is_alphabetic() || matches!(sign, '-' | '\'' | '.'));
        if !named || (length == 1 && word.chars().count() < 3) {
            break;
        }
        length += 1;
        if token.ends_with([',', '.', ';', ')', '?', '!']) {
            break;
        }
    }
    (length > 1).then_some(length)
}

fn postcode_last(tokens: &[Token<'_>]) -> Option<usize> {
    let mut at = 0;
    while at < 4 && tokens.get(at).is_some_and(|(_, token)| is_place(token)) {
        at += 1;
        let code = |at: usize| tokens.get(at).map_or("", |(_, token)| *token);
        if is_british(code(at), code(at + 1)) {
            return Some(at + 2);
        }
        // The space in it may be lost.
        let merged = code(at).trim_end_matches([',', '.', '?', ')', ';']);
        let split = merged
            .char_indices()
            .rev()
            .nth(2)
            .map(|(split, _)| merged.split_at(split));
        let letters = |other: &str| {
            (other.chars().skip(1)).all(|sign| sign.is_ascii_uppercase() || sign == ']')
        };
        let fits = |(one, other): (&str, &str)| is_british(one, other) && letters(other);
        if merged.chars().count() > 4 && split.is_some_and(fits) {
            return Some(at + 1);
        }
        let state = bare(code(at)).len() == 2
            && bare(code(at)).bytes().all(|sign| sign.is_ascii_uppercase());
        let zip = code(at + 1)
            .split('-')
            .next()
            .unwrap_or_default()
            .trim_end_matches([',', '.', '?']);
        if state
            && zip.len() == 5
            && zip.chars().all(|sign| digit(sign).is_some())
            && zip.starts_with(|sign: char| sign.is_ascii_digit())
        {
            return Some(at + 2);
        }
    }
    None
}

fn is_place(token: &str) -> bool {
    let letters = bare(token)
        .chars()
        .all(|sign| sign.is_alphabetic() || matches!(sign, '-' | '\'' | '.'));
    is_capitalised(token) && letters && !token.ends_with([':', ';'])
}

/// `NW1 6XE`: letters and a digit, then a digit and two letters.
fn is_british(one: &str, other: &str) -> bool {
    let other = other.trim_end_matches([',', '.', '?', ')', ';']);
    let area = one.chars().take_while(char::is_ascii_uppercase).count();
    let district = one
        .chars()
        .skip(area)
        .take(1)
        .all(|sign| digit(sign).is_some());
    let outward = (1..=2).contains(&area)
        && (2..=4).contains(&one.chars().count())
        && district
        && one.chars().count() > area;
    let inward = other.chars().count() == 3
        && other
            .chars()
            .next()
            .is_some_and(|sign| digit(sign).is_some())
        && other
            .chars()
            .skip(1)
            .all(|sign| capital(sign).is_some() && !sign.is_lowercase());
    outward
        && inward
        && one
            .chars()
            .chain(other.chars())
            .any(|sign| sign.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::street::find;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn towns_are_found_with_their_postcode() {
        for town in [
            "London NW1 6XE",
            "Bristol BS1 4DJ",
            "Bristol BS1 4D]",
            "Bristol BS14DJ",
            "Springfield, IL 62704",
            "Leeds LS2 7EW",
            "39100 Bozen",
            "A-6020 Innsbruck",
            "80331 Miinchen",
            "00184 Roma (RM)",
            "39100 Bolzano BZ",
            "50122 Firenze FI",
            "60311 Frankfurt am Main",
            "1-38122 Trento",
        ] {
            assert_eq!(found(town), [town]);
            assert_eq!(found(&format!("To: {town}")), [town]);
        }
        assert_eq!(
            found("Am Markt 3, 6020 Innsbruck"),
            ["Am Markt 3, 6020 Innsbruck"]
        );
        assert_eq!(
            found("14 Rosewood Avenue, Leeds LS2 7EW?"),
            ["14 Rosewood Avenue, Leeds LS2 7EW?"]
        );
        assert_eq!(found("50667 Köln Tel. 0171"), ["50667 Köln"]);
        assert_eq!(found("Ort 1010 Wien"), ["1010 Wien"]);
        assert_eq!(found("PNR X7K36Q"), [""; 0]);
        let json = r#""street": "Via Roma 5", "city": "39100 Bozen","#;
        assert_eq!(found(json), ["Via Roma 5", "39100 Bozen"]);
    }
}
