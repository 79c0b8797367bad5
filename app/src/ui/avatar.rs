//! Who: initials in a circle.

use super::{Glyph, Icon};
use leptos::{either::Either, prelude::*};

/// The initials of a name on a quiet ground that is the same wherever the name turns up.
/// The name stands beside it, so a screen reader is told nothing.
#[component]
pub(crate) fn Avatar(
    /// Whose. What is no name, such as a telephone number, shows a figure.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let letters = initials(&name);
    let inside = if letters.is_empty() {
        Either::Left(view! { <Glyph icon=Icon::Person/> })
    } else {
        Either::Right(letters)
    };
    view! { <span class=format!("avatar hue-{}", hue(&name)) aria-hidden="true">{inside}</span> }
}

/// The first letters of the first and last word that begin with a letter.
fn initials(name: &str) -> String {
    let name = name.split_once('@').map_or(name, |(person, _)| person);
    let mut firsts = name
        .split([' ', '.', '_', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|letter| letter.is_alphabetic());
    let first = firsts.next();
    let last = firsts.next_back();
    // The style sheet makes them capitals: Unicode's tables for it are 6 KB of every page's wasm.
    first.into_iter().chain(last).collect()
}

/// One of eight hues, by FNV-1a: the same in every build and on both sides.
fn hue(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    }) >> 29
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_names_addresses_and_numbers() {
        for (name, want) in [
            ("Ana Rossi", "AR"),
            ("ana", "a"),
            ("Jan van der Berg", "JB"),
            ("Éloïse Öz", "ÉÖ"),
            ("ana.rossi@example.test", "ar"),
            ("+39 333 1234567", ""),
            ("", ""),
            ("  Ana   Rossi ", "AR"),
            ("李 小龙", "李小"),
        ] {
            assert_eq!(initials(name), want, "{name:?}");
        }
    }

    #[test]
    fn hues_are_steady_and_in_range() {
        assert_eq!(hue("Ana Rossi"), hue("Ana Rossi"));
        assert!(
            ["", "a", "Ana Rossi", "+39 333"]
                .into_iter()
                .all(|name| hue(name) < 8)
        );
    }
}
