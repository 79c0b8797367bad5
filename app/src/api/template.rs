//! Texts that a provider approved beforehand.

use super::Json;
use crate::{ApiError, browser::PageClient};
use leptos::prelude::*;
use model::{Template, TicketId};

/// Those that can be sent in a ticket; `fresh`: asked for anew.
#[server(name = OfferedTemplates, prefix = "/api", endpoint = "template/offered", input = Json, output = Json, client = PageClient)]
pub(crate) async fn offered(ticket: TicketId, fresh: bool) -> Result<Vec<Template>, ApiError> {
    let (desk, actor) = super::who()?;
    Ok(desk::template::offered(&desk, &actor, ticket, fresh).await?)
}
