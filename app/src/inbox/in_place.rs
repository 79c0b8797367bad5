//! What the server draws into the page that is there, and what it says of forms that were taken over.

use super::Address;
use crate::{
    browser::{self, InPlace},
    i18n::{i18n, words as w},
    live::Live,
    ui::{Icon, IconButton, Toasts},
};
use leptos::{html, prelude::*};

/// The dialog in which a part stands.
#[component]
pub(super) fn Part(
    /// The address.
    came: RwSignal<Address>,
    /// Where news are told.
    toasts: Toasts,
) -> impl IntoView {
    let t = i18n();
    let live = expect_context::<Live>();
    let dialog = NodeRef::<html::Dialog>::new();
    let part = RwSignal::new(String::new());
    let hear = move |news| match news {
        Ok(InPlace::Part(html)) => {
            part.set(html);
            browser::open_dialog(dialog);
        }
        Ok(InPlace::Taken(taken, stays)) => {
            let fine = taken.told.as_ref().is_none_or(|told| !told.problem);
            if let Some(told) = taken.told {
                let undo = told.undo.map(|undo| format!("/undo/{undo}"));
                toasts.tell_for_a_while(told.text, told.problem, undo);
            }
            if fine && !stays {
                browser::close_dialog(dialog);
                browser::reset_form("bulk");
            }
            let go = move |to: Address| {
                let stays =
                    came.with_untracked(|came| came.ticket == to.ticket && came.query == to.query);
                if !stays {
                    came.set(to);
                }
            };
            if fine && !browser::go_within(&taken.to, &go) {
                browser::go_to(&taken.to);
            }
            live.look_again();
        }
        Err(error) => toasts.problem(t.error(&error, w::page_error)),
    };
    browser::effect(move || browser::on_forms(hear));
    view! {
        <dialog class="part" node_ref=dialog data-testid="part">
            <IconButton label=t.t(w::CLOSE) icon=Icon::Close on:click=move |_| browser::close_dialog(dialog) />
            <div inner_html=part></div>
        </dialog>
    }
}
