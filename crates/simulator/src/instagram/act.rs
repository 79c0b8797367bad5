//! What a person does in Instagram, and the webhook each makes (IG-HOOK, IG-EX, IG-STORY).

use serde_json::json;

use super::{hooks, media};
use crate::Simulator;
use crate::acts::{Act, Attach};
use crate::book::{Channel, Line, Person};
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
            let reaction = if emoji.is_empty() {
                json!({"mid": message, "action": "unreact"})
            } else {
                let name = if emoji.starts_with('❤') {
                    "love"
                } else {
                    "other"
                };
                json!({"mid": message, "action": "react", "reaction": name, "emoji": emoji})
            };
            wrote(sim, person);
            sim.post(hooks::event(
                sim,
                &person.id,
                sim.now(),
                "reaction",
                &reaction,
            ))
            .await;
            Ok(vec![message])
        }
        Act::Unsend { message } => {
            own(sim, person, &message, Some(true))?;
            sim.change(&message, |l| l.gone = true);
            let gone = json!({"mid": message, "is_deleted": true});
            sim.post(hooks::event(sim, &person.id, sim.now(), "message", &gone))
                .await;
            Ok(vec![message])
        }
        Act::Edit { message, text } => {
            let line = own(sim, person, &message, Some(true))?;
            if line.kind != "text" || text.trim().is_empty() {
                return Err("a text can be changed, and not to nothing".into());
            }
            sim.change(&message, |l| {
                l.text.clone_from(&text);
                l.edits += 1;
            });
            let edit = json!({"mid": message, "text": text, "num_edit": line.edits + 1});
            sim.post(hooks::event(
                sim,
                &person.id,
                sim.now(),
                "message_edit",
                &edit,
            ))
            .await;
            Ok(vec![message])
        }
        Act::Seen => Ok(seen(sim, person).await),
        Act::Story { file } => {
            let mut line = line(sim, person, "story_mention");
            line.note = "Mentioned the account in a story".into();
            line.files = vec![sim.keep(ids::number(), &file.kind, None, file.base64)];
            tell(sim, person, line).await
        }
        Act::StoryReply { text } => {
            let mut line = line(sim, person, "text");
            line.text = text;
            line.note = "Answered a story".into();
            // A story of the account's: a picture of a few bytes, so that the address leads somewhere.
            let pixel = "GIF89a\u{1}\0\u{1}\0\0\0\0,\0\0\0\0\u{1}\0\u{1}\0\0\u{2}\0;"
                .as_bytes()
                .to_vec();
            let story = sim.keep(ids::number(), "image/gif", None, pixel.into());
            line.extra =
                json!({"story": {"url": media::story_address(sim, &story), "id": story.id}});
            tell(sim, person, line).await
        }
        Act::Once => {
            let mut line = line(sim, person, "ephemeral");
            line.note = "A picture to look at once".into();
            tell(sim, person, line).await
        }
        Act::Unsupported => {
            let mut line = line(sim, person, "unsupported");
            line.text = "A sticker".into();
            line.note = "The business cannot see this".into();
            tell(sim, person, line).await
        }
        Act::FromApp { text } => {
            let mut line = Line::new(
                Channel::Instagram,
                ids::mid(),
                &person.id,
                &sim.config().instagram.ig_id,
                false,
                sim.now(),
            );
            line.text = text;
            line.state = "sent".into();
            line.note = "Written in the Instagram app".into();
            let (id, echo) = (line.id.clone(), hooks::echo(sim, &line));
            sim.write(line);
            sim.post(echo).await;
            Ok(vec![id])
        }
        Act::Played { .. }
        | Act::Location { .. }
        | Act::Contact { .. }
        | Act::Press { .. }
        | Act::NewNumber { .. } => Err("Instagram has no such thing".into()),
    }
}

fn line(sim: &Simulator, person: &Person, kind: &str) -> Line {
    let mut line = Line::new(
        Channel::Instagram,
        ids::mid(),
        &person.id,
        &sim.config().instagram.ig_id,
        true,
        sim.now(),
    );
    line.kind = kind.into();
    line.state = "sent".into();
    line
}

fn own(sim: &Simulator, person: &Person, id: &str, mine: Option<bool>) -> Result<Line, String> {
    let found = sim
        .line(id)
        .filter(|l| l.channel == Channel::Instagram && l.person == person.id && !l.gone);
    found
        .filter(|l| mine.is_none_or(|m| l.mine == m))
        .ok_or_else(|| "there is no such message of theirs".into())
}

fn wrote(sim: &Simulator, person: &Person) {
    let now = sim.now();
    if let Some(p) = sim.book().person_mut(Channel::Instagram, &person.id) {
        p.wrote = Some(now);
    }
}

async fn tell(sim: &Simulator, person: &Person, line: Line) -> Result<Vec<String>, String> {
    wrote(sim, person);
    let (id, hook) = (line.id.clone(), hooks::message(sim, &line));
    sim.write(line);
    sim.post(hook).await;
    Ok(vec![id])
}

/// Pictures of one go are one message with several attachments; anything else is a message each; text is its own.
async fn say(
    sim: &Simulator,
    person: &Person,
    text: String,
    files: Vec<Attach>,
    quote: Option<String>,
) -> Result<Vec<String>, String> {
    if text.trim().is_empty() && files.is_empty() {
        return Err("there is nothing to send".into());
    }
    if files.len() > 10 {
        return Err("10 files at most".into());
    }
    if let Some(quoted) = &quote {
        own(sim, person, quoted, None)?;
    }
    let mut lines: Vec<Line> = Vec::new();
    for file in files {
        let kind = match file.kind.split('/').next().unwrap_or_default() {
            "image" => "image",
            "video" => "video",
            "audio" => "audio",
            _ => "file",
        };
        let kept = sim.keep(
            ids::number(),
            &file.kind,
            (!file.name.is_empty()).then_some(file.name),
            file.base64,
        );
        match lines
            .last_mut()
            .filter(|l| kind == "image" && l.kind == "image")
        {
            Some(before) => before.files.push(kept),
            None => {
                let mut line = line(sim, person, kind);
                line.files.push(kept);
                lines.push(line);
            }
        }
    }
    if !text.trim().is_empty() {
        let mut line = line(sim, person, "text");
        line.text = text;
        lines.push(line);
    }
    if let Some(first) = lines.first_mut() {
        first.quotes = quote;
    }
    let mut made = Vec::new();
    for line in lines {
        made.extend(tell(sim, person, line).await?);
    }
    Ok(made)
}

/// One event says that everything up to a message was seen (`messaging_seen`).
async fn seen(sim: &Simulator, person: &Person) -> Vec<String> {
    let thread = sim.thread(Channel::Instagram, &person.id);
    let ids: Vec<String> = thread
        .iter()
        .filter(|l| !l.mine && l.state == "sent")
        .map(|l| l.id.clone())
        .collect();
    for id in &ids {
        sim.change(id, |l| l.state = "seen".into());
    }
    if let Some(last) = ids.last() {
        sim.post(hooks::event(
            sim,
            &person.id,
            sim.now(),
            "read",
            &json!({"mid": last}),
        ))
        .await;
    }
    ids
}
