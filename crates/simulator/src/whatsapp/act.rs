//! What a person does in WhatsApp, and the webhook each makes (META-OAI, PYWA, WA-UNSUP).

use serde_json::{Value, json};

use super::say::say;
use super::{deliver, hooks};
use crate::Simulator;
use crate::acts::Act;
use crate::book::{Channel, Line, Person};
use crate::graph::error::in_webhook;
use crate::ids;
use crate::post::Post;

/// Does it, and sends the webhooks.
pub(crate) async fn act(sim: &Simulator, person: &Person, act: Act) -> Result<Vec<String>, String> {
    let work = Post::work(sim);
    let done = run(sim, person, act).await;
    drop(work);
    done
}

async fn run(sim: &Simulator, person: &Person, act: Act) -> Result<Vec<String>, String> {
    match act {
        Act::Say {
            text,
            files,
            quote,
            to: _,
        } => say(sim, person, text, files, quote).await,
        Act::React { message, emoji } => {
            own(sim, person, &message, None)?;
            sim.change(&message, |l| {
                if emoji.is_empty() {
                    l.reactions.remove("person")
                } else {
                    l.reactions.insert("person".into(), emoji.clone())
                };
            });
            wrote(sim, person);
            // A removal has an empty emoji, or none (PYWA): here none, which is the harder one.
            let mut reaction = json!({"message_id": message});
            if !emoji.is_empty() {
                reaction["emoji"] = json!(emoji);
            }
            event(sim, person, "reaction", reaction).await;
            Ok(vec![message])
        }
        Act::Unsend { message } => {
            own(sim, person, &message, Some(true))?;
            sim.change(&message, |l| l.gone = true);
            event(
                sim,
                person,
                "revoke",
                json!({"original_message_id": message}),
            )
            .await;
            Ok(vec![message])
        }
        Act::Edit { message, text } => {
            let line = own(sim, person, &message, Some(true))?;
            if text.trim().is_empty()
                || !matches!(line.kind.as_str(), "text" | "image" | "video" | "document")
            {
                return Err("a text or a caption can be changed, and not to nothing".into());
            }
            let changed = sim.change(&message, |l| {
                l.text = text;
                l.edits += 1;
            });
            let Some(line) = changed else {
                return Err("there is no such message".into());
            };
            let mut inner = hooks::of_line(sim, person, &line);
            for name in ["id", "timestamp", "from", "from_user_id"] {
                inner.as_object_mut().and_then(|m| m.remove(name));
            }
            event(
                sim,
                person,
                "edit",
                json!({"original_message_id": message, "message": inner}),
            )
            .await;
            Ok(vec![message])
        }
        Act::Seen => Ok(seen(sim, person).await),
        Act::Played { message } => {
            let line = own(sim, person, &message, Some(false))?;
            if line.kind != "audio" {
                return Err("only what can be heard can be played".into());
            }
            deliver::step(sim, &message, "played", None).await;
            Ok(vec![message])
        }
        Act::Location {
            latitude,
            longitude,
            name,
            address,
        } => {
            let mut line = line(sim, person, "location");
            line.text = [name.as_str(), &address].join("\n").trim().to_owned();
            line.extra = json!({"latitude": latitude, "longitude": longitude});
            if !name.is_empty() {
                line.extra["name"] = json!(name);
                line.extra["address"] = json!(address);
            }
            tell(sim, person, line).await
        }
        Act::Contact { name, phone } => {
            let mut line = line(sim, person, "contacts");
            line.text = format!("{name}\n{phone}");
            let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
            line.extra = json!([{
                "name": {"formatted_name": name, "first_name": name},
                "phones": [{"phone": phone, "wa_id": digits, "type": "MOBILE"}],
            }]);
            tell(sim, person, line).await
        }
        Act::Press { message, button } => {
            let on = own(sim, person, &message, Some(false))?;
            let title = on
                .buttons
                .iter()
                .find(|(id, _)| *id == button)
                .map(|(_, t)| t.clone());
            let title = title.ok_or("the message has no such button")?;
            let kind = if on.note == "List" {
                "list_reply"
            } else {
                "button_reply"
            };
            let mut line = line(sim, person, "interactive");
            line.extra = json!({"type": kind, kind: {"id": button, "title": title}});
            line.text = title;
            line.quotes = Some(message);
            tell(sim, person, line).await
        }
        Act::Unsupported => {
            let mut line = line(sim, person, "unsupported");
            line.text = "A poll".into();
            line.note = "The business cannot see this".into();
            wrote(sim, person);
            let mut message = hooks::common(person, &line.id, line.at, "unsupported");
            message["errors"] = json!([in_webhook(
                131_051,
                "Message type is not currently supported"
            )]);
            message["unsupported"] = json!({"type": "poll_creation"});
            let id = line.id.clone();
            sim.write(line);
            sim.post(hooks::message(sim, person, &message)).await;
            Ok(vec![id])
        }
        Act::FromApp { text } => {
            let mut line = Line::new(
                Channel::Whatsapp,
                ids::wamid(),
                &person.id,
                &sim.config().whatsapp.phone_number_id,
                false,
                sim.now(),
            );
            line.text.clone_from(&text);
            line.state = "delivered".into();
            line.note = "Written in the WhatsApp Business app".into();
            let id = line.id.clone();
            let echo = json!({
                "from": sim.config().whatsapp.display_phone_number, "to": person.id, "id": id,
                "timestamp": (line.at / 1000).to_string(), "type": "text", "text": {"body": text},
            });
            sim.write(line);
            sim.post(hooks::of_field(
                sim,
                "smb_message_echoes",
                json!({"message_echoes": [echo]}),
            ))
            .await;
            Ok(vec![id])
        }
        Act::NewNumber { wa_id } => {
            let mut moved = person.clone();
            moved.id.clone_from(&wa_id);
            sim.add_person(moved);
            // No `contacts` in a system message (PYWA).
            let mut message = hooks::common(person, &ids::wamid(), sim.now(), "system");
            let body = format!("User {} changed from {} to {wa_id}", person.name, person.id);
            message["system"] =
                json!({"body": body, "type": "user_changed_number", "wa_id": wa_id});
            sim.post(hooks::hook(sim, json!({"messages": [message]})))
                .await;
            Ok(vec![wa_id])
        }
        Act::Story { .. } | Act::StoryReply { .. } | Act::Once => {
            Err("WhatsApp has no such thing".into())
        }
    }
}

pub(super) fn line(sim: &Simulator, person: &Person, kind: &str) -> Line {
    let account = &sim.config().whatsapp.phone_number_id;
    let mut line = Line::new(
        Channel::Whatsapp,
        ids::wamid(),
        &person.id,
        account,
        true,
        sim.now(),
    );
    line.kind = kind.into();
    line.state = "delivered".into();
    line
}

/// A message of this conversation; with `mine`, only if they wrote it, or only if they did not.
pub(super) fn own(
    sim: &Simulator,
    person: &Person,
    id: &str,
    mine: Option<bool>,
) -> Result<Line, String> {
    let found = sim
        .line(id)
        .filter(|l| l.channel == Channel::Whatsapp && l.person == person.id && !l.gone);
    found
        .filter(|l| mine.is_none_or(|m| l.mine == m))
        .ok_or_else(|| "there is no such message of theirs".into())
}

/// They wrote: the window is open for 24 hours.
fn wrote(sim: &Simulator, person: &Person) {
    let now = sim.now();
    if let Some(p) = sim.book().person_mut(Channel::Whatsapp, &person.id) {
        p.wrote = Some(now);
    }
}

pub(super) async fn tell(
    sim: &Simulator,
    person: &Person,
    line: Line,
) -> Result<Vec<String>, String> {
    wrote(sim, person);
    let message = hooks::of_line(sim, person, &line);
    let id = line.id.clone();
    sim.write(line);
    sim.post(hooks::message(sim, person, &message)).await;
    Ok(vec![id])
}

async fn event(sim: &Simulator, person: &Person, kind: &str, object: Value) {
    let mut message = hooks::common(person, &ids::wamid(), sim.now(), kind);
    message[kind] = object;
    sim.post(hooks::message(sim, person, &message)).await;
}

/// Everything of the account's that was delivered is read now; a status each.
async fn seen(sim: &Simulator, person: &Person) -> Vec<String> {
    let unread = |l: &Line| !l.mine && matches!(l.state.as_str(), "sent" | "delivered");
    let ids: Vec<String> = sim
        .thread(Channel::Whatsapp, &person.id)
        .iter()
        .filter(|l| unread(l))
        .map(|l| l.id.clone())
        .collect();
    for id in &ids {
        deliver::step(sim, id, "read", None).await;
    }
    ids
}
