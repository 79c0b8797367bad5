//! One live stream a browser, shared by its tabs.
//!
//! HTTP/1.1 gives a browser six connections to a host. So the tabs ask for one Web Lock; the one
//! that has it holds the stream and repeats what it hears on a BroadcastChannel. When it closes,
//! the lock passes on. Where a browser has no locks, each tab holds its own stream.

use super::stream::{Others, Stream, StreamItem, own_stream};
use crate::ApiError;
use futures::future::LocalBoxFuture;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// What tabs tell each other.
#[derive(Serialize, Deserialize)]
enum Gossip {
    /// From the tab that holds the stream.
    Item(StreamItem),
    /// A tab came or woke up: it asks where the stream stands.
    Joined,
    /// The answer: the last number, and whether the stream is connected.
    At(i64, bool),
}

/// Opens a stream, or listens to another tab's. `name` is shared by the tabs of one kind;
/// `address` makes the URL that resumes after a number.
pub(crate) fn shared_stream(
    name: &str,
    after: i64,
    address: impl Fn(i64) -> LocalBoxFuture<'static, Result<String, ApiError>> + 'static,
    tell: impl Fn(StreamItem) + 'static,
) {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok();
    let locks = locks.filter(JsValue::is_object);
    let (Some(locks), Ok(channel)) = (locks, BroadcastChannel::new(name)) else {
        return own_stream(after, address, tell);
    };
    let (item, joined) = (channel.clone(), channel.clone());
    let others = Others {
        item: Box::new(move |heard| say(&item, &Gossip::Item(heard.clone()))),
        joined: Box::new(move || say(&joined, &Gossip::Joined)),
    };
    let stream = Stream::new(after, Box::new(address), Box::new(tell), others);
    listen(&stream, &channel);
    say(&channel, &Gossip::Joined);
    wait_for_lead(&stream, &locks, name);
    stream.watch();
}

fn say(channel: &BroadcastChannel, gossip: &Gossip) {
    if let Ok(text) = serde_json::to_string(gossip) {
        let _ = channel.post_message(&text.into());
    }
}

fn listen(stream: &Stream, channel: &BroadcastChannel) {
    let (stream, answers) = (stream.clone(), channel.clone());
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        match super::from_json(text.as_bytes()) {
            Ok(Gossip::Item(item)) => stream.take(item),
            Ok(Gossip::Joined) => {
                if let Some((seq, connected)) = stream.stands() {
                    say(&answers, &Gossip::At(seq, connected));
                }
            }
            Ok(Gossip::At(seq, connected)) => stream.stands_at(seq, connected),
            // From a tab of another build.
            Err(_) => {}
        }
    });
    channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
}

/// Takes the lead when no other tab has it (any more), and keeps it until the tab closes.
fn wait_for_lead(stream: &Stream, locks: &JsValue, name: &str) {
    let stream = stream.clone();
    let granted = Closure::<dyn Fn() -> Promise>::new(move || {
        stream.lead();
        Promise::new(&mut |_, _| {})
    });
    if let Ok(request) = Reflect::get(locks, &"request".into()) {
        let _ = request.unchecked_ref::<Function>().call2(
            locks,
            &name.into(),
            granted.as_ref().unchecked_ref(),
        );
    }
    granted.forget();
}
