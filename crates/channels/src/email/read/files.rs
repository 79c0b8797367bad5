//! The files of a letter: their names, types and bytes, as far as the sender tells.

use super::{super::clean, one_line, tnef};
use crate::InboundFile;
use bytes::Bytes;
use mail_parser::{
    Encoding, HeaderName, Message, MessagePart, MimeHeaders, PartType,
    decoders::{
        base64::base64_decode, charsets::map::charset_decoder,
        quoted_printable::quoted_printable_decode,
    },
};
use std::collections::HashMap;

/// Files, in order.
#[derive(Default)]
pub(super) struct Files {
    all: Vec<(InboundFile, Bytes)>,
    /// Where pictures are that the HTML names by Content-ID.
    pub(super) pictures: HashMap<String, usize>,
}

impl Files {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn truncate(&mut self, len: usize) {
        self.all.truncate(len);
    }

    pub(super) fn push(&mut self, name: &str, mime: &str, bytes: Bytes) {
        let file = InboundFile {
            name: name.to_owned(),
            mime: mime.to_owned(),
            bytes: bytes.len() as u64,
            source: format!("{}{}", crate::inbound::WITH_IT, self.all.len()),
            ..InboundFile::default()
        };
        self.all.push((file, bytes));
    }

    pub(super) fn name(&self, place: usize) -> String {
        self.all
            .get(place)
            .map_or_else(String::new, |(file, _)| file.name.clone())
    }

    pub(super) fn split(self) -> (Vec<InboundFile>, Vec<Bytes>) {
        self.all.into_iter().unzip()
    }

    /// Takes a part of the letter in.
    pub(super) fn take(&mut self, message: &Message<'_>, part: &MessagePart<'_>) {
        let mime = mime_of(part);
        // The same letter once more, for programs that run it.
        if mime == "text/x-amp-html" {
            return;
        }
        let bytes = bytes_of(message, part);
        let name = name_of(message, part, &mime);
        if mime == "application/ms-tnef"
            || mime == "application/vnd.ms-tnef"
            || name.eq_ignore_ascii_case("winmail.dat")
        {
            // What cannot be unpacked lies there as it came.
            if let Some(inside) = tnef::unpack(&bytes) {
                for (name, bytes) in inside.files {
                    self.push(&one_line(&name, 200), "application/octet-stream", bytes);
                }
                return;
            }
        }
        if let Some(id) = part.content_id() {
            self.pictures
                .entry(clean::id_of(id))
                .or_insert(self.all.len());
        }
        self.push(&name, &mime, bytes);
    }
}

/// What a part says it is.
pub(super) fn mime_of(part: &MessagePart<'_>) -> String {
    match (part.content_type(), &part.body) {
        (Some(kind), _) if kind.subtype().is_some() => {
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase()
        }
        (_, PartType::Message(_)) => "message/rfc822".into(),
        (_, PartType::Text(_)) => "text/plain".into(),
        _ => "application/octet-stream".into(),
    }
}

/// Its bytes as they were: the parser makes UTF-8 of text, and a file stays what it is.
fn bytes_of(message: &Message<'_>, part: &MessagePart<'_>) -> Bytes {
    let told = part.contents();
    if matches!(part.body, PartType::Text(_) | PartType::Html(_)) {
        let (from, to) = (
            part.raw_body_offset() as usize,
            part.raw_end_offset() as usize,
        );
        let raw = message.raw_message.get(from..to).unwrap_or_default();
        let decoded = match part.encoding {
            Encoding::Base64 => base64_decode(raw),
            Encoding::QuotedPrintable => quoted_printable_decode(raw),
            Encoding::None => Some(raw.to_vec()),
        };
        if let Some(bytes) = decoded.filter(|bytes| !bytes.is_empty()) {
            return bytes.into();
        }
    }
    Bytes::copy_from_slice(told)
}

fn name_of(message: &Message<'_>, part: &MessagePart<'_>, mime: &str) -> String {
    let told = part.attachment_name().unwrap_or_default();
    let told = if told.contains('\u{fffd}') {
        eight_bit(message, part).unwrap_or_else(|| told.to_owned())
    } else {
        told.to_owned()
    };
    let name = told.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = one_line(name, 200);
    if !name.is_empty() {
        return name;
    }
    let inside = match &part.body {
        PartType::Message(inside) => inside
            .subject()
            .map(|subject| one_line(&subject.replace(['/', '\\'], " "), 80)),
        _ => None,
    };
    match (inside.filter(|subject| !subject.is_empty()), mime) {
        (Some(subject), _) => format!("{subject}.eml"),
        (None, "message/rfc822") => "message.eml".into(),
        (None, "text/calendar") => "invitation.ics".into(),
        (None, "text/plain") => "text.txt".into(),
        (None, "text/html") => "page.html".into(),
        (None, "message/delivery-status") => "delivery-status.txt".into(),
        (None, "text/rfc822-headers") => "headers.txt".into(),
        (None, mime) if mime.starts_with("image/") => "picture".into(),
        (None, _) => "file".into(),
    }
}

/// A name in bytes of which nobody said what they are: of Western letters, then.
fn eight_bit(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    let decode = charset_decoder(b"windows-1252")?;
    for (header, key) in [
        (HeaderName::ContentDisposition, "filename="),
        (HeaderName::ContentType, "name="),
    ] {
        let Some(header) = part.headers.iter().find(|one| one.name == header) else {
            continue;
        };
        let raw = message
            .raw_message
            .get(header.offset_start as usize..header.offset_end as usize)?;
        let text = decode(raw);
        if let Some(name) = continued(&text, key.trim_end_matches('=')) {
            return Some(name);
        }
        let Some((_, value)) = text.split_once(key) else {
            continue;
        };
        let name = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => value.split([';', '\r', '\n']).next(),
        };
        return name.map(|name| name.trim().to_owned());
    }
    None
}

/// A name in several pieces whose charset the first one tells (RFC 2231, 3 and 4.1).
fn continued(header: &str, key: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut charset = None;
    for parameter in header.split(';') {
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        let Some(place) = name
            .trim()
            .strip_prefix(key)
            .and_then(|rest| rest.strip_prefix('*'))
        else {
            continue;
        };
        let mut value = value.trim().trim_matches('"');
        if !place.ends_with('*') {
            bytes.extend(value.bytes());
            continue;
        }
        if charset.is_none() {
            let (told, rest) = value.split_once('\'')?;
            charset = Some(told.to_owned());
            value = rest.split_once('\'')?.1;
        }
        let mut rest = value.as_bytes();
        while let Some((&byte, left)) = rest.split_first() {
            let coded = (byte == b'%').then(|| std::str::from_utf8(left.get(..2)?).ok());
            let coded = coded
                .flatten()
                .and_then(|two| u8::from_str_radix(two, 16).ok());
            rest = if coded.is_some() { &left[2..] } else { left };
            bytes.push(coded.unwrap_or(byte));
        }
    }
    let decode = charset_decoder(charset?.as_bytes())?;
    Some(decode(&bytes))
}
