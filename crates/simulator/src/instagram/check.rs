//! What a message must look like to be accepted (IG-SEND-IGL, IG-SEND-FBL, IG-POST).

use serde_json::Value;

use super::media;
use crate::Simulator;
use crate::blobs::Upload;

/// Bytes of a text.
const TEXT: usize = 1000;
/// Images of a message.
const IMAGES: usize = 10;

/// An attachment: uploaded before, or behind an address.
#[derive(Debug)]
pub(crate) enum Source {
    Id(Upload),
    Url(String),
}

/// A message, read.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) text: String,
    pub(crate) kind: String,
    pub(crate) sources: Vec<Source>,
    pub(crate) note: String,
}

/// Reads `message`, or says why not; all of that is code 100.
pub(crate) fn read(sim: &Simulator, message: &Value) -> Result<Wanted, String> {
    let text = message["text"].as_str();
    let (one, many) = (&message["attachment"], &message["attachments"]);
    let parts = [text.is_some(), !one.is_null(), !many.is_null()]
        .iter()
        .filter(|p| **p)
        .count();
    // Text and attachment are never combined; the Send API wants one of them.
    if parts != 1 {
        return Err("message wants one of text, attachment and attachments".into());
    }
    if let Some(text) = text {
        if text.is_empty() {
            return Err("message[text] is empty".into());
        }
        if text.len() > TEXT {
            return Err(format!(
                "Length of param message[text] must be less than or equal to {TEXT}"
            ));
        }
        return Ok(Wanted {
            text: text.into(),
            kind: "text".into(),
            ..Wanted::default()
        });
    }
    if !one.is_null() {
        return single(sim, one);
    }
    let Some(all) = many.as_array().filter(|a| (1..=IMAGES).contains(&a.len())) else {
        return Err(format!("attachments is a list of one to {IMAGES}"));
    };
    if all.iter().any(|a| a["type"] != "image") {
        return Err("several attachments must all be images".into());
    }
    let sources = all
        .iter()
        .map(|a| source(sim, &a["payload"]))
        .collect::<Result<_, _>>()?;
    Ok(Wanted {
        kind: "image".into(),
        sources,
        ..Wanted::default()
    })
}

fn single(sim: &Simulator, attachment: &Value) -> Result<Wanted, String> {
    let kind = attachment["type"].as_str().unwrap_or_default();
    match kind {
        "like_heart" => Ok(Wanted {
            kind: "like_heart".into(),
            text: "❤️".into(),
            ..Wanted::default()
        }),
        "MEDIA_SHARE" => {
            let Some(id) = attachment["payload"]["id"].as_str() else {
                return Err("MEDIA_SHARE wants payload.id".into());
            };
            Ok(Wanted {
                kind: "share".into(),
                note: format!("Post {id}"),
                ..Wanted::default()
            })
        }
        kind if media::known(kind) => {
            let sources = vec![source(sim, &attachment["payload"])?];
            Ok(Wanted {
                kind: kind.into(),
                sources,
                ..Wanted::default()
            })
        }
        other => Err(format!("attachment type {other} is not supported")),
    }
}

fn source(sim: &Simulator, payload: &Value) -> Result<Source, String> {
    match (payload["url"].as_str(), payload["attachment_id"].as_str()) {
        (Some(url), None) => Ok(Source::Url(url.into())),
        (None, Some(id)) => sim
            .blobs()
            .upload(id, sim.now())
            .map(Source::Id)
            .ok_or_else(|| format!("attachment {id} does not exist")),
        _ => Err("payload wants one of url and attachment_id".into()),
    }
}
