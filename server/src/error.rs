//! What went wrong, as a status and a sentence a person understands: JSON for scripts, a plain
//! page for people. Which error is which status stands with [`app::status`].

use crate::{
    layers::{self, Place},
    state::AppState,
};
use axum::{
    Json,
    extract::{Request, State},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use model::Locale;
use serde::Serialize;

/// A refusal. Handlers return it; [`speak`] turns it into a page where a person is waiting.
#[derive(Clone, Debug, Serialize)]
pub struct Refusal {
    /// Answered with.
    #[serde(skip)]
    pub status: StatusCode,
    /// Stable name, for pages to translate.
    pub code: &'static str,
    /// What happened, what is safe, what to do.
    pub sentence: String,
    /// Seconds after which it is worth trying again.
    #[serde(skip)]
    pub retry_after: Option<u32>,
}

impl Refusal {
    /// A refusal of the edge's own.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            status,
            code,
            sentence: sentence.into(),
            retry_after: None,
        }
    }

    /// Nothing at this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is nothing at this address.",
        )
    }

    /// A form that lacks something.
    #[must_use]
    pub fn form() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "form",
            "The form was not complete. Go back and try again.",
        )
    }

    /// Nobody is signed in who might ask this.
    #[must_use]
    pub fn not_signed_in() -> Self {
        desk::Error::NotSignedIn.into()
    }

    /// Ours to mend.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong on our side. Nothing you sent before is lost. Try again.",
        )
    }
}

impl From<desk::Error> for Refusal {
    fn from(error: desk::Error) -> Self {
        let status = app::status(&error);
        if status.is_server_error() {
            tracing::error!(?error, "a use-case failed");
        }
        let retry_after = match error {
            desk::Error::TooMany { retry_after_s } => Some(retry_after_s),
            _ => None,
        };
        Self {
            status,
            code: error.code(),
            sentence: error.sentence(),
            retry_after,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives refusals to people as a page in their language, to everything else as JSON.
pub async fn speak(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads_pages = Place::of(request.uri().path()) != Place::Script
        && request
            .headers()
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"));
    let locale = locale(request.headers());
    let wanted = request.uri().clone();
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) if reads_pages && refusal.status == StatusCode::UNAUTHORIZED => {
            layers::sign_in_for(&wanted)
        }
        Some(refusal) if reads_pages => {
            let page = Html(page(&refusal, locale, &state.site.assets.inbox_css));
            let mut spoken = (refusal.status, page).into_response();
            for name in [header::CACHE_CONTROL, header::RETRY_AFTER] {
                if let Some(value) = response.headers_mut().remove(&name) {
                    spoken.headers_mut().insert(name, value);
                }
            }
            spoken
        }
        _ => response,
    }
}

fn locale(headers: &HeaderMap) -> Locale {
    let asked = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    asked.map_or_else(Locale::default, Locale::from_accept_language)
}

/// The page, with nothing on it that could fail.
fn page(refusal: &Refusal, locale: Locale, css: &str) -> String {
    let Words {
        title,
        sentence,
        back,
    } = words(refusal, locale);
    let lang = locale.as_str();
    let sentence = escape(sentence);
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · Attache</title>\
         <link rel=\"icon\" href=\"/favicon.svg\"><link rel=\"stylesheet\" href=\"{css}\"></head>\
         <body><main class=\"error-page\"><h1>{title}</h1><p role=\"alert\">{sentence}</p>\
         <p><a href=\"/inbox\">{back}</a></p></main></body></html>"
    )
}

struct Words<'a> {
    title: &'static str,
    sentence: &'a str,
    back: &'static str,
}

fn words(refusal: &Refusal, locale: Locale) -> Words<'_> {
    let back = match locale {
        Locale::En => "Go to the inbox",
        Locale::De => "Zum Posteingang",
        Locale::It => "Vai alla posta in arrivo",
    };
    let (title, sentence) = match (refusal.status, locale) {
        (StatusCode::NOT_FOUND, Locale::En) => (
            "Not found",
            "There is nothing at this address, or it is not for you to see.",
        ),
        (StatusCode::NOT_FOUND, Locale::De) => (
            "Nicht gefunden",
            "Unter dieser Adresse gibt es nichts, oder es ist nicht für Sie bestimmt.",
        ),
        (StatusCode::NOT_FOUND, Locale::It) => (
            "Non trovato",
            "A questo indirizzo non c’è nulla, o non è destinato a te.",
        ),
        (status, Locale::De) if status.is_server_error() => (
            "Das hat nicht geklappt",
            "Auf unserer Seite ist etwas schiefgegangen. Was Sie vorher gesendet haben, ist \
             gespeichert. Versuchen Sie es noch einmal.",
        ),
        (status, Locale::It) if status.is_server_error() => (
            "Non ha funzionato",
            "Qualcosa è andato storto da parte nostra. Ciò che hai inviato prima è al sicuro. \
             Riprova.",
        ),
        (_, Locale::En) => ("That did not work", refusal.sentence.as_str()),
        (_, Locale::De) => ("Das hat nicht geklappt", refusal.sentence.as_str()),
        (_, Locale::It) => ("Non ha funzionato", refusal.sentence.as_str()),
    };
    Words {
        title,
        sentence,
        back,
    }
}

/// Text as it may stand in a page.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_cannot_become_markup() {
        let refusal = Refusal::new(StatusCode::BAD_REQUEST, "x", "<script>alert(1)</script>");
        assert!(!page(&refusal, Locale::En, "/a.css").contains("<script>"));
    }
}
