//! Messages.

use super::Json;
use crate::{ApiError, browser::PageClient};
use leptos::prelude::*;
use model::{
    Again, Answer, Attachment, AttachmentId, Message, MessageId, NewMessage, TakenBack, TicketId,
};

/// Sends a message or keeps a note. Called again with the same key it changes nothing.
#[server(name = SendMessage, prefix = "/api", endpoint = "message/send", input = Json, output = Json, client = PageClient)]
pub(crate) async fn send(message: NewMessage) -> Result<Message, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::message::send(&desk, &actor, message).await?)
}

/// Sends an agent's message, with what only agents can say of one.
#[server(name = SendAnswer, prefix = "/api", endpoint = "message/answer", input = Json, output = Json, client = PageClient)]
pub(crate) async fn answer(answer: Answer) -> Result<Message, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::message::answer(&desk, &actor, answer).await?)
}

/// Takes an answer back that has not begun to go.
#[server(name = TakeBack, prefix = "/api", endpoint = "message/take_back", input = Json, output = Json, client = PageClient)]
pub(crate) async fn take_back(message: MessageId) -> Result<TakenBack, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::message::take_back(&desk, &actor, message).await?)
}

/// Sends what failed of a message once more.
#[server(name = SendAgain, prefix = "/api", endpoint = "message/again", input = Json, output = Json, client = PageClient)]
pub(crate) async fn again(message: MessageId, how: Again) -> Result<(), ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::message::send_again(&desk, &actor, message, how).await?)
}

/// Fetches a customer's file once more that could not be had.
#[server(prefix = "/api", endpoint = "message/fetch", input = Json, output = Json, client = PageClient)]
pub(crate) async fn fetch(file: AttachmentId) -> Result<(), ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::receive::fetch_again(&desk, &actor, file).await?)
}

/// Every picture of a conversation, in order. A visitor has one conversation: the ticket says
/// nothing then.
#[server(prefix = "/api", endpoint = "message/pictures", input = Json, output = Json, client = PageClient)]
pub(crate) async fn pictures(ticket: TicketId) -> Result<Vec<Attachment>, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::message::pictures(&desk, &actor, ticket).await?)
}
