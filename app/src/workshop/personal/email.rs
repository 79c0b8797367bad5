//! E-mail addresses. Forgiven: an `@` that was read as something like it, a bracket before it, a
//! space beside it or beside the dot before the last part.

use super::text::GAP;
use std::ops::Range;

/// What an `@` is taken for. They count only in the middle of a word with a dot after them.
const LIKE_AT: [char; 6] = ['©', '®', '¢', '€', '&', 'Q'];

/// The addresses in a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    let mut finds: Vec<Range<usize>> = Vec::new();
    for (at, (_, sign)) in signs.iter().enumerate() {
        let sure = *sign == '@';
        if !sure && !LIKE_AT.contains(sign) {
            continue;
        }
        let Some((from, to)) = around(&signs, at, sure) else {
            continue;
        };
        let end = signs.get(to).map_or(text.len(), |(place, _)| *place);
        let start = signs[from].0;
        if finds.last().is_none_or(|last| last.end <= start) {
            finds.push(start..end);
        }
    }
    finds
}

/// From where to where it goes, if it is one.
fn around(signs: &[(usize, char)], at: usize, sure: bool) -> Option<(usize, usize)> {
    let sign = |at: usize| signs.get(at).map_or(GAP, |(_, sign)| *sign);
    // Backwards over the name.
    let mut from = at;
    while from > 0 && matches!(sign(from - 1), '(' | '[') {
        from -= 1;
    }
    if sure && from > 1 && sign(from - 1) == ' ' && is_name(sign(from - 2)) {
        from -= 1;
    }
    let name_end = from;
    while from > 0 && is_name(sign(from - 1)) {
        from -= 1;
    }
    // Digits alone are nobody: a line below was read as a space, `roettgen 27@…`.
    let digits = (from..name_end).all(|at| sign(at).is_ascii_digit());
    if sure && digits && from > 1 && sign(from - 1) == ' ' && sign(from - 2).is_lowercase() {
        from -= 1;
        while from > 0 && is_name(sign(from - 1)) {
            from -= 1;
        }
    }
    // Forwards over the host.
    let mut to = at + 1;
    while matches!(sign(to), ')' | ']') {
        to += 1;
    }
    if sure && sign(to) == ' ' && is_host(sign(to + 1)) {
        to += 1;
    }
    let host = to;
    while is_host(sign(to)) || (sign(to) == '.' && is_host(sign(to + 1))) {
        to += 1;
    }
    let dotted = |to: usize| (host..to).any(|at| sign(at) == '.');
    if !dotted(to)
        && let Some(end) = after_loose_dot(signs, to)
    {
        to = end;
    }
    let letters = |range: Range<usize>| range.filter(|at| sign(*at).is_alphanumeric()).count();
    let (named, hosted) = (letters(from..name_end), letters(host..to));
    // It goes on in the next line, or is a sum: `3 @ 4.50`.
    let breaks_off = to == signs.len() && sign(to - 1) == '-';
    if breaks_off || !(host..to).any(|at| sign(at).is_alphabetic()) {
        return None;
    }
    let is_one = if sure {
        named > 0 && (hosted >= 4 || dotted(to))
    } else {
        named > 1 && dotted(to) && ends_in_a_country(signs, to) && !sign(from).is_uppercase()
    };
    is_one.then_some((from, to))
}

/// `example .com`, `example. com`: where it ends. A sentence goes on with a capital or a longer word.
fn after_loose_dot(signs: &[(usize, char)], to: usize) -> Option<usize> {
    let sign = |at: usize| signs.get(at).map_or(GAP, |(_, sign)| *sign);
    let mut at = to;
    let spaces = |at: &mut usize| {
        if sign(*at) == ' ' {
            *at += 1;
        }
    };
    spaces(&mut at);
    if sign(at) != '.' {
        return None;
    }
    at += 1;
    spaces(&mut at);
    let start = at;
    while sign(at).is_ascii_lowercase() {
        at += 1;
    }
    ((2..=4).contains(&(at - start)) && !is_host(sign(at))).then_some(at)
}

fn ends_in_a_country(signs: &[(usize, char)], to: usize) -> bool {
    let last: Vec<char> = signs[..to]
        .iter()
        .rev()
        .map(|(_, sign)| *sign)
        .take_while(|sign| *sign != '.')
        .collect();
    (2..=8).contains(&last.len()) && last.iter().all(char::is_ascii_lowercase)
}

fn is_name(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '.' | '_' | '%' | '+' | '-' | '\'')
}

fn is_host(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn addresses_are_found_whole() {
        for address in [
            "harriet.lowe@example.com",
            "harriet_lowe82@mail.example.org",
            "lowe+orders@example.co.uk",
            "info@lowe-harriet.example.it",
            "käthe@köhler.example",
            "a@b.de",
        ] {
            assert_eq!(found(&format!("Write to {address}, or call.")), [address]);
            assert_eq!(found(&format!("<{address}>")), [address]);
            assert_eq!(found(&format!("user={address}")), [address]);
            assert_eq!(found(&format!("{address}.")), [address]);
        }
        let two = found("tom@everett.example harriet@lowe.example");
        assert_eq!(two, ["tom@everett.example", "harriet@lowe.example"]);
    }

    #[test]
    fn what_was_misread_is_found_too() {
        for damaged in [
            "lowe©example.com",
            "lowe(@example.com",
            "lowe@)example.com",
            "lowe®example.co.uk",
            "loweQexample.com",
            "lowe @example.com",
            "lowe@ example.com",
            "lowe@example .com",
            "lowe@example. com",
            "lowe@examplecom",
            "harriet_lowe 82@example.com",
        ] {
            assert_eq!(found(&format!("E-mail: {damaged} (private)")), [damaged]);
        }
    }

    #[test]
    fn what_is_none_is_left_alone() {
        for text in [
            "© 2026 Northwind",
            "Meet @ 5",
            "3 @ 4.50",
            "R&D.department",
            "Questions? FAQ.",
            "Tom & Co. KG",
            "@northwind",
            "100 € netto",
            "lowe@example. Thanks for all",
        ] {
            let all = found(text);
            assert!(
                all.iter().all(|one| *one == "lowe@example"),
                "{text}: {all:?}"
            );
        }
    }
}
