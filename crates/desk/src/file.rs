//! Files of messages, given out: who may read one, and its bytes.

use crate::{
    Actor, Desk, Error, Result,
    blob::Source,
    db,
    ingest::{self, work},
    picture, receive,
    token::Purpose,
};
use bytes::Bytes;
use futures::{StreamExt, stream, stream::BoxStream};
use model::{AttachmentId, InboxId, SentAs};
use sea_orm::FromQueryResult;
use std::ops::Range;

/// By what right a file is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Access<'a> {
    /// Somebody who is signed in.
    Actor(&'a Actor),
    /// The bearer of an address that we signed.
    Signed {
        /// Its `e`: seconds since 1970.
        expires: i64,
        /// Its `s`.
        signature: &'a str,
    },
}

/// Which version of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// The file.
    Original,
    /// A small picture of it.
    Thumb,
    /// A picture of it for a screen.
    Medium,
    /// The file as it came, metadata and all, where that is kept: for agents.
    Received,
}

impl Variant {
    /// The name in the URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Thumb => "thumb",
            Self::Medium => "medium",
            Self::Received => "received",
        }
    }

    /// The variant of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Original, Self::Thumb, Self::Medium, Self::Received]
            .into_iter()
            .find(|variant| variant.as_str() == name)
    }
}

/// A file to give out.
pub struct Served {
    /// File name.
    pub name: String,
    /// Media type, by its bytes.
    pub mime: String,
    /// Size.
    pub len: u64,
    /// SHA-256, lower-case hex: the same as long as the bytes are. None of what is not kept, here
    /// or with who asks.
    pub etag: Option<String>,
    /// On the short list of types that a browser may show by itself; all others are downloads.
    pub inline: bool,
    /// The bytes.
    pub body: Body,
}

/// Bytes, read when they are asked for.
pub struct Body(Source);

/// How much is read at a time: a slow reader of a large file costs this much memory.
const CHUNK: u64 = 256 * 1024;

impl Body {
    /// From `range.start` up to but without `range.end`.
    #[must_use]
    pub fn stream(self, range: Range<u64>) -> BoxStream<'static, Result<Bytes, std::io::Error>> {
        stream::try_unfold((self, range.start), move |(body, at)| async move {
            if at >= range.end {
                return Ok(None);
            }
            let next = range.end.min(at + CHUNK);
            let bytes = body.0.read(at..next).await;
            let bytes = bytes.map_err(std::io::Error::other)?;
            Ok(Some((bytes, (body, next))))
        })
        .boxed()
    }
}

/// What is known of a file.
#[derive(FromQueryResult)]
pub(crate) struct Row {
    name: String,
    mime: String,
    bytes: i64,
    sha256: Option<String>,
    width: i64,
    height: i64,
    scan: Option<String>,
    original: Option<String>,
    original_mime: Option<String>,
    original_bytes: Option<i64>,
    original_scan: Option<String>,
    sent_as: String,
    passing: bool,
}

/// A file of whose bytes nobody gets any before the virus scanner has let them through.
fn check_scan(scan: Option<&str>) -> Result<()> {
    match scan {
        Some("" | "clean") => Ok(()),
        Some("infected") => Err(Error::invalid(
            "infected",
            "A virus was found in this file. It is kept back.",
        )),
        _ => Err(Error::invalid(
            "being_checked",
            "This file is being checked for viruses. Try again soon.",
        )),
    }
}

/// A file of a message. A thumbnail that is not there yet is made now.
///
/// # Errors
/// For those who may not read it, as if there were none; when its bytes are not here (any more).
pub async fn open(
    desk: &Desk,
    access: Access<'_>,
    attachment: AttachmentId,
    variant: Variant,
) -> Result<Served> {
    if variant == Variant::Received && !matches!(access, Access::Actor(Actor::Agent { .. })) {
        return Err(Error::NotFound);
    }
    match access {
        Access::Actor(Actor::Nobody) => return Err(Error::NotSignedIn),
        Access::Actor(Actor::Agent { .. } | Actor::System) => {}
        Access::Actor(Actor::Visitor { visitor, inbox }) => {
            if !shown_to(desk, attachment, visitor, *inbox).await? {
                return Err(Error::NotFound);
            }
        }
        Access::Signed { expires, signature } => {
            let text = signed_text(attachment, variant, expires);
            if expires * 1_000 < db::now() || !desk.signer().verify(Purpose::File, &text, signature)
            {
                return Err(Error::NotAllowed);
            }
        }
    }
    let row: Option<Row> = db::one(
        desk.db().read(),
        "SELECT a.name, a.mime, a.bytes, a.sha256, a.width, a.height, a.sent_as, b.scan, \
             o.sha256 AS original, o.mime AS original_mime, o.bytes AS original_bytes, \
             o.scan AS original_scan, a.passing \
         FROM attachment a LEFT JOIN blob b ON b.sha256 = a.sha256 \
         LEFT JOIN blob o ON o.sha256 = a.original_sha256 \
         WHERE a.id = $1 AND a.state = 'ready'",
        [attachment.into()],
    )
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.passing && row.sha256.is_none() {
        let agent = matches!(access, Access::Actor(Actor::Agent { .. } | Actor::System));
        if !agent || variant == Variant::Received {
            return Err(Error::NotFound);
        }
        let (name, mime, bytes) = receive::pass_through(desk, attachment).await?;
        return Ok(passed(name, mime, bytes));
    }
    give(desk, row, variant).await
}

/// A file that the one who asks may have.
pub(crate) async fn give(desk: &Desk, row: Row, variant: Variant) -> Result<Served> {
    let sha256 = row.sha256.ok_or(Error::NotFound)?;
    check_scan(row.scan.as_deref())?;
    if variant == Variant::Received {
        let original = row.original.ok_or(Error::NotFound)?;
        check_scan(row.original_scan.as_deref())?;
        let mime = row.original_mime.unwrap_or_default();
        let name = ingest::named(&row.name, &mime);
        let mut file = served(desk, name, mime, size(row.original_bytes), original);
        file.inline = false;
        return Ok(file);
    }
    let bytes = size(Some(row.bytes));
    let pixels = |edge: i64| u32::try_from(edge).unwrap_or(0);
    let (width, height) = (pixels(row.width), pixels(row.height));
    let made = match variant {
        Variant::Thumb
            if picture::has_thumb(&row.mime, bytes, width, height)
                || desk.ingest().has_previews(&row.mime, width) =>
        {
            work::previews(desk, &sha256).await?.thumb
        }
        Variant::Medium if picture::has_medium(&row.mime, bytes, width, height) => {
            work::previews(desk, &sha256).await?.medium
        }
        _ => None,
    };
    Ok(match made {
        Some(made) => {
            let name = ingest::named(&row.name, &made.mime);
            served(desk, name, made.mime, made.bytes, made.sha256)
        }
        None => {
            let mut file = served(desk, row.name, row.mime, bytes, sha256);
            // Sent to be kept, not to be looked at.
            file.inline &= SentAs::from_name(&row.sent_as) == SentAs::Itself;
            file
        }
    })
}

fn size(bytes: Option<i64>) -> u64 {
    bytes
        .and_then(|bytes| u64::try_from(bytes).ok())
        .unwrap_or(0)
}

/// Whether a browser may show it by itself.
fn is_inline(mime: &str) -> bool {
    const INLINE: [&str; 11] = [
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "video/mp4",
        "video/webm",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "audio/mp4",
        "application/pdf",
    ];
    INLINE.contains(&mime)
}

fn served(desk: &Desk, name: String, mime: String, len: u64, sha256: String) -> Served {
    Served {
        name,
        inline: is_inline(&mime),
        mime,
        len,
        etag: Some(sha256.clone()),
        body: Body(Source::Kept(desk.blobs().clone(), sha256)),
    }
}

/// What is not kept.
fn passed(name: String, mime: String, bytes: Bytes) -> Served {
    Served {
        name,
        inline: is_inline(&mime),
        mime,
        len: bytes.len() as u64,
        etag: None,
        body: Body(Source::Held(bytes)),
    }
}

/// Whether it is in the visitor's own conversation, and not in a note.
async fn shown_to(
    desk: &Desk,
    attachment: AttachmentId,
    visitor: &str,
    inbox: InboxId,
) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Id {
        #[expect(dead_code, reason = "that there is a row is the answer")]
        id: i64,
    }
    let row: Option<Id> = db::one(
        desk.db().read(),
        "SELECT a.id FROM attachment a \
         JOIN message m ON m.id = a.message_id AND m.direction IN ('in', 'out') \
         JOIN ticket t ON t.id = m.ticket_id AND t.inbox_id = $3 \
         JOIN contact_handle h ON h.id = t.handle_id AND h.kind = 'visitor' AND h.value = $2 \
         WHERE a.id = $1",
        [attachment.into(), visitor.into(), inbox.into()],
    )
    .await?;
    Ok(row.is_some())
}

fn signed_text(attachment: AttachmentId, variant: Variant, expires: i64) -> String {
    format!("{attachment}\0{}\0{expires}", variant.as_str())
}

/// Who will follow an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Somebody whose session the edge knows.
    Agent,
    /// Somebody who has nothing but the address.
    Anybody,
}

/// The address of a file, without the desk's own.
pub(crate) fn url(
    desk: &Desk,
    reader: Reader,
    attachment: AttachmentId,
    variant: Variant,
    name: &str,
) -> String {
    let path = format!("/files/{attachment}/{}/{}", variant.as_str(), encode(name));
    match reader {
        Reader::Agent => path,
        Reader::Anybody => {
            // Good for one to two days, and the same all day: caches hit.
            const DAY: i64 = 86_400;
            let expires = (db::now() / 1_000 / DAY + 2) * DAY;
            let text = signed_text(attachment, variant, expires);
            let signature = desk.signer().sign(Purpose::File, &text);
            format!("{path}?e={expires}&s={signature}")
        }
    }
}

/// A file name as a path segment (RFC 3986, 3.3).
fn encode(name: &str) -> String {
    use std::fmt::Write;
    name.bytes()
        .fold(String::with_capacity(name.len()), |mut text, byte| {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    text.push(byte.into());
                }
                _ => {
                    let _ = write!(text, "%{byte:02X}");
                }
            }
            text
        })
}
