//! Media of messages: the list, the metadata, and the bytes, which lie elsewhere (TW-OAI, TW-MEDIA).

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::refuse;
use crate::Simulator;
use crate::book::{Channel, File};
use crate::clock::{HOUR, rfc2822};
use crate::sign;

fn find(sim: &Simulator, message: &str, media: &str) -> Option<File> {
    let line = sim.line(message).filter(|l| l.channel == Channel::Sms)?;
    line.files.into_iter().find(|f| f.id == media)
}

fn json(sim: &Simulator, message: &str, file: &File) -> Value {
    let account = &sim.config().twilio.account_sid;
    let at = sim.line(message).map(|l| rfc2822(l.at));
    json!({
        "account_sid": account,
        "content_type": file.kind,
        "date_created": at,
        "date_updated": at,
        "parent_sid": message,
        "sid": file.id,
        "uri": format!("/2010-04-01/Accounts/{account}/Messages/{message}/Media/{}.json", file.id),
    })
}

/// A message's media.
pub(crate) fn list(sim: &Simulator, message: &str) -> Response {
    let Some(line) = sim.line(message).filter(|l| l.channel == Channel::Sms) else {
        return refuse(20404);
    };
    let uri = format!(
        "/2010-04-01/Accounts/{}/Messages/{message}/Media.json",
        sim.config().twilio.account_sid
    );
    let media: Vec<Value> = line.files.iter().map(|f| json(sim, message, f)).collect();
    let end = media.len().saturating_sub(1);
    Json(json!({
        "end": end, "first_page_uri": uri, "next_page_uri": null, "page": 0, "page_size": 50,
        "previous_page_uri": null, "start": 0, "uri": uri, "media_list": media,
    }))
    .into_response()
}

/// What is known of one of them.
pub(crate) fn metadata(sim: &Simulator, message: &str, media: &str) -> Response {
    match find(sim, message, media) {
        Some(file) => Json(json(sim, message, &file)).into_response(),
        None => refuse(20404),
    }
}

/// The bytes: a redirect to a storage, signed and soon dead. Whoever comes here has passed Basic auth.
pub(crate) fn bytes(sim: &Simulator, message: &str, media: &str) -> Response {
    let Some(file) = find(sim, message, media) else {
        return refuse(20404);
    };
    if sim
        .0
        .faults
        .happens(Channel::Sms, "media_failing", |k| k.media_failing)
    {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let config = sim.config();
    let base = if config.storage.is_empty() {
        &config.base
    } else {
        &config.storage
    };
    let until = sim.now() + 4 * HOUR;
    let kind: String = form_urlencoded::byte_serialize(file.kind.as_bytes()).collect();
    let signature = signature(sim, &file.sha256, until);
    let address = format!(
        "{base}/twilio-media/{}?type={kind}&expires={until}&signature={signature}",
        file.sha256
    );
    Redirect::temporary(&address).into_response()
}

fn signature(sim: &Simulator, sha256: &str, until: i64) -> String {
    sign::hub(
        &sim.config().twilio.auth_token,
        format!("{sha256}{until}").as_bytes(),
    )
    .trim_start_matches("sha256=")
    .into()
}

/// The query of a storage's address.
#[derive(Deserialize)]
pub(crate) struct Signed {
    #[serde(rename = "type")]
    kind: String,
    expires: i64,
    signature: String,
}

/// The storage. Like the real one it wants one kind of proof: a client that takes its credentials along is refused.
pub(crate) async fn storage(
    State(sim): State<Simulator>,
    Path(sha256): Path<String>,
    Query(q): Query<Signed>,
    headers: HeaderMap,
) -> Response {
    let xml = |status, code: &str| {
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code></Error>"
        );
        (status, [("content-type", "application/xml")], body).into_response()
    };
    if headers.contains_key("authorization") {
        return xml(StatusCode::BAD_REQUEST, "InvalidArgument");
    }
    if q.signature != signature(&sim, &sha256, q.expires) || q.expires < sim.now() {
        return xml(StatusCode::FORBIDDEN, "AccessDenied");
    }
    match sim.file(&sha256) {
        Some(bytes) => ([("content-type", q.kind)], bytes).into_response(),
        None => xml(StatusCode::NOT_FOUND, "NoSuchKey"),
    }
}

/// Deletes one of a message's media.
pub(crate) fn delete(sim: &Simulator, message: &str, media: &str) -> Response {
    if find(sim, message, media).is_none() {
        return refuse(20404);
    }
    sim.change(message, |l| l.files.retain(|f| f.id != media));
    StatusCode::NO_CONTENT.into_response()
}
