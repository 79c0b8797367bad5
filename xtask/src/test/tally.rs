//! Counting what passed and what failed, from what each runner says at its end.

use std::fmt::Display;
use std::iter::Sum;
use std::ops::Add;

use serde::Deserialize;

/// How many checks passed, failed, and were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

/// The end of Playwright's JSON report.
#[derive(Deserialize)]
struct Playwright {
    stats: Stats,
}

#[derive(Deserialize)]
struct Stats {
    expected: u64,
    unexpected: u64,
    flaky: u64,
    skipped: u64,
}

impl Tally {
    /// One check that passed.
    pub(crate) fn success() -> Self {
        Self {
            passed: 1,
            ..Self::default()
        }
    }

    /// One check that failed.
    pub(crate) fn failure() -> Self {
        Self {
            failed: 1,
            ..Self::default()
        }
    }

    /// A runner that says it failed has failed, whatever its words add up to.
    pub(crate) fn given(self, success: bool) -> Self {
        if !success && self.failed == 0 {
            return self + Self::failure();
        }
        self
    }

    /// What `cargo nextest` and `cargo test` (once for each binary) say.
    pub(crate) fn of_cargo(said: &str) -> Self {
        without_colour(said).lines().filter_map(counts).sum()
    }

    /// What Playwright's JSON reporter wrote. A test that passed at the second try has passed:
    /// whether there is a second try is for the configuration to say.
    pub(crate) fn of_playwright(json: &str) -> serde_json::Result<Self> {
        let Stats {
            expected,
            unexpected,
            flaky,
            skipped,
        } = serde_json::from_str::<Playwright>(json)?.stats;
        Ok(Self {
            passed: expected + flaky,
            failed: unexpected,
            skipped,
        })
    }
}

/// Reads `Summary [0.5s] 3 tests run: 2 passed, 1 failed, 0 skipped`
/// and `test result: ok. 2 passed; 1 failed; 0 ignored; …`.
fn counts(line: &str) -> Option<Tally> {
    let line = line.trim_start();
    let list = if line.starts_with("Summary [") {
        line.split_once("run: ")?.1
    } else {
        line.strip_prefix("test result: ")?.split_once(". ")?.1
    };
    let mut tally = Tally::default();
    for item in list.split([',', ';']) {
        let mut words = item.split_whitespace();
        let (Some(number), Some(what)) = (words.next(), words.next()) else {
            continue;
        };
        let Ok(number) = number.parse::<u64>() else {
            continue;
        };
        match what {
            "passed" => tally.passed += number,
            "skipped" | "ignored" => tally.skipped += number,
            // `failed`, `timed out`, `exec failed`
            "failed" | "timed" | "exec" => tally.failed += number,
            _ => {}
        }
    }
    Some(tally)
}

fn without_colour(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\x1b' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>5} passed", self.passed)?;
        for (number, what) in [(self.failed, "failed"), (self.skipped, "skipped")] {
            if number > 0 {
                write!(f, ", {number} {what}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64, skipped: u64) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn reads_nextest() {
        let check = |said, expected| assert_eq!(Tally::of_cargo(said), expected);
        check(
            "     Summary [   0.012s] 3 tests run: 3 passed, 0 skipped\n",
            tally(3, 0, 0),
        );
        check(
            "\x1b[31;1m     Summary\x1b[0m [   1.5s] \x1b[1m9\x1b[0m/\x1b[1m10\x1b[0m tests run: \
             \x1b[1m6\x1b[0m \x1b[32;1mpassed\x1b[0m (1 slow), 2 failed, 1 timed out, 4 skipped",
            tally(6, 3, 4),
        );
    }

    #[test]
    fn reads_cargo_test_once_for_each_binary() {
        let said = "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                    test result: FAILED. 1 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(Tally::of_cargo(said), tally(3, 3, 1));
    }

    #[test]
    fn reads_playwright() -> serde_json::Result<()> {
        let json =
            r#"{"stats":{"expected":4,"unexpected":1,"flaky":1,"skipped":2,"duration":9.5}}"#;
        assert_eq!(Tally::of_playwright(json)?, tally(5, 1, 2));
        Ok(())
    }

    #[test]
    fn a_runner_that_did_not_compile_has_failed() {
        assert_eq!(Tally::of_cargo("error: …").given(false), tally(0, 1, 0));
        assert_eq!(tally(1, 2, 0).given(false), tally(1, 2, 0));
    }
}
