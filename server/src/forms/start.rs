//! `GET` and `POST /conversations/new`: a conversation that an agent begins.

use super::to;
use crate::{error::Refusal, pages, state::AppState};
use app::{ApiError, Start};
use axum::{
    Extension, Form,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use desk::{Actor, ticket};
use http::HeaderMap;
use model::{Agent, ContactId, HandleKind, InboxId};
use serde::Deserialize;

/// Who is to be written to.
#[derive(Deserialize)]
pub struct Whom {
    contact: Option<ContactId>,
}

/// `GET /conversations/new`
///
/// # Errors
/// For anybody but agents.
pub async fn blank(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Query(whom): Query<Whom>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let choices = ticket::choices(&state.desk, &actor, whom.contact).await?;
    let mut start = Start {
        inboxes: choices.inboxes,
        known: choices.known,
        ..Start::default()
    };
    if let (Some(_), Some((handle, name))) = (whom.contact, start.known.first()) {
        // Of the contact's addresses the newest, by an account that reaches it.
        let plus = if handle.kind == HandleKind::Whatsapp {
            "+"
        } else {
            ""
        };
        start.to = format!("{plus}{}", handle.value);
        start.name.clone_from(name);
        let reaches = |channel: model::Channel| ticket::address_of(channel) == Some(handle.kind);
        let by = start
            .inboxes
            .iter()
            .find(|(_, _, channel)| reaches(*channel));
        start.inbox = by.map_or(0, |(id, ..)| *id);
    }
    Ok(pages::start(&state, me, &headers, start))
}

/// What one says of it.
#[derive(Deserialize)]
pub struct New {
    inbox: InboxId,
    to: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    subject: String,
}

/// `POST /conversations/new`
///
/// # Errors
/// As [`blank`].
pub async fn begin(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    headers: HeaderMap,
    Form(New {
        inbox,
        to: whom,
        name,
        subject,
    }): Form<New>,
) -> Result<Response, Refusal> {
    let new = ticket::Start {
        inbox,
        to: whom,
        name,
        subject,
    };
    let error = match ticket::start(&state.desk, &actor, &new).await {
        Ok(number) => return Ok(to(&format!("/tickets/{number}"))),
        Err(error) => error,
    };
    let status = app::status(&error);
    let choices = ticket::choices(&state.desk, &actor, None).await?;
    let start = Start {
        inboxes: choices.inboxes,
        known: choices.known,
        inbox: new.inbox,
        to: new.to,
        name: new.name,
        subject: new.subject,
        error: Some(ApiError::from(error)),
    };
    Ok((status, pages::start(&state, me, &headers, start)).into_response())
}
