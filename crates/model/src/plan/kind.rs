//! What a file is to a channel: shown, played, to be opened, or nothing it carries. Facts: Twilio's
//! accepted media types, Meta's media reference for WhatsApp and its page on sending for Instagram.

use super::PlanFile;
use crate::{Channel, FileKind, SentAs};

const MB: u64 = 1_000_000;

/// How a file arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// Shown.
    Picture,
    /// Played.
    Video,
    /// Played, without a picture.
    Sound,
    /// To be opened.
    Document,
    /// Not at all: the channel does not carry that kind of file.
    Kind,
    /// Not at all: it is larger than the channel carries.
    TooLarge,
}

/// How a file arrives on a channel.
#[must_use]
pub fn carried(channel: Channel, file: &PlanFile<'_>) -> Carried {
    let mime = file.mime.split(';').next().unwrap_or_default().trim();
    match channel {
        Channel::Email | Channel::Webchat => shown(mime, file.sent_as),
        Channel::Sms => sms(mime),
        Channel::Whatsapp => whatsapp(mime, file),
        Channel::Instagram => instagram(mime, file),
    }
}

fn shown(mime: &str, sent_as: SentAs) -> Carried {
    match FileKind::of_mime(mime) {
        _ if sent_as != SentAs::Itself => Carried::Document,
        FileKind::Picture => Carried::Picture,
        FileKind::Video => Carried::Video,
        FileKind::Audio => Carried::Sound,
        FileKind::Pdf | FileKind::Other => Carried::Document,
    }
}

/// What is more than these, handsets do not show.
fn sms(mime: &str) -> Carried {
    const TEXTS: [&str; 7] = [
        "vcard",
        "x-vcard",
        "csv",
        "rtf",
        "calendar",
        "directory",
        "richtext",
    ];
    match mime.split_once('/') {
        Some(("image", kind)) => {
            if ["jpeg", "jpg", "png", "gif", "heic", "heif", "tiff", "bmp"].contains(&kind) {
                Carried::Picture
            } else {
                Carried::Kind
            }
        }
        Some(("video", _)) => Carried::Video,
        Some(("audio", _)) => Carried::Sound,
        Some(("text", kind)) if TEXTS.contains(&kind) => Carried::Document,
        _ if mime == "application/pdf" => Carried::Document,
        _ => Carried::Kind,
    }
}

/// What the API does not take as a picture or a film goes as a document.
fn whatsapp(mime: &str, file: &PlanFile<'_>) -> Carried {
    match mime {
        _ if file.sent_as != SentAs::Itself => Carried::Document,
        "image/jpeg" | "image/png" if file.bytes <= 5 * MB => Carried::Picture,
        "video/mp4" | "video/3gpp" if file.bytes <= 16 * MB => Carried::Video,
        "audio/aac" | "audio/amr" | "audio/mpeg" | "audio/mp4" | "audio/ogg"
            if file.bytes <= 16 * MB =>
        {
            Carried::Sound
        }
        _ => Carried::Document,
    }
}

fn instagram(mime: &str, file: &PlanFile<'_>) -> Carried {
    let (kind, most) = match mime {
        "application/pdf" => (Carried::Document, 25 * MB),
        // As a document there is only PDF; whoever wanted every pixel is told.
        _ if file.sent_as == SentAs::Document => return Carried::Kind,
        "image/png" | "image/jpeg" | "image/gif" => (Carried::Picture, 8 * MB),
        "audio/aac" | "audio/m4a" | "audio/x-m4a" | "audio/wav" | "audio/x-wav" | "audio/mp4" => {
            (Carried::Sound, 25 * MB)
        }
        "video/mp4" | "video/ogg" | "video/x-msvideo" | "video/avi" | "video/quicktime"
        | "video/webm" => (Carried::Video, 25 * MB),
        _ => return Carried::Kind,
    };
    if file.bytes > most {
        Carried::TooLarge
    } else {
        kind
    }
}
