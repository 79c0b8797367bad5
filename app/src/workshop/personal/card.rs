//! Numbers of payment cards (ISO 7812): 13 to 19 digits, the last of which checks the others
//! (Luhn). Forgiven: lost spaces, and a bracket or letter for a digit that looks like it.

use super::{lookalikes::digits, text::tokens};
use std::ops::Range;

/// The numbers in a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let tokens = tokens(text);
    let mut finds = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match starting(&tokens[at..]) {
            Some((words, end)) => {
                finds.push(tokens[at].0.start..end);
                at += words;
            }
            None => at += 1,
        }
    }
    finds
}

/// The longest number that begins with the first of these words: how many it has, and where it ends.
fn starting(tokens: &[(Range<usize>, &str)]) -> Option<(usize, usize)> {
    let mut all = String::new();
    let mut best = None;
    for (number, (place, token)) in tokens.iter().enumerate() {
        let kept = token.trim_end_matches([',', '.', ';', ')']);
        let plain: String = kept
            .chars()
            .filter(|sign| !matches!(sign, '-' | '—' | '–'))
            .collect();
        let Some(more) = digits(&plain) else {
            break;
        };
        all.push_str(&more);
        if all.len() > 19 {
            break;
        }
        if is_card(&all) {
            best = Some((number + 1, place.start + kept.len()));
        }
        if kept.len() < token.len() {
            break;
        }
    }
    best
}

fn is_card(digits: &str) -> bool {
    let start = |length: usize| {
        digits
            .get(..length)
            .and_then(|start| start.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let lengths: &[usize] = match start(2) {
        34 | 37 => &[15],
        30 | 36 | 38 | 39 => &[14, 16],
        35 | 60 | 62 | 64 | 65 => &[16, 17, 18, 19],
        40..=49 => &[13, 16, 19],
        51..=55 => &[16],
        22..=27 if (2221..=2720).contains(&start(4)) => &[16],
        50 | 56..=59 | 61 | 63 | 66..=69 => &[13, 14, 15, 16, 17, 18, 19],
        _ => &[],
    };
    lengths.contains(&digits.len()) && luhn(digits)
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = (digits.bytes().rev().enumerate())
        .map(|(at, digit)| {
            let digit = u32::from(digit - b'0') << (at % 2);
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::any_digits, *};

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn cards_are_found_however_they_are_grouped() {
        for card in [
            "4111 1111 1111 1111",
            "4111111111111111",
            "41111111 1111 1111",
            "4111-1111-1111-1111",
            "5555 5555 5555 4444",
            "3782 822463 10005",
            "2223 0031 2200 3222",
            "6011 1111 1111 1117",
            "4222222222222",
            "4111 1111 1]11 111l",
        ] {
            assert_eq!(found(card), [card]);
            assert_eq!(found(&format!("Card {card}, valid 11 / 29")), [card]);
        }
    }

    #[test]
    fn what_does_not_add_up_is_none() {
        for text in [
            "4111 1111 1111 1112",
            "JJD 1930 6646 4290",
            "00340434161094042557",
            "1234 5678 9012 3452",
            "VISA •••• 4242",
            "2026-11-14",
            "1111",
            "",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn any_number_that_adds_up_is_found_in_any_groups() {
        for seed in 0..400 {
            let start = format!("4{}", any_digits(seed, 14));
            let last = (0..10).find(|last| luhn(&format!("{start}{last}")));
            let card = format!("{start}{}", last.unwrap());
            let cut = 1 + seed as usize % 15;
            let (one, other) = card.split_at(cut);
            for text in [
                card.clone(),
                format!("{one} {other}"),
                format!("{one}-{other}"),
            ] {
                assert_eq!(found(&text), [&text[..]]);
                assert_eq!(found(&format!("Card: {text} VISA")), [&text[..]]);
            }
        }
    }

    #[test]
    fn every_digit_is_checked() {
        let right = "5555555555554444";
        for at in 2..right.len() {
            for wrong in "0123456789".chars() {
                let mut changed = right.to_owned();
                changed.replace_range(at..=at, &wrong.to_string());
                assert_eq!(find(&changed).is_empty(), changed != right, "{changed}");
            }
        }
    }
}
