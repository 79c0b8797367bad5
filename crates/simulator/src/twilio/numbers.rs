//! The account and its numbers: what a connection test asks, and where webhooks are set (TW-OAI).

use axum::Json;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::error::refuse;
use super::{Params, get};
use crate::Simulator;
use crate::config::Sender;

/// The account.
pub(crate) fn account(sim: &Simulator) -> Response {
    let sid = sim.config().twilio.account_sid.clone();
    Json(json!({
        "sid": sid, "friendly_name": "Simulator", "status": "active", "type": "Full",
        "uri": format!("/2010-04-01/Accounts/{sid}.json"),
    }))
    .into_response()
}

/// A number's sid: always the same for the same number.
fn sid(sender: &Sender) -> String {
    format!(
        "PN{}",
        &crate::blobs::sha256(sender.number.as_bytes())[..32]
    )
}

fn json(sim: &Simulator, sender: &Sender) -> Value {
    let account = &sim.config().twilio.account_sid;
    json!({
        "sid": sid(sender), "account_sid": account, "phone_number": sender.number,
        "friendly_name": sender.number, "sms_url": sender.sms_url, "sms_method": "POST",
        "sms_fallback_url": sender.sms_fallback_url, "sms_fallback_method": "POST",
        "capabilities": {"voice": false, "sms": true, "mms": true, "fax": false},
        "uri": format!("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers/{}.json", sid(sender)),
    })
}

/// The numbers, or the one asked for by `PhoneNumber`.
pub(crate) fn list(sim: &Simulator, query: &Params) -> Response {
    let wanted = get(query, "PhoneNumber");
    let config = sim.config();
    let some = config
        .twilio
        .senders
        .iter()
        .filter(|s| wanted.is_empty() || s.number == wanted);
    let numbers: Vec<Value> = some.map(|s| json(sim, s)).collect();
    let uri = format!(
        "/2010-04-01/Accounts/{}/IncomingPhoneNumbers.json",
        config.twilio.account_sid
    );
    Json(json!({
        "end": numbers.len().saturating_sub(1), "first_page_uri": uri, "next_page_uri": null, "page": 0, "page_size": 50,
        "previous_page_uri": null, "start": 0, "uri": uri, "incoming_phone_numbers": numbers,
    }))
    .into_response()
}

/// One number; by POST, its webhook addresses are set.
pub(crate) fn one(sim: &Simulator, number: &str, method: &Method, form: &Params) -> Response {
    let at = sim
        .config()
        .twilio
        .senders
        .iter()
        .position(|s| sid(s) == number);
    let Some(at) = at else { return refuse(20404) };
    if method == Method::POST {
        sim.configure(|c| {
            for (name, value) in form {
                match name.as_str() {
                    "SmsUrl" => c.twilio.senders[at].sms_url.clone_from(value),
                    "SmsFallbackUrl" => c.twilio.senders[at].sms_fallback_url.clone_from(value),
                    _ => {}
                }
            }
        });
    }
    Json(json(sim, &sim.config().twilio.senders[at])).into_response()
}
