//! `GET /messages/{id}/letter`: an e-mail as it was sent, for a frame in the thread or a tab of its
//! own. What stranger's HTML could do is forbidden twice: by how it was cleaned when it came, and by
//! the policy of this page.

use crate::{
    error::{self, Refusal},
    state::AppState,
};
use axum::{
    Extension,
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Response},
};
use desk::{Actor, message::Letter};
use http::{HeaderValue, header};
use model::MessageId;
use serde::Deserialize;

/// What the page may do: nothing but be seen, and open links in tabs of their own. That it counts
/// as of our origin lets the thread measure it and its pictures be fetched; it runs no script that
/// could make anything of it.
macro_rules! policy {
    ($images:literal) => {
        concat!(
            "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; \
             default-src 'none'; style-src 'unsafe-inline'; img-src ",
            $images,
            "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
        )
    };
}

/// Letters are written for white paper. A picture that is not fetched keeps its place.
const STYLE: &str = "html{background:#fff;color:#1c2122}\
    body{display:flow-root;margin:0;padding:12px 16px;\
    font:14px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere}\
    img{max-width:100%}img[src]{height:auto}\
    img:not([src]){background:#f1f3f3}\
    .gone{padding:0 4px;border:1px dashed #999;color:#555}\
    pre{white-space:pre-wrap;font:inherit}\
    blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #ccc}";

/// What the page's address may ask.
#[derive(Deserialize)]
pub struct Asked {
    /// `remote`: with the pictures that lie elsewhere.
    images: Option<String>,
}

/// Shows a letter.
///
/// # Errors
/// When there is none, or not for who asks.
pub async fn show(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(message): Path<MessageId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let elsewhere = asked.images.as_deref() == Some("remote");
    let letter = desk::message::letter(&state.desk, &actor, message, elsewhere).await?;
    let policy = if elsewhere {
        policy!("'self' https:")
    } else {
        policy!("'self'")
    };
    let mut response = Html(page(&letter)).into_response();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Nobody elsewhere learns from where a link was followed.
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

fn page(letter: &Letter) -> String {
    let Letter { subject, html } = letter;
    let title = error::escape(subject);
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light\"><title>{title}</title>\
         <style>{STYLE}</style></head><body>{html}</body></html>"
    )
}
