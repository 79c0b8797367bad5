//! `/files/…`: people's files. Every one is served as what it was sniffed to be, in a sandbox,
//! and as a download unless it is on desk's short safe list.

use crate::{error::Refusal, state::AppState};
use axum::{
    Extension,
    body::Body,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use desk::{
    Actor,
    file::{Access, Served, Variant},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use model::AttachmentId;
use serde::Deserialize;
use std::ops::Range;

/// What a file's address may ask.
#[derive(Deserialize)]
pub struct Asked {
    /// Expiry and signature of an address that was handed to somebody without a session.
    e: Option<i64>,
    s: Option<String>,
    /// To keep, not to look at.
    download: Option<String>,
}

impl Asked {
    /// By what right, when the address itself gives one.
    pub(crate) fn signed(&self) -> Option<Access<'_>> {
        let (expires, signature) = self.e.zip(self.s.as_deref())?;
        Some(Access::Signed { expires, signature })
    }
}

/// Serves a file, or a part of it.
///
/// # Errors
/// When it does not exist, or not for who asks.
pub async fn serve(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path((id, variant, _name)): Path<(AttachmentId, String, String)>,
    Query(asked): Query<Asked>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let variant = Variant::from_name(&variant).ok_or_else(Refusal::not_found)?;
    let access = asked.signed().unwrap_or(Access::Actor(&actor));
    let file = desk::file::open(&state.desk, access, id, variant).await?;
    give(file, &asked, &method, &headers)
}

/// A file, or a part of it, as an answer.
pub(crate) fn give(
    file: Served,
    asked: &Asked,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let mut response = Response::new(Body::empty());
    let answered = response.headers_mut();
    answered.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'self'"),
    );
    let Some(etag) = &file.etag else {
        // Not kept, neither here nor there. It was fetched for this answer, so it goes whole: each part
        // would be another fetch.
        let policy = HeaderValue::from_static("private, no-store");
        answered.insert(header::CACHE_CONTROL, policy);
        describe(answered, &file, asked.download.is_some());
        answered.insert(header::CONTENT_LENGTH, file.len.into());
        if *method != Method::HEAD {
            *response.body_mut() = Body::from_stream(file.body.stream(0..file.len));
        }
        return Ok(response);
    };
    let etag = HeaderValue::try_from(format!("\"{etag}\"")).map_err(|_| Refusal::internal())?;
    answered.insert(header::ETAG, etag.clone());
    answered.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // An address names an attachment, and an attachment's bytes never change.
    answered.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=31536000, immutable"),
    );
    if matches(headers.get(header::IF_NONE_MATCH), &etag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    describe(answered, &file, asked.download.is_some());

    // A range asks `GET` for a part (RFC 9110, 14.2); with other methods it means nothing.
    let asked = match *method {
        Method::GET => wanted(headers, &etag, file.len),
        _ => Wanted::Whole,
    };
    let range = match asked {
        Wanted::Whole => 0..file.len,
        Wanted::Part(range) => {
            let shown = format!("bytes {}-{}/{}", range.start, range.end - 1, file.len);
            insert(response.headers_mut(), header::CONTENT_RANGE, &shown);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            range
        }
        Wanted::Beyond => {
            let mut response = Refusal::new(
                StatusCode::RANGE_NOT_SATISFIABLE,
                "range",
                "The file has no such part.",
            )
            .into_response();
            insert(
                response.headers_mut(),
                header::CONTENT_RANGE,
                &format!("bytes */{}", file.len),
            );
            return Ok(response);
        }
    };
    response.headers_mut().insert(
        header::CONTENT_LENGTH,
        HeaderValue::from(range.end - range.start),
    );
    if *method != Method::HEAD {
        *response.body_mut() = Body::from_stream(file.body.stream(range));
    }
    Ok(response)
}

fn describe(headers: &mut HeaderMap, file: &Served, download: bool) {
    insert(headers, header::CONTENT_TYPE, &file.mime);
    let shown = file.inline && !download;
    insert(
        headers,
        header::CONTENT_DISPOSITION,
        &disposition(&file.name, shown),
    );
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}

/// RFC 6266: a plain name for the old, the real one (RFC 5987) for everybody else.
fn disposition(name: &str, inline: bool) -> String {
    let kind = if inline { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut text = format!("{kind}; filename=\"{plain}\"");
    if plain != name {
        text.push_str("; filename*=UTF-8''");
        text.push_str(&crate::layers::encode(name));
    }
    text
}

/// Whether `If-None-Match` names the tag (RFC 9110, 13.1.2: weak comparison).
#[must_use]
pub fn matches(asked: Option<&HeaderValue>, etag: &HeaderValue) -> bool {
    let (Some(asked), Ok(etag)) = (asked.and_then(|asked| asked.to_str().ok()), etag.to_str())
    else {
        return false;
    };
    asked
        .split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    Beyond,
}

/// What of the file is asked for. Several ranges at once are answered with the whole file, which
/// the standard allows and every player copes with.
fn wanted(headers: &HeaderMap, etag: &HeaderValue, len: u64) -> Wanted {
    let text = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok());
    // A unit's name may be written in either case (RFC 9110, 14.1).
    let spec = text.and_then(|text| text.split_once('='));
    let Some((_, spec)) = spec.filter(|(unit, _)| unit.eq_ignore_ascii_case("bytes")) else {
        return Wanted::Whole;
    };
    // A part of another version would be spliced into this one.
    if headers
        .get(header::IF_RANGE)
        .is_some_and(|seen| seen != etag)
    {
        return Wanted::Whole;
    }
    let Some((first, last)) = spec.trim().split_once('-') else {
        return Wanted::Whole;
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) || !digits(last) {
        // `+5` is a number to Rust and none to the standard.
        return Wanted::Whole;
    }
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(len),
        (Ok(first), Err(_)) if last.is_empty() => first..len,
        (Err(_), Ok(last)) if first.is_empty() => len.saturating_sub(last)..len,
        _ => return Wanted::Whole,
    };
    if range.start >= range.end {
        Wanted::Beyond
    } else {
        Wanted::Part(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(range: &'static str, len: u64) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static(range));
        wanted(&headers, &HeaderValue::from_static("\"a\""), len)
    }

    #[test]
    fn ranges() {
        assert_eq!(ask("bytes=0-0", 10), Wanted::Part(0..1));
        assert_eq!(ask("bytes=2-5", 10), Wanted::Part(2..6));
        assert_eq!(ask("bytes=2-", 10), Wanted::Part(2..10));
        assert_eq!(ask("bytes=-3", 10), Wanted::Part(7..10));
        assert_eq!(ask("bytes=-30", 10), Wanted::Part(0..10));
        assert_eq!(ask("bytes=5-99", 10), Wanted::Part(5..10));
        assert_eq!(ask("bytes=10-", 10), Wanted::Beyond);
        assert_eq!(ask("bytes=-0", 10), Wanted::Beyond);
        assert_eq!(ask("bytes=5-2", 10), Wanted::Whole);
        assert_eq!(ask("bytes=0-1,3-4", 10), Wanted::Whole);
        assert_eq!(ask("lines=0-1", 10), Wanted::Whole);
        assert_eq!(ask("Bytes=0-1", 10), Wanted::Part(0..2));
        assert_eq!(ask("bytes=+1-2", 10), Wanted::Whole);
        assert_eq!(ask("bytes=-", 10), Wanted::Whole);
        assert_eq!(ask("bytes=0-0", 0), Wanted::Beyond);
        assert_eq!(ask("bytes=0-18446744073709551615", 10), Wanted::Part(0..10));
    }

    #[test]
    fn a_part_of_another_version_is_not_given() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static("bytes=0-1"));
        headers.insert(header::IF_RANGE, HeaderValue::from_static("\"old\""));
        assert_eq!(
            wanted(&headers, &HeaderValue::from_static("\"new\""), 9),
            Wanted::Whole
        );
    }

    #[test]
    fn names() {
        assert_eq!(disposition("a b.png", true), "inline; filename=\"a b.png\"");
        assert_eq!(
            disposition("Größe \"1\".pdf", false),
            "attachment; filename=\"Gr__e _1_.pdf\"; \
             filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.pdf"
        );
    }

    #[test]
    fn tags() {
        let etag = HeaderValue::from_static("\"a\"");
        let asked = |text| matches(Some(&HeaderValue::from_static(text)), &etag);
        assert!(asked("\"a\"") && asked("W/\"a\"") && asked("\"b\", \"a\"") && asked("*"));
        assert!(!asked("\"b\"") && !matches(None, &etag));
    }
}
