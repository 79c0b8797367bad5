//! Labelled fields of a form.

use leptos::prelude::*;

/// A label over its control, and a hint under it.
#[component]
pub(crate) fn Field(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The control: an input, a select or a textarea.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            {children()}
            {hint.filter(|hint| !hint.is_empty()).map(|hint| view! { <small>{hint}</small> })}
        </label>
    }
}
