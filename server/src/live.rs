//! The live log as server-sent events: one stream a browser, resumed by `Last-Event-ID`.

use crate::{error::Refusal, state::AppState};
use axum::{
    Extension,
    extract::{Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use desk::{Actor, live::Item};
use futures::{Stream, StreamExt, future, stream};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Deserialize;
use std::{convert::Infallible, time::Duration};
use tower_sessions::Session;

/// Proxies close a connection that is silent for a minute, some sooner.
const BEAT: Duration = Duration::from_secs(15);

/// Where a page wants to begin.
#[derive(Deserialize)]
pub struct From {
    after: Option<i64>,
    ticket: Option<String>,
}

/// News for a signed-in agent's browser.
///
/// # Errors
/// When nobody is signed in.
pub async fn agents(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Extension(session): Extension<Session>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (Actor::Agent { .. }, Some(id)) = (&actor, session.id()) else {
        return Err(Refusal::not_signed_in());
    };
    let signed_out = state.sessions.clone().until_signed_out(id);
    answer(&state, &actor, after(&headers, &from), signed_out).await
}

/// News for a visitor's widget, let in by a ticket that is good once: `EventSource` cannot send
/// the header that its server functions send.
///
/// # Errors
/// When the ticket is used or old.
pub async fn visitors(
    State(state): State<AppState>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let ticket = from.ticket.as_deref().ok_or_else(Refusal::not_signed_in)?;
    let actor = desk::visitor::redeem(&state.desk, ticket).await?;
    answer(&state, &actor, after(&headers, &from), future::pending()).await
}

fn after(headers: &HeaderMap, from: &From) -> Option<i64> {
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    last.or(from.after)
}

async fn answer(
    state: &AppState,
    actor: &Actor,
    after: Option<i64>,
    gone: impl Future<Output = ()> + Send + 'static,
) -> Result<Response, Refusal> {
    let hello = Event::default()
        .event("hello")
        .retry(Duration::from_secs(2))
        .data(serde_json::json!({ "build": state.site.build }).to_string());
    let news = state
        .desk
        .live()
        .subscribe(actor, after)
        .await?
        .filter_map(|item| {
            future::ready(match item {
                Item::Event(event) => Event::default()
                    .id(event.seq.to_string())
                    .json_data(event)
                    .ok(),
                Item::Reset => Some(Event::default().event("reset").data("{}")),
            })
        });
    let stop = state.stop.clone();
    let ended = async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = gone => {}
        }
    };
    let stream = stream::once(future::ready(hello))
        .chain(until_either_ends(news, beats()))
        .take_until(Box::pin(ended))
        .map(Ok::<_, Infallible>);
    let mut response = Sse::new(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would otherwise keep the news until it has a page full.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

fn beats() -> impl Stream<Item = Event> + Send {
    stream::unfold((), |()| async {
        tokio::time::sleep(BEAT).await;
        Some((Event::default().event("beat").data("{}"), ()))
    })
}

/// The beats end with the news: a stream that only beats would look alive.
fn until_either_ends(
    news: impl Stream<Item = Event> + Send,
    beats: impl Stream<Item = Event> + Send,
) -> impl Stream<Item = Event> + Send {
    let news = news.map(Some).chain(stream::once(future::ready(None)));
    stream::select(news, beats.map(Some))
        .take_while(|event| future::ready(event.is_some()))
        .filter_map(future::ready)
}
