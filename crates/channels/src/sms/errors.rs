//! What Twilio's error codes mean for a message. The only place that reads them. (Twilio's pages
//! on errors; they say themselves that nothing is to be built on the texts.)

use crate::{
    SendError,
    call::{Answer, SOON, text_at},
    problem::{problem, reconnect, refused},
};
use model::Problem;
use std::time::Duration;

const HALF_MINUTE: Duration = Duration::from_secs(30);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

/// What a code means.
pub(super) enum Meaning {
    /// It passes.
    Passes(Duration, Problem),
    /// It does not.
    Stays(Problem),
    /// Twilio itself is in trouble: the message may be on its way.
    Unclear,
}

/// What an answer with an error code means.
pub(super) fn refusal(answer: &Answer, code: i64) -> SendError {
    match meaning(code, &text_at(&answer.json, "/message")) {
        Meaning::Passes(after, _) => SendError::Retry(answer.retry_after().unwrap_or(after)),
        Meaning::Stays(_) if answer.status == 429 => {
            SendError::Retry(answer.retry_after().unwrap_or(SOON))
        }
        Meaning::Stays(_) if answer.status >= 500 => SendError::Unknown,
        Meaning::Stays(problem) => SendError::Rejected(problem),
        Meaning::Unclear => SendError::Unknown,
    }
}

/// What a code in a status means: why it did not arrive, and whether it may go once more after
/// a while.
pub(super) fn news(code: i64) -> (Problem, Option<Duration>) {
    match meaning(code, "") {
        Meaning::Passes(after, problem) => (problem, Some(after)),
        Meaning::Stays(problem) => (problem, None),
        Meaning::Unclear => (refused(&code.to_string(), ""), None),
    }
}

/// What a code means, whether it came at once or later.
pub(super) fn meaning(code: i64, words: &str) -> Meaning {
    use Meaning::{Passes, Stays, Unclear};
    let stays = |name: &str, sentence: &str| Stays(problem(name, sentence));
    let passes =
        |after: Duration, name: &str, sentence: &str| Passes(after, problem(name, sentence));
    match code {
        20003 => Stays(reconnect()),
        20429 => passes(SOON, "busy", "Twilio takes no more messages at the moment."),
        20500 => Unclear,
        20404 => stays(
            "settings",
            "Twilio does not know this account. Check the account SID in the inbox's settings.",
        ),
        21211 | 21217 | 21635 | 30005 => stays(
            "address",
            "This is not a number that messages can be sent to. Check the customer's number.",
        ),
        21614 | 30006 => stays(
            "address",
            "This number is a landline, or its network cannot be reached. Use another number or channel.",
        ),
        21408 => stays(
            "settings",
            "The Twilio account may not send to this country. Allow it under Messaging geo permissions.",
        ),
        21602 => stays("refused", "There was neither text nor a file in it."),
        21603 | 21604 | 21701 | 21703..=21705 => stays(
            "settings",
            "Twilio does not know the sender. Check number and Messaging Service in the inbox's settings.",
        ),
        21606 | 21612 => stays(
            "settings",
            "The inbox's number cannot send to this customer. Choose another sender at Twilio.",
        ),
        21608 => stays(
            "settings",
            "A trial account sends to verified numbers only. Upgrade the account, or verify this number at Twilio.",
        ),
        21609 => stays(
            "settings",
            "Twilio does not take this desk's address for news. Check the server's public address.",
        ),
        21610 => stays(
            "opted_out",
            "This customer has asked for no more messages (STOP). They can write START to allow them again.",
        ),
        21611 | 30001 => passes(
            5 * MINUTE,
            "busy",
            "Too many messages are waiting for this number. Send it again later.",
        ),
        21617 => stays(
            "too_long",
            "The text is too long for one message. Shorten it.",
        ),
        21620 => stays(
            "media",
            "Twilio cannot use the address of a file. Check the server's public address: it must be reachable by https.",
        ),
        21623 => stays(
            "too_many",
            "There are too many files in it. Send some of them in another message.",
        ),
        12300 => stays(
            "media",
            "Twilio found a file to be of another type than announced. Send it as a link.",
        ),
        // We may have been restarting.
        11200 | 11205 | 11206 | 11210 | 11750 | 63019 => passes(
            HALF_MINUTE,
            "media",
            "Twilio could not fetch a file from this desk. Check that the server's public address is reachable, then send it again.",
        ),
        11751 | 30019 => stays(
            "too_large",
            "A file is larger than the customer's network carries. Make it smaller, or send it as a link.",
        ),
        30002 => stays(
            "reconnect",
            "The Twilio account is suspended. Nothing goes out before that is settled with Twilio.",
        ),
        30003 => passes(
            HOUR,
            "unreachable",
            "The customer's phone is off or without a signal. Send it again later.",
        ),
        30004 => stays(
            "blocked",
            "The customer or their network blocks messages from this number. Use another channel.",
        ),
        30007 => stays(
            "filtered",
            "A spam filter of the network stopped it. Use other words, or fewer links.",
        ),
        30008 => passes(
            10 * MINUTE,
            "unreachable",
            "It was not delivered, and the network does not say why. Send it again.",
        ),
        30011 => stays(
            "kind",
            "Pictures and files cannot be sent to this country by MMS. Send them as a link.",
        ),
        30017 | 30410 => passes(
            10 * MINUTE,
            "busy",
            "The customer's network takes no messages at the moment. Send it again later.",
        ),
        30022 => passes(
            MINUTE,
            "limit",
            "This number sends faster than its campaign may. Send it again later.",
        ),
        30023 => passes(
            24 * HOUR,
            "limit",
            "This number has sent what it may in a day. Send it again tomorrow.",
        ),
        30032 | 30034 | 30035 => stays(
            "settings",
            "The inbox's number is not registered with the networks yet. Complete its registration at Twilio.",
        ),
        30450 => passes(
            30 * MINUTE,
            "busy",
            "Twilio holds messages to this country back against fraud. Send it again in half an hour.",
        ),
        63016 => stays(
            "window_closed",
            "The customer wrote too long ago for a free reply. Use a template.",
        ),
        63018 => passes(
            MINUTE,
            "busy",
            "The channel takes no more messages at the moment.",
        ),
        63021 => stays(
            "refused",
            "The channel does not take what is in this message.",
        ),
        63024 => stays("address", "The channel does not know this recipient."),
        code => Stays(refused(&code.to_string(), words)),
    }
}
