//! How many segments a text takes by SMS, which is what it costs. Facts: 3GPP TS 23.038, tables
//! of 6.2.1 (the default alphabet and its extension), and Twilio's page on lengths.

/// The default alphabet, but for the escape.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// What takes two places: an escape, and a place in the second table.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

pub(super) fn is_extension(char: char) -> bool {
    EXTENSION.contains(char)
}

/// How a text is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Seven bits a letter: 160 in one segment, 153 in each of several.
    Gsm7,
    /// Sixteen bits a letter: 70 in one segment, 67 in each of several.
    Ucs2,
}

/// What a text takes by SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segments {
    /// In which alphabet.
    pub alphabet: Alphabet,
    /// Segments: each is paid for. 0 of nothing.
    pub count: u32,
    /// Places that it takes.
    pub units: u32,
    /// Places that are left in the last segment.
    pub left: u32,
    /// The first letter that is not in the seven-bit alphabet: for it alone the whole text is
    /// written in the other.
    pub odd: Option<char>,
}

/// What a text takes by SMS, as it is.
#[must_use]
pub fn segments(text: &str) -> Segments {
    let odd = text
        .chars()
        .find(|char| !BASIC.contains(*char) && !is_extension(*char));
    let (alphabet, alone, each) = match odd {
        None => (Alphabet::Gsm7, 160, 153),
        Some(_) => (Alphabet::Ucs2, 70, 67),
    };
    let cost = |char: char| match alphabet {
        Alphabet::Gsm7 => 1 + u32::from(is_extension(char)),
        Alphabet::Ucs2 => u32::from(u16::try_from(char.len_utf16()).unwrap_or(2)),
    };
    let units: u32 = text.chars().map(cost).sum();
    if units <= alone {
        return Segments {
            alphabet,
            count: u32::from(units > 0),
            units,
            left: alone - units,
            odd,
        };
    }
    // Neither an escape and its letter nor the halves of an emoji are torn apart.
    let (mut count, mut filled) = (1, 0);
    for char in text.chars() {
        if filled + cost(char) > each {
            count += 1;
            filled = 0;
        }
        filled += cost(char);
    }
    Segments {
        alphabet,
        count,
        units,
        left: each - filled,
        odd,
    }
}
