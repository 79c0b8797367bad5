//! The whole URL space.

use crate::{
    error::Refusal, forms, layers, letter, live, media, pages, state::AppState, tus, upload,
    webhook,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, State},
    middleware::from_fn,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::{HeaderMap, Method, Request, Uri};
use leptos::{prelude::provide_context, server_fn::axum::server_fn_paths};
use leptos_axum::handle_server_fns_with_context;
use tower_http::limit::RequestBodyLimitLayer;

/// A reply without JavaScript: its files are in memory while they are fitted.
const FORM_BYTES: usize = 64 << 20;
/// A server function's arguments: the longest text, and room.
const CALL_BYTES: usize = 2 << 20;

/// Every address of the desk.
pub fn router(state: AppState) -> Router {
    let people = Router::new()
        .merge(pages())
        .merge(calls(&state))
        .route("/login", post(forms::login))
        .route("/logout", post(forms::logout))
        .route("/setup", post(forms::set_up))
        .route("/settings/locale", post(forms::locale))
        .route("/settings/channels/new", post(forms::channels::add))
        .route("/settings/channels/{id}", post(forms::channels::save))
        .route("/settings/channels/{id}/test", post(forms::channels::test))
        .route("/settings/originals", post(forms::originals))
        .route("/conversations/new", post(forms::start::begin))
        .route(
            "/tickets/{number}/reply",
            post(forms::reply).layer(DefaultBodyLimit::max(FORM_BYTES)),
        )
        .route("/tickets/{number}/template", post(forms::template::send))
        .route("/tickets/change", post(forms::change::change))
        .route("/tickets/merge", post(forms::change::merge))
        .route("/tickets/split", post(forms::change::split))
        .route("/undo/{id}", post(forms::change::undo))
        .route("/presence", post(forms::presence::look))
        .route("/views", post(forms::views::save))
        .route("/views/{id}/remove", post(forms::views::remove))
        .merge(uploads())
        .route("/files/{id}/{variant}/{name}", get(media::serve))
        .route("/messages/{id}/letter", get(letter::show))
        .route("/live", get(live::agents));

    let router = layers::around_people(people, &state)
        .route("/", get(|| async { Redirect::to("/inbox") }))
        .route("/widget/live", get(live::visitors))
        .route("/health", get(health))
        .route("/pkg/{*file}", get(pkg))
        .fallback(public)
        .method_not_allowed_fallback(|| async { Refusal::not_found() })
        .with_state(state.clone());
    layers::around_all(router, webhook::router().with_state(state.clone()), state)
}

/// What people look at.
fn pages() -> Router<AppState> {
    let router = Router::new()
        .route("/inbox", get(pages::inbox))
        .route("/inbox/filters", get(forms::views::filters))
        .route("/tickets/{number}", get(pages::inbox))
        .route("/shortcuts", get(pages::shortcuts))
        .route("/tickets/tools", get(forms::change::tools))
        .route("/conversations/new", get(forms::start::blank))
        .route("/tickets/{number}/template", get(forms::template::choose))
        .route("/login", get(pages::login))
        .route("/setup", get(pages::set_up))
        .route("/settings/channels", get(forms::channels::list))
        .route("/settings/channels/new", get(forms::channels::blank))
        .route("/settings/channels/{id}", get(forms::channels::one))
        .route("/settings", get(pages::settings));
    let widget = Router::new().route("/widget/{key}", get(pages::widget));
    layers::around_pages(router).merge(layers::around_widget(widget))
}

/// Files on their way into a message.
fn uploads() -> Router<AppState> {
    let one = get(upload::show)
        .patch(tus::append)
        .delete(upload::forget)
        .options(tus::options);
    Router::new()
        .route("/uploads", post(upload::receive).options(tus::options))
        .route("/uploads/{key}", one)
        .route("/uploads/{key}/{variant}", get(upload::file))
        .layer(from_fn(tus::around))
}

/// Leptos' server functions.
fn calls(state: &AppState) -> Router<AppState> {
    let desk = state.desk.clone();
    let call = move |request: Request<_>| {
        let desk = desk.clone();
        handle_server_fns_with_context(move || provide_context(desk.clone()), request)
    };
    let router = server_fn_paths().fold(Router::new(), |router, (path, _)| {
        router.route(path, post(call.clone()))
    });
    layers::around_calls(router.layer(RequestBodyLimitLayer::new(CALL_BYTES)))
}

/// For whoever watches over the process: up, and its database too.
async fn health(State(state): State<AppState>) -> Result<&'static str, Refusal> {
    state.desk.check().await?;
    Ok("ok")
}

async fn pkg(
    State(state): State<AppState>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    state.site.serve(&format!("pkg/{file}"), &headers)
}

/// Files of `public/`, and nothing else.
async fn public(
    State(state): State<AppState>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return Refusal::not_found().into_response();
    }
    state
        .site
        .serve(uri.path().trim_start_matches('/'), &headers)
}
