//! A figure, the goal it is held to, and the table they are printed in.

use std::fmt::Write;

use serde::Serialize;

/// Something measured.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    /// What was measured, in a few words.
    pub(crate) name: String,
    /// How much of it.
    pub(crate) value: f64,
    /// Of what: `bytes`, `ms`, `pages/s`.
    pub(crate) unit: &'static str,
    /// What it should be; a figure without one informs.
    pub(crate) goal: Option<Goal>,
    /// Kept for machines to read; another table shows it to people.
    #[serde(skip)]
    pub(crate) is_detail: bool,
}

/// What a figure is held to.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Goal {
    /// Less is better.
    AtMost(f64),
    /// More is better.
    AtLeast(f64),
}

impl Figure {
    /// Whether the goal, if there is one, is met.
    pub(crate) fn is_met(&self) -> bool {
        match self.goal {
            None => true,
            Some(Goal::AtMost(limit)) => self.value <= limit,
            Some(Goal::AtLeast(limit)) => self.value >= limit,
        }
    }
}

/// The figures in columns.
pub(crate) fn table(figures: &[Figure]) -> String {
    let shown = || figures.iter().filter(|figure| !figure.is_detail);
    let width = shown().map(|f| f.name.chars().count()).max().unwrap_or(0);
    let mut table = String::new();
    for figure in shown() {
        let value = format!("{} {}", number(figure.value), figure.unit);
        let goal = match figure.goal {
            None => String::new(),
            Some(Goal::AtMost(limit)) => format!("≤ {}", number(limit)),
            Some(Goal::AtLeast(limit)) => format!("≥ {}", number(limit)),
        };
        let verdict = match (figure.goal, figure.is_met()) {
            (None, _) => "",
            (_, true) => "met",
            (_, false) => "MISSED",
        };
        let name = &figure.name;
        let line = format!("{name:<width$} {value:>20}  {goal:<12} {verdict}");
        let _ = writeln!(table, "{}", line.trim_end());
    }
    table
}

/// Thousands in groups, one digit after the point where there is anything.
pub(super) fn number(value: f64) -> String {
    let text = if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && digit.is_ascii_digit() {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_is_met() {
        let figure = |name: &str, value, goal| Figure {
            name: name.to_owned(),
            value,
            unit: "bytes",
            goal,
            is_detail: name == "detail",
        };
        let figures = [
            figure("detail", 1.0, None),
            figure("a", 1_234_567.0, None),
            figure("longer", 99.25, Some(Goal::AtMost(100.0))),
            figure("b", 2000.0, Some(Goal::AtMost(1999.0))),
        ];
        assert_eq!(
            table(&figures),
            "a           1 234 567 bytes\n\
             longer           99.2 bytes  ≤ 100        met\n\
             b               2 000 bytes  ≤ 1 999      MISSED\n"
        );
    }
}
