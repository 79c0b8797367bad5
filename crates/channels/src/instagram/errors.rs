//! What Meta's error codes mean on Instagram. The only place that reads them. (Meta's pages on
//! errors of the Messenger Platform and of the Graph API.)

use crate::{
    SendError,
    call::Answer,
    meta::{GraphError, throttled},
    problem::{problem, reconnect, refused},
};
use std::time::Duration;

/// How often a file is offered that Instagram could not fetch.
const OFFERS: u32 = 4;

/// What an answer with an error means, to a call that was tried so often before.
pub(super) fn refusal(answer: &Answer, error: &GraphError, tries: u32) -> SendError {
    let rejected = |name: &str, sentence: &str| SendError::Rejected(problem(name, sentence));
    match (error.code, error.subcode) {
        (10, 2_534_022 | 2_018_278) => rejected(
            "window_closed",
            "The customer wrote more than 24 hours ago. Wait for them to write, or have Meta allow HUMAN_AGENT for this account.",
        ),
        (10, 1_893_063) | (100, 2_534_029) | (200, 2_534_041) => rejected(
            "blocked",
            "Instagram does not let this account write to this customer: messages are restricted or switched off.",
        ),
        (100, 2_534_014) => rejected(
            "address",
            "Instagram does not know this customer any more. They have to write first.",
        ),
        // We may have been restarting.
        (100, 2_018_008) if tries < OFFERS => SendError::Retry(Duration::from_secs(30)),
        (100, 2_018_008) => rejected(
            "media",
            "Instagram could not fetch a file from this desk. Check that the server's public address is reachable, then send it again.",
        ),
        (551, _) => rejected(
            "unreachable",
            "This customer cannot be written to at the moment. Use another channel, or wait for them to write.",
        ),
        (190 | 102 | 0, _) => SendError::Rejected(reconnect()),
        (10 | 3 | 200..=299, _) => rejected(
            "reconnect",
            "The inbox's token may not send messages. Give it the permission at Meta, and reconnect the inbox.",
        ),
        (368, _) => rejected(
            "reconnect",
            "Meta has locked this account. Nothing goes out before that is settled with Meta.",
        ),
        // "May have been sent": Meta says so itself.
        (1 | 2, _) => SendError::Unknown,
        (4 | 17 | 32 | 613, _) => throttled(answer),
        (100, _) if error.words.contains("tag") || error.words.contains("Tag") => rejected(
            "window_closed",
            "Instagram does not take this tag any more. Wait for the customer to write.",
        ),
        _ if answer.status == 429 => throttled(answer),
        _ => SendError::Rejected(refused(&error.name(), &error.words)),
    }
}
