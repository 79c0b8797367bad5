//! `POST …/messages`: windows, rates, reactions, and what is accepted; then the echo (IG-SEND-IGL, MSG-RATE).

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::check::{self, Source};
use super::{hooks, media};
use crate::Simulator;
use crate::book::{Channel, File, Line, Person};
use crate::clock::DAY;
use crate::graph::Call;
use crate::graph::error::{meaning, refuse, refuse_sub};
use crate::ids;
use crate::post::Post;

/// Takes a message, a reaction or a mark.
pub(crate) async fn send(sim: &Simulator, call: Call) -> Response {
    let recipient = call
        .fields
        .get("recipient")
        .and_then(|r| r["id"].as_str())
        .unwrap_or_default()
        .to_owned();
    if recipient.is_empty() {
        return refuse(100, "recipient.id is missing");
    }
    // Only the user can open a conversation: whoever has not written is not there (MSG-ERR 100/2534014).
    let person = sim
        .person(Channel::Instagram, &recipient)
        .filter(|p| p.wrote.is_some());
    let Some(person) = person else {
        return refuse_sub(100, 2_534_014, "The requested user cannot be found");
    };
    let action = call.text("sender_action");
    if !action.is_empty() {
        return act(sim, &call, &person, action);
    }
    let Some(message) = call.fields.get("message") else {
        return refuse(100, "message is missing");
    };
    let wanted = match check::read(sim, message) {
        Ok(wanted) => wanted,
        Err(why) => return refuse(100, &why),
    };
    if let Err(refusal) = window(sim, &call, &person) {
        return refusal;
    }
    if let Some(code) = person.fails {
        return if code == 613 {
            refuse_sub(613, 2_534_040, meaning(613))
        } else {
            refuse(code, meaning(code))
        };
    }
    if sim.knobs(Channel::Instagram).rates {
        // 300 a second; 10 for audio and video (MSG-RATE).
        let heavy = matches!(wanted.kind.as_str(), "audio" | "video");
        let (name, rate) = if heavy {
            ("instagram heavy", 10.0)
        } else {
            ("instagram", 300.0)
        };
        if !sim.0.meter.take(name, rate, rate, sim.now()) {
            return refuse_sub(613, 2_534_040, meaning(613));
        }
    }
    let mut files = Vec::new();
    for source in wanted.sources {
        match source {
            Source::Id(u) => {
                files.push(File {
                    id: ids::number(),
                    sha256: u.sha256,
                    kind: u.kind,
                    name: None,
                    bytes: u.bytes,
                });
            }
            Source::Url(url) => match media::gather(sim, &wanted.kind, &url).await {
                Ok(file) => files.push(file),
                Err(refusal) => return refusal.into_response(),
            },
        }
    }
    let mut line = Line::new(
        Channel::Instagram,
        ids::mid(),
        &person.id,
        &sim.config().instagram.ig_id,
        false,
        sim.now(),
    );
    line.kind = wanted.kind;
    line.text = wanted.text;
    line.note = wanted.note;
    line.files = files;
    line.state = "sent".into();
    line.quotes = call
        .fields
        .get("reply_to")
        .and_then(|r| r["mid"].as_str())
        .map(ToOwned::to_owned);
    sim.write(line.clone());
    let answer = json!({"recipient_id": person.id, "message_id": line.id});
    announce(sim, line);
    Json(answer).into_response()
}

/// The echo, which may come before the answer; and "seen", for people who look at once.
fn announce(sim: &Simulator, line: Line) {
    let (sim, work) = (sim.clone(), Post::work(sim));
    tokio::spawn(async move {
        sim.post(hooks::echo(&sim, &line)).await;
        if sim.knobs(Channel::Instagram).auto_read {
            sim.change(&line.id, |l| l.state = "seen".into());
            let seen = hooks::event(
                &sim,
                &line.person,
                sim.now(),
                "read",
                &json!({"mid": line.id}),
            );
            sim.post(seen).await;
        }
        drop(work);
    });
}

/// 24 hours; seven days by `tag: HUMAN_AGENT`, with `messaging_type: MESSAGE_TAG` or without (IG-POST, NOTES-IG).
fn window(sim: &Simulator, call: &Call, person: &Person) -> Result<(), Response> {
    let kind = call.text("messaging_type");
    if !kind.is_empty() && !["RESPONSE", "UPDATE", "MESSAGE_TAG"].contains(&kind) {
        return Err(refuse(
            100,
            "messaging_type is not one of RESPONSE, UPDATE, MESSAGE_TAG",
        ));
    }
    let tag = call.text("tag");
    if !tag.is_empty() && tag != "HUMAN_AGENT" {
        // CONFIRMED_EVENT_UPDATE, ACCOUNT_UPDATE, POST_PURCHASE_UPDATE: gone since 2026-04-27.
        return Err(refuse(100, "the tag is not supported"));
    }
    if kind == "MESSAGE_TAG" && tag.is_empty() {
        return Err(refuse(100, "messaging_type MESSAGE_TAG wants a tag"));
    }
    let most = if tag.is_empty() { DAY } else { 7 * DAY };
    match person.wrote.is_some_and(|at| sim.now() - at < most) {
        true => Ok(()),
        false => Err(refuse_sub(
            10,
            2_534_022,
            "This message is sent outside of allowed window.",
        )),
    }
}

/// `react`, `unreact`, `typing_on`, `typing_off`, `mark_seen`: answered with the recipient alone. No echo for reactions.
fn act(sim: &Simulator, call: &Call, person: &Person, action: &str) -> Response {
    let payload = call.fields.get("payload").cloned().unwrap_or(Value::Null);
    match action {
        "react" | "unreact" => {
            let id = payload["message_id"].as_str().unwrap_or_default();
            if sim.line(id).is_none_or(|l| l.person != person.id) {
                return refuse(
                    100,
                    "payload.message_id is not a message of this conversation",
                );
            }
            let emoji = match payload["reaction"].as_str() {
                Some("love") => "❤️".to_owned(),
                Some(other) => other.to_owned(),
                None if action == "react" => return refuse(100, "payload.reaction is missing"),
                None => String::new(),
            };
            sim.change(id, |l| {
                if action == "react" {
                    l.reactions.insert("desk".into(), emoji)
                } else {
                    l.reactions.remove("desk")
                };
            });
        }
        "mark_seen" => {
            for line in sim
                .thread(Channel::Instagram, &person.id)
                .into_iter()
                .filter(|l| l.mine)
            {
                sim.change(&line.id, |l| l.state = "seen".into());
            }
        }
        "typing_on" | "typing_off" => {}
        _ => return refuse(100, "sender_action is not supported"),
    }
    Json(json!({"recipient_id": person.id})).into_response()
}
