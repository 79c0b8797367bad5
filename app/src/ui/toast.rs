//! Short news at the edge of the page.

use super::{IconButton, icon::Icon};
use leptos::{prelude::*, text_prop::TextProp};

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
}

/// The news of a page. A page provides it as context and draws it once with [`Toaster`].
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self {
            list: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        }
    }
}

impl Toasts {
    /// Tells that something went wrong. It stays until it is dismissed: it may be seen late.
    pub(crate) fn problem(self, text: impl Into<String>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.list.update(|list| {
            list.push(Toast {
                id,
                text: text.into(),
            });
        });
    }

    fn dismiss(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Draws the page's [`Toasts`].
#[component]
pub(crate) fn Toaster(
    /// Which.
    toasts: Toasts,
    /// The label of the button that dismisses one.
    #[prop(into)]
    close: TextProp,
) -> impl IntoView {
    let toast = move |Toast { id, text }: Toast| {
        view! {
            <div class="toast" data-problem="true">
                <span>{text}</span>
                <IconButton
                    label=close.clone()
                    icon=Icon::Close
                    on:click=move |_| toasts.dismiss(id)
                />
            </div>
        }
    };
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.list.get() key=|toast| toast.id children=toast />
        </div>
    }
}
