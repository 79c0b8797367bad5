//! Messages.

use crate::ApiError;
use leptos::prelude::*;
use model::{Message, NewMessage};
use server_fn::codec::Json;

/// Sends a message or keeps a note. Called again with the same key it changes nothing.
#[server(name = SendMessage, prefix = "/api", endpoint = "message/send", input = Json)]
pub(crate) async fn send(message: NewMessage) -> Result<Message, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::message::send(&desk, &actor, message).await?)
}
