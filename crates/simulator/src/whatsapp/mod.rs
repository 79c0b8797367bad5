//! WhatsApp's Cloud API: which node of the graph, and the few that are neither messages nor media.

mod act;
mod check;
mod deliver;
mod hooks;
mod kinds;
mod media;
mod say;
mod send;
mod template;

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::Simulator;
use crate::graph::Call;
use crate::graph::error::{no_such, refuse};
pub(crate) use act::act;
pub(crate) use media::bytes;

/// Answers a call whose token is WhatsApp's.
pub(crate) async fn answer(sim: &Simulator, call: Call) -> Response {
    let config = sim.config();
    let number = call.node == config.whatsapp.phone_number_id;
    let account = call.node == config.whatsapp.waba_id;
    match (call.method.as_str(), call.edge.as_str()) {
        ("POST", "messages") if number => send::send(sim, &call),
        ("POST", "media") if number => media::upload(sim, call),
        ("GET", "") if number => {
            let w = &config.whatsapp;
            Json(json!({
                "id": w.phone_number_id, "display_phone_number": w.display_phone_number, "verified_name": "Demo",
                "quality_rating": "GREEN", "code_verification_status": "VERIFIED", "platform_type": "CLOUD_API",
                "throughput": {"level": "STANDARD"},
            }))
            .into_response()
        }
        ("GET", "") if account => {
            Json(json!({"id": config.whatsapp.waba_id, "name": "Demo"})).into_response()
        }
        ("GET", "phone_numbers") if account => {
            let w = &config.whatsapp;
            Json(json!({"data": [{"id": w.phone_number_id, "display_phone_number": w.display_phone_number}]})).into_response()
        }
        ("GET", "message_templates") if account => template::list(sim, &call),
        ("POST" | "DELETE", "subscribed_apps") if account => {
            Json(json!({"success": true})).into_response()
        }
        ("GET", "subscribed_apps") if account => Json(json!({"data": []})).into_response(),
        ("GET", "") => media::look(sim, &call),
        ("DELETE", "") => media::delete(sim, &call),
        _ if number || account => refuse(2500, "Unknown path components"),
        _ => no_such(&call.node),
    }
}

/// A field that must be text.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
