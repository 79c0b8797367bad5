//! Buttons that show an icon and no word.

use super::{Glyph, Icon};
use leptos::{prelude::*, text_prop::TextProp};

/// A square button with an icon; its label is read aloud and shown on hover.
/// Listeners and further attributes (`on:click`, `attr:disabled` …) pass through to the button.
#[component]
pub(crate) fn IconButton(
    /// What it does, beginning with a verb.
    #[prop(into)]
    label: TextProp,
    /// Its picture.
    icon: Icon,
) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" aria-label=label.clone() title=label>
            <Glyph icon/>
        </button>
    }
}
