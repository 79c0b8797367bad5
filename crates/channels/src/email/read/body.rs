//! What a letter says: its text, its HTML made harmless, and what lies with it.

use super::{
    super::{clean, words::words},
    calendar,
    files::{Files, mime_of},
};
use bytes::Bytes;
use mail_parser::{Message, PartType, decoders::charsets::map::charset_decoder};
use model::Appointment;

/// What a letter says.
#[derive(Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) html: Option<String>,
    /// The first appointment that lies with it.
    pub(super) appointment: Option<Appointment>,
}

/// Reads text and HTML, and takes files in on the way.
pub(super) fn read(message: &Message<'_>, files: &mut Files) -> Body {
    let mut body = Body::default();
    for &id in &message.attachments {
        let Some(part) = message.part(id) else {
            continue;
        };
        if body.appointment.is_none() && mime_of(part) == "text/calendar" {
            body.appointment = calendar::entry(&String::from_utf8_lossy(part.contents()));
        }
        files.take(message, part);
    }
    let mut page = String::new();
    let mut is_page = false;
    for part in message.html_body.iter().filter_map(|&id| message.part(id)) {
        match &part.body {
            PartType::Html(html) => {
                is_page = true;
                page.push_str(&western(
                    html,
                    part.raw_body_offset(),
                    part.raw_end_offset(),
                    message,
                ));
            }
            PartType::Text(text) => page.push_str(&clean::of_text(text.trim())),
            _ => {}
        }
    }
    if is_page && clean::is_too_much(&page) {
        files.push("message.html", "text/html", Bytes::from(page));
        is_page = false;
        page = String::new();
    }
    if is_page {
        page = clean::clean(&page, &files.pictures);
    }
    for part in message.text_body.iter().filter_map(|&id| message.part(id)) {
        if let PartType::Text(text) = &part.body {
            let text = western(text, part.raw_body_offset(), part.raw_end_offset(), message);
            let text = text.replace("\r\n", "\n");
            if !body.text.is_empty() && !text.trim().is_empty() {
                body.text.push_str("\n\n");
            }
            body.text.push_str(text.trim());
        }
    }
    if is_page {
        if body.text.trim().is_empty() {
            body.text = words(&page, |place| files.name(place));
        }
        body.html = Some(page).filter(|page| !page.trim().is_empty());
    }
    // A database's text holds no NUL.
    body.text
        .retain(|c| c == '\n' || c == '\t' || !c.is_control());
    if let Some(html) = &mut body.html {
        html.retain(|c| c != '\0');
    }
    body
}

/// Text in bytes of which nobody said what they are, and which are not UTF-8: of Western letters.
fn western(told: &str, from: u32, to: u32, message: &Message<'_>) -> String {
    let raw = message
        .raw_message
        .get(from as usize..to as usize)
        .unwrap_or_default();
    // Only what came unencoded, and what the parser could not read.
    if told.contains('\u{fffd}')
        && std::str::from_utf8(raw).is_err()
        && let Some(decode) = charset_decoder(b"windows-1252")
    {
        return decode(raw);
    }
    told.to_owned()
}
