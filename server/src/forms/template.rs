//! `GET` and `POST /tickets/{number}/template`: a text that the provider approved beforehand, filled in
//! and sent.

use super::{reply::content_key, ticket::ticket_of, to};
use crate::{error::Refusal, pages, state::AppState};
use app::{ApiError, Templates};
use axum::{
    Extension, Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use desk::Actor;
use http::HeaderMap;
use model::{Agent, Answer, Extras, NewMessage, Role, TemplateUse, TicketId};
use serde::Deserialize;

/// Whether the provider is asked anew.
#[derive(Deserialize)]
pub struct Look {
    fresh: Option<String>,
}

/// Those that can be sent in a ticket.
///
/// # Errors
/// For anybody but agents; when there is no such ticket.
pub async fn choose(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Path(number): Path<i64>,
    Query(look): Query<Look>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let ticket = ticket_of(&state, &actor, number).await?;
    let page = Templates {
        ticket: number,
        ..Templates::default()
    };
    let fresh = look.fresh.is_some();
    Ok(show(&state, &actor, me, &headers, ticket, fresh, page).await)
}

/// Sends one of them. The fields are `key`, `name`, `language`, and a `value` for each place.
///
/// # Errors
/// As [`choose`].
pub async fn send(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Path(number): Path<i64>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let ticket = ticket_of(&state, &actor, number).await?;
    let (mut key, mut used) = (String::new(), TemplateUse::default());
    for (name, value) in fields {
        match name.as_str() {
            "key" => key = value,
            "name" => used.name = value,
            "language" => used.language = value,
            "value" => used.values.push(value),
            _ => {}
        }
    }
    let content = format!(
        "{}\0{}\0{}",
        used.name,
        used.language,
        used.values.join("\0")
    );
    let answer = Answer {
        message: NewMessage {
            client_key: content_key(&key, &content, &[]),
            ticket,
            note: false,
            text: String::new(),
            files: Vec::new(),
        },
        extras: Extras {
            template: Some(used.clone()),
            ..Extras::default()
        },
    };
    let error = match desk::message::answer(&state.desk, &actor, answer).await {
        Ok(_) => return Ok(to(&format!("/tickets/{number}"))),
        Err(error) => error,
    };
    let status = app::status(&error);
    let page = Templates {
        ticket: number,
        typed: used,
        error: Some(ApiError::from(error)),
        ..Templates::default()
    };
    let page = show(&state, &actor, me, &headers, ticket, false, page).await;
    Ok((status, page).into_response())
}

async fn show(
    state: &AppState,
    actor: &Actor,
    me: Option<Extension<Agent>>,
    headers: &HeaderMap,
    ticket: TicketId,
    fresh: bool,
    mut page: Templates,
) -> Response {
    page.key = format!("template-{:016x}", rand::random::<u64>());
    match desk::template::offered(&state.desk, actor, ticket, fresh).await {
        Ok(all) => page.all = all,
        Err(error) => {
            let sets_up = matches!(actor, Actor::Agent { role, .. } if *role >= Role::Admin);
            if sets_up && error.code() == "no_waba" {
                page.settings = Some("/settings/channels".into());
            }
            page.error = Some(ApiError::from(error));
        }
    }
    pages::templates(state, me, headers, page)
}
