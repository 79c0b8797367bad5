//! Tickets.

use super::Json;
use crate::{ApiError, browser::PageClient};
use leptos::prelude::*;
use model::{Filter, Message, MessageId, Thread, TicketId, TicketList};

/// A page of the list.
#[server(prefix = "/api", endpoint = "ticket/list", input = Json, output = Json, client = PageClient)]
pub(crate) async fn list(filter: Filter) -> Result<TicketList, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::ticket::list(&desk, &actor, filter).await?)
}

/// A ticket with its conversation, by the number people know.
#[server(prefix = "/api", endpoint = "ticket/open", input = Json, output = Json, client = PageClient)]
pub(crate) async fn open(number: i64) -> Result<Thread, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::ticket::open(&desk, &actor, number).await?)
}

/// Messages older than one.
#[server(prefix = "/api", endpoint = "ticket/before", input = Json, output = Json, client = PageClient)]
pub(crate) async fn before(ticket: TicketId, message: MessageId) -> Result<Vec<Message>, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::ticket::messages_before(&desk, &actor, ticket, message).await?)
}

/// An agent has read it.
#[server(prefix = "/api", endpoint = "ticket/read", input = Json, output = Json, client = PageClient)]
pub(crate) async fn read(ticket: TicketId) -> Result<(), ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::ticket::mark_read(&desk, &actor, ticket).await?)
}
