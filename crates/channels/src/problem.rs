//! Why something did not arrive, in plain words with what helps. The codes are shared by the
//! channels, so that pages can offer the action; which provider's code is which is each channel's
//! own knowledge.
//!
//! | code | the action that helps |
//! |---|---|
//! | `reconnect` | new credentials for the inbox; nothing of it goes out until then |
//! | `settings` | something about the account, at the provider or in the inbox's settings |
//! | `address` | another address of the customer |
//! | `unreachable`, `busy` | send again later |
//! | `opted_out`, `blocked` | nothing on this channel |
//! | `filtered` | other words, or another channel |
//! | `too_large` | shrink and resend, or send as link |
//! | `kind` | send as link |
//! | `media` | send again; the provider could not get or read the file |
//! | `too_long` | shorten |
//! | `window_closed` | a template, or wait for the customer |
//! | `template` | another template |
//! | `no_waba` | the account's ID in the inbox's settings |
//! | `limit` | wait: a quota of the account is used up |
//! | `gone` | nothing: the provider does not have it any more |
//! | `damaged` | the customer sends the file again |
//! | `foreign_host` | nothing: the file lies where nothing is fetched from |
//! | `too_many` | fewer files in a message |
//! | `maybe_sent` | ask the customer, then send again: nobody knows |
//! | `gave_up`, `provider_down` | wait, then send again |
//! | `refused`, `canceled` | read what the provider says |

use model::Problem;

/// A problem of that code.
pub(crate) fn problem(code: &str, sentence: impl Into<String>) -> Problem {
    Problem {
        code: code.into(),
        sentence: sentence.into(),
    }
}

/// The provider does not take our credentials.
pub(crate) fn reconnect() -> Problem {
    problem(
        "reconnect",
        "The provider does not accept this inbox's credentials any more. Reconnect the inbox, then send again.",
    )
}

/// The account is there, and not to be used.
pub(crate) fn account(status: &str) -> Problem {
    problem(
        "settings",
        format!("The account at the provider is {status}. Look into it there."),
    )
}

/// The provider's address answered with a redirect, or is none.
pub(crate) fn provider_address() -> Problem {
    problem(
        "settings",
        "The provider's address in this server's configuration is not right: it leads elsewhere.",
    )
}

/// The provider said no, and we have no better words than its own.
pub(crate) fn refused(code: &str, words: &str) -> Problem {
    // Long ones are pages of HTML.
    let words: String = words.trim().chars().take(300).collect();
    let sentence = if words.is_empty() {
        format!("The provider refused it ({code}).")
    } else {
        format!("The provider refused it ({code}): {words}")
    };
    problem("refused", sentence)
}

/// A file is gone from the provider.
pub(crate) fn gone() -> Problem {
    problem(
        "gone",
        "The provider does not have this file any more. Ask the customer to send it again.",
    )
}

/// A file lies where nothing may be fetched from.
pub(crate) fn foreign() -> Problem {
    problem(
        "foreign_host",
        "This file lies on a host that is not the provider's. It was not fetched.",
    )
}

/// A file that never ends, or is larger than anybody sends.
pub(crate) fn too_large_to_fetch() -> Problem {
    problem(
        "too_large",
        "This file is larger than what is taken in. Ask the customer for a smaller one.",
    )
}

/// A file of a kind or size that the channel does not carry.
pub(crate) fn kind(channel: &str, name: &str) -> Problem {
    problem(
        "kind",
        format!("{channel} does not carry files like {name}. Send it as a link instead."),
    )
}

/// A file that is larger than the channel carries.
pub(crate) fn too_large(channel: &str, name: &str) -> Problem {
    problem(
        "too_large",
        format!("{name} is larger than {channel} carries. Make it smaller, or send it as a link."),
    )
}
