//! What a customer's message on WhatsApp holds, by its type. A type that we do not know is shown
//! as one: nobody's message is lost because Meta thought of something new.

use super::super::Place;
use crate::{
    InboundFile, MadeAs, Thing,
    call::{list_at, number_at, some, text_at},
    meta::GraphError,
};
use model::SentAs;
use serde_json::Value;

/// Text, files and the rest.
#[derive(Default)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) files: Vec<InboundFile>,
    pub(super) things: Vec<Thing>,
}

impl Content {
    fn of_text(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    fn of_thing(thing: Thing) -> Self {
        Self {
            things: vec![thing],
            ..Self::default()
        }
    }
}

/// Reads one.
pub(super) fn read(message: &Value) -> Content {
    let kind = text_at(message, "/type");
    let object = message.get(&kind).unwrap_or(&Value::Null);
    let known = match kind.as_str() {
        "text" => some(text_at(object, "/body")).map(Content::of_text),
        "image" | "video" | "audio" | "document" | "sticker" => media(&kind, object),
        "location" => location(object),
        "contacts" => contacts(message),
        "interactive" => interactive(object),
        "button" => Some(chosen(
            text_at(object, "/text"),
            text_at(object, "/payload"),
        )),
        "order" => Some(order(object)),
        "system" => some(text_at(object, "/body")).map(Content::of_text),
        _ => None,
    };
    known.unwrap_or_else(|| unsupported(&kind, message))
}

/// The words of a message: its text, or its file's caption.
pub(super) fn text_of(message: &Value) -> Option<String> {
    let kind = text_at(message, "/type");
    let object = message.get(&kind)?;
    some(text_at(object, "/body")).or_else(|| Some(text_at(object, "/caption")))
}

fn media(kind: &str, object: &Value) -> Option<Content> {
    let place = Place {
        id: some(text_at(object, "/id"))?,
        sha256: text_at(object, "/sha256"),
    };
    let is_voice = object.get("voice") == Some(&Value::Bool(true));
    let file = InboundFile {
        name: text_at(object, "/filename"),
        mime: text_at(object, "/mime_type"),
        bytes: number_at(object, "/file_size").map_or(0, |size| size.try_into().unwrap_or(0)),
        source: serde_json::to_string(&place).ok()?,
        sent_as: match kind {
            "document" => SentAs::Document,
            _ => SentAs::Itself,
        },
        made_as: match kind {
            "sticker" => MadeAs::Sticker,
            "audio" if is_voice => MadeAs::Voice,
            _ => MadeAs::File,
        },
        ..InboundFile::default()
    };
    Some(Content {
        // One file a message: its caption is what they wrote.
        text: text_at(object, "/caption"),
        files: vec![file],
        things: Vec::new(),
    })
}

fn location(object: &Value) -> Option<Content> {
    let degrees = |place| match object.pointer(place)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    Some(Content::of_thing(Thing::Location {
        latitude: degrees("/latitude")?,
        longitude: degrees("/longitude")?,
        name: text_at(object, "/name"),
        address: text_at(object, "/address"),
    }))
}

fn contacts(message: &Value) -> Option<Content> {
    let all = |contact: &Value, list: &str, place: &str| {
        let list = list_at(contact, list).iter();
        list.filter_map(|one| some(text_at(one, place))).collect()
    };
    let things: Vec<Thing> = list_at(message, "/contacts")
        .iter()
        .map(|contact| Thing::Contact {
            name: text_at(contact, "/name/formatted_name"),
            phones: all(contact, "/phones", "/phone"),
            emails: all(contact, "/emails", "/email"),
        })
        .collect();
    (!things.is_empty()).then(|| Content {
        things,
        ..Content::default()
    })
}

fn interactive(object: &Value) -> Option<Content> {
    let kind = text_at(object, "/type");
    let reply = object.get(&kind)?;
    if kind == "nfm_reply" {
        let answers = some(text_at(reply, "/response_json"))?;
        return Some(Content {
            text: text_at(reply, "/body"),
            things: vec![Thing::Form { answers }],
            files: Vec::new(),
        });
    }
    let title = some(text_at(reply, "/title"))?;
    Some(chosen(title, text_at(reply, "/id")))
}

/// What a button or a row says is what they say.
fn chosen(title: String, payload: String) -> Content {
    Content {
        text: title.clone(),
        things: vec![Thing::Choice { title, payload }],
        files: Vec::new(),
    }
}

fn order(object: &Value) -> Content {
    let items = list_at(object, "/product_items").iter();
    let items = items.map(|item| {
        let count = number_at(item, "/quantity").unwrap_or(1);
        (text_at(item, "/product_retailer_id"), count)
    });
    Content {
        text: text_at(object, "/text"),
        things: vec![Thing::Order {
            items: items.collect(),
        }],
        files: Vec::new(),
    }
}

fn unsupported(kind: &str, message: &Value) -> Content {
    let named = some(text_at(message, "/unsupported/type")).or_else(|| some(kind.to_owned()));
    let why = list_at(message, "/errors").first();
    Content::of_thing(Thing::Unsupported {
        kind: named.unwrap_or_else(|| "unknown".into()),
        why: why.map_or_else(String::new, |error| GraphError::read(error).words),
    })
}
