//! `/hooks/{inbox}`: what providers post to us. Proved by the provider's own signature over the raw
//! bytes and nothing else: no session, no origin, no token of ours. Kept before it is acknowledged,
//! applied afterwards.

use crate::{error::Refusal, state::AppState};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, RawQuery, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use desk::receive::{self, LETTER_BYTES, Raw};
use http::{HeaderMap, StatusCode, header};
use model::InboxId;

/// The largest request: Meta's batches are up to 3 MB.
const BYTES: usize = 4 << 20;

/// The addresses. A letter comes whole, with the inbox's secret in its head.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/hooks/{inbox}", get(challenge).post(receive))
        .layer(DefaultBodyLimit::max(BYTES))
        .merge(
            Router::new()
                .route("/mail/{inbox}", post(receive))
                .layer(DefaultBodyLimit::max(LETTER_BYTES)),
        )
}

/// Keeps what a provider tells.
///
/// # Errors
/// 403 when it is forged, and nothing is kept; 404 when there is no such inbox.
async fn receive(
    State(state): State<AppState>,
    Path(inbox): Path<InboxId>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    // As configured, not as `Host` has it: the signature is over the address that the provider knows.
    let mut url = desk::inbox::webhook(&state.desk, inbox);
    if let Some(query) = query {
        url.push('?');
        url.push_str(&query);
    }
    let headers: Vec<(String, String)> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().into(), value.to_str().ok()?.into())))
        .collect();
    let raw = Raw {
        url: &url,
        headers: &headers,
        body: &body,
    };
    let (mime, told) = receive::store(&state.desk, inbox, &raw).await?;
    Ok(([(header::CONTENT_TYPE, mime)], told).into_response())
}

/// Answers a provider that asks whether the address is ours.
async fn challenge(
    State(state): State<AppState>,
    Path(inbox): Path<InboxId>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let query = query.unwrap_or_default();
    let word = receive::challenge(&state.desk, inbox, &query).await?;
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((StatusCode::OK, plain, word).into_response())
}
