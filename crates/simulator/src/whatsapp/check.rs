//! What a message must look like to be accepted (META-OAI, WA-SEND, WA-TEXT, WA-DOC).

use serde_json::{Map, Value};

use super::{template, text};
use crate::Simulator;
use crate::blobs::Upload;

/// Characters of a text (WA-TEXT).
const TEXT: usize = 4096;
/// Characters of a caption.
const CAPTION: usize = 1024;
/// Contacts in a message.
const CONTACTS: usize = 5;

/// A file of a message: uploaded before, or behind an address.
#[derive(Debug)]
pub(crate) enum Source {
    Id(String, Upload),
    Link(String),
}

/// A message, read.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) name: Option<String>,
    pub(crate) source: Option<Source>,
    pub(crate) note: String,
    pub(crate) buttons: Vec<(String, String)>,
    /// A reaction: the message and the emoji.
    pub(crate) reaction: Option<(String, String)>,
    pub(crate) extra: Value,
}

type Refusal = (i64, String);

fn no(code: i64, words: impl Into<String>) -> Refusal {
    (code, words.into())
}

/// Reads the object named as the type, or says with which code it is refused.
pub(crate) fn read(sim: &Simulator, fields: &Map<String, Value>) -> Result<Wanted, Refusal> {
    let kind = fields.get("type").and_then(Value::as_str).unwrap_or("text");
    let empty = Value::Null;
    let object = fields.get(kind).unwrap_or(&empty);
    let known = [
        "text",
        "image",
        "video",
        "audio",
        "document",
        "sticker",
        "location",
        "contacts",
        "reaction",
        "interactive",
        "template",
    ];
    if !known.contains(&kind) {
        return Err((
            100,
            format!("type {kind} is not one of {}", known.join(", ")),
        ));
    }
    if object.is_null() {
        return Err((131_008, format!("the object {kind} is missing")));
    }
    let mut wanted = Wanted {
        kind: kind.into(),
        ..Wanted::default()
    };
    match kind {
        "text" => wanted.text = body(object, "body", TEXT)?,
        "image" | "video" | "audio" | "document" | "sticker" => {
            media(sim, kind, object, &mut wanted)?;
        }
        "location" => location(object, &mut wanted)?,
        "contacts" => contacts(object, &mut wanted)?,
        "reaction" => {
            let message = text(object, "message_id");
            if message.is_empty() || object.get("emoji").is_none() {
                return Err((131_008, "reaction wants message_id and emoji".into()));
            }
            wanted.reaction = Some((message.into(), text(object, "emoji").into()));
        }
        "interactive" => interactive(object, &mut wanted)?,
        _ => {
            wanted.text = template::fill(sim, object)?;
            wanted.note = format!("Template {}", text(object, "name"));
        }
    }
    Ok(wanted)
}

fn body(object: &Value, name: &str, most: usize) -> Result<String, Refusal> {
    let Some(text) = object
        .get(name)
        .and_then(Value::as_str)
        .filter(|t| !t.is_empty())
    else {
        return Err((131_008, format!("{name} is missing or empty")));
    };
    let length = text.chars().count();
    if length > most {
        return Err((100, format!("{name} has {length} characters, over {most}")));
    }
    Ok(text.to_owned())
}

fn media(sim: &Simulator, kind: &str, object: &Value, wanted: &mut Wanted) -> Result<(), Refusal> {
    if object.get("caption").is_some_and(|c| !c.is_null()) {
        if matches!(kind, "audio" | "sticker") {
            return Err((100, format!("{kind} takes no caption")));
        }
        if !text(object, "caption").is_empty() {
            wanted.text = body(object, "caption", CAPTION)?;
        }
    }
    if object.get("filename").is_some() && kind != "document" {
        return Err((100, format!("{kind} takes no filename")));
    }
    let name = text(object, "filename");
    wanted.name = (!name.is_empty()).then(|| name.to_owned());
    if object["voice"].as_bool() == Some(true) {
        wanted.note = "Voice note".into();
    }
    let (id, link) = (text(object, "id"), text(object, "link"));
    wanted.source = Some(match (id.is_empty(), link.is_empty()) {
        (false, true) => {
            let upload = sim.blobs().upload(id, sim.now());
            // An unknown id is a wrong parameter (WA-ERR 100).
            let upload = upload.ok_or_else(|| no(100, format!("media id {id} does not exist")))?;
            Source::Id(id.into(), upload)
        }
        (true, false)
            if url::Url::parse(link).is_ok_and(|u| matches!(u.scheme(), "http" | "https")) =>
        {
            Source::Link(link.into())
        }
        (true, false) => return Err((131_009, "link is no address".into())),
        _ => return Err((131_008, format!("{kind} wants one of id and link"))),
    });
    Ok(())
}

fn location(object: &Value, wanted: &mut Wanted) -> Result<(), Refusal> {
    // Numbers, or numbers in quotation marks: Meta's own samples have both.
    let degrees = |name: &str, most: f64| {
        let value = &object[name];
        let value = value
            .as_f64()
            .or_else(|| value.as_str().and_then(|s| s.parse().ok()));
        value
            .filter(|v| v.abs() <= most)
            .ok_or_else(|| no(131_009, format!("{name} is not in degrees")))
    };
    let (latitude, longitude) = (degrees("latitude", 90.0)?, degrees("longitude", 180.0)?);
    wanted.text = [text(object, "name"), text(object, "address")]
        .join("\n")
        .trim()
        .to_owned();
    wanted.extra = serde_json::json!({"latitude": latitude, "longitude": longitude});
    Ok(())
}

fn contacts(object: &Value, wanted: &mut Wanted) -> Result<(), Refusal> {
    let Some(all) = object
        .as_array()
        .filter(|a| (1..=CONTACTS).contains(&a.len()))
    else {
        return Err((131_009, format!("contacts is a list of one to {CONTACTS}")));
    };
    let name = |c: &Value| c["name"]["formatted_name"].as_str().map(ToOwned::to_owned);
    let names: Option<Vec<String>> = all.iter().map(name).collect();
    wanted.text = names
        .ok_or_else(|| no(131_008, "a contact wants name.formatted_name"))?
        .join(", ");
    wanted.extra = object.clone();
    Ok(())
}

fn interactive(object: &Value, wanted: &mut Wanted) -> Result<(), Refusal> {
    let action = &object["action"];
    wanted.text = body(&object["body"], "text", 1024)?;
    let pair = |v: &Value| (text(v, "id").to_owned(), text(v, "title").to_owned());
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    match text(object, "type") {
        "button" => {
            wanted.buttons = list(&action["buttons"])
                .iter()
                .map(|b| pair(&b["reply"]))
                .collect();
        }
        "list" => {
            let rows = list(&action["sections"])
                .into_iter()
                .flat_map(|s| list(&s["rows"]));
            wanted.buttons = rows.map(|r| pair(&r)).collect();
            wanted.note = "List".into();
        }
        "cta_url" => {
            wanted.note = format!(
                "Link: {}",
                action["parameters"]["url"].as_str().unwrap_or_default()
            );
        }
        other => wanted.note = format!("Interactive: {other}"),
    }
    let most = if text(object, "type") == "button" {
        3
    } else {
        10
    };
    if wanted.buttons.len() > most {
        return Err((131_009, format!("more than {most} buttons")));
    }
    if wanted
        .buttons
        .iter()
        .any(|(id, title)| id.is_empty() || title.is_empty())
    {
        return Err((131_009, "a button wants id and title".into()));
    }
    Ok(())
}
