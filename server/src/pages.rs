//! `GET` of the pages. Each reads what it shows by the desk's use-cases and has it drawn in one
//! go; the address, the language and the reader's clock come from the request.

use crate::{error::Refusal, forms, state::AppState};
use app::{Address, Asked, InboxPage, Reader, Rendered, Visit};
use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Response},
};
use desk::{Actor, ticket::Filter};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use model::{Agent, Boot};
use serde::Deserialize;
use std::{collections::HashMap, time::SystemTime};

/// `GET /inbox` and `GET /tickets/{number}`
///
/// # Errors
/// When nobody is signed in, or the address is none of the inbox's.
pub async fn inbox(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Query(query): Query<HashMap<String, String>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let ticket = Address::ticket_of(uri.path()).ok_or_else(Refusal::not_found)?;
    let reader = Reader::of(&headers, me.as_deref());
    let filter = Filter::read(uri.query().unwrap_or_default(), &app::zone(&headers));
    let address = Address {
        query: filter.begin().query(),
        ticket,
        words: query.get("text").cloned().unwrap_or_default(),
    };
    let list = desk::ticket::list(&state.desk, &actor, filter).await;
    let mut thread = match address.ticket {
        Some(number) => Some(desk::ticket::open(&state.desk, &actor, number).await),
        None => None,
    };
    let opened = thread.iter_mut().flatten();
    opened.for_each(|thread| reader.thread(thread));
    let status = match (&list, &thread) {
        (Err(error), _) | (_, Some(Err(error))) => app::status(error),
        _ => StatusCode::OK,
    };
    let visit = visit(&state, me, &headers);
    let told = app::tell(visit.boot.locale, uri.query().unwrap_or_default());
    let page = InboxPage {
        told,
        me: visit
            .me
            .as_ref()
            .map(|me| me.name.clone())
            .unwrap_or_default(),
        list: list
            .map(|list| reader.list(list))
            .map_err(|error| reader.error(error)),
        thread: thread.map(|thread| thread.map_err(|error| reader.error(error))),
    };
    Ok((status, answer(app::inbox_page(&visit, address, page))).into_response())
}

/// `GET /login`
pub async fn login(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    answer(app::login_page(&visit(&state, None, &headers), asked))
}

/// `GET /setup`
pub async fn set_up(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    answer(app::set_up_page(&visit(&state, None, &headers), asked))
}

/// What the form of the settings brings back.
#[derive(Deserialize)]
pub struct Settings {
    saved: Option<String>,
    error: Option<String>,
}

/// `GET /settings`
///
/// # Errors
/// When the settings cannot be read.
pub async fn settings(
    State(state): State<AppState>,
    me: Option<Extension<Agent>>,
    Query(Settings { saved, error }): Query<Settings>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let choice = desk::ingest::originals::choice(&state.desk).await?;
    let visit = visit(&state, me, &headers);
    let page = app::Settings {
        saved,
        error,
        keep_originals: choice.kept,
        originals_fixed: choice.fixed,
    };
    Ok(answer(app::settings_page(&visit, page)))
}

/// The inboxes' pages.
pub(crate) fn channels(
    state: &AppState,
    me: Option<Extension<Agent>>,
    headers: &HeaderMap,
    channels: app::Channels,
) -> Response {
    answer(app::channels_page(&visit(state, me, headers), channels))
}

/// Where a conversation is begun.
pub(crate) fn start(
    state: &AppState,
    me: Option<Extension<Agent>>,
    headers: &HeaderMap,
    start: app::Start,
) -> Response {
    answer(app::start_page(&visit(state, me, headers), start))
}

/// The templates that can be sent in a ticket.
pub(crate) fn templates(
    state: &AppState,
    me: Option<Extension<Agent>>,
    headers: &HeaderMap,
    templates: app::Templates,
) -> Response {
    answer(app::template_page(&visit(state, me, headers), templates))
}

/// `GET /shortcuts`; only the sheet for a page that asks for a part.
pub async fn shortcuts(
    State(state): State<AppState>,
    me: Option<Extension<Agent>>,
    headers: HeaderMap,
) -> Response {
    let visit = visit(&state, me, &headers);
    if headers.contains_key(IN_PLACE) {
        return Html(app::shortcuts_part(&visit)).into_response();
    }
    answer(app::shortcuts_page(&visit))
}

/// What can be done to tickets; only itself for a page that asks for a part.
pub(crate) fn tools(
    state: &AppState,
    me: Option<Extension<Agent>>,
    headers: &HeaderMap,
    tools: app::Tools,
) -> Response {
    let visit = visit(state, me, headers);
    if headers.contains_key(IN_PLACE) {
        return Html(app::tools_part(&visit, tools)).into_response();
    }
    answer(app::tools_page(&visit, tools))
}

/// What narrows the list; only itself for a page that asks for a part.
pub(crate) fn filters(
    state: &AppState,
    me: Option<Extension<Agent>>,
    headers: &HeaderMap,
    filters: app::Filters,
) -> Response {
    let visit = visit(state, me, headers);
    if headers.contains_key(IN_PLACE) {
        return Html(app::filters_part(&visit, filters)).into_response();
    }
    answer(app::filters_page(&visit, filters))
}

/// What is said to a form that was taken over by its page, in place of the page it leads to.
pub(crate) fn taken(
    state: &AppState,
    me: Option<Extension<Agent>>,
    headers: &HeaderMap,
    to: &str,
) -> Response {
    let locale = visit(state, me, headers).boot.locale;
    let query = to.split_once('?').map_or("", |(_, query)| query);
    Json(app::Taken {
        told: app::tell(locale, query),
        to: forms::without_news(to),
    })
    .into_response()
}

/// The header of what a page asks for without leaving.
pub(crate) const IN_PLACE: &str = "x-in-place";

/// `GET /widget/{key}`: the customer's page, for the frame that the loader opens in other
/// people's pages.
///
/// # Errors
/// When the desk cannot say whose widget it is.
pub async fn widget(
    State(state): State<AppState>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let visit = visit(&state, None, &headers);
    let mut response = match desk::visitor::greeting(&state.desk, &key).await {
        Ok(greeting) => answer(app::widget_page(&visit, greeting)),
        Err(desk::Error::NotFound) => {
            let page = answer(app::missing_widget_page(&visit));
            (StatusCode::NOT_FOUND, page).into_response()
        }
        Err(error) => return Err(error.into()),
    };
    response.headers_mut().insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    Ok(response)
}

fn answer(Rendered { html, policy }: Rendered) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}

/// What this request's page starts from.
fn visit<'a>(state: &'a AppState, me: Option<Extension<Agent>>, headers: &HeaderMap) -> Visit<'a> {
    let me = me.map(|Extension(me)| me);
    let Reader { locale, offset } = Reader::of(headers, me.as_ref());
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let assets = &state.site.assets;
    Visit {
        boot: Boot {
            locale,
            now: now.map_or(0, |since| since.as_millis() as i64),
            offset,
            build: assets.build.clone(),
            worker_url: assets.worker_js.clone(),
        },
        me,
        assets,
        nonce: format!("{:032x}", rand::random::<u128>()),
    }
}
