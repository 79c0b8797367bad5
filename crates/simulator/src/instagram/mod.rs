//! Instagram messages by the Graph API, both flavours: which node, the profile, the subscription.

mod act;
mod check;
mod hooks;
mod media;
mod send;

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::Simulator;
use crate::book::Channel;
use crate::graph::Call;
use crate::graph::error::{no_such, refuse};
pub(crate) use act::act;
pub(crate) use media::bytes;

/// Answers a call whose token is Instagram's.
pub(crate) async fn answer(sim: &Simulator, call: Call) -> Response {
    let config = sim.config();
    let i = &config.instagram;
    let account = [i.ig_id.as_str(), i.page_id.as_str(), "me"].contains(&call.node.as_str());
    match (call.method.as_str(), call.edge.as_str()) {
        ("POST", "messages") if account => send::send(sim, call).await,
        // Not documented on graph.instagram.com (IG-UPL): the page's flavour alone has it.
        ("POST", "message_attachments") if account && call.node != i.ig_id => media::upload(sim, call).await,
        ("POST", "subscribed_apps") if account => {
            sim.0.post.forgive();
            Json(json!({"success": true})).into_response()
        }
        ("GET", "subscribed_apps") if account => {
            let fields = if sim.unsubscribed() { json!([]) } else { json!([{"subscribed_fields": ["messages"]}]) };
            Json(json!({"data": fields})).into_response()
        }
        ("GET", "") if account => Json(json!({
            "id": i.ig_id, "user_id": i.ig_id, "username": i.username, "name": i.username, "account_type": "BUSINESS",
        }))
        .into_response(),
        ("GET", "") if call.node == "refresh_access_token" => {
            // 60 days (NOTES-IG). The simulator's token stays the same.
            Json(json!({"access_token": i.token, "token_type": "bearer", "expires_in": 60 * 24 * 3600})).into_response()
        }
        ("GET", "") => profile(sim, &call),
        _ if account => refuse(2500, "Unknown path components"),
        _ => no_such(&call.node),
    }
}

/// `GET /{IGSID}?fields=name,username,profile_pic`: only of somebody who wrote before.
fn profile(sim: &Simulator, call: &Call) -> Response {
    match sim
        .person(Channel::Instagram, &call.node)
        .filter(|p| p.wrote.is_some())
    {
        Some(person) => {
            let username = if person.username.is_empty() {
                &person.name
            } else {
                &person.username
            };
            Json(json!({"id": person.id, "name": person.name, "username": username}))
                .into_response()
        }
        None => no_such(&call.node),
    }
}
