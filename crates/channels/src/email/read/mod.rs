//! A letter as it came over the wire, read: who wrote what, what lies with it, and whether it is
//! a letter at all or news of one of ours.

mod auto;
mod body;
mod bounce;
mod calendar;
mod files;
mod tnef;

use super::{clean, quote, show::Look};
use crate::{Inbound, InboundMessage, inbound::Letter};
use bytes::Bytes;
use mail_parser::{Address, HeaderValue, Message, MessageParser};
use model::{Handle, HandleKind};
use sha2::{Digest, Sha256};

/// With more parts than that a letter is shown by its head, and lies there whole as a file. The
/// parser would take more, but nobody who writes them means to be read.
const PARTS: usize = 1_000;
/// Files of one letter at most; with more it lies there whole, too.
const FILES: usize = 100;
/// Characters of text that are kept as such.
const TEXT: usize = 200_000;

/// What a mailbox's letters are read with.
pub(super) struct Reader<'a> {
    /// Our address, lower case.
    pub(super) address: &'a str,
    /// What stands between our address' name and a token.
    pub(super) separator: char,
    /// Whose word on a sender counts: the name our own server gives itself in
    /// `Authentication-Results` (RFC 8601).
    pub(super) authority: Option<&'a str>,
}

/// What a letter turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What it tells; nothing when it is our own letter come back, or news that change nothing.
    pub inbound: Option<Inbound>,
    /// The bytes of the message's files, in their order.
    pub files: Vec<Bytes>,
}

impl Opened {
    fn news(inbound: Option<Inbound>) -> Self {
        Self {
            inbound,
            files: Vec::new(),
        }
    }
}

/// A name for a letter: the same when it comes once more by another way, another for each other
/// letter. Its Message-ID alone will not do: there are programs that give two the same.
pub(super) fn id_of(raw: &[u8]) -> String {
    let parser = MessageParser::new();
    let mut hash = Sha256::new();
    let head = parser.parse_headers(raw);
    for name in ["message-id", "from", "date", "subject"] {
        let value = head.as_ref().and_then(|head| head.header_raw(name));
        hash.update(value.unwrap_or_default().trim());
        hash.update([0]);
    }
    hash.update(body_of(raw));
    let digest = hash.finalize();
    let hex: String = digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("mail:{hex}")
}

fn body_of(raw: &[u8]) -> &[u8] {
    let crlf = raw
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map(|at| at + 4);
    // Whichever comes first: what is behind the one need not be looked through for the other.
    let head = &raw[..crlf.unwrap_or(raw.len())];
    let lf = head
        .windows(2)
        .position(|two| two == b"\n\n")
        .map(|at| at + 2);
    let at = lf.or(crlf).unwrap_or(0);
    let end = raw.len()
        - raw
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
    raw.get(at..end).unwrap_or_default()
}

/// Reads a letter. There is none that cannot be read.
pub(super) fn open(reader: &Reader<'_>, raw: &[u8], id: &str) -> Opened {
    if parts_of(raw) > PARTS {
        return bulky(reader, raw, id);
    }
    // The parser gives nothing for nothing at all.
    let Some(message) = MessageParser::default()
        .parse(raw)
        .filter(|message| !message.parts.is_empty())
    else {
        return bulky(reader, raw, id);
    };
    if message.message_id().is_some_and(|id| reader.is_ours(id)) {
        return Opened::news(None);
    }
    // Before automatic letters are told from others: a bounce is one.
    if let Some(news) = bounce::read(reader, &message, id) {
        return Opened::news(news);
    }
    let mut inbound = head(reader, &message, id);
    let mut files = files::Files::default();
    let body = body::read(&message, &mut files);
    let (new, below) = quote::fold(&body.text);
    let folded = !below.is_empty();
    inbound.text = new.trim().chars().take(TEXT).collect();
    let cut = new.trim().len() > inbound.text.len();
    inbound.html = match body.html {
        Some(html) => Some(html),
        None if (folded || cut) && body.text.len() <= clean::MOST => {
            Some(clean::of_text(body.text.trim()))
        }
        None => None,
    };
    if let Some(letter) = &mut inbound.letter {
        letter.appointment = body.appointment.clone();
        letter.below = below.chars().take(TEXT).collect();
        letter.look = (inbound.html.as_deref())
            .map(|html| Look::at(html, folded))
            .unwrap_or_default();
    }
    if files.len() > FILES || cut {
        files.truncate(FILES - 1);
        files.push("message.eml", "message/rfc822", Bytes::copy_from_slice(raw));
        say(
            &mut inbound.text,
            "This e-mail holds more than can be shown here. It is attached whole.",
        );
    }
    let (named, bytes) = files.split();
    inbound.files = named;
    Opened {
        inbound: Some(Inbound::Message(inbound)),
        files: bytes,
    }
}

/// How many parts there are at most, without reading them: each begins after a line of its own.
fn parts_of(raw: &[u8]) -> usize {
    let mut types = 0;
    let mut lines = 0;
    let mut many = false;
    let mut at = 0;
    for end in memchr::memchr_iter(b'\n', raw).chain([raw.len()]) {
        let line = &raw[at..end];
        at = end + 1;
        lines += usize::from(line.len() > 3 && line.starts_with(b"--"));
        if line
            .get(..13)
            .is_some_and(|name| name.eq_ignore_ascii_case(b"content-type:"))
        {
            types += 1;
            let kind = line[13..].trim_ascii_start();
            many |= [&b"multipart/"[..], b"message/"].iter().any(|known| {
                kind.get(..known.len())
                    .is_some_and(|kind| kind.eq_ignore_ascii_case(known))
            });
        }
    }
    // Lines of dashes in a plain text are no parts.
    if many { lines.max(types) } else { 1 }
}

/// A letter by its head alone, itself a file.
fn bulky(reader: &Reader<'_>, raw: &[u8], id: &str) -> Opened {
    let message = MessageParser::default()
        .parse_headers(raw)
        .unwrap_or_default();
    let mut inbound = if message.parts.is_empty() {
        InboundMessage::new(id, nobody())
    } else {
        head(reader, &message, id)
    };
    let mut files = files::Files::default();
    if raw.iter().any(|byte| !byte.is_ascii_whitespace()) {
        inbound.text = "This e-mail cannot be shown here. It is attached whole.".into();
        files.push("message.eml", "message/rfc822", Bytes::copy_from_slice(raw));
    } else {
        inbound.text = "This e-mail is empty.".into();
    }
    let (named, bytes) = files.split();
    inbound.files = named;
    Opened {
        inbound: Some(Inbound::Message(inbound)),
        files: bytes,
    }
}

/// Adds a sentence of ours.
fn say(text: &mut String, sentence: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(sentence);
}

/// Whom a letter is from that does not say: nobody can be written to there (RFC 2606).
fn nobody() -> Handle {
    Handle {
        kind: HandleKind::Email,
        value: "unknown@sender.invalid".into(),
    }
}

/// All that stands in a letter's head.
fn head(reader: &Reader<'_>, message: &Message<'_>, id: &str) -> InboundMessage {
    let from = [message.from(), message.sender()]
        .into_iter()
        .flatten()
        .find_map(|from| {
            from.iter()
                .find_map(|one| Some((address(one.address()?)?, one.name().unwrap_or_default())))
        });
    let (value, name) = from.unwrap_or_else(|| (nobody().value, "Unknown sender"));
    let mut inbound = InboundMessage::new(
        id,
        Handle {
            kind: HandleKind::Email,
            value,
        },
    );
    inbound.name = one_line(name, 200);
    inbound.subject = one_line(message.subject().unwrap_or_default(), 500);
    inbound.provider_id = message
        .message_id()
        .map(|id| one_line(id, 900))
        .filter(|id| !id.is_empty());
    inbound.thread = ids(message.in_reply_to());
    let mut references = ids(message.references());
    references.reverse();
    inbound.thread.extend(references);
    inbound.thread.truncate(50);
    inbound.at = message
        .date()
        .filter(|date| date.is_valid())
        .map(|date| date.to_timestamp().saturating_mul(1_000));
    let letter = Letter {
        others: others(reader, message, &inbound.from.value),
        tokens: tokens(reader, message),
        automatic: auto::is(message),
        authentic: reader
            .authority
            .and_then(|authority| auto::passed(message, authority)),
        appointment: None,
        below: String::new(),
        look: Look::default(),
    };
    inbound.letter = Some(letter);
    inbound
}

/// An address as we keep it; nothing when it is none.
fn address(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>']);
    let (name, host) = text.rsplit_once('@')?;
    let fine =
        |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
    (fine(name) && fine(host) && text.len() <= 320).then(|| text.to_lowercase())
}

/// Text of a head on one line, without what would change how it is read.
fn one_line(text: &str, chars: usize) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words
        .join(" ")
        .chars()
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .take(chars)
        .collect()
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => vec![id.trim().to_owned()],
        HeaderValue::TextList(ids) => ids.iter().map(|id| id.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// Who else got it, by what its head tells: neither us nor who wrote it.
fn others(reader: &Reader<'_>, message: &Message<'_>, from: &str) -> Vec<String> {
    let listed = [message.to(), message.cc()].into_iter().flatten();
    let mut all = Vec::new();
    for one in listed.flat_map(Address::iter) {
        let Some(one) = one.address().and_then(address) else {
            continue;
        };
        let ours = one == reader.address || reader.token(&one).is_some();
        if !ours && one != from && model::is_mail_address(&one) && !all.contains(&one) {
            all.push(one);
        }
    }
    all.truncate(50);
    all
}

/// Tokens in the addresses to which it went.
fn tokens(reader: &Reader<'_>, message: &Message<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let listed = [message.to(), message.cc()].into_iter().flatten();
    for one in listed
        .flat_map(Address::iter)
        .filter_map(|one| one.address())
    {
        all.push(one.to_owned());
    }
    for (name, value) in message.headers_raw() {
        if [
            "Delivered-To",
            "X-Original-To",
            "Envelope-To",
            "X-Envelope-To",
        ]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
        {
            all.push(value.to_owned());
        }
    }
    let mut tokens: Vec<String> = all.iter().filter_map(|to| reader.token(to)).collect();
    tokens.dedup();
    tokens.truncate(20);
    tokens
}

impl Reader<'_> {
    /// The token in an address that is ours with one.
    fn token(&self, to: &str) -> Option<String> {
        let to = address(to)?;
        let (name, host) = to.rsplit_once('@')?;
        let (own_name, own_host) = self.address.rsplit_once('@')?;
        let token = name.strip_prefix(own_name)?.strip_prefix(self.separator)?;
        (host == own_host && !token.is_empty()).then(|| token.to_owned())
    }

    /// Whether a Message-ID is one that we made.
    pub(super) fn is_ours(&self, id: &str) -> bool {
        let host = self.address.rsplit_once('@').map_or("", |(_, host)| host);
        id.trim_matches(['<', '>'])
            .rsplit_once('@')
            .is_some_and(|(name, at)| {
                name.starts_with(super::MARK) && at.eq_ignore_ascii_case(host)
            })
    }
}
