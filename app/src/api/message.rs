//! Messages.

use super::Json;
use crate::{ApiError, browser::PageClient};
use leptos::prelude::*;
use model::{Attachment, Message, NewMessage, TicketId};

/// Sends a message or keeps a note. Called again with the same key it changes nothing.
#[server(name = SendMessage, prefix = "/api", endpoint = "message/send", input = Json, output = Json, client = PageClient)]
pub(crate) async fn send(message: NewMessage) -> Result<Message, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::message::send(&desk, &actor, message).await?)
}

/// Every picture of a conversation, in order. A visitor has one conversation: the ticket says
/// nothing then.
#[server(prefix = "/api", endpoint = "message/pictures", input = Json, output = Json, client = PageClient)]
pub(crate) async fn pictures(ticket: TicketId) -> Result<Vec<Attachment>, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::message::pictures(&desk, &actor, ticket).await?)
}
