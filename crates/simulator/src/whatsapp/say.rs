//! Text, photos and files that a person sends by WhatsApp.

use serde_json::json;

use super::act::{line, own, tell};
use super::{hooks, kinds, media};
use crate::Simulator;
use crate::acts::{As, Attach};
use crate::book::Person;
use crate::clock::DAY;
use crate::graph::error::in_webhook;
use crate::ids;

/// Inbound media up to 100 MB; larger ones come as an error (WA-ERR 131052).
const MOST: usize = 100 * 1024 * 1024;

/// Several photos are several messages; the text is the caption of the first.
pub(super) async fn say(
    sim: &Simulator,
    person: &Person,
    text: String,
    files: Vec<Attach>,
    quote: Option<String>,
) -> Result<Vec<String>, String> {
    if let Some(quoted) = &quote {
        own(sim, person, quoted, None)?;
    }
    if files.is_empty() {
        if text.trim().is_empty() {
            return Err("there is nothing to send".into());
        }
        let mut line = line(sim, person, "text");
        line.text = text;
        line.quotes = quote;
        return tell(sim, person, line).await;
    }
    if files.len() > 30 {
        return Err("30 files at most".into());
    }
    let (mut made, mut caption) = (Vec::new(), text);
    for file in files {
        let kind = match file.as_ {
            Some(As::Document) => "document",
            Some(As::Sticker) => "sticker",
            Some(As::Voice) => "audio",
            None => kinds::inbound(&file.kind),
        };
        let mut line = line(sim, person, kind);
        line.quotes.clone_from(&quote);
        if file.as_ == Some(As::Voice) {
            line.note = "Voice note".into();
        }
        if file.base64.len() > MOST {
            let mut message = hooks::common(person, &line.id, line.at, kind);
            message["errors"] = json!([in_webhook(
                131_052,
                "Failed to download the media from the sender"
            )]);
            made.push(line.id.clone());
            sim.write(line);
            sim.post(hooks::message(sim, person, &message)).await;
            continue;
        }
        if kind != "audio" && kind != "sticker" {
            line.text = std::mem::take(&mut caption);
        }
        let id = ids::number();
        let name = (!file.name.is_empty()).then_some(file.name);
        // The id of a webhook lives for seven days (WA-MEDIA).
        media::keep(
            sim,
            &id,
            &file.kind,
            name.clone(),
            file.base64.clone(),
            sim.now() + 7 * DAY,
        );
        line.files = vec![sim.keep(id, &file.kind, name, file.base64)];
        made.extend(tell(sim, person, line).await?);
    }
    if !caption.trim().is_empty() {
        let mut line = line(sim, person, "text");
        line.text = caption;
        made.extend(tell(sim, person, line).await?);
    }
    Ok(made)
}
