//! Meta's errors: code, HTTP status, shape (WA-ERR, MSG-ERR). The words are ours: build on the code.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::faults::Fault;
use crate::ids;

/// What a code means.
pub(crate) fn meaning(code: i64) -> &'static str {
    match code {
        1 => "An unknown error has occurred",
        2 => "Service temporarily unavailable",
        4 => "Application request limit reached",
        10 => "Application does not have permission for this action",
        33 | 100 => "Invalid parameter",
        190 => "Invalid OAuth access token",
        368 => "Temporarily blocked for policies violations",
        551 => "This person isn't available right now",
        613 => "Calls to this API have exceeded the rate limit",
        2500 => "An active access token must be used to query information",
        80007 => "Rate limit issues",
        130_429 => "Rate limit hit",
        130_472 => "User's number is part of an experiment",
        131_000 => "Something went wrong",
        131_005 => "Access denied",
        131_008 => "Required parameter is missing",
        131_009 => "Parameter value is not valid",
        131_016 => "Service unavailable",
        131_021 => "Recipient cannot be sender",
        131_026 => "Message undeliverable",
        131_030 => "Recipient phone number not in allowed list",
        131_047 => "Re-engagement message",
        131_048 => "Spam rate limit hit",
        131_051 => "Unsupported message type",
        131_052 => "Media download error",
        131_053 => "Media upload error",
        131_056 => "Pair rate limit hit",
        131_057 => "Account in maintenance mode",
        131_060 => "This message is currently unavailable",
        131_062 => "Business-scoped user id recipients are not supported for this message",
        132_000 => "Template parameter count mismatch",
        132_001 => "Template does not exist",
        133_004 => "Server temporarily unavailable",
        _ => "The request failed",
    }
}

/// The HTTP status a code comes with, by an older copy of Meta's table; clients shall not build on it (WA-ERR).
fn status(code: i64) -> StatusCode {
    match code {
        0 | 190 => StatusCode::UNAUTHORIZED,
        10 | 200..=299 | 368 | 131_005 | 131_031 => StatusCode::FORBIDDEN,
        132_001 => StatusCode::NOT_FOUND,
        1 | 3 | 131_000 | 131_016 | 131_045 | 131_057 => StatusCode::INTERNAL_SERVER_ERROR,
        2 => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// An error with details.
pub(crate) fn refuse(code: i64, details: &str) -> Response {
    respond(code, None, details, code >= 130_000)
}

/// An error with a subcode, as Instagram's are told apart.
pub(crate) fn refuse_sub(code: i64, subcode: i64, details: &str) -> Response {
    respond(code, Some(subcode), details, false)
}

fn respond(code: i64, subcode: Option<i64>, details: &str, whatsapp: bool) -> Response {
    let kind = if code == 33 {
        "GraphMethodException"
    } else {
        "OAuthException"
    };
    let message = if whatsapp || code == 100 || code == 10 {
        format!(
            "(#{code}) {}",
            if whatsapp { meaning(code) } else { details }
        )
    } else {
        details.to_owned()
    };
    let mut error =
        json!({"message": message, "type": kind, "code": code, "fbtrace_id": ids::word()});
    if let Some(subcode) = subcode {
        error["error_subcode"] = json!(subcode);
    }
    if matches!(code, 1 | 2) {
        error["is_transient"] = json!(true);
    }
    if whatsapp {
        error["error_data"] = json!({"messaging_product": "whatsapp", "details": details});
    }
    (status(code), Json(json!({"error": error}))).into_response()
}

/// The same in a webhook: `statuses[].errors[]`, `messages[].errors[]` (WA-STATUS).
pub(crate) fn in_webhook(code: i64, details: &str) -> Value {
    json!({
        "code": code, "title": meaning(code), "message": meaning(code), "error_data": {"details": details},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    })
}

/// There is no such thing (GRAPH-ERR: 100 with subcode 33).
pub(crate) fn no_such(node: &str) -> Response {
    refuse_sub(
        100,
        33,
        &format!(
            "Object with ID '{node}' does not exist, or cannot be loaded due to missing permissions"
        ),
    )
}

/// An error that the knobs ask for.
pub(crate) fn of_fault(fault: Fault) -> Response {
    match fault {
        // Both products take code 4; their own throttles come by `rates` or by code.
        Fault::Throttled => refuse(4, meaning(4)),
        Fault::Code(code) => refuse(code, meaning(code)),
        _ => refuse(2, meaning(2)),
    }
}
