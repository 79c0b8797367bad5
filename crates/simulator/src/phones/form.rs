//! A form of a phone as something its person does.

use std::collections::HashMap;

use axum::extract::Multipart;
use bytes::{Bytes, BytesMut};

use crate::acts::{Act, As, Attach};
use crate::fetch::essence;
use crate::sniff;

/// The bytes of a form's files together.
const MOST: usize = 110 * 1024 * 1024;

/// Reads a form; what is wrong with it is said in a sentence.
pub(crate) async fn read(mut form: Multipart) -> Result<Act, String> {
    let mut fields: HashMap<String, String> = HashMap::new();
    let mut files = Vec::new();
    let mut left = MOST;
    let broken = |_| "The form did not come whole; nothing was sent.".to_owned();
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(ToOwned::to_owned);
        let kind = field.content_type().map(essence).unwrap_or_default();
        let mut bytes = BytesMut::new();
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            left = left
                .checked_sub(piece.len())
                .ok_or("The files are over 110 MB; nothing was sent.")?;
            bytes.extend_from_slice(&piece);
        }
        match file {
            // An empty file field comes as a file without a name.
            Some(file) if !file.is_empty() || !bytes.is_empty() => {
                files.push((file, kind, bytes.freeze()));
            }
            Some(_) => {}
            None => {
                fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    build(&fields, files)
}

fn build(
    fields: &HashMap<String, String>,
    files: Vec<(String, String, Bytes)>,
) -> Result<Act, String> {
    let get = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let optional = |name: &str| fields.get(name).filter(|v| !v.is_empty()).cloned();
    let as_ = match get("as").as_str() {
        "document" => Some(As::Document),
        "voice" => Some(As::Voice),
        "sticker" => Some(As::Sticker),
        _ => None,
    };
    let mut files: Vec<Attach> = files.into_iter().map(|f| attach(f, as_)).collect();
    let degrees = |name: &str| {
        get(name)
            .trim()
            .parse::<f64>()
            .map_err(|_| format!("{name} is a number of degrees"))
    };
    let message = get("message");
    Ok(match get("act").as_str() {
        "say" => Act::Say {
            text: get("text").replace("\r\n", "\n"),
            files,
            quote: optional("quote"),
            to: optional("to"),
        },
        "react" => Act::React {
            message,
            emoji: get("emoji"),
        },
        "unsend" => Act::Unsend { message },
        "edit" => Act::Edit {
            message,
            text: get("text"),
        },
        "seen" => Act::Seen,
        "played" => Act::Played { message },
        "press" => Act::Press {
            message,
            button: get("button"),
        },
        "location" => Act::Location {
            latitude: degrees("latitude")?,
            longitude: degrees("longitude")?,
            name: get("name"),
            address: get("address"),
        },
        "contact" => Act::Contact {
            name: get("name"),
            phone: get("phone"),
        },
        "story" => Act::Story {
            file: files.pop().ok_or("A story wants a picture.")?,
        },
        "story_reply" => Act::StoryReply { text: get("text") },
        "once" => Act::Once,
        "unsupported" => Act::Unsupported,
        "from_app" => Act::FromApp { text: get("text") },
        other => return Err(format!("A phone cannot do {other:?}.")),
    })
}

/// A file with its type: the browser's word, unless it has none or the bytes say otherwise.
fn attach((name, said, bytes): (String, String, Bytes), as_: Option<As>) -> Attach {
    let real = sniff::sniff(&bytes);
    let vague = said.is_empty() || said == "application/octet-stream";
    let kind = match real {
        Some(real) if vague || said.starts_with("image/") => real.to_owned(),
        _ if vague => "application/octet-stream".to_owned(),
        _ => said,
    };
    // WhatsApp's voice notes name their codec (META-OAI).
    let kind = if as_ == Some(As::Voice) && kind == "audio/ogg" {
        "audio/ogg; codecs=opus".into()
    } else {
        kind
    };
    Attach {
        name,
        kind,
        base64: bytes,
        as_,
    }
}
