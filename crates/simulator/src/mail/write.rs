//! A mail as a program writes it: MIME by hand, because the simulator shares no code with the desk.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::read::Letter;
use crate::phones::escape;
use crate::{clock, ids};

/// What somebody writes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    /// Whether pictures stand among the words, as HTML, instead of being attached.
    pub(crate) inline: bool,
    pub(crate) files: Vec<File>,
}

/// A file's name, its type and its bytes.
pub(crate) type File = (String, String, Bytes);

/// The whole mail. An answer names what it answers (RFC 5322, 3.6.4).
pub(crate) fn write(draft: &Draft, answers: Option<&Letter>, at: i64) -> Bytes {
    let mut out = String::new();
    let domain = draft
        .from
        .rsplit_once('@')
        .map_or("example.com", |(_, d)| d);
    let _ = write!(
        out,
        "From: {} <{}>\r\nTo: <{}>\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: <{}@{domain}>\r\n",
        word(&draft.name),
        line(&draft.from),
        line(&draft.to),
        word(&draft.subject),
        clock::rfc2822(at),
        ids::word(),
    );
    if let Some(answered) = answers.filter(|a| !a.message_id.is_empty()) {
        let id = line(&answered.message_id);
        let all = format!("{} {id}", line(&answered.references));
        let all: Vec<&str> = all.split_whitespace().collect();
        let _ = write!(out, "In-Reply-To: {id}\r\n");
        // A line each: RFC 5322 allows 998 characters.
        let _ = write!(out, "References: {}\r\n", all.join("\r\n "));
    }
    out.push_str("MIME-Version: 1.0\r\n");
    let text = format!(
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        lines(
            draft
                .text
                .replace("\r\n", "\n")
                .replace('\n', "\r\n")
                .as_bytes()
        )
    );
    if draft.files.is_empty() {
        out.push_str(&text);
        return out.into();
    }
    let (placed, attached): (Vec<&File>, Vec<&File>) =
        (draft.files.iter()).partition(|(_, kind, _)| draft.inline && kind.starts_with("image/"));
    let words = if placed.is_empty() {
        text
    } else {
        among(&draft.text, &text, &placed, domain)
    };
    if attached.is_empty() {
        out.push_str(&words);
        return out.into();
    }
    let mut parts = vec![words];
    parts.extend(attached.into_iter().map(|f| file(f, "attachment", "")));
    out.push_str(&several("mixed", &parts));
    out.into()
}

/// The words with pictures below them: HTML that names its pictures (RFC 2392), and the plain words
/// for who shows no HTML.
fn among(words: &str, plain: &str, pictures: &[&File], domain: &str) -> String {
    let words = escape(words).replace("\r\n", "\n").replace('\n', "<br>");
    let mut html = format!("<p>{words}</p>");
    let mut parts = Vec::new();
    for picture in pictures {
        let cid = format!("{}@{domain}", ids::word());
        let _ = write!(
            html,
            "<p><img src=\"cid:{cid}\" alt=\"{}\"></p>",
            escape(&picture.0)
        );
        parts.push(file(picture, "inline", &format!("Content-ID: <{cid}>\r\n")));
    }
    let html = format!(
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        lines(html.as_bytes())
    );
    parts.insert(0, html);
    several(
        "alternative",
        &[plain.to_owned(), several("related", &parts)],
    )
}

/// A part of parts.
fn several(how: &str, parts: &[String]) -> String {
    let boundary = format!("=_{}", ids::word());
    let mut out = format!("Content-Type: multipart/{how}; boundary=\"{boundary}\"\r\n\r\n");
    for part in parts {
        let _ = write!(out, "--{boundary}\r\n{part}\r\n");
    }
    let _ = write!(out, "--{boundary}--\r\n");
    out
}

/// A file's part, with more of its head.
fn file((name, kind, bytes): &File, how: &str, head: &str) -> String {
    format!(
        "Content-Type: {}\r\nContent-Disposition: {how}; filename*=utf-8''{}\r\n{head}\
         Content-Transfer-Encoding: base64\r\n\r\n{}",
        line(kind),
        percent(name),
        lines(bytes)
    )
}

/// On one line: nobody adds headers by an address.
fn line(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// As it may stand in a header: words of RFC 2047 where it is not plain.
fn word(text: &str) -> String {
    let text = line(text);
    let plain = |c: char| c.is_ascii_alphanumeric() || " .-_?!".contains(c);
    if text.chars().all(plain) && text.len() < 70 {
        return text;
    }
    let mut words = Vec::new();
    let mut piece = String::new();
    for c in text.chars() {
        // 45 bytes make 60 letters: with what is around them below the 75 of RFC 2047.
        if piece.len() + c.len_utf8() > 45 {
            words.push(std::mem::take(&mut piece));
        }
        piece.push(c);
    }
    words.push(piece);
    let words: Vec<String> = words
        .iter()
        .map(|w| format!("=?utf-8?B?{}?=", STANDARD.encode(w)))
        .collect();
    words.join("\r\n ")
}

/// Base64 in lines of 76.
fn lines(bytes: &[u8]) -> String {
    let all = STANDARD.encode(bytes);
    let mut out = String::with_capacity(all.len() + all.len() / 38 + 2);
    for piece in all.as_bytes().chunks(76) {
        out.extend(piece.iter().map(|b| char::from(*b)));
        out.push_str("\r\n");
    }
    out
}

/// RFC 2231's letters for a file's name.
fn percent(name: &str) -> String {
    let mut out = String::new();
    for b in name.bytes() {
        if b.is_ascii_alphanumeric() || b"._-".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
    }
    out
}
