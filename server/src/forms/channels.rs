//! The forms of the inboxes' accounts. What was typed comes back with the page when it was not taken; a secret does not.

use super::to;
use crate::{error::Refusal, pages, state::AppState};
use app::{ChannelForm, Channels};
use axum::{
    Extension, Form,
    extract::{Path, Query, State},
    response::Response,
};
use desk::{
    Actor,
    inbox::{self, Which},
};
use http::HeaderMap;
use model::{Agent, Channel, InboxId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// By name, as filled in.
type Filled = BTreeMap<String, String>;

/// Which channel a new inbox is of.
#[derive(Deserialize)]
pub struct New {
    channel: String,
}

impl New {
    fn which(&self) -> Result<Which, Refusal> {
        let channel = Channel::from_name(&self.channel);
        channel.map(Which::New).ok_or_else(Refusal::not_found)
    }
}

/// What a form brings back.
#[derive(Deserialize)]
pub struct Back {
    saved: Option<String>,
}

/// `GET /settings/channels`
///
/// # Errors
/// For anybody who does not set the desk up.
pub async fn list(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let all = inbox::list(&state.desk, &actor).await?;
    Ok(pages::channels(&state, me, &headers, Channels::List(all)))
}

/// `GET /settings/channels/new`
///
/// # Errors
/// As [`list`]; when there is no such channel.
pub async fn blank(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Query(new): Query<New>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let form = form(&state, &actor, new.which()?).await?;
    Ok(show(&state, me, &headers, form))
}

/// `GET /settings/channels/{id}`
///
/// # Errors
/// As [`list`]; when there is no such inbox.
pub async fn one(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Path(id): Path<InboxId>,
    Query(back): Query<Back>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let mut form = form(&state, &actor, Which::Kept(id)).await?;
    form.saved = back.saved.is_some();
    Ok(show(&state, me, &headers, form))
}

/// `POST /settings/channels/new`
///
/// # Errors
/// As [`blank`]; what cannot be kept is told on the page.
pub async fn add(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Query(new): Query<New>,
    headers: HeaderMap,
    Form(filled): Form<Filled>,
) -> Result<Response, Refusal> {
    let which = new.which()?;
    let Which::New(channel) = which else {
        return Err(Refusal::not_found());
    };
    match inbox::add(&state.desk, &actor, channel, name(&filled), &filled).await {
        Ok(id) => Ok(to(&format!("/settings/channels/{id}?saved=inbox"))),
        Err(error) => {
            let form = form(&state, &actor, which).await?;
            Ok(show(&state, me, &headers, typed(form, &filled, error)))
        }
    }
}

/// `POST /settings/channels/{id}`
///
/// # Errors
/// As [`one`]; what cannot be kept is told on the page.
pub async fn save(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Path(id): Path<InboxId>,
    headers: HeaderMap,
    Form(filled): Form<Filled>,
) -> Result<Response, Refusal> {
    match inbox::save(&state.desk, &actor, id, name(&filled), &filled).await {
        Ok(()) => Ok(to(&format!("/settings/channels/{id}?saved=inbox"))),
        Err(error) => {
            let form = form(&state, &actor, Which::Kept(id)).await?;
            Ok(show(&state, me, &headers, typed(form, &filled, error)))
        }
    }
}

/// `POST /settings/channels/{id}/test`: answers with the page, so that what the provider said stands in no address.
///
/// # Errors
/// As [`one`].
pub async fn test(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Path(id): Path<InboxId>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let tested = inbox::test(&state.desk, &actor, id).await?;
    let mut form = form(&state, &actor, Which::Kept(id)).await?;
    form.tested = Some(tested);
    Ok(show(&state, me, &headers, form))
}

async fn form(state: &AppState, actor: &Actor, which: Which) -> Result<ChannelForm, Refusal> {
    Ok(ChannelForm {
        account: inbox::account(&state.desk, actor, which).await?,
        saved: false,
        error: None,
        tested: None,
        desk_url: state.desk.public_url().to_owned(),
    })
}

fn name(filled: &Filled) -> &str {
    filled.get("name").map(String::as_str).unwrap_or_default()
}

/// With what was typed, and why it was not taken.
fn typed(mut form: ChannelForm, filled: &Filled, error: desk::Error) -> ChannelForm {
    form.account.name = name(filled).to_owned();
    for given in &mut form.account.entries {
        if !given.entry.kind.is_secret() {
            given.value = filled.get(given.entry.name).cloned().unwrap_or_default();
        }
    }
    form.error = Some(Refusal::from(error).code.to_owned());
    form
}

fn show(
    state: &AppState,
    me: Option<Extension<Agent>>,
    headers: &HeaderMap,
    form: ChannelForm,
) -> Response {
    pages::channels(state, me, headers, Channels::One(Box::new(form)))
}
