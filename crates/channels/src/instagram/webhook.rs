//! What Meta posts to us for Instagram: messages, what is done to them, echoes of our own, and how
//! far a customer has read. Batches; whatever cannot be made out in one does not harm the others.

mod content;

use super::Settings;
use crate::{
    Change, Inbound, InboundChange, InboundEcho, InboundMessage, InboundSeen, Thing, Unreadable,
    call::{list_at, number_at, some, text_at},
    meta::nameless,
};
use model::{Handle, HandleKind, Millis};
use serde_json::Value;

/// Reads a body. Meta's examples are sometimes a list of bodies.
pub(super) fn read(body: &[u8], settings: &Settings) -> Result<Vec<Inbound>, Unreadable> {
    let body: Value = serde_json::from_slice(body).map_err(|_| Unreadable::Form)?;
    let bodies = match &body {
        Value::Array(bodies) => &bodies[..],
        body => std::slice::from_ref(body),
    };
    let ours = |body: &Value| text_at(body, "/object") == "instagram";
    if bodies.is_empty() || !bodies.iter().all(ours) {
        return Err(Unreadable::Form);
    }
    let entries = bodies.iter().flat_map(|body| list_at(body, "/entry"));
    let mut events = Vec::new();
    for entry in entries {
        // While another app has the conversation, they come as `standby`.
        for list in ["/messaging", "/standby"] {
            let all = list_at(entry, list).iter();
            events.extend(all.filter_map(|event| one(event, settings)));
        }
    }
    Ok(events)
}

/// One event. Nothing for those that say nothing of a conversation.
fn one(event: &Value, settings: &Settings) -> Option<Inbound> {
    let at = number_at(event, "/timestamp");
    let is_set = |place: &str| event.pointer(place) == Some(&Value::Bool(true));
    let echo = is_set("/message/is_echo") || is_set("/message/is_self");
    let customer = if echo { "/recipient/id" } else { "/sender/id" };
    let from = Handle {
        kind: HandleKind::Instagram,
        value: some(text_at(event, customer))?,
    };
    let changed = |event_id, target, what| {
        let from = from.clone();
        Some(Inbound::Change(InboundChange {
            event_id,
            from,
            target,
            what,
            at,
        }))
    };
    if let Some(message) = event.get("message") {
        let mid = text_at(message, "/mid");
        if is_set("/message/is_deleted") {
            let target = some(mid)?;
            return changed(format!("unsend:{target}"), target, Change::Unsent);
        }
        return Some(written(message, &mid, from, at, echo, settings));
    }
    if let Some(reaction) = event.get("reaction") {
        let target = some(text_at(reaction, "/mid"))?;
        let emoji =
            some(text_at(reaction, "/emoji")).or_else(|| emoji_of(&text_at(reaction, "/reaction")));
        let what = match text_at(reaction, "/action").as_str() {
            "unreact" => Change::ReactionGone,
            _ => Change::Reaction(emoji?),
        };
        return changed(nameless(event), target, what);
    }
    if let Some(edit) = event.get("message_edit") {
        let target = some(text_at(edit, "/mid"))?;
        let turn = text_at(edit, "/num_edit");
        let what = Change::Edited(text_at(edit, "/text"));
        return changed(format!("edit:{target}:{turn}"), target, what);
    }
    if let Some(read) = event.get("read") {
        let up_to = some(text_at(read, "/mid"))?;
        return Some(Inbound::Seen(InboundSeen {
            event_id: format!("seen:{up_to}"),
            from,
            up_to,
            at,
        }));
    }
    if let Some(pressed) = event.get("postback") {
        let title = text_at(pressed, "/title");
        let payload = text_at(pressed, "/payload");
        let id = some(text_at(pressed, "/mid")).unwrap_or_else(|| nameless(event));
        return Some(Inbound::Message(InboundMessage {
            text: title.clone(),
            things: vec![Thing::Choice { title, payload }],
            provider_id: some(text_at(pressed, "/mid")),
            at,
            ..InboundMessage::new(id, from)
        }));
    }
    // A conversation opened from a link or an advertisement, without a word so far.
    let referral = event.get("referral")?;
    Some(Inbound::Message(InboundMessage {
        things: vec![content::referral(referral)],
        at,
        ..InboundMessage::new(nameless(event), from)
    }))
}

fn written(
    message: &Value,
    mid: &str,
    from: Handle,
    at: Option<Millis>,
    echo: bool,
    settings: &Settings,
) -> Inbound {
    let id = some(mid.to_owned()).unwrap_or_else(|| nameless(message));
    let event_id = if echo { format!("echo:{id}") } else { id };
    let content = content::read(message, settings.media);
    let message = InboundMessage {
        text: text_at(message, "/text"),
        files: content.files,
        things: content.things,
        quoted: some(text_at(message, "/reply_to/mid")),
        provider_id: some(mid.to_owned()),
        at,
        ..InboundMessage::new(event_id, from)
    };
    if echo {
        Inbound::Echo(InboundEcho { message })
    } else {
        Inbound::Message(message)
    }
}

/// Instagram's old names for reactions.
fn emoji_of(name: &str) -> Option<String> {
    let emoji = match name {
        "love" => "❤️",
        "haha" | "laugh" => "😂",
        "wow" => "😮",
        "sad" => "😢",
        "angry" => "😡",
        "like" => "👍",
        "dislike" => "👎",
        "" => return None,
        // Told without its picture.
        _ => "❔",
    };
    Some(emoji.into())
}
