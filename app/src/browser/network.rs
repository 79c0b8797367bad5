//! Whether the browser thinks it has a network.

use super::page::pause;
use futures::{channel::oneshot, future};
use leptos::prelude::*;
use std::{cell::Cell, pin::pin};
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

/// Lets time pass until the network comes back, but no more than so many milliseconds: a server that
/// was away comes back unannounced.
pub(crate) async fn online_or(millis: u32) {
    let (back, waiting) = oneshot::channel::<()>();
    let back = Cell::new(Some(back));
    let call = Closure::<dyn Fn()>::new(move || drop(back.take()));
    let hear = call.as_ref().unchecked_ref();
    let _ = window().add_event_listener_with_callback("online", hear);
    future::select(pin!(pause(millis)), waiting).await;
    let _ = window().remove_event_listener_with_callback("online", hear);
}
