//! One call to a provider: what came back, or how the line broke.

use crate::{SendError, problem};
use bytes::{Bytes, BytesMut};
use reqwest::{RequestBuilder, Response, header::HeaderMap};
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// Providers' answers are some kilobytes; lists of messages some hundred.
const ANSWER_BYTES: usize = 4_000_000;
/// The longest pause that is believed.
const DAY: Duration = Duration::from_secs(86_400);
/// For providers that are busy and do not say how long.
pub(crate) const SOON: Duration = Duration::from_secs(2);

/// What came back.
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// The body as JSON; `Null` when it is none.
    pub(crate) json: Value,
}

/// How the line broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Before anything was sent.
    Before,
    /// When it may have been.
    After,
}

/// Makes the call.
pub(crate) async fn call(request: RequestBuilder) -> Result<Answer, Broken> {
    let response = request.send().await.map_err(|error| {
        // No connection, or no request: nothing has left.
        if error.is_connect() || error.is_builder() {
            Broken::Before
        } else {
            Broken::After
        }
    })?;
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    // A body that cannot be read is one without sense: the status still counts.
    let body = body(response, ANSWER_BYTES).await.unwrap_or_default();
    Ok(Answer {
        status,
        headers,
        json: serde_json::from_slice(&body).unwrap_or(Value::Null),
    })
}

/// Why a body is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoBody {
    /// It is longer than was allowed.
    TooLong,
    /// The line broke.
    Cut,
}

/// The body, up to so many bytes.
pub(crate) async fn body(mut response: Response, max: usize) -> Result<Bytes, NoBody> {
    if response
        .content_length()
        .is_some_and(|told| told > max as u64)
    {
        return Err(NoBody::TooLong);
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| NoBody::Cut)? {
        if body.len() + chunk.len() > max {
            return Err(NoBody::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// What a broken line means for a call that changes nothing.
pub(crate) fn asked(_: Broken) -> SendError {
    SendError::Retry(SOON)
}

impl From<Broken> for SendError {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Before => Self::Retry(SOON),
            Broken::After => Self::Unknown,
        }
    }
}

impl Answer {
    /// Whether the provider says it is well.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// How long the provider asks us to wait (RFC 9110, 10.2.3).
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }

    /// What an answer to a send means that does not hold what the provider's own would.
    pub(crate) fn without_sense(&self) -> SendError {
        match self.status {
            429 => SendError::Retry(self.retry_after().unwrap_or(SOON)),
            300..=399 => SendError::Rejected(problem::provider_address()),
            401 | 403 => SendError::Rejected(problem::reconnect()),
            408 | 425 => SendError::Unknown,
            400..=499 => {
                SendError::Rejected(problem::refused(&format!("status {}", self.status), ""))
            }
            // A gateway's word on a call that may have got through.
            _ => SendError::Unknown,
        }
    }
}

pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get("retry-after")?.to_str().ok()?.trim();
    let after = match value.parse::<f64>() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).ok()?,
        Err(_) => (httpdate::parse_http_date(value).ok()?)
            .duration_since(SystemTime::now())
            .unwrap_or_default(),
    };
    Some(after.min(DAY))
}

/// A text in JSON; empty when it is missing or something else. Numbers count: providers write
/// ids either way.
pub(crate) fn text_at(value: &Value, pointer: &str) -> String {
    match value.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A whole number in JSON, written as one or as text.
pub(crate) fn number_at(value: &Value, pointer: &str) -> Option<i64> {
    match value.pointer(pointer)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A list in JSON; empty when it is missing.
pub(crate) fn list_at<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    (value.pointer(pointer).and_then(Value::as_array)).map_or(&[], Vec::as_slice)
}

/// The text, unless it is empty.
pub(crate) fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_may_ask_for_time_in_seconds_or_by_date() {
        let after = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", value.parse().unwrap());
            retry_after(&headers)
        };
        assert_eq!(after("7"), Some(Duration::from_secs(7)));
        assert_eq!(after("0.5"), Some(Duration::from_millis(500)));
        assert_eq!(after("99999999"), Some(DAY));
        assert_eq!(after("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        for odd in ["soon", "-1", "NaN", "inf", ""] {
            assert_eq!(after(odd), None, "{odd}");
        }
    }
}
