//! The whole URL space.

use crate::{error::Refusal, forms, layers, live, media, state::AppState, upload, widget};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::{HeaderMap, Method, Uri};
use leptos::prelude::provide_context;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions};
use std::sync::OnceLock;
use tower_http::limit::RequestBodyLimitLayer;

/// A reply without JavaScript: its files are in memory while they are fitted.
const FORM_BYTES: usize = 64 << 20;
/// A server function's arguments: the longest text, and room.
const CALL_BYTES: usize = 2 << 20;

/// Every address of the desk.
pub fn router(state: AppState) -> Router {
    let people = Router::new()
        .merge(pages(&state))
        .route("/login", post(forms::login))
        .route("/logout", post(forms::logout))
        .route("/setup", post(forms::set_up))
        .route("/settings/locale", post(forms::locale))
        .route(
            "/tickets/{number}/reply",
            post(forms::reply).layer(DefaultBodyLimit::max(FORM_BYTES)),
        )
        .route("/tickets/{number}/assign", post(forms::assign))
        .route("/tickets/{number}/status", post(forms::status))
        .route("/uploads", post(upload::receive))
        .route("/files/{id}/{variant}/{name}", get(media::serve))
        .route("/live", get(live::agents));

    let router = layers::around_people(people, &state)
        .route("/", get(|| async { Redirect::to("/inbox") }))
        .route("/widget/live", get(live::visitors))
        .route("/health", get(health))
        .route("/pkg/{*file}", get(pkg))
        .fallback(public)
        .method_not_allowed_fallback(|| async { Refusal::not_found() })
        .with_state(state.clone());
    layers::around_all(router, state)
}

/// What Leptos renders, and its server functions.
fn pages(state: &AppState) -> Router<AppState> {
    let context = {
        let state = state.clone();
        move || {
            provide_context(state.desk.clone());
            provide_context(state.site.assets.clone());
        }
    };
    let router = Router::new()
        .leptos_routes_with_context(state, page_list(), context, app::shell)
        .route("/widget/{key}", get(widget::page))
        .layer(RequestBodyLimitLayer::new(CALL_BYTES));
    layers::around_pages(router)
}

/// The pages' addresses. Listed once: while it runs no resource loads anywhere in the process.
fn page_list() -> Vec<AxumRouteListing> {
    static PAGES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    PAGES
        .get_or_init(|| {
            // The root is a redirect, and cheaper here.
            generate_route_list_with_exclusions(app::RouteList, Some(vec!["/".to_owned()]))
        })
        .clone()
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
