//! `/control`: the knobs, the clock, the people and what they do, by HTTP and JSON. The same as [`Simulator`]'s
//! functions, for programs in other languages and for curl; the content type does not matter.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::acts::Act;
use crate::book::{Channel, Person};
use crate::faults::Fault;
use crate::{Simulator, post as mail};

/// The addresses.
pub(crate) fn router() -> Router<Simulator> {
    Router::new()
        .route("/", get(overview))
        .route("/clock", post(clock))
        .route("/flush", post(flush))
        .route("/quiet", post(quiet))
        .route("/webhooks", get(webhooks))
        .route("/files/{sha256}", get(file))
        .route("/mail", put(refuse_mail))
        .route("/{channel}/knobs", get(knobs).put(set_knobs))
        .route("/{channel}/next", post(next))
        .route("/{channel}/webhook", put(webhook))
        .route("/{channel}/messages", get(messages))
        .route("/{channel}/people", get(people).post(add_person))
        .route("/{channel}/people/{person}/messages", get(thread))
        .route("/{channel}/people/{person}/act", post(act))
        .layer(from_fn(crate::phones::same_site))
}

/// What a caller did wrong, as a sentence.
struct Wrong(StatusCode, String);

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"error": self.1}))).into_response()
    }
}

type Answer = Result<Json<serde_json::Value>, Wrong>;

fn channel(word: &str) -> Result<Channel, Wrong> {
    Channel::of(word).ok_or_else(|| {
        Wrong(
            StatusCode::NOT_FOUND,
            format!("there is no channel {word}: sms, whatsapp, instagram"),
        )
    })
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Wrong> {
    serde_json::from_slice(body).map_err(|e| Wrong(StatusCode::UNPROCESSABLE_ENTITY, e.to_string()))
}

async fn overview(State(sim): State<Simulator>) -> Answer {
    let (retrying, held) = sim.0.post.waiting();
    let (messages, bytes) = (sim.book().len(), sim.blobs().held());
    let channels: serde_json::Map<_, _> = Channel::ALL
        .into_iter()
        .map(|c| {
            (
                c.word().to_owned(),
                json!({"knobs": sim.knobs(c), "struck": sim.struck(c)}),
            )
        })
        .collect();
    Ok(Json(json!({
        "config": *sim.config(), "channels": channels, "now": sim.now(), "messages": messages, "bytes": bytes,
        "webhooks": {"retrying": retrying, "held": held},
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forward {
    forward_s: i64,
}

async fn clock(State(sim): State<Simulator>, body: Bytes) -> Answer {
    let forward: Forward = read(&body)?;
    sim.turn_clock(forward.forward_s.saturating_mul(1000));
    Ok(Json(json!({"now": sim.now()})))
}

async fn flush(State(sim): State<Simulator>) -> Answer {
    sim.flush().await;
    Ok(Json(json!({"success": true})))
}

async fn quiet(State(sim): State<Simulator>) -> Answer {
    sim.quiet().await;
    Ok(Json(json!({"success": true})))
}

async fn webhooks(State(sim): State<Simulator>) -> Json<Vec<mail::Attempt>> {
    Json(sim.webhooks())
}

async fn file(State(sim): State<Simulator>, Path(sha256): Path<String>) -> Response {
    match sim.file(&sha256) {
        Some(bytes) => ([("content-type", "application/octet-stream")], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn knobs(State(sim): State<Simulator>, Path(word): Path<String>) -> Answer {
    let channel = channel(&word)?;
    Ok(Json(
        json!({"knobs": sim.knobs(channel), "struck": sim.struck(channel)}),
    ))
}

/// Sets all knobs: those that are not named go back to their default.
async fn set_knobs(State(sim): State<Simulator>, Path(word): Path<String>, body: Bytes) -> Answer {
    let channel = channel(&word)?;
    sim.set_knobs(channel, read(&body)?);
    Ok(Json(json!(sim.knobs(channel))))
}

async fn next(State(sim): State<Simulator>, Path(word): Path<String>, body: Bytes) -> Answer {
    let channel = channel(&word)?;
    let faults: Vec<Fault> = read(&body)?;
    faults.iter().for_each(|f| sim.next(channel, *f));
    Ok(Json(json!({"waiting": faults.len()})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mailboxes {
    refused: Vec<String>,
}

/// For which addresses the mail program takes no mail; for all that are not named it does.
async fn refuse_mail(State(sim): State<Simulator>, body: Bytes) -> Answer {
    let mailboxes: Mailboxes = read(&body)?;
    sim.refuse_mail(&mailboxes.refused);
    Ok(Json(json!({"refused": mailboxes.refused})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Target {
    url: String,
}

/// Points webhooks somewhere; for Meta after the handshake, which may fail in words.
async fn webhook(State(sim): State<Simulator>, Path(word): Path<String>, body: Bytes) -> Answer {
    let channel = channel(&word)?;
    let target: Target = read(&body)?;
    sim.subscribe(channel, &target.url)
        .await
        .map_err(|why| Wrong(StatusCode::BAD_REQUEST, why))?;
    Ok(Json(json!({"success": true})))
}

async fn messages(State(sim): State<Simulator>, Path(word): Path<String>) -> Answer {
    Ok(Json(json!(sim.lines(channel(&word)?))))
}

async fn people(State(sim): State<Simulator>, Path(word): Path<String>) -> Answer {
    let channel = channel(&word)?;
    let people: Vec<_> = sim
        .book()
        .people(channel)
        .map(|p| json!({"person": p, "bsuid": p.bsuid()}))
        .collect();
    Ok(Json(json!(people)))
}

/// Adds a person, or changes one of that id.
async fn add_person(State(sim): State<Simulator>, Path(word): Path<String>, body: Bytes) -> Answer {
    let channel = channel(&word)?;
    let mut person: serde_json::Value = read(&body)?;
    person["channel"] = json!(channel);
    let person: Person = serde_json::from_value(person)
        .map_err(|e| Wrong(StatusCode::UNPROCESSABLE_ENTITY, e.to_string()))?;
    sim.add_person(person.clone());
    Ok(Json(json!(person)))
}

async fn thread(
    State(sim): State<Simulator>,
    Path((word, person)): Path<(String, String)>,
) -> Answer {
    Ok(Json(json!(sim.thread(channel(&word)?, &person))))
}

async fn act(
    State(sim): State<Simulator>,
    Path((word, person)): Path<(String, String)>,
    body: Bytes,
) -> Answer {
    let channel = channel(&word)?;
    let act: Act = read(&body)?;
    let messages = sim
        .act(channel, &person, act)
        .await
        .map_err(|why| Wrong(StatusCode::BAD_REQUEST, why))?;
    Ok(Json(json!({"messages": messages})))
}
