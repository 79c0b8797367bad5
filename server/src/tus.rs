//! tus 1.0.0 (tus.io/protocols/resumable-upload): core, creation, termination and expiration. Files
//! come in piece by piece and go on where the line broke.
//!
//! What is ours besides: `Upload-Metadata` may hold `sha256` (hex), `ticket` and `as` (how the file
//! will go, by [`SentAs`]'s names) beside `filename`; a creation whose bytes are here already answers
//! with `Upload-Offset` at the end; and who says `Prefer: return=representation` (RFC 7240) gets the
//! finished upload's facts with the answer.

use crate::{
    error::Refusal,
    state::AppState,
    upload::{drain, number, pour, unkept},
};
use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use desk::{
    Actor,
    upload::{Claim, Opened, Standing},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use model::{SentAs, Upload};
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
/// Which version is spoken; that it is there says that tus is.
pub const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const KNOWN: HeaderName = HeaderName::from_static("tus-version");
const EXTENSIONS: HeaderName = HeaderName::from_static("tus-extension");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const PREFER: HeaderName = HeaderName::from_static("prefer");
const CHECKSUM_MISMATCH: u16 = 460;

/// RFC 9110, 5.6.7.
const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// Around all of `/uploads`: refuses other versions, and says which one is spoken.
pub async fn around(request: Request, next: Next) -> Response {
    let spoken = request.headers().get(RESUMABLE).cloned();
    let asks = matches!(*request.method(), Method::OPTIONS | Method::GET);
    let mut response = match &spoken {
        Some(version) if *version != VERSION && !asks => {
            let mut refused = Refusal::new(
                StatusCode::PRECONDITION_FAILED,
                "tus_version",
                "This desk speaks tus 1.0.0 and no other version of it.",
            )
            .into_response();
            refused.headers_mut().insert(KNOWN, VERSION);
            refused
        }
        _ => next.run(request).await,
    };
    if spoken.is_some() || asks {
        response.headers_mut().insert(RESUMABLE, VERSION);
    }
    response
}

/// What this desk can do.
pub async fn options() -> Response {
    let can = [
        (KNOWN, VERSION),
        (
            EXTENSIONS,
            HeaderValue::from_static("creation,termination,expiration"),
        ),
    ];
    (StatusCode::NO_CONTENT, can, ()).into_response()
}

/// Begins a file.
///
/// # Errors
/// When it may not come, or is too large: before its first byte.
pub(crate) async fn create(
    state: &AppState,
    actor: &Actor,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let Some(bytes) = number(headers, &LENGTH) else {
        return Err(Refusal::new(
            StatusCode::LENGTH_REQUIRED,
            "upload_length",
            "The file did not come with its length. Add it again.",
        ));
    };
    let claim = claim(headers, bytes).ok_or_else(|| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "upload_metadata",
            "What was said of the file cannot be read. Add it again.",
        )
    })?;
    match desk::upload::open(&state.desk, actor, &claim).await? {
        Opened::Here(upload) => {
            let mut response = (StatusCode::CREATED, unkept(upload.clone())).into_response();
            let headers = response.headers_mut();
            locate(headers, &upload.id.to_string());
            headers.insert(OFFSET, HeaderValue::from(upload.bytes));
            Ok(response)
        }
        Opened::Awaited(standing) => {
            let mut response = StatusCode::CREATED.into_response();
            let headers = response.headers_mut();
            locate(headers, &standing.token);
            headers.insert(OFFSET, HeaderValue::from(0));
            expire(headers, &standing);
            Ok(response)
        }
    }
}

/// How far a file has come. A GET also gets the facts of a finished one.
///
/// # Errors
/// When there is none, or it is somebody else's.
pub(crate) async fn standing(
    state: &AppState,
    actor: &Actor,
    token: &str,
) -> Result<Response, Refusal> {
    let standing = desk::upload::standing(&state.desk, actor, token).await?;
    let mut response = match &standing.upload {
        Some(upload) => unkept(upload.clone()),
        None => StatusCode::NO_CONTENT.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(OFFSET, HeaderValue::from(standing.received));
    headers.insert(LENGTH, HeaderValue::from(standing.bytes));
    expire(headers, &standing);
    Ok(response)
}

/// More of a file. What came before the line broke is kept.
///
/// # Errors
/// When it does not stand at that offset, is no good, or nobody knows it.
pub async fn append(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let wants_facts = headers
        .get(PREFER)
        .is_some_and(|prefer| prefer == "return=representation");
    // Not in the handler itself, which is dropped as soon as the line is: what came is kept first.
    let kept = tokio::spawn(async move {
        let mut body = body.into_data_stream();
        let begun = begin(&state, &actor, &token, &headers).await;
        let mut partial = match begun {
            Ok(partial) => partial,
            Err(refusal) => {
                tokio::spawn(drain(body));
                return Err(refusal);
            }
        };
        match pour(&mut partial, &mut body).await {
            Ok(()) => partial.keep().await.map_err(verdict),
            Err(refusal) if is_lost(&refusal) => {
                partial.keep().await.map_err(verdict)?;
                Err(refusal)
            }
            Err(refusal) => {
                tokio::spawn(drain(body));
                Err(refusal)
            }
        }
    })
    .await;
    let standing = kept.map_err(|_| Refusal::internal())??;
    let mut response = match &standing.upload {
        Some(upload) if wants_facts => facts(upload),
        _ => StatusCode::NO_CONTENT.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(OFFSET, HeaderValue::from(standing.received));
    expire(headers, &standing);
    Ok(response)
}

async fn begin(
    state: &AppState,
    actor: &Actor,
    token: &str,
    headers: &HeaderMap,
) -> Result<desk::upload::Partial, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != "application/offset+octet-stream") {
        return Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "upload_type",
            "A piece of a file comes as application/offset+octet-stream.",
        ));
    }
    let offset = number(headers, &OFFSET).ok_or_else(|| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "upload_offset",
            "A piece of a file says where it begins.",
        )
    })?;
    Ok(desk::upload::resume(&state.desk, actor, token, offset).await?)
}

/// The line broke or fell silent: what it brought is good.
fn is_lost(refusal: &Refusal) -> bool {
    matches!(refusal.code, "upload_broken" | "upload_silent")
}

/// tus has a status of its own for bytes that are not those that were sent.
fn verdict(error: desk::Error) -> Refusal {
    let mut refusal = Refusal::from(error);
    if refusal.code == "hash_mismatch"
        && let Ok(status) = StatusCode::from_u16(CHECKSUM_MISMATCH)
    {
        refusal.status = status;
    }
    refusal
}

fn facts(upload: &Upload) -> Response {
    let applied = [(
        HeaderName::from_static("preference-applied"),
        "return=representation",
    )];
    (applied, Json(upload)).into_response()
}

fn locate(headers: &mut HeaderMap, key: &str) {
    if let Ok(place) = HeaderValue::try_from(format!("/uploads/{key}")) {
        headers.insert(header::LOCATION, place);
    }
}

fn expire(headers: &mut HeaderMap, standing: &Standing) {
    let at = OffsetDateTime::from_unix_timestamp(standing.expires_at / 1_000).ok();
    let text = at.and_then(|at| at.format(HTTP_DATE).ok());
    if let Some(Ok(date)) = text.map(HeaderValue::try_from) {
        headers.insert(EXPIRES, date);
    }
}

/// `Upload-Metadata`: pairs of a key and a value in Base64, with commas between.
fn claim(headers: &HeaderMap, bytes: u64) -> Option<Claim> {
    let mut claim = Claim {
        bytes: Some(bytes),
        ..Claim::default()
    };
    let Some(metadata) = headers.get(METADATA) else {
        return Some(claim);
    };
    for pair in metadata.to_str().ok()?.split(',') {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let value = String::from_utf8(BASE64.decode(value.trim()).ok()?).ok()?;
        match key {
            "filename" => claim.name = value,
            "sha256" => claim.sha256 = Some(value),
            "ticket" => claim.ticket = Some(value.parse().ok()?),
            "as" => {
                let mut ways = SentAs::ALL.into_iter();
                claim.sent_as = ways.find(|way| way.as_str() == value)?;
            }
            _ => {}
        }
    }
    Some(claim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(metadata: &'static str) -> Option<Claim> {
        let mut headers = HeaderMap::new();
        headers.insert(METADATA, HeaderValue::from_static(metadata));
        claim(&headers, 5)
    }

    #[test]
    fn metadata_are_pairs_and_nothing_else() {
        let all = read("filename w6QucG5n,ticket NDI=,as bGluaw==, is_confidential,other eA==");
        let all = all.expect("fine");
        assert_eq!(
            (all.name.as_str(), all.ticket, all.bytes),
            ("ä.png", Some(42), Some(5))
        );
        assert_eq!(all.sent_as, SentAs::Link);
        let plain = read("filename w6QucG5n").expect("fine");
        assert_eq!(plain.sent_as, SentAs::Itself);
        assert!(read("as eA==").is_none(), "no way to go");
        assert!(read("filename ###").is_none());
        assert!(read("ticket eA==").is_none());
        assert!(read("filename /w==").is_none(), "no UTF-8");
    }
}
