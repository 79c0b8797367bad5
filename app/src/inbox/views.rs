//! The views, with how many open tickets each holds.

use super::address::query;
use crate::i18n::{i18n, words as w};
use leptos::prelude::*;
use model::{Counts, Filter, View};

/// All, mine, unassigned.
#[component]
pub(super) fn Views(
    /// What the list shows now.
    filter: Memo<Filter>,
    /// Live counts.
    #[prop(into)]
    counts: Signal<Counts>,
) -> impl IntoView {
    let t = i18n();
    let link = move |view: View| {
        let href = move || {
            let filter = Filter {
                view,
                after: None,
                ..filter.get()
            };
            format!("/inbox{}", query(filter))
        };
        let count = move || {
            counts.with(|counts| match view {
                View::All => counts.all,
                View::Mine => counts.mine,
                View::Unassigned => counts.unassigned,
            })
        };
        view! {
            <a
                href=href
                data-testid=format!("view-{}", view.as_str())
                aria-current=move || (filter.get().view == view).then_some("page")
            >
                <span>{t.t(w::view(view))}</span>
                " "
                <span class="count">{count}</span>
            </a>
        }
    };
    view! {
        <nav class="views" aria-label=t.t(w::VIEWS)>
            <h2>{t.t(w::INBOX)}</h2>
            {View::ALL.map(link)}
        </nav>
    }
}
