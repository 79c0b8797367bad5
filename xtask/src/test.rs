//! `cargo xtask test`: every check there is, in one command, with one line of result.
//!
//! A step that fails does not stop those that can still tell something.

mod browser;
mod lint;
mod tally;
mod unit;

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::progress::{self, Seconds};
pub(crate) use tally::Tally;

/// A part of the run that can be asked for by name.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Lint,
    Unit,
    Browser,
}

/// What a step came to.
struct Outcome {
    step: String,
    took: Duration,
    tally: Tally,
}

/// The run so far.
#[derive(Default)]
pub(crate) struct Report {
    outcomes: Vec<Outcome>,
}

/// Runs the parts that the words name, all when they name none; other words pick tests.
/// `quick` builds the pages for speed of building. Returns whether everything passed.
pub(crate) fn run(words: &[String], quick: bool) -> Result<bool> {
    let (parts, filter) = parse(words);
    let mut report = Report::default();
    if parts.contains(&Part::Lint) {
        lint::run(&mut report);
    }
    if parts.contains(&Part::Unit) {
        unit::run(&mut report, &filter);
    }
    if parts.contains(&Part::Browser) {
        browser::run(&mut report, &filter, quick);
    }
    Ok(report.print())
}

fn parse(words: &[String]) -> (Vec<Part>, Vec<String>) {
    let mut parts = Vec::new();
    let mut filter = Vec::new();
    for word in words {
        match word.as_str() {
            "lint" => parts.push(Part::Lint),
            "unit" => parts.push(Part::Unit),
            "browser" => parts.push(Part::Browser),
            _ => filter.push(word.clone()),
        }
    }
    if parts.is_empty() {
        parts.extend([Part::Unit, Part::Browser]);
        // A lint has no name to be picked by.
        if filter.is_empty() {
            parts.push(Part::Lint);
        }
    }
    (parts, filter)
}

impl Report {
    /// Runs a step and keeps what it came to; an error is a failure with its reason in view.
    fn step(&mut self, step: &str, work: impl FnOnce() -> Result<Tally>) -> bool {
        progress::say("Testing", step);
        let start = Instant::now();
        let tally = work().unwrap_or_else(|error| {
            progress::failure(&format!("{step}: {error:#}"));
            Tally::failure()
        });
        let took = start.elapsed();
        let verdict = if tally.failed == 0 {
            "Passed"
        } else {
            "Failed"
        };
        progress::say(verdict, &format!("{step} ({})", Seconds(took)));
        self.outcomes.push(Outcome {
            step: step.to_owned(),
            took,
            tally,
        });
        tally.failed == 0
    }

    /// Prints the table and the line that machines read.
    fn print(&self) -> bool {
        let total: Tally = self.outcomes.iter().map(|outcome| outcome.tally).sum();
        println!();
        for Outcome { step, took, tally } in &self.outcomes {
            let took = Seconds(*took).to_string();
            println!("{step:<40} {took:>12}  {tally}");
        }
        println!("\n{} passed, {} failed", total.passed, total.failed);
        total.failed == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts_of(words: &[&str]) -> (Vec<Part>, usize) {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let (parts, filter) = parse(&words);
        (parts, filter.len())
    }

    #[test]
    fn words_name_parts_or_tests() {
        use Part::{Browser, Lint, Unit};
        assert!(parts_of(&[]) == (vec![Unit, Browser, Lint], 0));
        assert!(parts_of(&["lint"]) == (vec![Lint], 0));
        assert!(parts_of(&["lint", "unit"]) == (vec![Lint, Unit], 0));
        assert!(parts_of(&["unit", "outbox"]) == (vec![Unit], 1));
        assert!(parts_of(&["composer"]) == (vec![Unit, Browser], 1));
    }
}
