//! IBANs (ISO 13616): country, two check digits, and as many signs as the country's have. Forgiven:
//! lost spaces, and letters for digits that look like them, before the check by 97.

use super::{
    lookalikes::{capital, digit},
    text::{GAP, tokens},
};
use std::ops::Range;

/// Country, length, and how many letters stand after the check digits (SWIFT's IBAN registry).
const COUNTRIES: [(&str, usize, usize); 32] = [
    ("AT", 20, 0),
    ("BE", 16, 0),
    ("BG", 22, 4),
    ("CH", 21, 0),
    ("CY", 28, 0),
    ("CZ", 24, 0),
    ("DE", 22, 0),
    ("DK", 18, 0),
    ("EE", 20, 0),
    ("ES", 24, 0),
    ("FI", 18, 0),
    ("FR", 27, 0),
    ("GB", 22, 4),
    ("GR", 27, 0),
    ("HR", 21, 0),
    ("HU", 28, 0),
    ("IE", 22, 4),
    ("IT", 27, 1),
    ("LI", 21, 0),
    ("LT", 20, 0),
    ("LU", 20, 0),
    ("LV", 21, 4),
    ("MT", 31, 4),
    ("NL", 18, 4),
    ("NO", 15, 0),
    ("PL", 28, 0),
    ("PT", 25, 0),
    ("RO", 24, 4),
    ("SE", 24, 0),
    ("SI", 19, 0),
    ("SK", 24, 0),
    ("SM", 27, 1),
];

/// After a word with one of these in it a number counts even when it does not add up.
const ANNOUNCED: [&str; 4] = ["iban", "bank", "konto", "banc"];

/// The IBANs in a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let tokens = tokens(text);
    let mut finds: Vec<Range<usize>> = Vec::new();
    let mut announced = 0_u32;
    for (at, (place, token)) in tokens.iter().enumerate() {
        if finds.last().is_some_and(|last| place.start < last.end) {
            continue;
        }
        let (lead, rest) = token.split_at(begin(token));
        if announces(token) {
            announced = 2;
        } else if !token.starts_with(GAP) {
            announced = announced.saturating_sub(1);
        }
        let start = place.start + lead.len();
        let words =
            std::iter::once((start..place.end, rest)).chain(tokens[at + 1..].iter().cloned());
        let end = whole(words.clone(), false)
            .or_else(|| whole(words.clone(), true))
            .or_else(|| with_one_too_many(rest, words.clone()));
        if let Some(end) = end {
            finds.push(start..end);
        } else if announced > 0
            && let Some(end) = damaged(words)
        {
            finds.push(start..end);
        }
    }
    finds
}

fn announces(token: &str) -> bool {
    let token = token.to_lowercase();
    ANNOUNCED.iter().any(|word| token.contains(word))
}

/// Where a number may begin in a word like `IBAN:DE12…`.
fn begin(token: &str) -> usize {
    token.rfind([':', '=', '(']).map_or(0, |at| at + 1)
}

/// Where it ends, if it is one. `doubled` says that a digit may have been read twice.
fn whole<'a>(words: impl Iterator<Item = (Range<usize>, &'a str)>, doubled: bool) -> Option<usize> {
    whole_of(words, doubled, false)
}

/// The same; `strictly` says that it must add up, whatever its form.
fn whole_of<'a>(
    words: impl Iterator<Item = (Range<usize>, &'a str)>,
    doubled: bool,
    strictly: bool,
) -> Option<usize> {
    let mut signs = String::new();
    let mut grouped = true;
    let mut wanted = None;
    for (number, (place, word)) in words.enumerate() {
        let kept = word.trim_end_matches([',', '.', ';', ')', '·']);
        if kept.is_empty()
            || !kept
                .chars()
                .all(|sign| digit(sign).is_some() || capital(sign).is_some())
        {
            return None;
        }
        grouped &= number == 0 || signs.chars().count().is_multiple_of(4);
        if doubled {
            signs.push_str(&read_once(kept));
        } else {
            signs.push_str(kept);
        }
        if wanted.is_none() {
            wanted = Some(country(&signs)?);
        }
        let (code, length, letters) = wanted?;
        match signs.chars().count() {
            count if count > length => return None,
            count if count == length => {
                let right = corrected(&signs, code, letters)?;
                // One digit misread is still an account: what has the form in groups of four is no
                // order number.
                let formed = number > 2 && grouped && !strictly;
                return (remainder(&right) == 1 || formed).then_some(place.start + kept.len());
            }
            _ if kept.len() < word.len() => return None,
            _ => {}
        }
    }
    None
}

/// The same where a sign was read in the first word that is not there: `DEA45` is `DE45`.
fn with_one_too_many<'a>(
    first: &'a str,
    words: impl Iterator<Item = (Range<usize>, &'a str)> + Clone,
) -> Option<usize> {
    let code: String = first.chars().take(2).filter_map(letter).collect();
    let known = COUNTRIES.iter().any(|(known, ..)| *known == code);
    if !known || first.chars().count() < 5 {
        return None;
    }
    first.char_indices().skip(2).find_map(|(at, sign)| {
        let less = [&first[..at], &first[at + sign.len_utf8()..]].concat();
        let mut changed = words.clone();
        let place = changed.next()?.0;
        let whole_word = place.end;
        // The check alone says whether that was right.
        let signs: Vec<(Range<usize>, &str)> = changed.collect();
        let rest = signs.iter().map(|(place, word)| (place.clone(), *word));
        let end = whole_of(std::iter::once((place, &less[..])).chain(rest), false, true)?;
        // In the first word it ends one sign later than without that sign.
        let in_first = end < whole_word;
        Some(end + if in_first { sign.len_utf8() } else { 0 })
    })
}

/// Without the letters that were read before the digit that they are: `DES51` is `DE51`.
fn read_once(word: &str) -> String {
    let next = word.chars().skip(1).map(Some).chain([None]);
    let signs = word.chars().zip(next);
    let kept = signs.filter(|(sign, next)| {
        let twice = next.is_some_and(|next| next.is_ascii_digit() && digit(*sign) == Some(next));
        sign.is_ascii_digit() || !twice
    });
    kept.map(|(sign, _)| sign).collect()
}

/// After the word IBAN: a long run of what are nearly all digits.
fn damaged<'a>(words: impl Iterator<Item = (Range<usize>, &'a str)>) -> Option<usize> {
    let (mut digits, mut end) = (0, None);
    for (number, (place, word)) in words.take(9).enumerate() {
        let count = word.chars().filter(char::is_ascii_digit).count();
        let enough = count * if number == 0 { 3 } else { 2 } >= word.len();
        let fits = word.chars().all(char::is_alphanumeric) && enough;
        if !fits {
            break;
        }
        digits += count;
        end = Some(place.end);
    }
    end.filter(|_| digits >= 12)
}

fn country(signs: &str) -> Option<(&'static str, usize, usize)> {
    let mut signs = signs.chars();
    let code: String = signs.by_ref().take(2).filter_map(letter).collect();
    let check = signs.take(2).filter(|sign| digit(*sign).is_some()).count();
    (COUNTRIES.into_iter()).find(|(known, ..)| *known == code && check == 2)
}

/// In a country's code no digit stands, and `1T` is `IT`.
fn letter(sign: char) -> Option<char> {
    match sign {
        'l' | '|' => Some('I'),
        _ => capital(sign),
    }
}

/// With digits where digits stand and letters where letters do.
fn corrected(signs: &str, code: &str, letters: usize) -> Option<String> {
    let rest = signs.chars().skip(2).enumerate().map(|(at, sign)| {
        // A few countries have letters further back: what is one stays one.
        if (2..2 + letters).contains(&at) {
            capital(sign)
        } else if sign.is_ascii_uppercase()
            && !matches!(code, "DE" | "AT" | "IT" | "GB" | "NL" | "ES" | "BE")
        {
            Some(sign)
        } else {
            digit(sign)
        }
    });
    Some(code.to_owned() + &rest.collect::<Option<String>>()?)
}

/// What is left of it by 97, the first four signs put last and letters counted from ten.
fn remainder(iban: &str) -> u32 {
    let (head, body) = iban.split_at(4);
    body.chars()
        .chain(head.chars())
        .fold(0, |rest, sign| match sign.to_digit(36) {
            Some(value) if value > 9 => (rest * 100 + value) % 97,
            Some(value) => (rest * 10 + value) % 97,
            None => rest,
        })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::any_digits, *};

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn ibans_are_found_with_and_without_spaces() {
        for iban in [
            "DE89 3704 0044 0532 0130 00",
            "DE89370400440532013000",
            "GB29 NWBK 6016 1331 9268 19",
            "IT60 X054 2811 1010 0000 0123 456",
            "AT611904300234573201",
            "CH93 0076 2011 6238 5295 7",
            "FR14 2004 1010 0505 0001 3M02 606",
            "NL91ABNA0417164300",
        ] {
            assert_eq!(found(iban), [iban]);
            assert_eq!(found(&format!("Pay to {iban}, please")), [iban]);
            assert_eq!(found(&format!("IBAN:{iban} BIC X")), [iban]);
        }
    }

    #[test]
    fn lookalikes_are_put_right_before_the_check() {
        for damaged in [
            "DEB9 37O4 0044 0532 O13O 00",
            "DE8937040044O5320130OO",
            "1T60X0542811101000000123456",
        ] {
            assert_eq!(found(damaged), [damaged]);
        }
        assert_eq!(
            found("ATO02 4975 2180 9968 1965"),
            ["ATO02 4975 2180 9968 1965"]
        );
        for one_more in ["DEA89 3704 0044 0532 0130 00", "NL91AABNA0417164300"] {
            assert_eq!(found(one_more), [one_more]);
        }
        assert_eq!(
            found(r#""iban": "DE89370400440532013000","#),
            ["DE89370400440532013000"]
        );
        let broken = "IBAN m5X3895902510323412532112";
        assert_eq!(found(broken), ["m5X3895902510323412532112"]);
    }

    #[test]
    fn what_does_not_add_up_is_none() {
        for text in [
            "DE88370400440532013000",
            "DE123456789",
            "Order DE12 3456",
            "GB 293 4810 77",
            "IBAN is wanted",
            "JJD 1930 6646 4290",
            "BE16",
            "",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn any_number_that_adds_up_is_found_in_any_groups() {
        for seed in 0..400 {
            let body = any_digits(seed, 18);
            let check = 98 - remainder(&format!("DE00{body}"));
            let iban = format!("DE{check:02}{body}");
            let cut = 4 + seed as usize % 17;
            let (one, other) = iban.split_at(cut);
            for text in [iban.clone(), format!("{one} {other}")] {
                assert_eq!(found(&text), [&text[..]]);
                assert_eq!(found(&format!("Pay {text}. Thanks")), [&text[..]]);
            }
        }
    }

    #[test]
    fn every_digit_is_checked() {
        let right = "DE89370400440532013000";
        for at in 4..right.len() {
            for wrong in "0123456789".chars() {
                let mut changed = right.to_owned();
                changed.replace_range(at..=at, &wrong.to_string());
                assert_eq!(find(&changed).is_empty(), changed != right, "{changed}");
            }
        }
    }
}
