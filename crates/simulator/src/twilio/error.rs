//! Twilio's errors: code, HTTP status, words (TW-ERR). The words are ours; nobody may build on them (TW-OAI).

use axum::Json;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::faults::Fault;

/// What a code means.
pub(crate) fn meaning(code: i64) -> &'static str {
    match code {
        11200 => "HTTP retrieval failure: the media could not be fetched",
        11751 => "The media is larger than the channel takes",
        12300 => "Invalid Content-Type of the media",
        20001 => "Invalid parameter",
        20003 => "Authenticate",
        20004 => "Method not allowed",
        20009 => "The message is not in a state that allows this",
        20404 => "The requested resource was not found",
        20429 => "Too many concurrent requests",
        20500 => "An internal server error has occurred",
        21211 => "Invalid 'To' phone number",
        21212 => "Invalid 'From' number",
        21266 => "'To' and 'From' must not be the same",
        21408 => "Permission to send to this region has not been enabled",
        21602 => "A message body or media URL is required",
        21603 => "A 'From' number or Messaging Service is required",
        21604 => "A 'To' number is required",
        21606 => "The 'From' number is not one of this account's, or cannot send messages",
        21608 => "The 'To' number is not verified: trial accounts send to verified numbers only",
        21609 => "Invalid 'StatusCallback' URL",
        21610 => "The recipient has opted out of messages from this sender",
        21611 => "The 'From' number's queue is full",
        21612 => "The 'To' number cannot be reached from this 'From' number",
        21614 => "The 'To' number is not a mobile number",
        21617 => "The message is over 1600 characters",
        21620 => "Invalid media URL",
        21623 => "More than ten media",
        21635 => "The 'To' number is a landline",
        21701 => "The Messaging Service does not exist",
        21704 => "The Messaging Service has no phone number",
        21705 => "The Messaging Service sid is invalid",
        30001 => "Queue overflow",
        30003 => "Unreachable destination handset",
        30004 => "Message blocked",
        30005 => "Unknown destination handset",
        30006 => "Landline or unreachable carrier",
        30007 => "Message filtered",
        30008 => "Unknown error",
        30011 => "MMS is not supported in the recipient's region",
        30017 => "Carrier network congestion",
        30019 => "Content size exceeds the carrier's limit",
        _ => "The message failed",
    }
}

/// The HTTP status a code comes with.
fn status(code: i64) -> u16 {
    match code {
        20003 => 401,
        20404 => 404,
        20004 => 405,
        20009 => 409,
        20429 => 429,
        20500 => 500,
        _ => 400,
    }
}

/// An error of that code.
pub(crate) fn refuse(code: i64) -> Response {
    answer(status(code), code, meaning(code))
}

/// An error: `{code, message, more_info, status}`.
pub(crate) fn answer(status: u16, code: i64, message: &str) -> Response {
    let more = format!("https://www.twilio.com/docs/errors/{code}");
    let body = Json(json!({"code": code, "message": message, "more_info": more, "status": status}));
    let mut answer = (
        StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST),
        body,
    )
        .into_response();
    if status == 401 {
        answer.headers_mut().insert(
            "www-authenticate",
            HeaderValue::from_static("Basic realm=\"Twilio API\""),
        );
    }
    answer
}

/// An error that the knobs ask for.
pub(crate) fn of_fault(fault: Fault) -> Response {
    match fault {
        Fault::Throttled => refuse(20429),
        Fault::Code(code) => refuse(code),
        _ => refuse(20500),
    }
}
