//! Links within the inbox, followed without loading a page. A router would be half the page's
//! wasm again, for two addresses.

use crate::inbox::{Address, NEWS};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{HtmlAnchorElement, MouseEvent};

fn read(path: &str, search: &str) -> Option<Address> {
    let ticket = Address::ticket_of(path)?;
    let said = web_sys::UrlSearchParams::new_with_str(search).ok()?;
    let words = said.get("text").unwrap_or_default();
    for name in NEWS.into_iter().chain(["after"]) {
        said.delete(name);
    }
    Some(Address {
        query: said.to_string().into(),
        ticket,
        words,
    })
}

/// What this page's address names.
pub(crate) fn address() -> Address {
    let location = window().location();
    let (path, search) = (location.pathname(), location.search());
    read(&path.unwrap_or_default(), &search.unwrap_or_default()).unwrap_or_default()
}

/// Calls back when a link within the inbox is followed, and on the way back and forth.
pub(crate) fn on_navigate(go: impl Fn(Address) + Clone + 'static) {
    let back = go.clone();
    let click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| follow(&event, &go));
    let pop = Closure::<dyn Fn()>::new(move || back(address()));
    for (name, call) in [
        ("click", click.into_js_value()),
        ("popstate", pop.into_js_value()),
    ] {
        let _ = window().add_event_listener_with_callback(name, call.unchecked_ref());
    }
}

/// Whether a click asks for no tab of its own, no window and no download.
pub(crate) fn is_plain_click(event: &MouseEvent) -> bool {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    event.button() == 0 && !modified
}

/// Only plain clicks on plain links: what asks for a new tab or a download is the browser's.
fn follow(event: &MouseEvent, go: &impl Fn(Address)) {
    if event.default_prevented() || !is_plain_click(event) {
        return;
    }
    let element = event
        .target()
        .and_then(|at| at.dyn_into::<web_sys::Element>().ok());
    let link = element.and_then(|element| element.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    if !link.target().is_empty()
        || link.has_attribute("download")
        || Ok(link.origin()) != window().location().origin()
    {
        return;
    }
    if go_within(&link.href(), go) {
        event.prevent_default();
    }
}

/// Goes to an address, if it is one of the inbox's.
pub(crate) fn go_within(href: &str, go: &impl Fn(Address)) -> bool {
    let here = window().location().href().unwrap_or_default();
    let Ok(url) = web_sys::Url::new_with_base(href, &here) else {
        return false;
    };
    let Some(to) = read(&url.pathname(), &url.search()) else {
        return false;
    };
    let href = url.href();
    if here != href
        && let Ok(history) = window().history()
    {
        // Words that are still being typed are one step on the way back.
        let typed = [&here, &href].map(|href| href.split_once("?q=").map(|(path, _)| path));
        let typed = typed[0].is_some() && typed[0] == typed[1];
        let _ = if typed {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&href))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(&href))
        };
    }
    go(to);
    true
}
