//! Short news at the edge of the page.

use super::{IconButton, icon::Icon};
use leptos::{prelude::*, text_prop::TextProp};

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    problem: bool,
    undo: Option<String>,
}

/// For how long good news are shown.
const SHOWN_MS: u64 = 10_000;

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
        self.tell(text.into(), true, None);
    }

    /// The same of what may be good news, which go away by themselves.
    pub(crate) fn tell_for_a_while(self, text: String, problem: bool, undo: Option<String>) {
        let id = self.tell(text, problem, undo);
        if !problem {
            crate::browser::later(SHOWN_MS, move || self.dismiss(id));
        }
    }

    /// Tells what happened, with the address of the form that takes it back; of several only the last can
    /// be taken back. Its number among the news.
    pub(crate) fn tell(self, text: String, problem: bool, undo: Option<String>) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.list.update(|list| {
            list.retain(|toast| toast.undo.is_none());
            list.push(Toast {
                id,
                text,
                problem,
                undo,
            });
        });
        id
    }

    fn dismiss(self, id: u32) {
        let _ = self
            .list
            .try_update(|list| list.retain(|toast| toast.id != id));
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
    /// The label of the button that takes something back.
    #[prop(into)]
    undo: TextProp,
) -> impl IntoView {
    let toast = move |toast: Toast| {
        let (id, label) = (toast.id, undo.clone());
        let undo = toast.undo.map(|action| {
            view! {
                <form method="post" action=action data-live>
                    <button type="submit" class="button quiet" data-testid="undo-change">{move || label.get()}</button>
                </form>
            }
        });
        view! {
            <div
                class="toast"
                data-problem=toast.problem.to_string()
                role=toast.problem.then_some("alert")
            >
                <span>{toast.text}</span>
                {undo}
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
