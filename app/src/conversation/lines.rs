//! Messages as lines of a thread: which begin a day, which continue a run by one author.

use crate::ui::same_day;
use model::{Message, Millis};

/// A place in a run of messages by one author, close in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    /// It stands alone.
    Only,
    /// More follow.
    First,
    /// In between.
    Middle,
    /// The last of several.
    Last,
}

impl Run {
    /// As the style sheet knows it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::First => "first",
            Self::Middle => "middle",
            Self::Last => "last",
        }
    }

    /// Name and time stand over it.
    pub(super) const fn begins(self) -> bool {
        matches!(self, Self::Only | Self::First)
    }

    /// Ticks stand under it.
    pub(super) const fn ends(self) -> bool {
        matches!(self, Self::Only | Self::Last)
    }
}

/// A message in its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// Stays the same while an optimistic message becomes a real one.
    pub(super) key: String,
    /// The message.
    pub(super) message: Message,
    /// Its place in its run.
    pub(super) run: Run,
    /// It is the first of its day.
    pub(super) new_day: bool,
}

/// A pause of this long ends a run.
const PAUSE: Millis = 5 * 60 * 1000;

/// Puts messages, oldest first, in their places. `offset` is minutes east of UTC: days are the reader's.
pub(super) fn lines(messages: &[Message], offset: i32) -> Vec<Line> {
    let together = |a: &Message, b: &Message| {
        a.direction == b.direction
            && a.author == b.author
            && b.at - a.at < PAUSE
            && same_day(a.at, b.at, offset)
    };
    messages
        .iter()
        .enumerate()
        .map(|(index, message)| {
            let before = index.checked_sub(1).map(|i| &messages[i]);
            let after = messages.get(index + 1);
            let joins = before.is_some_and(|before| together(before, message));
            let goes_on = after.is_some_and(|after| together(message, after));
            Line {
                key: message
                    .client_key
                    .clone()
                    .unwrap_or_else(|| message.id.to_string()),
                message: message.clone(),
                run: match (joins, goes_on) {
                    (false, false) => Run::Only,
                    (false, true) => Run::First,
                    (true, true) => Run::Middle,
                    (true, false) => Run::Last,
                },
                new_day: before.is_none_or(|before| !same_day(before.at, message.at, offset)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Author, Direction};

    fn message(id: i64, at: Millis, name: &str) -> Message {
        Message {
            id,
            direction: Direction::In,
            author: Author::Contact(name.to_owned()),
            text: String::new(),
            at,
            client_key: None,
            delivery: None,
            attachments: Vec::new(),
        }
    }

    #[test]
    fn a_pause_or_another_author_ends_a_run() {
        let minute = 60_000;
        let all = [
            message(1, 0, "Ana"),
            message(2, minute, "Ana"),
            message(3, 2 * minute, "Ana"),
            message(4, 3 * minute, "Jo"),
            message(5, 9 * minute, "Jo"),
        ];
        let runs: Vec<Run> = lines(&all, 0).iter().map(|line| line.run).collect();
        assert_eq!(
            runs,
            [Run::First, Run::Middle, Run::Last, Run::Only, Run::Only]
        );
    }

    #[test]
    fn days_are_the_readers() {
        let all = [message(1, 0, "Ana"), message(2, 23 * 3_600_000, "Ana")];
        let new_days = |offset| {
            lines(&all, offset)
                .iter()
                .filter(|line| line.new_day)
                .count()
        };
        assert_eq!(new_days(0), 1);
        assert_eq!(new_days(120), 2);
    }
}
