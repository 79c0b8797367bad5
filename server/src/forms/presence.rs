//! `POST /presence`: a page tells that somebody looks at a ticket, and hears who else does.

use crate::{error::Refusal, state::AppState};
use app::Reader;
use axum::{Extension, Form, extract::State};
use desk::{Actor, presence};
use http::HeaderMap;
use model::{Agent, TicketId};
use serde::Deserialize;

/// What a page tells.
#[derive(Deserialize)]
pub struct Look {
    ticket: TicketId,
    #[serde(default)]
    writes: bool,
}

/// Answers in the words of who asked; nothing where nobody else is there.
///
/// # Errors
/// For anybody but agents.
pub async fn look(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    headers: HeaderMap,
    Form(look): Form<Look>,
) -> Result<String, Refusal> {
    let there = presence::look(&state.desk, &actor, look.ticket, look.writes).await?;
    Ok(Reader::of(&headers, me.as_deref()).company(&there))
}
