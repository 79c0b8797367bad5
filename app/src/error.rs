//! What a server function answers when it cannot do what was asked.

use crate::api::PageJson;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// A stable code, which pages translate, and a sentence in plain English for the rest.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct ApiError {
    /// Stable name, e.g. `not_signed_in`, `conflict`, `offline`.
    pub code: String,
    /// What happened, what is safe, what to do.
    pub sentence: String,
}

impl ApiError {
    /// One of a kind that has no more to say than its code.
    #[must_use]
    pub fn new(code: &str, sentence: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            sentence: sentence.into(),
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = PageJson;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Request(_) => Self::new(
                "offline",
                "The desk cannot be reached. Nothing is lost: try again.",
            ),
            // What a proxy or an older server answers is no JSON of ours.
            ServerFnErrorErr::Deserialization(_) => Self::new(
                "unreadable",
                "The desk's answer could not be read. Reload the page.",
            ),
            other => Self::new("internal", other.to_string()),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<desk::Error> for ApiError {
    /// In the language of who asks, if a server function is being answered. Also sets the response's status; the full detail of what is ours to fix goes to the log.
    fn from(error: desk::Error) -> Self {
        let status = status(&error);
        if status.is_server_error() {
            tracing::error!("{error}");
        }
        if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            response.set_status(status);
        }
        let mut told = Self::new(error.code(), error.sentence());
        if let Some(reader) = crate::reader::Reader::asking() {
            reader.word(&mut told);
        }
        told
    }
}

/// The HTTP status that carries an error of the desk.
#[cfg(feature = "ssr")]
#[must_use]
pub fn status(error: &desk::Error) -> http::StatusCode {
    use http::StatusCode;
    match error {
        desk::Error::NotSignedIn => StatusCode::UNAUTHORIZED,
        desk::Error::NotAllowed => StatusCode::FORBIDDEN,
        desk::Error::NotFound => StatusCode::NOT_FOUND,
        desk::Error::Conflict => StatusCode::CONFLICT,
        desk::Error::Invalid {
            code: "too_large", ..
        } => StatusCode::PAYLOAD_TOO_LARGE,
        desk::Error::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        desk::Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        desk::Error::Full(_) => StatusCode::INSUFFICIENT_STORAGE,
        desk::Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        desk::Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
