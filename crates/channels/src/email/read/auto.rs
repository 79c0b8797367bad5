//! What a letter's head tells of its sender: whether a person wrote it, and whether it is theirs.

use mail_parser::Message;

/// Whether a program wrote it, and nobody waits for an answer (RFC 3834 and what came before it).
pub(super) fn is(message: &Message<'_>) -> bool {
    let sender = message
        .from()
        .and_then(|from| from.first()?.address())
        .unwrap_or_default();
    by_daemon(sender)
        || message.headers_raw().any(|(name, value)| {
            let value = value.trim().to_ascii_lowercase();
            match name.to_ascii_lowercase().as_str() {
                "auto-submitted" => !value.starts_with("no"),
                "precedence" => ["bulk", "junk", "list", "auto_reply"].contains(&value.as_str()),
                "x-auto-response-suppress" => ["all", "oof", "autoreply"]
                    .iter()
                    .any(|word| value.contains(word)),
                "x-autoreply" | "x-autorespond" | "x-autoresponder" | "feedback-id" => true,
                "return-path" => value == "<>",
                name => name.starts_with("list-"),
            }
        })
}

/// Whether a program writes from that address.
pub(super) fn by_daemon(address: &str) -> bool {
    let name = address
        .split('@')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    [
        "mailer-daemon",
        "postmaster",
        "no-reply",
        "noreply",
        "do-not-reply",
        "donotreply",
    ]
    .contains(&name.as_str())
}

/// What our own server says of the sender (RFC 8601): whether DMARC passed. Nothing when it does
/// not say. Only the topmost counts: those below may have come with the letter.
pub(super) fn passed(message: &Message<'_>, authority: &str) -> Option<bool> {
    let own = message
        .headers_raw()
        .filter(|(name, _)| name.eq_ignore_ascii_case("Authentication-Results"))
        .map(|(_, value)| value.to_ascii_lowercase())
        .next()?;
    let (by, results) = own.split_once(';')?;
    if by.split_whitespace().next()? != authority.to_ascii_lowercase() {
        return None;
    }
    // More than one sender: DMARC speaks of one of them, and we may show another.
    if message.from().is_some_and(|from| from.iter().count() > 1) {
        return Some(false);
    }
    results.split(';').find_map(|result| {
        let result = result
            .trim()
            .strip_prefix("dmarc")?
            .trim_start()
            .strip_prefix('=')?;
        let word: String = result
            .trim_start()
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        match word.as_str() {
            "pass" | "bestguesspass" => Some(true),
            "fail" | "permerror" => Some(false),
            _ => None,
        }
    })
}
