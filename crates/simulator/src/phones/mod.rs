//! `/phones`: pages on which one is the customer. Drawn here, brought to life by a script of one page; without the
//! script they work by plain forms.

mod bubble;
mod composer;
mod form;
mod page;

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use crate::book::{Channel, Person};
use crate::{Simulator, mail};

pub(crate) use bubble::{pictured, size};
pub(crate) use page::{as_sentence, escape, wrap};

/// Our own script and style, pictures and sounds from here, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; \
                      connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// How long a page waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(25);

/// The addresses.
pub(crate) fn router() -> Router<Simulator> {
    Router::new()
        .route("/", get(all))
        .route(
            "/phones.css",
            get(|| async { asset("text/css; charset=utf-8", include_str!("phones.css")) }),
        )
        .route(
            "/phones.js",
            get(|| async { asset("text/javascript; charset=utf-8", include_str!("phones.js")) }),
        )
        .route("/news", get(news))
        .route("/file/{sha256}", get(file))
        .nest("/mail", mail::router())
        .route("/{channel}", get(first).post(meet))
        .route("/{channel}/{person}", get(one))
        .route("/{channel}/{person}/thread", get(thread))
        .route("/{channel}/{person}/act", post(act))
        .layer(from_fn(same_site))
}

/// A page elsewhere must not write in a customer's name, be it in a simulator.
pub(crate) async fn same_site(request: Request, next: Next) -> Response {
    if request
        .headers()
        .get("sec-fetch-site")
        .is_some_and(|v| v == "cross-site")
        && request.method() != "GET"
    {
        return (StatusCode::FORBIDDEN, "This came from another site.").into_response();
    }
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    headers
        .entry("content-security-policy")
        .or_insert(HeaderValue::from_static(POLICY));
    headers.insert(
        "x-content-type-options",
        HeaderValue::from_static("nosniff"),
    );
    headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
    answer
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    (
        [("content-type", kind), ("cache-control", "no-cache")],
        text,
    )
        .into_response()
}

fn missing(what: &str) -> Response {
    (StatusCode::NOT_FOUND, Html(page::sentence(what))).into_response()
}

/// What a page may carry in its address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// What went wrong with the last form.
    error: String,
    /// The message that is answered.
    quote: String,
    /// The message that is changed.
    edit: String,
}

/// A phone for each channel.
async fn all(State(sim): State<Simulator>) -> Html<String> {
    let shown: Vec<Person> = Channel::ALL
        .into_iter()
        .filter_map(|c| someone(&sim, c))
        .collect();
    Html(page::document(&sim, "Phones", &shown, &Asked::default()))
}

/// Who wrote or was written to last, here or before this simulator began; else the first.
fn someone(sim: &Simulator, channel: Channel) -> Option<Person> {
    let book = sim.book();
    let last = book
        .newest(channel)
        .next()
        .and_then(|l| book.person(channel, &l.person));
    last.or_else(|| {
        book.people(channel)
            .min_by_key(|p| std::cmp::Reverse(p.wrote))
    })
    .cloned()
}

async fn first(State(sim): State<Simulator>, Path(word): Path<String>) -> Response {
    match Channel::of(&word).and_then(|c| someone(&sim, c)) {
        Some(person) => Redirect::to(&page::address(&person)).into_response(),
        None => missing("There is no such phone."),
    }
}

/// Somebody new: their id and name.
#[derive(Deserialize)]
struct Stranger {
    id: String,
    name: String,
}

async fn meet(
    State(sim): State<Simulator>,
    Path(word): Path<String>,
    axum::Form(stranger): axum::Form<Stranger>,
) -> Response {
    let Some(channel) = Channel::of(&word) else {
        return missing("There is no such channel.");
    };
    let mut id: String = stranger
        .id
        .chars()
        .filter(|c| !c.is_whitespace() && !"()-".contains(*c))
        .collect();
    if channel == Channel::Whatsapp {
        id = id.trim_start_matches('+').to_owned();
    }
    let digits = id.strip_prefix('+').unwrap_or(&id);
    let number = (5..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !number || (channel == Channel::Sms) != id.starts_with('+') {
        let sentence = match channel {
            Channel::Sms => "A phone number begins with + and the country.",
            _ => "An id consists of 5 to 20 digits.",
        };
        return (
            StatusCode::UNPROCESSABLE_ENTITY,
            Html(page::sentence(sentence)),
        )
            .into_response();
    }
    let person = match sim.person(channel, &id) {
        Some(known) => known,
        None => {
            let name = if stranger.name.trim().is_empty() {
                id.as_str()
            } else {
                stranger.name.trim()
            };
            let person = Person::new(channel, &id, name, "");
            sim.add_person(person.clone());
            person
        }
    };
    Redirect::to(&page::address(&person)).into_response()
}

async fn one(
    State(sim): State<Simulator>,
    Path((word, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    match Channel::of(&word).and_then(|c| sim.person(c, &id)) {
        Some(person) => Html(page::document(
            &sim,
            &person.name.clone(),
            &[person],
            &asked,
        ))
        .into_response(),
        None => missing("There is no such phone."),
    }
}

async fn thread(
    State(sim): State<Simulator>,
    Path((word, id)): Path<(String, String)>,
) -> Response {
    match Channel::of(&word).and_then(|c| sim.person(c, &id)) {
        Some(person) => Html(bubble::thread(&sim, &person)).into_response(),
        None => missing("There is no such phone."),
    }
}

async fn act(
    State(sim): State<Simulator>,
    Path((word, id)): Path<(String, String)>,
    headers: HeaderMap,
    form: axum::extract::Multipart,
) -> Response {
    let Some(person) = Channel::of(&word).and_then(|c| sim.person(c, &id)) else {
        return missing("There is no such phone.");
    };
    let done = match form::read(form).await {
        Ok(act) => sim.act(person.channel, &person.id, act).await,
        Err(why) => Err(why),
    }
    .map_err(|why| as_sentence(&why));
    let scripted = headers
        .get("accept")
        .is_some_and(|a| a == "application/json");
    match (done, scripted) {
        (Ok(ids), true) => axum::Json(serde_json::json!({"messages": ids})).into_response(),
        (Err(why), true) => (
            StatusCode::BAD_REQUEST,
            axum::Json(serde_json::json!({"error": why})),
        )
            .into_response(),
        (Ok(_), false) => Redirect::to(&page::address(&person)).into_response(),
        (Err(why), false) => {
            let why: String = form_urlencoded::byte_serialize(why.as_bytes()).collect();
            Redirect::to(&format!("{}?error={why}", page::address(&person))).into_response()
        }
    }
}

/// What number of news a page has seen.
#[derive(Deserialize)]
struct After {
    after: u64,
}

/// Answers with the number of news when it is another one, or after a while.
async fn news(State(sim): State<Simulator>, Query(After { after }): Query<After>) -> String {
    let mut news = sim.0.news.subscribe();
    let _ = tokio::time::timeout(PATIENCE, news.wait_for(|n| *n != after)).await;
    let now = *news.borrow();
    now.to_string()
}

/// The type a file is shown as.
#[derive(Deserialize)]
struct Shown {
    #[serde(rename = "type", default)]
    kind: String,
}

/// A file. What a browser might run comes as a download.
async fn file(
    State(sim): State<Simulator>,
    Path(sha256): Path<String>,
    Query(shown): Query<Shown>,
) -> Response {
    let Some(bytes) = sim.file(&sha256) else {
        return missing("The file had to make room for newer ones.");
    };
    let harmless = pictured(&shown.kind)
        || shown.kind.starts_with("audio/")
        || shown.kind.starts_with("video/");
    let kind = HeaderValue::from_str(&shown.kind).ok().filter(|_| harmless);
    let mut answer = bytes.into_response();
    let headers = answer.headers_mut();
    headers.insert(
        "content-security-policy",
        HeaderValue::from_static("sandbox; default-src 'none'"),
    );
    headers.insert(
        "cache-control",
        HeaderValue::from_static("private, max-age=86400, immutable"),
    );
    if kind.is_none() {
        headers.insert(
            "content-disposition",
            HeaderValue::from_static("attachment"),
        );
    }
    headers.insert(
        "content-type",
        kind.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    answer
}
