//! Where one can go in the inbox: views, statuses, and what narrows a list. The server says which there are.

use super::list::Shown;
use crate::i18n::{i18n, words as w};
use leptos::prelude::*;
use model::Link;

/// Links, which stay the same elements while what they say changes.
pub(super) fn links(
    shown: Shown,
    which: fn(&model::TicketList) -> &Vec<Link>,
) -> impl IntoView + use<> {
    move || {
        let link = |link: &Link| {
            let Link {
                href,
                text,
                count,
                current,
                name,
                title,
            } = link.clone();
            view! {
                {(!title.is_empty()).then(|| view! { <h2>{title}</h2> })}
                <a href=href data-testid=name aria-current=current.then_some("page")>
                    <span>{text}</span>
                    " "
                    <span class="count">{count}</span>
                </a>
            }
        };
        shown.with(|list| which(list).iter().map(link).collect_view())
    }
}

/// The column of views.
#[component]
pub(super) fn Views(
    /// What the list shows now.
    shown: Shown,
) -> impl IntoView {
    let t = i18n();
    view! {
        <nav class="views" aria-label=t.t(w::VIEWS)>
            <h2>{t.t(w::INBOX)}</h2>
            {links(shown, |list| &list.views)}
        </nav>
    }
}
