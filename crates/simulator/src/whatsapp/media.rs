//! Media at WhatsApp: upload, the short-lived address, the bytes (WA-MEDIA).

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::kinds;
use crate::Simulator;
use crate::blobs::Upload;
use crate::book::Channel;
use crate::clock::{DAY, FIVE_MINUTES};
use crate::fetch::essence;
use crate::graph::error::{no_such, refuse};
use crate::graph::{Call, bearer};
use crate::{ids, sign};

/// `POST /{PHONE_NUMBER_ID}/media`: an id that lives for 30 days. The type is believed here, and checked when it is sent.
pub(crate) fn upload(sim: &Simulator, call: Call) -> Response {
    if call.text("messaging_product") != "whatsapp" {
        return refuse(100, "The parameter messaging_product is required.");
    }
    let declared = call.text("type").to_owned();
    let Some(file) = call.file else {
        return refuse(100, "The parameter file is required.");
    };
    let kind = if file.kind.is_empty() {
        declared
    } else {
        file.kind
    };
    if !kinds::uploads(&kind) {
        return refuse(
            100,
            &format!("Param file must be a file of a supported type, not {kind}"),
        );
    }
    if file.bytes.is_empty() {
        return refuse(100, "Param file is empty");
    }
    let id = ids::number();
    keep(sim, &id, &kind, file.name, file.bytes, sim.now() + 30 * DAY);
    Json(json!({"id": id})).into_response()
}

/// Keeps bytes under a media id until a time.
pub(crate) fn keep(
    sim: &Simulator,
    id: &str,
    kind: &str,
    name: Option<String>,
    bytes: bytes::Bytes,
    until: i64,
) -> String {
    let size = bytes.len();
    let mut blobs = sim.blobs();
    let sha256 = blobs.put(bytes);
    blobs.name(
        id,
        Upload {
            sha256: sha256.clone(),
            kind: kind.to_owned(),
            name,
            bytes: size,
            until,
        },
    );
    sha256
}

/// `GET /{MEDIA_ID}`: an address for five minutes.
pub(crate) fn look(sim: &Simulator, call: &Call) -> Response {
    let number = call.text("phone_number_id");
    let Some(upload) = sim.blobs().upload(&call.node, sim.now()) else {
        return no_such(&call.node);
    };
    if !number.is_empty() && number != sim.config().whatsapp.phone_number_id {
        return no_such(&call.node);
    }
    Json(json!({
        "messaging_product": "whatsapp",
        "url": address(sim, &call.node),
        "mime_type": upload.kind,
        "sha256": upload.sha256,
        // A string by META-OAI; samples show a number. Clients take both.
        "file_size": upload.bytes.to_string(),
        "id": call.node,
    }))
    .into_response()
}

/// `DELETE /{MEDIA_ID}`.
pub(crate) fn delete(sim: &Simulator, call: &Call) -> Response {
    if sim.blobs().unname(&call.node) {
        Json(json!({"success": true})).into_response()
    } else {
        no_such(&call.node)
    }
}

/// An address of the bytes, good for five minutes, and with the token only.
pub(crate) fn address(sim: &Simulator, id: &str) -> String {
    let until = sim.now() + FIVE_MINUTES;
    let base = &sim.config().base;
    format!(
        "{base}/whatsapp_business/attachments/?mid={id}&ext={until}&hash={}",
        hash(sim, id, until)
    )
}

fn hash(sim: &Simulator, id: &str, until: i64) -> String {
    sign::hub(
        &sim.config().whatsapp.app_secret,
        format!("{id}{until}").as_bytes(),
    )
    .trim_start_matches("sha256=")
    .into()
}

/// The query of such an address.
#[derive(Deserialize)]
pub(crate) struct Short {
    mid: String,
    ext: i64,
    hash: String,
}

/// The bytes.
pub(crate) async fn bytes(
    State(sim): State<Simulator>,
    Query(q): Query<Short>,
    headers: HeaderMap,
) -> Response {
    if bearer(&headers) != sim.config().whatsapp.token {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if sim
        .0
        .faults
        .happens(Channel::Whatsapp, "media_failing", |k| k.media_failing)
    {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let now = sim.now();
    if q.hash != hash(&sim, &q.mid, q.ext) || q.ext < now {
        return StatusCode::NOT_FOUND.into_response();
    }
    let upload = sim.blobs().upload(&q.mid, now);
    let found = upload.and_then(|u| sim.file(&u.sha256).map(|b| (u.kind, b)));
    match found {
        Some((kind, bytes)) => ([("content-type", essence(&kind))], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
