//! Tickets.

use super::Json;
use crate::{ApiError, browser::PageClient};
use leptos::prelude::*;
use model::{Message, MessageId, Thread, TicketId, TicketList};

/// A page of the list, by what its address says after `?`.
#[server(prefix = "/api", endpoint = "ticket/list", input = Json, output = Json, client = PageClient)]
pub(crate) async fn list(query: String) -> Result<TicketList, ApiError> {
    let (desk, actor) = super::who()?;
    let filter = desk::ticket::Filter::read(&query, &super::zone());
    let list = desk::ticket::list(&desk, &actor, filter).await?;
    Ok(super::reader().list(list))
}

/// A ticket with its conversation, by the number people know.
#[server(prefix = "/api", endpoint = "ticket/open", input = Json, output = Json, client = PageClient)]
pub(crate) async fn open(number: i64) -> Result<Thread, ApiError> {
    let (desk, actor) = super::who()?;
    let mut thread = desk::ticket::open(&desk, &actor, number).await?;
    super::reader().thread(&mut thread);
    Ok(thread)
}

/// Messages older than one.
#[server(prefix = "/api", endpoint = "ticket/before", input = Json, output = Json, client = PageClient)]
pub(crate) async fn before(ticket: TicketId, message: MessageId) -> Result<Vec<Message>, ApiError> {
    let (desk, actor) = super::who()?;
    let mut before = desk::ticket::messages_before(&desk, &actor, ticket, message).await?;
    super::reader().messages(&mut before);
    Ok(before)
}

/// An agent has read it.
#[server(prefix = "/api", endpoint = "ticket/read", input = Json, output = Json, client = PageClient)]
pub(crate) async fn read(ticket: TicketId) -> Result<(), ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::ticket::mark_read(&desk, &actor, ticket).await?)
}
