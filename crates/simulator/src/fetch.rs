//! How a provider fetches media from an address it was given: HEAD and GET, exact type and length, no
//! redirect, a bounded number of bytes.

use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use reqwest::Response;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};

use crate::sniff;

/// A file as fetched.
#[derive(Clone, Debug)]
pub(crate) struct Fetched {
    /// The type its server gave it, without parameters, in small letters.
    pub(crate) kind: String,
    /// The name from `Content-Disposition`.
    pub(crate) name: Option<String>,
    pub(crate) bytes: Bytes,
}

/// Why a file was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No connection, or it broke.
    Unreachable(String),
    /// Anything but 200; a redirect too.
    Status(u16),
    /// No type, or another one by HEAD than by GET, or one that the bytes are not.
    Type(String),
    /// No length, or one that the body does not have.
    Length(String),
    /// More bytes than the channel takes.
    TooBig(usize),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "the media could not be fetched: {why}"),
            Self::Status(status @ 300..400) => {
                write!(f, "the media's address redirects ({status})")
            }
            Self::Status(status) => write!(f, "the media's address answers {status}"),
            Self::Type(why) | Self::Length(why) => f.write_str(why),
            Self::TooBig(most) => write!(f, "the media is over {most} bytes"),
        }
    }
}

/// Fetches `url`, at most `most` bytes of it. With `head`, asks by HEAD first and wants the same from both (TW-MIME).
pub(crate) async fn fetch(
    http: &reqwest::Client,
    url: &str,
    most: usize,
    head: bool,
) -> Result<Fetched, Refused> {
    let lost = |e: reqwest::Error| Refused::Unreachable(e.to_string());
    let before = if head {
        let answer = http.head(url).send().await.map_err(lost)?;
        ok(&answer)?;
        let length = length(answer.headers())
            .ok_or_else(|| Refused::Length("HEAD tells no length".into()))?;
        if length > most {
            return Err(Refused::TooBig(most));
        }
        Some((kind(answer.headers())?, length))
    } else {
        None
    };
    let answer = http.get(url).send().await.map_err(lost)?;
    ok(&answer)?;
    let (kind, name, said) = (
        kind(answer.headers())?,
        name(answer.headers()),
        length(answer.headers()),
    );
    if said.is_some_and(|n| n > most) {
        return Err(Refused::TooBig(most));
    }
    let mut bytes = BytesMut::new();
    let mut body = answer.bytes_stream();
    while let Some(piece) = body.next().await {
        bytes.extend_from_slice(&piece.map_err(lost)?);
        if bytes.len() > most {
            return Err(Refused::TooBig(most));
        }
    }
    if bytes.is_empty() {
        return Err(Refused::Length("the media is empty".into()));
    }
    if let Some((head_kind, head_length)) = before {
        if head_kind != kind {
            return Err(Refused::Type(format!(
                "HEAD says {head_kind}, GET says {kind}"
            )));
        }
        if head_length != bytes.len() {
            return Err(Refused::Length(format!(
                "HEAD says {head_length} bytes, there are {}",
                bytes.len()
            )));
        }
    }
    if let Some(real) = sniff::disagrees(&kind, &bytes) {
        return Err(Refused::Type(format!(
            "the media is said to be {kind} and is {real}"
        )));
    }
    Ok(Fetched {
        kind,
        name,
        bytes: bytes.freeze(),
    })
}

fn ok(answer: &Response) -> Result<(), Refused> {
    let status = answer.status().as_u16();
    if status == 200 {
        Ok(())
    } else {
        Err(Refused::Status(status))
    }
}

fn kind(headers: &HeaderMap) -> Result<String, Refused> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .map(essence)
        .unwrap_or_default();
    if kind.contains('/') {
        Ok(kind)
    } else {
        Err(Refused::Type("the media's address tells no type".into()))
    }
}

/// A type without parameters, in small letters.
pub(crate) fn essence(kind: &str) -> String {
    kind.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn name(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_DISPOSITION)?.to_str().ok()?;
    let (_, name) = value.split_once("filename=")?;
    let name = name.split(';').next()?.trim().trim_matches('"');
    (!name.is_empty()).then(|| name.to_owned())
}
