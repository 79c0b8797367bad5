//! What a message on Instagram holds beside its text. Stories are linked, never files: "You must
//! not store the media content on your server", Meta says of them.

use super::super::MediaPolicy;
use crate::{
    InboundFile, StoryLink, Thing,
    call::{list_at, some, text_at},
};
use serde_json::Value;

/// Files and the rest.
pub(super) struct Content {
    pub(super) files: Vec<InboundFile>,
    pub(super) things: Vec<Thing>,
}

/// Reads one.
pub(super) fn read(message: &Value, policy: MediaPolicy) -> Content {
    let (mut files, mut things) = (Vec::new(), Vec::new());
    if message.pointer("/reply_to/story").is_some() {
        things.push(Thing::Story {
            link: StoryLink::Reply,
            url: text_at(message, "/reply_to/story/url"),
        });
    }
    for attachment in list_at(message, "/attachments") {
        match one(attachment, policy) {
            Ok(file) => files.push(file),
            Err(thing) => things.push(thing),
        }
    }
    if let Some(payload) = some(text_at(message, "/quick_reply/payload")) {
        let title = text_at(message, "/text");
        things.push(Thing::Choice { title, payload });
    }
    if let Some(told) = message.get("referral") {
        things.push(referral(told));
    }
    let says = !text_at(message, "/text").is_empty() || !files.is_empty() || !things.is_empty();
    if message.get("is_unsupported") == Some(&Value::Bool(true)) || !says {
        things.push(Thing::Unsupported {
            kind: "unknown".into(),
            why: String::new(),
        });
    }
    Content { files, things }
}

/// A file, or what is not to be one.
fn one(attachment: &Value, policy: MediaPolicy) -> Result<InboundFile, Thing> {
    let kind = text_at(attachment, "/type");
    let url = text_at(attachment, "/payload/url");
    let title = text_at(attachment, "/payload/title");
    match kind.as_str() {
        "ephemeral" => Err(Thing::ViewOnce),
        "story_mention" => Err(Thing::Story {
            link: StoryLink::Mention,
            url,
        }),
        "story" | "ig_story" => Err(Thing::Shared { kind, title, url }),
        "image" | "video" | "audio" | "file" if url.is_empty() => Err(Thing::Unsupported {
            kind,
            why: String::new(),
        }),
        "image" | "video" | "audio" | "file" if policy == MediaPolicy::Link => {
            Err(Thing::Shared { kind, title, url })
        }
        "image" | "video" | "audio" | "file" => Ok(InboundFile {
            // Instagram tells neither name nor type; what kind it is, it does.
            mime: match kind.as_str() {
                "image" => "image/jpeg".into(),
                "video" => "video/mp4".into(),
                "audio" => "audio/mp4".into(),
                _ => "application/pdf".into(),
            },
            source: url,
            passing: policy == MediaPolicy::Proxy,
            ..InboundFile::default()
        }),
        // Others' posts: a link to them says all that there is to say.
        _ if !url.is_empty() || !title.is_empty() => Err(Thing::Shared { kind, title, url }),
        _ => Err(Thing::Unsupported {
            kind: some(kind).unwrap_or_else(|| "unknown".into()),
            why: String::new(),
        }),
    }
}

/// Where they come from.
pub(super) fn referral(told: &Value) -> Thing {
    if let Some(id) = some(text_at(told, "/product/id")) {
        return Thing::Product { id };
    }
    let title = some(text_at(told, "/ads_context_data/ad_title"))
        .or_else(|| some(text_at(told, "/ref")))
        .or_else(|| some(text_at(told, "/source")));
    let url = some(text_at(told, "/ads_context_data/photo_url"))
        .or_else(|| some(text_at(told, "/ads_context_data/video_url")));
    Thing::Referral {
        title: title.unwrap_or_default(),
        url: url.unwrap_or_default(),
    }
}
