//! WhatsApp's webhooks: the envelope, and a person's message in it (META-OAI, PYWA).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::media;
use crate::Simulator;
use crate::book::{Channel, File, Line, Person};
use crate::ids;
use crate::post::{Body, Hook};

/// A webhook with that `value`, under `field: messages`.
pub(crate) fn hook(sim: &Simulator, value: Value) -> Hook {
    of_field(sim, "messages", value)
}

/// A webhook of a field.
pub(crate) fn of_field(sim: &Simulator, field: &str, mut value: Value) -> Hook {
    let config = sim.config();
    let w = &config.whatsapp;
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] = json!({"display_phone_number": w.display_phone_number, "phone_number_id": w.phone_number_id});
    if sim.knobs(Channel::Whatsapp).novel {
        value["novel_field"] = json!({"said": "as the providers do, without notice"});
    }
    let body = json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": w.waba_id, "changes": [{"value": value, "field": field}]}],
    });
    Hook {
        channel: Channel::Whatsapp,
        url: w.webhook.clone(),
        fallback: String::new(),
        body: Body::Json(body),
        event: ids::word(),
    }
}

/// A person's message, with who they are.
pub(crate) fn message(sim: &Simulator, person: &Person, message: &Value) -> Hook {
    hook(
        sim,
        json!({"contacts": [contact(person)], "messages": [message]}),
    )
}

/// A contact of the envelope. One who hides their number has none (NOTES-WA1).
pub(super) fn contact(person: &Person) -> Value {
    let mut contact = json!({"profile": {"name": person.name}, "user_id": person.bsuid()});
    if !person.username.is_empty() {
        contact["profile"]["username"] = json!(person.username);
    }
    if !person.hides_number {
        contact["wa_id"] = json!(person.id);
    }
    contact
}

/// What every message has.
pub(crate) fn common(person: &Person, id: &str, at: i64, kind: &str) -> Value {
    let mut message = json!({"id": id, "timestamp": (at / 1000).to_string(), "type": kind, "from_user_id": person.bsuid()});
    if !person.hides_number {
        message["from"] = json!(person.id);
    }
    message
}

/// The object of a file: `{id, mime_type, sha256, url}` and what its kind adds. `sha256` is base64 here.
pub(crate) fn file(sim: &Simulator, line: &Line, file: &File) -> Value {
    let bytes = sim.file(&file.sha256).unwrap_or_default();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&bytes);
    let mut object = json!({
        "id": file.id, "mime_type": file.kind, "sha256": STANDARD.encode(digest),
        // A rollout since 2025-11; it needs the token like every other address of media.
        "url": media::address(sim, &file.id),
    });
    match line.kind.as_str() {
        "audio" => object["voice"] = json!(line.note == "Voice note"),
        "sticker" => object["animated"] = json!(bytes.windows(4).take(64).any(|w| w == b"ANIM")),
        _ => {
            if !line.text.is_empty() {
                object["caption"] = json!(line.text);
            }
        }
    }
    if line.kind == "document" {
        object["filename"] = json!(file.name.as_deref().unwrap_or("file"));
    }
    object
}

/// A line of a person's as a message.
pub(crate) fn of_line(sim: &Simulator, person: &Person, line: &Line) -> Value {
    let mut message = common(person, &line.id, line.at, &line.kind);
    message[&line.kind] = match line.kind.as_str() {
        "text" => json!({"body": line.text}),
        "location" | "contacts" | "interactive" | "button" => line.extra.clone(),
        _ => line
            .files
            .first()
            .map_or(Value::Null, |f| file(sim, line, f)),
    };
    if let Some(quoted) = &line.quotes {
        let whose = sim.line(quoted).map(|l| l.mine);
        let from = if whose == Some(true) {
            person.id.clone()
        } else {
            sim.config().whatsapp.display_phone_number.clone()
        };
        message["context"] = json!({"from": from, "id": quoted});
    }
    message
}
