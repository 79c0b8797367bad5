//! What becomes of a message after it was accepted, and the statuses that tell it (WA-STATUS).

use std::time::Duration;

use serde_json::{Value, json};

use super::check::{Source, Wanted};
use super::{hooks, kinds};
use crate::Simulator;
use crate::book::{Channel, Line};
use crate::fetch::fetch;
use crate::graph::error::{in_webhook, meaning};
use crate::post::Post;

/// Lets a message go its way. `free`: the window is open, or a template needs none.
pub(crate) fn start(sim: &Simulator, line: Line, wanted: Wanted, free: bool) {
    let (sim, work) = (sim.clone(), Post::work(sim));
    tokio::spawn(async move {
        go(&sim, &line, wanted, free).await;
        drop(work);
    });
}

async fn go(sim: &Simulator, line: &Line, wanted: Wanted, free: bool) {
    if !free {
        let why = "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
        return step(sim, &line.id, "failed", Some((131_047, why.into()))).await;
    }
    let person = sim.person(Channel::Whatsapp, &line.person);
    let unlucky = || {
        sim.0
            .faults
            .happens(Channel::Whatsapp, "undelivered", |k| k.undelivered)
            .then_some(131_026)
    };
    if let Some(code) = person.and_then(|p| p.fails).or_else(unlucky) {
        return step(sim, &line.id, "failed", Some((code, meaning(code).into()))).await;
    }
    if let Some(source) = wanted.source {
        let name = wanted.name;
        if let Err(why) = gather(sim, line, &wanted.kind, source, name).await {
            return step(sim, &line.id, "failed", Some((131_053, why))).await;
        }
    }
    if let Some((message, emoji)) = wanted.reaction {
        let reacted = sim.change(&message, |l| {
            if emoji.is_empty() {
                l.reactions.remove("desk")
            } else {
                l.reactions.insert("desk".into(), emoji)
            };
        });
        if reacted.is_none() {
            return step(
                sim,
                &line.id,
                "failed",
                Some((131_009, "there is no such message".into())),
            )
            .await;
        }
    }
    step(sim, &line.id, "sent", None).await;
    if line.kind == "reaction" {
        // No further status for reactions (PYWA, `send_reaction`).
        return;
    }
    if sim.knobs(Channel::Whatsapp).auto_read {
        // `delivered` is skipped when it is read at once (WA-STATUS).
        return step(sim, &line.id, "read", None).await;
    }
    step(sim, &line.id, "delivered", None).await;
}

/// Takes the file: type, size and bytes must agree, whichever way it came.
async fn gather(
    sim: &Simulator,
    line: &Line,
    kind: &str,
    source: Source,
    name: Option<String>,
) -> Result<(), String> {
    let (id, said, bytes, found) = match source {
        Source::Id(id, upload) => {
            let bytes = sim
                .file(&upload.sha256)
                .ok_or("the uploaded file is gone")?;
            (id, upload.kind, bytes, upload.name)
        }
        Source::Link(link) => {
            let got = fetch(&sim.0.http, &link, 100 * 1024 * 1024, false)
                .await
                .map_err(|e| e.to_string())?;
            (crate::ids::number(), got.kind, got.bytes, got.name)
        }
    };
    if let Some(why) = kinds::refuses(kind, &said, &bytes) {
        return Err(why);
    }
    let name = name.or_else(|| found.filter(|_| kind == "document"));
    let file = sim.keep(id, &said, name, bytes);
    sim.change(&line.id, |l| l.files = vec![file]);
    Ok(())
}

/// Writes a status down and sends its webhook.
pub(crate) async fn step(sim: &Simulator, id: &str, state: &str, error: Option<(i64, String)>) {
    let wait = sim.knobs(Channel::Whatsapp).step_ms;
    if wait > 0 {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    let now = sim.now();
    let mut stale = false;
    let changed = sim.change(id, |line| {
        // Read on the phone while "delivered" was on its way: the phone is right.
        stale = state == "delivered" && matches!(line.state.as_str(), "read" | "played");
        if !stale {
            line.state = state.into();
            line.updated = now;
            line.error = error;
        }
    });
    let Some(line) = changed.filter(|_| !stale) else {
        return;
    };
    sim.post(hooks::hook(sim, status(sim, &line, state))).await;
}

fn status(sim: &Simulator, line: &Line, state: &str) -> Value {
    let person = sim.person(Channel::Whatsapp, &line.person);
    let mut status = json!({
        "id": line.id, "status": state, "timestamp": (line.updated / 1000).to_string(), "recipient_id": line.person,
    });
    let contacts: Vec<Value> = person.iter().map(hooks::contact).collect();
    if let Some(person) = person {
        status["recipient_user_id"] = json!(person.bsuid());
        if person.hides_number {
            status
                .as_object_mut()
                .and_then(|s| s.remove("recipient_id"));
        }
    }
    if let Some(data) = &line.opaque {
        status["biz_opaque_callback_data"] = json!(data);
    }
    // `conversation` is left out from v24 on (WA-STATUS).
    if matches!(state, "sent" | "delivered") {
        let kind = if line.kind == "template" {
            "utility"
        } else {
            "service"
        };
        status["pricing"] =
            json!({"billable": true, "pricing_model": "PMP", "type": "regular", "category": kind});
    }
    if let Some((code, details)) = &line.error {
        status["errors"] = json!([in_webhook(*code, details)]);
    }
    // With who it went to, as pywa wants it since there are BSUIDs.
    json!({"contacts": contacts, "statuses": [status]})
}
