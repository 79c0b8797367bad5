//! How many segments a text takes (TW-LEN).

/// The basic characters of GSM 03.38. Each takes a septet.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Those that take two.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// The number of segments: 160 septets or 70 UTF-16 units in one, 153 or 67 in each of several. No character is split
/// between two.
pub fn segments(text: &str) -> usize {
    let septets = |c: char| {
        if BASIC.contains(c) {
            Some(1)
        } else if EXTENDED.contains(c) {
            Some(2)
        } else {
            None
        }
    };
    match text.chars().map(septets).collect::<Option<Vec<usize>>>() {
        Some(sizes) => fill(sizes, 160, 153),
        None => fill(text.chars().map(char::len_utf16), 70, 67),
    }
}

fn fill(sizes: impl IntoIterator<Item = usize>, alone: usize, each: usize) -> usize {
    let (mut total, mut count, mut used) = (0, 1, 0);
    for size in sizes {
        total += size;
        if used + size > each {
            count += 1;
            used = 0;
        }
        used += size;
    }
    if total <= alone { 1 } else { count }
}
