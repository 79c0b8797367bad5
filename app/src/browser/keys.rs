//! Keys that press what is on the page, wherever one is in it.

use super::dom::is_typing;
use crate::keys;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Listens for as long as the page lives.
pub(crate) fn on_keys() {
    let press = Closure::<dyn Fn(KeyboardEvent)>::new(|event: KeyboardEvent| {
        if pressed(&event).is_some() {
            event.prevent_default();
        }
    });
    let press = press.into_js_value();
    let _ = window().add_event_listener_with_callback("keydown", press.unchecked_ref());
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// Nothing when the key is somebody else's: of a field, of a dialog, of the browser.
fn pressed(event: &KeyboardEvent) -> Option<()> {
    let theirs = event.default_prevented()
        || event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || is_typing(event);
    if theirs || find("dialog[open], select:focus").is_some() {
        return None;
    }
    let key = event.key();
    let selector = keys::selector(&key)?;
    let found: HtmlElement = match key.as_str() {
        "j" | "k" => neighbour(key == "j"),
        _ => find(selector),
    }?
    .dyn_into()
    .ok()?;
    if found.matches("select, [type=search]") == Ok(true) {
        let _ = found.focus();
    } else {
        found.click();
        found.scroll_into_view_with_bool(false);
    }
    // Where one answers is where one writes.
    if let ("r" | "n", Some(words)) = (key.as_str(), find("textarea[name=text]")) {
        let _ = words.unchecked_into::<HtmlElement>().focus();
    }
    Some(())
}

/// The number of the ticket below the open one.
pub(crate) fn next_ticket() -> Option<i64> {
    neighbour(true)?.get_attribute("data-number")?.parse().ok()
}

/// The ticket below or above the open one; the first where none is open.
fn neighbour(below: bool) -> Option<Element> {
    let Some(open) = find(".ticket-row[aria-current=true]") else {
        return find(".ticket-row");
    };
    let open = open.closest("li").ok()??;
    let next = if below {
        open.next_element_sibling()
    } else {
        open.previous_element_sibling()
    };
    next?.query_selector(".ticket-row").ok().flatten()
}
