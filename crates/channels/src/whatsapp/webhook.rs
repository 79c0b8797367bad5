//! What Meta posts to us for WhatsApp: customers' messages, how ours fare, and what our own people
//! wrote in WhatsApp's app. Batches; whatever cannot be made out in one does not harm the others.

mod content;
mod status;

use crate::{
    Change, Inbound, InboundChange, InboundEcho, InboundMessage, InboundMoved, Thing, Unreadable,
    call::{list_at, number_at, some, text_at},
    meta::nameless,
};
use model::{Handle, HandleKind, Millis};
use serde_json::Value;

/// Reads a body. Only what concerns this number: other inboxes may share the webhook.
pub(super) fn read(body: &[u8], number: &str) -> Result<Vec<Inbound>, Unreadable> {
    let body: Value = serde_json::from_slice(body).map_err(|_| Unreadable::Form)?;
    if text_at(&body, "/object") != "whatsapp_business_account" {
        return Err(Unreadable::Form);
    }
    let changes = list_at(&body, "/entry").iter();
    let changes = changes.flat_map(|entry| list_at(entry, "/changes"));
    let mut events = Vec::new();
    for change in changes {
        let Some(value) = change.get("value") else {
            continue;
        };
        let to = text_at(value, "/metadata/phone_number_id");
        if !to.is_empty() && to != number {
            continue;
        }
        let messages = list_at(value, "/messages").iter();
        events.extend(messages.filter_map(|message| incoming(message, value)));
        let echoes = list_at(value, "/message_echoes").iter();
        events.extend(echoes.filter_map(echo));
        events.extend(list_at(value, "/statuses").iter().filter_map(status::read));
    }
    Ok(events)
}

/// A customer's message, or what they did to one.
fn incoming(message: &Value, value: &Value) -> Option<Inbound> {
    let (from, also, name) = sender(message, value)?;
    let at = time_of(message);
    let id = text_at(message, "/id");
    let event_id = some(id.clone()).unwrap_or_else(|| nameless(message));
    let changed = |target: String, what| {
        Inbound::Change(InboundChange {
            event_id: event_id.clone(),
            from: from.clone(),
            target,
            what,
            at,
        })
    };
    match text_at(message, "/type").as_str() {
        "reaction" => {
            let target = some(text_at(message, "/reaction/message_id"));
            let what = match some(text_at(message, "/reaction/emoji")) {
                Some(emoji) => Change::Reaction(emoji),
                None => Change::ReactionGone,
            };
            if let Some(target) = target {
                return Some(changed(target, what));
            }
        }
        "edit" => {
            let target = some(text_at(message, "/edit/original_message_id"));
            let text = message.pointer("/edit/message").and_then(content::text_of);
            if let (Some(target), Some(text)) = (target, text) {
                return Some(changed(target, Change::Edited(text)));
            }
        }
        "revoke" => {
            if let Some(target) = some(text_at(message, "/revoke/original_message_id")) {
                return Some(changed(target, Change::Unsent));
            }
        }
        "system" => {
            if let Some(moved) = moved(message, &event_id, &from, at) {
                return Some(moved);
            }
        }
        _ => {}
    }
    Some(Inbound::Message(InboundMessage {
        also,
        name,
        at,
        ..whole(message, &event_id, from)
    }))
}

/// All that a message holds.
fn whole(message: &Value, event_id: &str, from: Handle) -> InboundMessage {
    let content = content::read(message);
    let mut things = content.things;
    let often = message.pointer("/context/frequently_forwarded") == Some(&Value::Bool(true));
    if often || message.pointer("/context/forwarded") == Some(&Value::Bool(true)) {
        things.push(Thing::Forwarded { often });
    }
    if let Some(id) = some(text_at(
        message,
        "/context/referred_product/product_retailer_id",
    )) {
        things.push(Thing::Product { id });
    }
    if message.get("referral").is_some_and(Value::is_object) {
        things.push(Thing::Referral {
            title: text_at(message, "/referral/headline"),
            url: text_at(message, "/referral/source_url"),
        });
    }
    InboundMessage {
        text: content.text,
        files: content.files,
        things,
        quoted: some(text_at(message, "/context/id")),
        provider_id: some(text_at(message, "/id")),
        at: time_of(message),
        ..InboundMessage::new(event_id, from)
    }
}

/// What one of us wrote in WhatsApp's own app.
fn echo(message: &Value) -> Option<Inbound> {
    let to = some(text_at(message, "/to")).or_else(|| some(text_at(message, "/to_user_id")))?;
    let id = some(text_at(message, "/id")).unwrap_or_else(|| nameless(message));
    let message = whole(message, &format!("echo:{id}"), handle(to));
    Some(Inbound::Echo(InboundEcho { message }))
}

/// They have a new number.
fn moved(message: &Value, event_id: &str, from: &Handle, at: Option<Millis>) -> Option<Inbound> {
    let to = some(text_at(message, "/system/wa_id"))
        .or_else(|| some(text_at(message, "/system/new_wa_id")))?;
    let changed = text_at(message, "/system/type") == "user_changed_number";
    (changed && to != from.value).then(|| {
        Inbound::Moved(InboundMoved {
            event_id: event_id.to_owned(),
            from: from.clone(),
            to: handle(to),
            at,
        })
    })
}

fn handle(value: String) -> Handle {
    Handle {
        kind: HandleKind::Whatsapp,
        value,
    }
}

/// Who wrote: by telephone number where it is told, else by the user id that Meta made for this
/// business. Both, when both are known, are the same person.
fn sender(message: &Value, value: &Value) -> Option<(Handle, Vec<Handle>, String)> {
    let number = text_at(message, "/from");
    let user = text_at(message, "/from_user_id");
    let contacts = list_at(value, "/contacts");
    let is_theirs = |contact: &&Value| {
        let fits = |place, told: &str| !told.is_empty() && text_at(contact, place) == told;
        fits("/wa_id", &number) || fits("/user_id", &user)
    };
    let alone = match contacts {
        [contact] if number.is_empty() && user.is_empty() => Some(contact),
        _ => None,
    };
    let contact = contacts.iter().find(is_theirs).or(alone);
    let of_contact = |place| contact.map_or_else(String::new, |contact| text_at(contact, place));
    let number = some(number).or_else(|| some(of_contact("/wa_id")));
    let user = some(user).or_else(|| some(of_contact("/user_id")));
    let name = some(of_contact("/profile/name"))
        .or_else(|| some(of_contact("/profile/username")))
        .unwrap_or_default();
    let mut known = [number, user].into_iter().flatten().map(handle);
    let first = known.next()?;
    Some((first, known.collect(), name))
}

/// Unix seconds, as text or number.
fn time_of(message: &Value) -> Option<Millis> {
    number_at(message, "/timestamp").and_then(|seconds| seconds.checked_mul(1_000))
}
