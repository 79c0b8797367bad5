//! `/uploads`: files on their way into a message. A body's bytes go straight to the disk; never
//! more than a chunk of them is in memory. Piece by piece is [`crate::tus`]'s.

use crate::{error::Refusal, media, state::AppState, tus};
use axum::{
    Extension, Json,
    body::{Body, BodyDataStream},
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use desk::{
    Actor,
    file::{Access, Variant},
    upload::{Goal, Partial},
};
use futures::StreamExt;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use model::{SentAs, TicketId, Upload, UploadId};
use serde::Deserialize;
use std::time::Duration;
use tokio::time::timeout;

/// A sender that is silent this long is gone; a slow one is not.
const IDLE: Duration = Duration::from_secs(30);
/// What is read of a refused body, so that the sender gets to read why.
const DRAIN: (usize, Duration) = (32 << 20, Duration::from_secs(5));

/// What is said beside the bytes.
#[derive(Deserialize)]
pub struct About {
    #[serde(default)]
    name: String,
    ticket: Option<TicketId>,
    /// How it will go: `document` or `link`; else as what it is.
    #[serde(default, rename = "as")]
    sent_as: SentAs,
}

/// Takes a file in: by tus, when that is spoken, else the body as a whole.
///
/// # Errors
/// When it may not come, is too large, or stops halfway.
pub async fn receive(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Query(about): Query<About>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    if headers.contains_key(tus::RESUMABLE) {
        return tus::create(&state, &actor, &headers).await;
    }
    let mut body = body.into_data_stream();
    let declared = number(&headers, &header::CONTENT_LENGTH);
    let received = take(&state, &actor, about, declared, &mut body).await;
    match received {
        Ok(upload) => Ok((StatusCode::CREATED, Json(upload)).into_response()),
        Err(refusal) => {
            // A client that says `Expect: 100-continue` has sent nothing and never will.
            if !headers.contains_key(header::EXPECT) {
                tokio::spawn(drain(body));
            }
            Err(refusal)
        }
    }
}

/// A header that is a number.
pub(crate) fn number(headers: &HeaderMap, name: &header::HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

async fn take(
    state: &AppState,
    actor: &Actor,
    about: About,
    declared: Option<u64>,
    body: &mut BodyDataStream,
) -> Result<Upload, Refusal> {
    let goal = Goal {
        ticket: about.ticket,
        sent_as: about.sent_as,
    };
    let mut receiving =
        desk::upload::begin(&state.desk, actor, &about.name, declared, goal).await?;
    while let Some(bytes) = next(body).await? {
        receiving.write(bytes).await?;
    }
    Ok(receiving.finish().await?)
}

/// Brings a body's bytes to a file that comes in piece by piece; how it ended, beside the file.
pub(crate) async fn pour(partial: &mut Partial, body: &mut BodyDataStream) -> Result<(), Refusal> {
    while let Some(bytes) = next(body).await? {
        partial.write(bytes).await?;
    }
    Ok(())
}

async fn next(body: &mut BodyDataStream) -> Result<Option<Bytes>, Refusal> {
    match timeout(IDLE, body.next()).await {
        Ok(Some(Ok(bytes))) => Ok(Some(bytes)),
        Ok(Some(Err(_))) => Err(broken()),
        Ok(None) => Ok(None),
        Err(_) => Err(silent()),
    }
}

/// Facts of an upload for its owner, by its number; by a token, how far it has come.
///
/// # Errors
/// When there is none, or it is somebody else's.
pub async fn show(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(key): Path<String>,
) -> Result<Response, Refusal> {
    match key.parse::<UploadId>() {
        Ok(id) => Ok(unkept(desk::upload::get(&state.desk, &actor, id).await?)),
        Err(_) => tus::standing(&state, &actor, &key).await,
    }
}

/// An answer that is right at this moment alone.
pub(crate) fn unkept(upload: Upload) -> Response {
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    (no_store, Json(upload)).into_response()
}

/// Forgets an upload, at once.
///
/// # Errors
/// When there is none, or it is somebody else's.
pub async fn forget(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(key): Path<String>,
) -> Result<StatusCode, Refusal> {
    match key.parse::<UploadId>() {
        Ok(id) => desk::upload::forget(&state.desk, &actor, id).await?,
        Err(_) => desk::upload::abandon(&state.desk, &actor, &key).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The bytes of an upload, or a small picture of it, for its owner.
///
/// # Errors
/// When there is none, or it is somebody else's.
pub async fn file(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path((id, variant)): Path<(UploadId, String)>,
    Query(asked): Query<media::Asked>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let variant = Variant::from_name(&variant).ok_or_else(Refusal::not_found)?;
    let access = asked.signed().unwrap_or(Access::Actor(&actor));
    let file = desk::upload::file(&state.desk, access, id, variant).await?;
    let mut response = media::give(file, &asked, &method, &headers)?;
    // It may be forgotten at any moment, and then it is gone.
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn broken() -> Refusal {
    Refusal::new(
        StatusCode::BAD_REQUEST,
        "upload_broken",
        "The connection ended before the whole file was here. Try again.",
    )
}

fn silent() -> Refusal {
    Refusal::new(
        StatusCode::REQUEST_TIMEOUT,
        "upload_silent",
        "The file stopped coming in. Check the connection and try again.",
    )
}

/// Closing a connection on unread bytes resets it, and the sender sees no sentence but a broken
/// line: so some more is read and thrown away.
pub(crate) async fn drain(mut body: BodyDataStream) {
    let (most, time) = DRAIN;
    let _ = timeout(time, async {
        let mut read = 0;
        while let Some(Ok(bytes)) = body.next().await {
            read += bytes.len();
            if read > most {
                break;
            }
        }
    })
    .await;
}
