//! How a message of ours fares on WhatsApp.

use super::super::errors;
use crate::{
    Inbound, InboundStatus,
    call::{list_at, some, text_at},
    meta::GraphError,
};
use model::DeliveryState;
use serde_json::Value;

/// Reads one. They come in any order, and "delivered" is left out when "read" is close behind. A
/// state that we do not know moves nothing.
pub(super) fn read(status: &Value) -> Option<Inbound> {
    let provider_id = some(text_at(status, "/id"))?;
    let told = text_at(status, "/status");
    let state = match told.as_str() {
        "sent" => DeliveryState::Sent,
        "delivered" => DeliveryState::Delivered,
        // A voice message that was listened to.
        "read" | "played" => DeliveryState::Read,
        "failed" => DeliveryState::Failed,
        _ => return None,
    };
    let failed = (state == DeliveryState::Failed).then(|| {
        let first = list_at(status, "/errors").first();
        errors::news(&first.map_or_else(
            || GraphError {
                code: 131_000,
                ..GraphError::default()
            },
            GraphError::read,
        ))
    });
    let (problem, again) = failed.unzip();
    Some(Inbound::Status(InboundStatus {
        event_id: format!("{provider_id}:{told}"),
        provider_id,
        state,
        problem,
        again: again.flatten(),
        correlation: some(text_at(status, "/biz_opaque_callback_data")),
    }))
}
