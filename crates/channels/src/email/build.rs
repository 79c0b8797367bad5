//! A letter of ours as it goes over the wire.

use super::{Email, MARK, dkim};
use crate::{Outgoing, OutgoingFile, Part, SendError, problem::problem};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use mail_builder::{
    MessageBuilder,
    headers::{
        HeaderType, address::Address, content_type::ContentType, message_id::MessageId, raw::Raw,
    },
    mime::{BodyPart, MimePart},
};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How many ids of the conversation a letter names: the first, and the last of them.
const REFERENCES: usize = 20;

/// Ready to go.
pub(super) struct Letter {
    /// Its Message-ID, without brackets.
    pub(super) id: String,
    /// Where it comes back to.
    pub(super) envelope_from: String,
    /// Everybody who gets it.
    pub(super) to: Vec<String>,
    pub(super) raw: Vec<u8>,
}

/// The Message-ID of a part: the same with each try, and nobody guesses it who did not get the
/// letter.
pub(super) fn message_id(email: &Email, message: &Outgoing, part: &Part) -> String {
    let mut hash = Sha256::new();
    hash.update(b"message-id\0");
    hash.update(&message.token);
    hash.update([0]);
    hash.update(message.correlation(part));
    let secret: String = hash
        .finalize()
        .iter()
        .take(10)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let host = email
        .settings
        .address
        .rsplit_once('@')
        .map_or("", |(_, host)| host);
    format!("{MARK}{}.{secret}@{host}", message.correlation(part))
}

/// Our address, with the ticket's token where there is one.
fn own_address(email: &Email, token: &str) -> String {
    let address = &email.settings.address;
    match address.rsplit_once('@') {
        Some((name, host)) if !token.is_empty() => {
            format!("{name}{}{token}@{host}", email.separator())
        }
        _ => address.clone(),
    }
}

/// Builds it.
///
/// # Errors
/// When it goes nowhere, cannot be signed, or the store does not give its files.
pub(super) async fn build(
    email: &Email,
    message: &Outgoing,
    part: &Part,
) -> Result<Letter, SendError> {
    let customer = [message.to.trim().to_owned()];
    let to = if message.forwarded_to.is_empty() {
        &customer[..]
    } else {
        &message.forwarded_to[..]
    };
    let people = [to, &message.cc, &message.bcc].concat();
    if !people.iter().all(|address| model::is_mail_address(address)) {
        return Err(SendError::Rejected(problem(
            "address",
            "This is no address to which a letter can go.",
        )));
    }
    let mut files = Vec::with_capacity(part.files.len());
    for &place in &part.files {
        let Some(file) = message.files.get(place) else {
            continue;
        };
        let bytes = file
            .source
            .read(0..file.bytes)
            .await
            .map_err(|_| SendError::Retry(Duration::from_secs(30)))?;
        files.push((file, bytes));
    }
    let id = message_id(email, message, part);
    let reply = own_address(email, &message.token);
    let from = |address: &str| {
        let name = one_line(&email.settings.name);
        Address::new_address(
            Some(name).filter(|name| !name.is_empty()),
            address.to_owned(),
        )
    };
    let mut builder = MessageBuilder::new()
        .message_id(id.clone())
        .date(if message.at > 0 {
            message.at / 1_000
        } else {
            0
        })
        .from(from(&email.settings.address))
        .to(list(to))
        .subject(subject(message));
    if !message.cc.is_empty() {
        builder = builder.cc(list(&message.cc));
    }
    if reply != email.settings.address {
        builder = builder.reply_to(from(&reply));
    }
    let thread: Vec<String> = message
        .thread
        .iter()
        // Whoever it is handed on to has none of the conversation.
        .filter(|_| message.forwarded_to.is_empty())
        .map(|id| bare(id))
        .filter(|id| !id.is_empty())
        .collect();
    if let Some(last) = thread.last() {
        builder = builder.in_reply_to(last.clone());
        let from = thread.len().saturating_sub(REFERENCES - 1).max(1);
        let references: Vec<String> = thread[..1]
            .iter()
            .chain(&thread[from.min(thread.len())..])
            .cloned()
            .collect();
        builder = builder.references(MessageId::new_list(references.iter().cloned()));
    }
    let raw = builder
        .body(body(&id, part, &files))
        .write_to_vec()
        .map_err(|_| SendError::Retry(Duration::from_secs(30)))?;
    let raw = dkim::signed(email, raw)?;
    Ok(Letter {
        id,
        envelope_from: reply,
        to: people,
        raw,
    })
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Addresses of a header's line.
fn list(people: &[String]) -> Address<'static> {
    let one = |address: &String| Address::new_address(None::<String>, address.clone());
    Address::new_list(people.iter().map(one).collect())
}

fn subject(message: &Outgoing) -> String {
    let subject = one_line(&message.subject);
    if !message.forwarded_to.is_empty() {
        return format!("Fwd: {subject}").trim_end().to_owned();
    }
    let is_reply = subject.get(..3).is_some_and(|start| {
        start.eq_ignore_ascii_case("re:") || start.eq_ignore_ascii_case("aw:")
    });
    match (subject.is_empty(), message.thread.is_empty() || is_reply) {
        (true, _) => "Your message".into(),
        (false, true) => subject,
        (false, false) => format!("Re: {subject}"),
    }
}

fn bare(id: &str) -> String {
    id.trim()
        .trim_matches(['<', '>'])
        .chars()
        .filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>'))
        .take(900)
        .collect()
}

/// `mixed(alternative(plain, related(html, pictures)), files)`, without the levels that are not
/// needed.
fn body<'a>(id: &str, part: &'a Part, files: &'a [(&'a OutgoingFile, Bytes)]) -> MimePart<'a> {
    let host = id.rsplit_once('@').map_or("", |(_, host)| host);
    let is_shown = |file: &OutgoingFile| {
        file.sent_as == model::SentAs::Itself
            && ["image/jpeg", "image/png", "image/gif", "image/webp"].contains(&file.mime.as_str())
    };
    let mut plain = part.text.trim_end().to_owned();
    let mut html = paragraphs(part.text.trim());
    let (mut related, mut attached) = (Vec::new(), Vec::new());
    for (place, (file, bytes)) in files.iter().enumerate() {
        let caption = file.caption.trim();
        if !caption.is_empty() {
            plain.push_str(&format!("\n\n{}: {caption}", file.name));
        }
        if is_shown(file) {
            let cid = format!(
                "{place}.{}@{host}",
                id.split('@').next().unwrap_or_default()
            );
            html.push_str(&format!(
                "<p><img src=\"cid:{cid}\" alt=\"{}\" style=\"max-width:100%;height:auto\">{}{}</p>",
                escape(if file.alt.is_empty() { &file.name } else { &file.alt }),
                if caption.is_empty() { "" } else { "<br>" },
                escape(caption)
            ));
            related.push(
                file_part(file, bytes, "inline").header("Content-ID", Raw::new(format!("<{cid}>"))),
            );
        } else {
            if !caption.is_empty() {
                html.push_str(&format!(
                    "<p>{}: {}</p>",
                    escape(&file.name),
                    escape(caption)
                ));
            }
            attached.push(file_part(file, bytes, "attachment"));
        }
    }
    let html = format!("<!doctype html><html><body>{html}</body></html>");
    // Long lines would break at a thousand bytes: everything goes as base64.
    let mut html = text_part("text/html", &html);
    if !related.is_empty() {
        related.insert(0, html);
        html = MimePart::new("multipart/related", BodyPart::Multipart(related));
    }
    let shown = MimePart::new(
        "multipart/alternative",
        BodyPart::Multipart(vec![text_part("text/plain", plain.trim()), html]),
    );
    if attached.is_empty() {
        return shown;
    }
    attached.insert(0, shown);
    MimePart::new("multipart/mixed", BodyPart::Multipart(attached))
}

/// Text, in lines as RFC 2045 wants them.
fn text_part(mime: &'static str, text: &str) -> MimePart<'static> {
    let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    encoded(
        ContentType::new(mime).attribute("charset", "utf-8"),
        text.as_bytes(),
    )
}

fn file_part<'a>(file: &OutgoingFile, bytes: &Bytes, how: &'static str) -> MimePart<'a> {
    let name = one_line(&file.name);
    // Both ways of writing a name: there are programs that know but the older one.
    encoded(
        ContentType::new(file.mime.clone()).attribute("name", name.clone()),
        bytes,
    )
    .header(
        "Content-Disposition",
        ContentType::new(how).attribute("filename", name),
    )
}

/// Any bytes as base64, in short lines.
fn encoded<'a>(kind: ContentType<'a>, bytes: &[u8]) -> MimePart<'a> {
    let text = STANDARD.encode(bytes);
    let mut lines = String::with_capacity(text.len() + text.len() / 38 + 2);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, left) = rest.split_at(rest.len().min(76));
        lines.push_str(line);
        lines.push_str("\r\n");
        rest = left;
    }
    MimePart {
        headers: vec![
            ("Content-Type".into(), HeaderType::ContentType(kind)),
            (
                "Content-Transfer-Encoding".into(),
                Raw::new("base64").into(),
            ),
        ],
        contents: BodyPart::Binary(lines.into_bytes().into()),
    }
}

fn paragraphs(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = text.replace("\r\n", "\n");
    let paragraphs = text
        .split("\n\n")
        .map(|one| format!("<p>{}</p>", escape(one).replace('\n', "<br>")));
    paragraphs.collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
