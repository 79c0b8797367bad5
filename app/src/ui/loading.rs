//! What stands where something is on its way.

use leptos::prelude::*;

/// Grey rows in the shape of a list's, so that nothing jumps when it comes.
#[component]
pub(crate) fn Skeleton(
    /// How many.
    rows: u32,
    /// What is awaited, read aloud.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{label}</span>
            {(0..rows).map(|_| view! { <div class="skeleton-row"></div> }).collect_view()}
        </div>
    }
}
