//! A mail as a person reads it. By another parser than the desk's, so that the two can disagree.

use bytes::Bytes;
use mailparse::{DispositionType, MailHeaderMap, ParsedMail};

/// The most parts that are looked at.
const PARTS: usize = 500;

/// What a mail program shows.
#[derive(Debug, Default)]
pub(crate) struct Letter {
    pub(crate) subject: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) cc: String,
    pub(crate) reply_to: String,
    pub(crate) message_id: String,
    pub(crate) references: String,
    pub(crate) text: String,
    pub(crate) html: Option<String>,
    pub(crate) files: Vec<Part>,
}

/// A file in a mail.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) kind: String,
    /// Its `Content-ID`, without the brackets; empty: none.
    pub(crate) cid: String,
    pub(crate) bytes: Bytes,
}

/// Reads one; what cannot be read is shown as text, as it is.
pub(crate) fn read(raw: &[u8]) -> Letter {
    let Ok(mail) = mailparse::parse_mail(raw) else {
        return Letter {
            text: String::from_utf8_lossy(raw).into_owned(),
            ..Letter::default()
        };
    };
    let head = |name: &str| mail.headers.get_first_value(name).unwrap_or_default();
    let mut letter = Letter {
        subject: head("Subject"),
        from: head("From"),
        to: head("To"),
        cc: head("Cc"),
        reply_to: head("Reply-To"),
        message_id: head("Message-ID"),
        references: head("References"),
        ..Letter::default()
    };
    let mut parts = vec![&mail];
    let mut seen = 0;
    while let Some(part) = parts.pop() {
        seen += 1;
        if seen > PARTS {
            break;
        }
        if part.subparts.is_empty() {
            take(&mut letter, part);
        } else {
            parts.extend(part.subparts.iter().rev());
        }
    }
    letter
}

fn take(letter: &mut Letter, part: &ParsedMail<'_>) {
    let disposition = part.get_content_disposition();
    let kind = part.ctype.mimetype.to_ascii_lowercase();
    let name = disposition
        .params
        .get("filename")
        .or_else(|| part.ctype.params.get("name"))
        .cloned()
        .unwrap_or_default();
    let attached = disposition.disposition == DispositionType::Attachment || !name.is_empty();
    match kind.as_str() {
        "text/plain" if !attached && letter.text.is_empty() => {
            letter.text = part.get_body().unwrap_or_default();
        }
        "text/html" if !attached && letter.html.is_none() => letter.html = part.get_body().ok(),
        _ => {
            let cid = part
                .headers
                .get_first_value("Content-ID")
                .unwrap_or_default();
            letter.files.push(Part {
                name: if name.is_empty() { "file".into() } else { name },
                kind,
                cid: cid.trim().trim_matches(['<', '>']).to_owned(),
                bytes: part.get_body_raw().unwrap_or_default().into(),
            });
        }
    }
}
