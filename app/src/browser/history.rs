//! The picture that a ticket's address names by `#picture-KEY`, and the browser's history around
//! it: one entry, however many pictures are looked at.

use leptos::prelude::*;
use model::AttachmentId;
use wasm_bindgen::JsValue;

/// What stands before the key.
const NAME: &str = "#picture-";

/// The picture that the address names.
pub(crate) fn picture_in_address() -> Option<AttachmentId> {
    let hash = window().location().hash().ok()?;
    hash.strip_prefix(NAME)?.parse().ok()
}

/// Names a picture in the address. The first is an entry of its own in the history, so that the
/// way back leads out of the large view; those after it take its place.
pub(crate) fn put_picture_in_address(picture: AttachmentId) {
    let Ok(history) = window().history() else {
        return;
    };
    let address = format!("{NAME}{picture}");
    // A page may be refused when it changes its address too often (a key held down); the next
    // picture then names itself.
    let _ = match picture_in_address() {
        Some(named) if named == picture => Ok(()),
        Some(_) => {
            let state = history.state().unwrap_or(JsValue::NULL);
            history.replace_state_with_url(&state, "", Some(&address))
        }
        // Marked as ours, also after a reload: the entry before it is the ticket.
        None => history.push_state_with_url(&JsValue::TRUE, "", Some(&address)),
    };
}

/// Takes the picture out of the address. `true` when that is a step back in the history, which
/// happens a moment later: [`on_back`] hears of it.
pub(crate) fn take_picture_from_address() -> bool {
    let (Ok(history), Some(_)) = (window().history(), picture_in_address()) else {
        return false;
    };
    if history.state() == Ok(JsValue::TRUE) {
        return history.back().is_ok();
    }
    // Somebody came by this address: what is before it is another page.
    let location = window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    false
}

/// Calls back when the reader went back or forth, as long as the asking component lives.
pub(crate) fn on_back(each: impl Fn() + 'static) {
    let heard = window_event_listener_untyped("popstate", move |_| each());
    on_cleanup(move || heard.remove());
}
