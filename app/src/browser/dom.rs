//! Small things one does to elements.

use super::files::PickedFile;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// The element an event happened to, as what it is.
pub(crate) fn element<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// The text of the field an event happened to.
pub(crate) fn target_value(event: &web_sys::Event) -> String {
    event_target_value(event)
}

/// The files just picked in a file input, which is emptied so that the same can be picked again.
pub(crate) fn target_files(event: &web_sys::Event) -> Vec<PickedFile> {
    let Some(input) = element::<web_sys::HtmlInputElement>(event) else {
        return Vec::new();
    };
    let files = input.files().map(PickedFile::list).unwrap_or_default();
    input.set_value("");
    files
}

/// Puts the cursor there.
pub(crate) fn focus(area: NodeRef<html::Textarea>) {
    if let Some(area) = area.get_untracked() {
        let _ = area.focus();
    }
}

/// Opens a `<dialog>` over everything, with the focus inside; the browser gives it back on close.
pub(crate) fn open_dialog(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked()
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

/// Closes a `<dialog>`.
pub(crate) fn close_dialog(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        dialog.close();
    }
}

/// Whether a scrolling box is at its end, or nearly.
pub(crate) fn sits_at_end(area: NodeRef<html::Div>) -> bool {
    area.get_untracked()
        .is_none_or(|area| area.scroll_height() - area.scroll_top() - area.client_height() < 80)
}

/// Scrolls a box to its end once the browser has laid out what was just added.
pub(crate) fn scroll_to_end(area: NodeRef<html::Div>) {
    request_animation_frame(move || {
        if let Some(area) = area.try_get_untracked().flatten() {
            area.set_scroll_top(area.scroll_height());
        }
    });
}

/// Whether this is a narrow screen worked by touch, where a keyboard would cover the page.
pub(crate) fn is_phone() -> bool {
    window()
        .match_media("(max-width: 720px) and (pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}
