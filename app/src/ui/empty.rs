//! What stands where nothing is yet.

use super::{Glyph, Icon};
use leptos::prelude::*;

/// Teaches one thing and offers one action (the children: a link or a button, or nothing).
#[component]
pub(crate) fn Empty(
    /// A picture of what is missing.
    icon: Icon,
    /// What there is not.
    #[prop(into)]
    title: String,
    /// One thing to know.
    #[prop(into)]
    text: String,
    /// One thing to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Glyph icon/>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
