//! What Meta's error codes mean on WhatsApp. The only place that reads them. (Meta's page on error
//! codes; by the code alone, as it says there.)

use crate::{
    SendError,
    call::{Answer, SOON},
    meta::{GraphError, throttled},
    problem::{problem, reconnect, refused},
};
use model::Problem;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// What a code means.
enum Meaning {
    /// Of the app or the account there were too many calls; an answer's headers say how long.
    Throttled,
    /// To this customer there were too many: longer with each try.
    Pair,
    /// It passes.
    Passes(Duration, Problem),
    /// It does not.
    Stays(Problem),
}

/// What an answer with an error means, to a call that was tried so often before.
pub(super) fn refusal(answer: &Answer, error: &GraphError, tries: u32) -> SendError {
    match meaning(error) {
        Meaning::Throttled => throttled(answer),
        // 4^X seconds, as Meta asks for; an hour is enough.
        Meaning::Pair => SendError::Retry(Duration::from_secs(4_u64.pow(tries.clamp(1, 6)))),
        Meaning::Passes(after, _) => SendError::Retry(answer.retry_after().unwrap_or(after)),
        Meaning::Stays(_) if answer.status == 429 => throttled(answer),
        Meaning::Stays(problem) => SendError::Rejected(problem),
    }
}

/// What an error in a status means: why it did not arrive, and whether it may go once more.
pub(super) fn news(error: &GraphError) -> (Problem, Option<Duration>) {
    let busy = || problem("busy", "WhatsApp takes no more messages at the moment.");
    match meaning(error) {
        Meaning::Throttled => (busy(), Some(MINUTE)),
        Meaning::Pair => (busy(), Some(MINUTE)),
        Meaning::Passes(after, problem) => (problem, Some(after)),
        Meaning::Stays(problem) => (problem, None),
    }
}

fn meaning(error: &GraphError) -> Meaning {
    use Meaning::{Pair, Passes, Stays, Throttled};
    let stays = |name: &str, sentence: &str| Stays(problem(name, sentence));
    let passes = |after: Duration| {
        let sentence = "WhatsApp is not available at the moment. Send it again later.";
        Passes(after, problem("busy", sentence))
    };
    match error.code {
        0 | 190 => Stays(reconnect()),
        3 | 10 | 200..=299 | 131_005 => stays(
            "reconnect",
            "The inbox's token may not send messages. Give it the permission at Meta, and reconnect the inbox.",
        ),
        1 | 2 | 131_000 | 131_016 | 133_004 => passes(SOON),
        131_057 => passes(MINUTE),
        4 | 80_007 | 130_429 => Throttled,
        131_056 => Pair,
        33 => stays(
            "settings",
            "This telephone number does not exist at Meta any more. Check the inbox's settings.",
        ),
        368 | 131_031 => stays(
            "reconnect",
            "Meta has locked this account. Nothing goes out before that is settled with Meta.",
        ),
        130_497 => stays(
            "blocked",
            "WhatsApp does not let this business write to that country.",
        ),
        130_472 => stays(
            "blocked",
            "WhatsApp holds this message back from this customer. They can write first, or use another channel.",
        ),
        131_021 => stays("address", "This is the inbox's own number."),
        131_026 => stays(
            "address",
            "This message cannot be delivered: the number is not on WhatsApp, or its app is too old. Use another channel.",
        ),
        131_030 => stays(
            "settings",
            "A test number writes to its list of recipients only. Add this one at Meta.",
        ),
        131_037 | 131_042 | 131_045 => stays(
            "settings",
            "The WhatsApp account is not complete: its name, payment or registration. See to it at Meta.",
        ),
        131_047 => stays(
            "window_closed",
            "The customer wrote more than 24 hours ago. Use a template.",
        ),
        131_048 => stays(
            "limit",
            "WhatsApp has slowed this number down, because people blocked or reported it. Wait before you write again.",
        ),
        131_049 | 131_050 | 131_063 | 131_064 => stays(
            "limit",
            "WhatsApp does not deliver more messages of this kind to this customer for now. Wait a day at least.",
        ),
        131_051 => stays("kind", "WhatsApp does not carry messages of this kind."),
        131_052 | 131_060 => stays(
            "gone",
            "WhatsApp could not get this file or message itself.",
        ),
        131_053 => stays(
            "media",
            "WhatsApp cannot use this file: its type, size or coding. Make it smaller, or send it as a link.",
        ),
        131_062 => stays(
            "address",
            "This customer can be written to by telephone number only. Ask for it on another channel.",
        ),
        132_000..=132_999 => stays(
            "template",
            "WhatsApp does not take this template as it is. Choose another one, or see to it at Meta.",
        ),
        137_000 => stays(
            "refused",
            "The customer's WhatsApp identity has changed. Send it again.",
        ),
        _ => Stays(refused(&error.name(), &error.words)),
    }
}
