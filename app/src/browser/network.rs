//! Whether the browser thinks it has a network.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, prelude::Closure};

/// Calls back with `true` when the network came back and `false` when it went.
pub(crate) fn on_connection(each: impl Fn(bool) + Clone + 'static) {
    for (name, up) in [("online", true), ("offline", false)] {
        let each = each.clone();
        let call = Closure::<dyn Fn()>::new(move || each(up));
        let _ = window().add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
        call.forget();
    }
}
