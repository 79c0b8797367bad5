//! What a person sees while they wait: one line per step, in cargo's own columns, on stderr.

use std::fmt::Display;
use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

/// One line: a verb in cargo's column, then a sentence.
pub(crate) fn say(verb: &str, text: &str) {
    line("32", verb, text);
}

/// A line that deserves attention but stops nothing.
pub(crate) fn note(text: &str) {
    line("33", "note", text);
}

/// Why the command ends.
pub(crate) fn failure(text: &str) {
    line("31", "error", text);
}

/// Says what was done and how long it took, once it is done.
pub(crate) fn timed<T, E>(
    verb: &str,
    text: &str,
    work: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let start = Instant::now();
    let result = work()?;
    say(verb, &format!("{text} ({})", Seconds(start.elapsed())));
    Ok(result)
}

/// A duration with as many digits as anyone reads.
pub(crate) struct Seconds(pub(crate) Duration);

impl Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.0.as_secs_f64();
        if seconds < 60.0 {
            write!(f, "{seconds:.1} s")
        } else {
            let whole = self.0.as_secs();
            write!(f, "{} min {:02} s", whole / 60, whole % 60)
        }
    }
}

fn line(colour: &str, verb: &str, text: &str) {
    if stderr().is_terminal() {
        eprintln!("\x1b[1;{colour}m{verb:>12}\x1b[0m {text}");
    } else {
        eprintln!("{verb:>12} {text}");
    }
}
