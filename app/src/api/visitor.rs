//! The customer's side of web chat. The visitor's token travels as a header, because there is no cookie.

use super::Json;
use crate::{ApiError, browser::PageClient};
use leptos::prelude::*;
use model::{Chat, Message, NewMessage};

/// A conversation as it stands, or a new one when there is no (good) token.
#[server(prefix = "/api", endpoint = "visitor/start", input = Json, output = Json, client = PageClient)]
pub(crate) async fn start(key: String, token: Option<String>) -> Result<Chat, ApiError> {
    let (desk, _) = super::who()?;
    Ok(desk::visitor::start(&desk, &key, token.as_deref()).await?)
}

/// Says something.
#[server(name = SendAsVisitor, prefix = "/api", endpoint = "visitor/send", input = Json, output = Json, client = PageClient)]
pub(crate) async fn send(message: NewMessage) -> Result<Message, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::message::send(&desk, &actor, message).await?)
}

/// The visitor has the conversation before their eyes.
#[server(prefix = "/api", endpoint = "visitor/seen", input = Json, output = Json, client = PageClient)]
pub(crate) async fn seen() -> Result<(), ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::visitor::seen(&desk, &actor).await?)
}

/// A ticket, good once and for seconds, with which an `EventSource` is let in.
#[server(prefix = "/api", endpoint = "visitor/stream_ticket", input = Json, output = Json, client = PageClient)]
pub(crate) async fn stream_ticket() -> Result<String, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::visitor::stream_ticket(&desk, &actor).await?)
}
