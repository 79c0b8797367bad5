//! Sizes in bytes as people read them: KB and MB of a thousand, at most three digits.

use model::Locale;

const UNITS: [(&str, u64); 3] = [("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)];

/// "0 B", "548 KB", "3.9 MB", "12 MB"; a comma for the point where the language has one.
#[must_use]
pub(crate) fn bytes(count: u64, locale: Locale) -> String {
    if count < 1_000 {
        return format!("{count} B");
    }
    // Chosen after rounding: 999,500 bytes are 1 MB, not 1000 KB.
    let (name, unit) = UNITS
        .into_iter()
        .find(|(_, unit)| rounded(count, *unit) < 1_000)
        .unwrap_or(UNITS[UNITS.len() - 1]);
    let tenths = rounded(count, unit / 10);
    if tenths < 100 && !tenths.is_multiple_of(10) {
        let point = if locale == Locale::En { '.' } else { ',' };
        return format!("{}{point}{} {name}", tenths / 10, tenths % 10);
    }
    format!("{} {name}", rounded(count, unit))
}

/// How many units, to the nearest.
fn rounded(count: u64, unit: u64) -> u64 {
    count.saturating_add(unit / 2) / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_at_most() {
        for (count, want) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1 KB"),
            (1_234, "1.2 KB"),
            (9_949, "9.9 KB"),
            (9_950, "10 KB"),
            (547_600, "548 KB"),
            (600_000, "600 KB"),
            (999_499, "999 KB"),
            (999_500, "1 MB"),
            (3_900_000, "3.9 MB"),
            (12_400_000, "12 MB"),
            (2_000_000_000, "2 GB"),
            (5_000_000_000_000, "5000 GB"),
        ] {
            assert_eq!(bytes(count, Locale::En), want, "{count}");
        }
    }

    #[test]
    fn comma_where_the_language_has_one() {
        assert_eq!(bytes(3_900_000, Locale::De), "3,9 MB");
        assert_eq!(bytes(3_900_000, Locale::It), "3,9 MB");
    }
}
