//! `GET /inbox/filters`, what narrows the list; `POST /views`, which keeps a list under a name, and
//! `POST /views/{id}/remove`.

use super::{refused, to};
use crate::{error::Refusal, pages, state::AppState};
use app::Filters;
use axum::{
    Extension, Form,
    extract::{Path, State},
    response::Response,
};
use desk::{
    Actor,
    ticket::{self, Filter},
};
use http::{HeaderMap, Uri};
use model::Agent;
use serde::Deserialize;

/// What the list that the address names can be narrowed by.
///
/// # Errors
/// For anybody but agents.
pub async fn filters(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let filter = Filter::read(uri.query().unwrap_or_default(), &app::zone(&headers));
    let filters = Filters {
        agents: desk::agent::chips(&state.desk, &actor).await?,
        tags: ticket::tags(&state.desk, &actor).await?,
        saved: ticket::removable_view(&state.desk, &actor, &filter).await?,
        filter,
    };
    Ok(pages::filters(&state, me, &headers, filters))
}

/// A list that is kept.
#[derive(Deserialize)]
pub struct Kept {
    name: String,
    query: String,
    /// A box that is not ticked is not sent.
    shared: Option<String>,
}

/// Keeps it.
pub async fn save(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
    Form(kept): Form<Kept>,
) -> Response {
    let filter = Filter::read(&kept.query, &app::zone(&headers));
    let shared = kept.shared.is_some();
    match ticket::save_view(&state.desk, &actor, &kept.name, &filter, shared).await {
        Ok(view) => to(&list(&view.query)),
        Err(error) => refused(&list(&filter.begin().query()), error),
    }
}

/// Removes it.
pub async fn remove(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<i64>,
) -> Response {
    match ticket::forget_view(&state.desk, &actor, id).await {
        Ok(()) => to("/inbox"),
        Err(error) => refused("/inbox", error),
    }
}

fn list(query: &str) -> String {
    if query.is_empty() {
        "/inbox".into()
    } else {
        format!("/inbox?{query}")
    }
}
