//! Attachments: what Instagram takes, how it fetches them, and the addresses at its CDN (IG-SEND-IGL, IG-UPL, IG-EX).

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::blobs::Upload;
use crate::book::{Channel, File};
use crate::clock::{DAY, HOUR};
use crate::fetch::{Refused, essence, fetch};
use crate::graph::Call;
use crate::graph::error::{refuse, refuse_sub};
use crate::{Simulator, ids, sign, sniff};

const MB: usize = 1024 * 1024;

/// How many bytes a type of attachment may have, and of which MIME types (IG-SEND-IGL, IG-UPL).
fn limits(kind: &str) -> Option<(usize, &'static [&'static str])> {
    let kinds: &[&str] = match kind {
        "image" => &["image/png", "image/jpeg", "image/gif"],
        "audio" => &[
            "audio/aac",
            "audio/m4a",
            "audio/x-m4a",
            "audio/mp4",
            "audio/wav",
            "audio/x-wav",
            "video/mp4",
        ],
        "video" => &[
            "video/mp4",
            "video/ogg",
            "video/avi",
            "video/x-msvideo",
            "video/quicktime",
            "video/webm",
        ],
        "file" => &["application/pdf"],
        _ => return None,
    };
    Some((if kind == "image" { 8 * MB } else { 25 * MB }, kinds))
}

/// Whether there is such a type of attachment.
pub(crate) fn known(kind: &str) -> bool {
    limits(kind).is_some()
}

/// What the provider says of a file it cannot take: 100 with 2018047, or with 2018008 when it could not be fetched (MSG-ERR).
pub(crate) struct Refusal(i64, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        refuse_sub(100, self.0, &self.1)
    }
}

fn check(kind: &str, said: &str, bytes: &[u8]) -> Result<(), Refusal> {
    let Some((most, kinds)) = limits(kind) else {
        return Err(Refusal(
            2_018_047,
            format!("there is no attachment type {kind}"),
        ));
    };
    let said = essence(said);
    if !kinds.contains(&said.as_str()) {
        return Err(Refusal(
            2_018_047,
            format!("{said} is not a type of {kind}"),
        ));
    }
    if let Some(real) = sniff::disagrees(&said, bytes) {
        return Err(Refusal(
            2_018_047,
            format!("the file is said to be {said} and is {real}"),
        ));
    }
    if bytes.len() > most {
        return Err(Refusal(
            2_018_047,
            format!("{} bytes, over {most} for {kind}", bytes.len()),
        ));
    }
    Ok(())
}

/// Fetches an attachment by its address. It must be public HTTPS; on loopback, where there are no certificates, HTTP will do.
pub(crate) async fn gather(sim: &Simulator, kind: &str, address: &str) -> Result<File, Refusal> {
    let url = url::Url::parse(address)
        .map_err(|e| Refusal(2_018_008, format!("that is no address: {e}")))?;
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "https" && !(url.scheme() == "http" && here) {
        return Err(Refusal(2_018_008, "the address is not public HTTPS".into()));
    }
    let most = limits(kind).map_or(0, |(most, _)| most);
    let got = fetch(&sim.0.http, address, most, false)
        .await
        .map_err(|e| match e {
            // It was fetched, and is not what it should be.
            Refused::Type(why) => Refusal(2_018_047, why),
            other => Refusal(2_018_008, other.to_string()),
        })?;
    check(kind, &got.kind, &got.bytes)?;
    Ok(sim.keep(ids::number(), &got.kind, None, got.bytes))
}

/// `POST /{PAGE_ID}/message_attachments`: by address or by form, for an id that can be sent again and again.
pub(crate) async fn upload(sim: &Simulator, call: Call) -> Response {
    if call.text("platform") != "instagram" {
        return refuse(100, "platform must be instagram");
    }
    let attachment = &call.fields.get("message").cloned().unwrap_or(Value::Null)["attachment"];
    let kind = attachment["type"].as_str().unwrap_or_default();
    let kept = match (call.file, attachment["payload"]["url"].as_str()) {
        (Some(file), _) => {
            // IG-UPL: names outside ASCII are not supported.
            if file.name.as_deref().is_some_and(|n| !n.is_ascii()) {
                return refuse(100, "the file's name is not ASCII");
            }
            check(kind, &file.kind, &file.bytes)
                .map(|()| sim.keep(ids::number(), &file.kind, None, file.bytes))
        }
        (None, Some(address)) => gather(sim, kind, address).await,
        (None, None) => return refuse(100, "there is neither url nor filedata"),
    };
    match kept {
        Ok(file) => {
            let upload = Upload {
                sha256: file.sha256,
                kind: file.kind,
                name: None,
                bytes: file.bytes,
                until: sim.now() + 90 * DAY,
            };
            sim.blobs().name(&file.id, upload);
            Json(json!({"attachment_id": file.id})).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// An address of a file's bytes: no login, signed, dead after some days (no page says how many).
pub(crate) fn address(sim: &Simulator, file: &File) -> String {
    cdn(sim, &file.sha256, &file.kind, sim.now() + 72 * HOUR)
}

/// The same for a story, which is there for a day.
pub(crate) fn story_address(sim: &Simulator, file: &File) -> String {
    cdn(sim, &file.sha256, &file.kind, sim.now() + DAY)
}

fn cdn(sim: &Simulator, asset: &str, kind: &str, until: i64) -> String {
    let base = &sim.config().base;
    let kind: String = form_urlencoded::byte_serialize(kind.as_bytes()).collect();
    format!(
        "{base}/ig_messaging_cdn/?asset_id={asset}&mt={kind}&oe={until}&signature={}",
        signature(sim, asset, until)
    )
}

fn signature(sim: &Simulator, asset: &str, until: i64) -> String {
    sign::hub(
        &sim.config().instagram.app_secret,
        format!("{asset}{until}").as_bytes(),
    )
    .trim_start_matches("sha256=")
    .into()
}

/// The query of such an address.
#[derive(Deserialize)]
pub(crate) struct Asset {
    asset_id: String,
    mt: String,
    oe: i64,
    signature: String,
}

/// The bytes.
pub(crate) async fn bytes(State(sim): State<Simulator>, Query(q): Query<Asset>) -> Response {
    if sim
        .0
        .faults
        .happens(Channel::Instagram, "media_failing", |k| k.media_failing)
    {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if q.signature != signature(&sim, &q.asset_id, q.oe) || q.oe < sim.now() {
        return (StatusCode::FORBIDDEN, "URL signature expired").into_response();
    }
    let found: Option<Bytes> = sim.file(&q.asset_id);
    match found {
        Some(bytes) => ([("content-type", q.mt)], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
