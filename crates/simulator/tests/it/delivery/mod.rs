//! Webhooks: order, repetition, retries by the provider's own rules; and calls whose answer is lost.

mod faults;
mod webhooks;

use crate::support::Hook;

pub fn states(hooks: &[Hook]) -> Vec<String> {
    hooks
        .iter()
        .filter_map(|h| h.form().get("MessageStatus").cloned())
        .collect()
}
