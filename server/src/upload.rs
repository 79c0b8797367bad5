//! `POST /uploads`: a file's bytes as the request's body, straight to a temporary blob. Never
//! more than a chunk of it is in memory.

use crate::{error::Refusal, state::AppState};
use axum::{
    Extension, Json,
    body::{Body, BodyDataStream},
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use desk::{Actor, upload::Goal};
use futures::StreamExt;
use http::{HeaderMap, StatusCode, header};
use model::{SentAs, TicketId, Upload};
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

/// Takes a file in.
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
    let mut body = body.into_data_stream();
    let declared = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
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
    loop {
        match timeout(IDLE, body.next()).await {
            Ok(Some(Ok(bytes))) => receiving.write(bytes).await?,
            Ok(Some(Err(_))) => return Err(broken()),
            Ok(None) => return Ok(receiving.finish().await?),
            Err(_) => return Err(silent()),
        }
    }
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
async fn drain(mut body: BodyDataStream) {
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
