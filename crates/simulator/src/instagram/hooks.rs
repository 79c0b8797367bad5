//! Instagram's webhooks: the envelope, a person's message, the echo (IG-HOOK, IG-EX).

use serde_json::{Value, json};

use super::media;
use crate::Simulator;
use crate::book::{Channel, Line};
use crate::ids;
use crate::post::{Body, Hook};

fn hook(sim: &Simulator, mut event: Value) -> Hook {
    let i = sim.config().instagram.clone();
    if sim.knobs(Channel::Instagram).novel {
        event["novel_field"] = json!({"said": "as the providers do, without notice"});
    }
    let body = json!({"object": "instagram", "entry": [{"time": sim.now(), "id": i.ig_id, "messaging": [event]}]});
    Hook {
        channel: Channel::Instagram,
        url: i.webhook,
        fallback: String::new(),
        body: Body::Json(body),
        event: ids::word(),
    }
}

/// An event of a person's: `message`, `reaction`, `read`, `postback`, `message_edit`.
pub(crate) fn event(sim: &Simulator, person: &str, at: i64, kind: &str, object: &Value) -> Hook {
    let account = sim.config().instagram.ig_id.clone();
    hook(
        sim,
        json!({"sender": {"id": person}, "recipient": {"id": account}, "timestamp": at, kind: object}),
    )
}

/// A person's message.
pub(crate) fn message(sim: &Simulator, line: &Line) -> Hook {
    event(sim, &line.person, line.at, "message", &of_line(sim, line))
}

/// What the account sent, by the API or in the app: sender is the account.
pub(crate) fn echo(sim: &Simulator, line: &Line) -> Hook {
    let mut message = of_line(sim, line);
    message["is_echo"] = json!(true);
    let event = json!({
        "sender": {"id": line.account}, "recipient": {"id": line.person}, "timestamp": line.at, "message": message,
    });
    hook(sim, event)
}

fn of_line(sim: &Simulator, line: &Line) -> Value {
    let mut message = json!({"mid": line.id});
    if !line.text.is_empty() {
        message["text"] = json!(line.text);
    }
    if !line.files.is_empty() {
        let attachments: Vec<Value> = line
            .files
            .iter()
            .map(|f| {
                let url = if line.kind == "story_mention" {
                    media::story_address(sim, f)
                } else {
                    media::address(sim, f)
                };
                json!({"type": line.kind, "payload": {"url": url}})
            })
            .collect();
        message["attachments"] = json!(attachments);
    } else if line.kind == "ephemeral" {
        // View-once: no address (IG-HOOK).
        message["attachments"] = json!([{"type": "ephemeral"}]);
    }
    if let Some(quoted) = &line.quotes {
        message["reply_to"] = json!({"mid": quoted});
    } else if !line.extra.is_null() {
        message["reply_to"] = line.extra.clone();
    }
    if line.kind == "unsupported" {
        message["is_unsupported"] = json!(true);
        message.as_object_mut().and_then(|m| m.remove("text"));
    }
    message
}
