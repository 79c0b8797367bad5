//! Ticks: how far a message got.

use crate::{
    i18n::{Text, i18n, words as w},
    ui::{Glyph, Icon},
};
use leptos::prelude::*;
use model::DeliveryState;

const fn look(state: DeliveryState) -> (Icon, Text) {
    match state {
        DeliveryState::Queued => (Icon::Clock, w::QUEUED),
        DeliveryState::Sending => (Icon::Clock, w::SENDING),
        DeliveryState::Sent => (Icon::Check, w::SENT),
        DeliveryState::Delivered => (Icon::Checks, w::DELIVERED),
        DeliveryState::Read => (Icon::Checks, w::READ),
        DeliveryState::Failed => (Icon::Alert, w::FAILED),
        DeliveryState::Unknown => (Icon::Clock, w::UNKNOWN),
        DeliveryState::Canceled => (Icon::Close, w::CANCELED),
    }
}

/// The tick of a state, with its name for those who do not see it.
#[component]
pub(super) fn Ticks(
    /// How far.
    state: DeliveryState,
) -> impl IntoView {
    let (icon, text) = look(state);
    let name = i18n().t(text);
    view! {
        <span class="ticks" data-state=state.as_str() title=name>
            <Glyph icon />
            <span class="visually-hidden">{name}</span>
        </span>
    }
}
