//! The whole tower stack, outermost first: trace, security headers, sentences, catch panic,
//! foreign origins (not for what providers post, who prove themselves); and around what knows
//! people: session, who is asking, sign-in first.

use crate::{
    error::{self, Refusal},
    pages, session,
    state::AppState,
};
use axum::{
    Extension, Router,
    extract::{Request, State},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
};
use desk::Actor;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use model::Agent;
use std::any::Any;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel, predicate::SizeAbove},
    trace::TraceLayer,
};

/// Around everything; `hooks` is what other houses' programs post to.
pub fn around_all(router: Router, hooks: Router, state: AppState) -> Router {
    let ours = router.layer(from_fn_with_state(state.clone(), own_origin_only));
    ours.merge(hooks).layer(
        ServiceBuilder::new()
            .layer(TraceLayer::new_for_http().make_span_with(
                // The path alone: queries hold tokens and signatures.
                |request: &Request| {
                    tracing::debug_span!(
                        "request",
                        method = %request.method(),
                        path = request.uri().path()
                    )
                },
            ))
            .layer(from_fn(security_headers))
            .layer(from_fn_with_state(state, error::speak))
            .layer(CatchPanicLayer::custom(panicked)),
    )
}

/// Around what knows who is asking.
pub fn around_people(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    router.layer(
        ServiceBuilder::new()
            .layer(session::layer(state))
            .layer(from_fn_with_state(state.clone(), session::who))
            .layer(from_fn_with_state(state.clone(), in_place)),
    )
}

/// Around the pages.
pub fn around_pages(router: Router<AppState>) -> Router<AppState> {
    router.layer(
        ServiceBuilder::new()
            .layer(compression(CompressionLevel::Fastest))
            .layer(from_fn(sign_in_first)),
    )
}

/// Around the customer's page: small, the same for everybody, and fetched over telephones, so that
/// it is worth more time.
pub fn around_widget(router: Router<AppState>) -> Router<AppState> {
    router.layer(compression(CompressionLevel::Precise(9)))
}

/// Around the pages' server functions.
pub fn around_calls(router: Router<AppState>) -> Router<AppState> {
    router.layer(compression(CompressionLevel::Fastest))
}

/// Agents' pages and answers are made for one reader and read once: only the cheapest level pays.
fn compression(level: CompressionLevel) -> CompressionLayer<SizeAbove> {
    CompressionLayer::new()
        .quality(level)
        .compress_when(SizeAbove::new(1024))
}

/// What kind of thing an address is, as far as the edge cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Answers to scripts, in JSON.
    Script,
    /// Pages for anybody.
    Open,
    /// Everything else.
    Page,
}

impl Place {
    /// The kind of a path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let mut segments = path.split('/').skip(1);
        match (segments.next().unwrap_or_default(), segments.next()) {
            ("api" | "uploads" | "live" | "hooks" | "mail", _) | ("widget", Some("live")) => {
                Self::Script
            }
            ("login" | "setup" | "widget", _) => Self::Open,
            _ => Self::Page,
        }
    }
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic
        .downcast::<String>()
        .map(|said| *said)
        .or_else(|panic| panic.downcast::<&str>().map(|said| (*said).to_owned()))
        .unwrap_or_default();
    tracing::error!(said, "a handler panicked");
    Refusal::internal().into_response()
}

/// Headers every answer has, where the handler did not say otherwise. Pages set their own policy.
async fn security_headers(request: Request, next: Next) -> Response {
    const DEFAULTS: [(HeaderName, &str); 6] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
             form-action 'self'; frame-ancestors 'none'",
        ),
    ];
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in DEFAULTS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// Refuses what another site sends in a visitor's or agent's name. Programs that are no browsers
/// send neither header and carry no cookie by accident.
async fn own_origin_only(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || is_own(request.headers(), state.desk.public_url()) {
        return next.run(request).await;
    }
    Refusal::new(
        StatusCode::FORBIDDEN,
        "foreign_origin",
        "This was sent from another site, so it was not done. Open the desk itself and try again.",
    )
    .into_response()
}

fn is_own(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let fetched_by_us = text(HeaderName::from_static("sec-fetch-site"))
        .is_none_or(|site| matches!(site, "same-origin" | "none"));
    let origin_is_ours = text(header::ORIGIN).is_none_or(|origin| {
        let host = origin.split_once("://").map(|(_, host)| host);
        origin == public_url || (host.is_some() && host == text(header::HOST))
    });
    fetched_by_us && origin_is_ours
}

/// Tells a page that took its form over where the form leads, and leaves it where it is.
async fn in_place(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if *request.method() != Method::POST || !request.headers().contains_key(pages::IN_PLACE) {
        return next.run(request).await;
    }
    let me = request.extensions().get::<Agent>().cloned().map(Extension);
    let headers = request.headers().clone();
    let response = next.run(request).await;
    let to = response.headers().get(header::LOCATION);
    match to.and_then(|to| to.to_str().ok()) {
        Some(to) => pages::taken(&state, me, &headers, to),
        None => response,
    }
}

/// Sends people who are not signed in to the login page, and those who are, past it. In a
/// middleware because a page that streams can no longer redirect.
async fn sign_in_first(request: Request, next: Next) -> Response {
    let signed_in = matches!(request.extensions().get(), Some(Actor::Agent { .. }));
    let path = request.uri().path();
    match Place::of(path) {
        Place::Page if !signed_in => sign_in_for(request.uri()),
        Place::Open if signed_in && path == "/login" => Redirect::to("/inbox").into_response(),
        _ => next.run(request).await,
    }
}

/// To the login page, and from there on to what was wanted.
pub(crate) fn sign_in_for(wanted: &Uri) -> Response {
    let wanted = wanted.path_and_query().map_or("/inbox", |all| all.as_str());
    Redirect::to(&format!("/login?next={}", encode(wanted))).into_response()
}

/// Percent-encodes for a query value.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        is_own(&headers, "https://desk.example.com")
    }

    #[test]
    fn only_our_own_pages_write() {
        assert!(own(&[]));
        assert!(own(&[
            ("origin", "https://desk.example.com"),
            ("host", "10.0.0.7:3000")
        ]));
        assert!(own(&[
            ("origin", "http://127.0.0.1:3000"),
            ("host", "127.0.0.1:3000")
        ]));
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(!own(&[
            ("origin", "https://evil.example"),
            ("host", "desk.example.com")
        ]));
        assert!(!own(&[("origin", "null"), ("host", "desk.example.com")]));
        assert!(!own(&[("origin", "https://desk.example.com.evil.example")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
    }
}
