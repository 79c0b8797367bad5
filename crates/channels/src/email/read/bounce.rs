//! News of letters of ours: that one did not arrive (RFC 3464), did, or was read (RFC 8098).

use super::{Reader, auto, files::mime_of, one_line};
use crate::{Inbound, InboundStatus, problem::problem};
use mail_parser::{Message, MessageParser, MessagePart, PartType};
use model::{DeliveryState, Problem};

/// What a letter tells of one of ours. The outer nothing: it is no such letter, or of a letter that
/// is not ours, and is shown like others. The inner: it changes nothing.
pub(super) fn read(
    reader: &Reader<'_>,
    message: &Message<'_>,
    id: &str,
) -> Option<Option<Inbound>> {
    let part = |mime: &str| message.parts.iter().find(|part| mime_of(part) == mime);
    let told = |state, problem| {
        move |provider_id: String| {
            Inbound::Status(InboundStatus {
                event_id: id.to_owned(),
                provider_id,
                state,
                problem,
                again: None,
                correlation: None,
            })
        }
    };
    if let Some(report) = part("message/disposition-notification") {
        let report = text_of(report);
        let original =
            field(&report, "original-message-id").map(|id| id.trim_matches(['<', '>']).to_owned());
        let ours = original.filter(|id| reader.is_ours(id))?;
        let shown = field(&report, "disposition").is_some_and(|how| how.contains("displayed"));
        return Some(shown.then(|| told(DeliveryState::Read, None)(ours)));
    }
    if let Some(report) = part("message/delivery-status") {
        let ours = original(reader, message)?;
        let report = text_of(report);
        let actions: Vec<String> = fields(&report, "action")
            .map(|action| action.to_ascii_lowercase())
            .collect();
        if actions.iter().any(|action| action == "failed") {
            return Some(Some(told(DeliveryState::Failed, Some(why(&report)))(ours)));
        }
        let arrived = actions.iter().any(|action| action == "delivered");
        // Delayed, or handed on to where nobody tells more: nothing is decided.
        return Some(arrived.then(|| told(DeliveryState::Delivered, None)(ours)));
    }
    // There are servers that say it in words only.
    let sender = message
        .from()
        .and_then(|from| from.first()?.address())
        .unwrap_or_default();
    let from_nobody = sender.is_empty()
        || ["mailer-daemon", "postmaster"]
            .iter()
            .any(|name| sender.to_ascii_lowercase().starts_with(name));
    if from_nobody
        && auto::by_daemon(if sender.is_empty() {
            "mailer-daemon"
        } else {
            sender
        })
    {
        let ours = original(reader, message)?;
        let words = message.body_text(0).unwrap_or_default();
        let problem = problem(
            "refused",
            format!("The letter came back: {}", one_line(&words, 300)),
        );
        return Some(Some(told(DeliveryState::Failed, Some(problem))(ours)));
    }
    None
}

/// The Message-ID of ours that it is about: in the letter that came back, or in its text.
fn original(reader: &Reader<'_>, message: &Message<'_>) -> Option<String> {
    let inside = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inside) => inside.message_id().map(ToOwned::to_owned),
        _ if mime_of(part) == "text/rfc822-headers" => MessageParser::new()
            .with_message_ids()
            .parse_headers(part.contents())
            .and_then(|head| head.message_id().map(ToOwned::to_owned)),
        _ => None,
    });
    if let Some(id) = inside {
        return reader.is_ours(&id).then_some(id);
    }
    let mark = format!("<{}", super::super::MARK);
    message.parts.iter().find_map(|part| {
        let text = part.text_contents()?;
        let at = text.find(&mark)?;
        let id = text[at + 1..].split('>').next()?;
        reader.is_ours(id).then(|| id.to_owned())
    })
}

fn text_of(part: &MessagePart<'_>) -> String {
    let text = String::from_utf8_lossy(part.contents());
    text.replace("\r\n", "\n")
        .replace("\n ", " ")
        .replace("\n\t", " ")
}

fn fields<'a>(report: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    report.lines().filter_map(move |line| {
        let (own, value) = line.split_once(':')?;
        own.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn field<'a>(report: &'a str, name: &'a str) -> Option<&'a str> {
    fields(report, name).next()
}

/// Why it did not arrive, by the enhanced code (RFC 3463).
fn why(report: &str) -> Problem {
    let status = fields(report, "status")
        .find(|status| !status.starts_with('2'))
        .unwrap_or("5.0.0");
    let words = field(report, "diagnostic-code").unwrap_or_default();
    // Without the protocol's name.
    let words = words
        .split_once(';')
        .map_or(words, |(_, words)| words)
        .trim();
    super::super::smtp::told(status, words)
}
