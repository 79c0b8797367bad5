//! The live stream: one `EventSource` a browser, shared by its tabs.
//!
//! HTTP/1.1 gives a browser six connections to a host. So the tabs ask for one Web Lock; the one
//! that has it holds the stream and repeats what it hears on a BroadcastChannel. When it closes,
//! the lock passes on. Where a browser has no locks, each tab holds its own stream.
//!
//! Reconnecting is ours, not the EventSource's: it gives up on an HTTP error, and a visitor's
//! address is good only once.

use crate::ApiError;
use futures::future::LocalBoxFuture;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use model::Event;
use serde::{Deserialize, Serialize};
use std::{cell::RefCell, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

/// What a stream tells.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub(crate) enum StreamItem {
    /// Something happened.
    Event(Event),
    /// Too much happened to be told one by one: read anew.
    Reset,
    /// The build of the server that is talking.
    Build(String),
    /// Connected (again).
    Live,
    /// Not connected; being tried again.
    Lost,
}

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

/// A stream's first words.
#[derive(Deserialize)]
struct Hello {
    build: String,
}

/// The server beats every 15 seconds; silent for longer than this, a stream is dead though the
/// browser has not noticed (sleep, a vanished network).
const SILENCE: i64 = 40_000;

type Address = Box<dyn Fn(i64) -> LocalBoxFuture<'static, Result<String, ApiError>>>;

/// A running stream.
#[derive(Clone)]
pub(crate) struct Stream(Rc<Inner>);

struct Inner {
    address: Address,
    tell: Box<dyn Fn(StreamItem)>,
    channel: Option<web_sys::BroadcastChannel>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    leads: bool,
    connected: bool,
    source: Option<web_sys::EventSource>,
    seq: i64,
    heard: i64,
    tries: u32,
}

/// Opens a stream, or listens to another tab's. `name` is shared by the tabs of one kind;
/// `None` shares with nobody. `address` makes the URL that resumes after a number.
pub(crate) fn shared_stream(
    name: Option<&str>,
    after: i64,
    address: impl Fn(i64) -> LocalBoxFuture<'static, Result<String, ApiError>> + 'static,
    tell: impl Fn(StreamItem) + 'static,
) -> Stream {
    let locks = name.and_then(|_| lock_manager());
    let channel = locks
        .as_ref()
        .and(name)
        .and_then(|name| web_sys::BroadcastChannel::new(name).ok());
    let stream = Stream(Rc::new(Inner {
        address: Box::new(address),
        tell: Box::new(tell),
        channel,
        state: RefCell::new(State {
            seq: after,
            ..State::default()
        }),
    }));
    match (name, locks, &stream.0.channel) {
        (Some(name), Some(locks), Some(channel)) => {
            stream.listen(channel);
            stream.say(&Gossip::Joined);
            stream.wait_for_lead(&locks, name);
        }
        _ => stream.lead(),
    }
    stream.watch();
    stream
}

fn lock_manager() -> Option<JsValue> {
    Reflect::get(&window().navigator(), &"locks".into())
        .ok()
        .filter(JsValue::is_object)
}

impl Stream {
    fn say(&self, gossip: &Gossip) {
        if let (Some(channel), Ok(text)) = (&self.0.channel, serde_json::to_string(gossip)) {
            let _ = channel.post_message(&text.into());
        }
    }

    fn listen(&self, channel: &web_sys::BroadcastChannel) {
        let stream = self.clone();
        let hear =
            Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
                let text = event.data().as_string().unwrap_or_default();
                let Ok(gossip) = serde_json::from_str(&text) else {
                    return;
                };
                match gossip {
                    Gossip::Item(item) => stream.take(item),
                    Gossip::Joined => {
                        let at = {
                            let state = stream.0.state.borrow();
                            state.leads.then_some((state.seq, state.connected))
                        };
                        if let Some((seq, connected)) = at {
                            stream.say(&Gossip::At(seq, connected));
                        }
                    }
                    Gossip::At(seq, connected) => {
                        let behind = {
                            let mut state = stream.0.state.borrow_mut();
                            let behind = state.seq < seq;
                            state.seq = state.seq.max(seq);
                            behind
                        };
                        (stream.0.tell)(if connected {
                            StreamItem::Live
                        } else {
                            StreamItem::Lost
                        });
                        if behind {
                            (stream.0.tell)(StreamItem::Reset);
                        }
                    }
                }
            });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        hear.forget();
    }

    /// Takes the lead when no other tab has it (any more), and keeps it until the tab closes.
    fn wait_for_lead(&self, locks: &JsValue, name: &str) {
        let stream = self.clone();
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

    fn lead(&self) {
        self.0.state.borrow_mut().leads = true;
        self.connect();
    }

    /// Tells this tab and the others.
    fn tell_all(&self, item: StreamItem) {
        self.say(&Gossip::Item(item.clone()));
        self.take(item);
    }

    fn take(&self, item: StreamItem) {
        if let StreamItem::Event(event) = &item {
            let mut state = self.0.state.borrow_mut();
            if event.seq <= state.seq {
                return;
            }
            state.seq = event.seq;
        }
        (self.0.tell)(item);
    }

    fn connect(&self) {
        if self.0.state.borrow().connected {
            return;
        }
        let stream = self.clone();
        leptos::task::spawn_local(async move {
            let seq = stream.0.state.borrow().seq;
            match (stream.0.address)(seq).await {
                Ok(url) => stream.open(&url),
                Err(_) => stream.again(),
            }
        });
    }

    fn open(&self, url: &str) {
        let Ok(source) = web_sys::EventSource::new(url) else {
            return self.again();
        };
        self.on(&source, "hello", |stream, data| {
            {
                let mut state = stream.0.state.borrow_mut();
                (state.connected, state.tries) = (true, 0);
            }
            stream.tell_all(StreamItem::Live);
            if let Ok(Hello { build }) = serde_json::from_str(&data) {
                stream.tell_all(StreamItem::Build(build));
            }
        });
        self.on(&source, "message", |stream, data| {
            if let Ok(event) = serde_json::from_str(&data) {
                stream.tell_all(StreamItem::Event(event));
            }
        });
        self.on(&source, "reset", |stream, data| {
            if let Ok(seq) = data.parse() {
                stream.0.state.borrow_mut().seq = seq;
            }
            stream.tell_all(StreamItem::Reset);
        });
        self.on(&source, "beat", |_, _| {});
        let stream = self.clone();
        let broke = Closure::<dyn Fn()>::new(move || stream.again());
        source.set_onerror(Some(broke.as_ref().unchecked_ref()));
        broke.forget();
        let mut state = self.0.state.borrow_mut();
        state.heard = super::now();
        if let Some(old) = state.source.replace(source) {
            old.close();
        }
    }

    fn on(&self, source: &web_sys::EventSource, name: &str, each: fn(&Self, String)) {
        let stream = self.clone();
        let call =
            Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
                stream.0.state.borrow_mut().heard = super::now();
                each(&stream, event.data().as_string().unwrap_or_default());
            });
        let _ = source.add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
        call.forget();
    }

    /// Closes what is left and tries again, a little later each time.
    fn again(&self) {
        let tries = {
            let mut state = self.0.state.borrow_mut();
            if let Some(source) = state.source.take() {
                source.close();
            }
            state.connected = false;
            state.tries += 1;
            state.tries
        };
        self.tell_all(StreamItem::Lost);
        self.later(tries);
    }

    fn later(&self, tries: u32) {
        let stream = self.clone();
        let wait = Duration::from_millis(500 << tries.min(5));
        set_timeout(move || stream.connect(), wait);
    }

    /// Looks whether the stream is still alive: now and then, when the page comes to the front,
    /// and when the network comes back.
    fn watch(&self) {
        let (tick, front, network) = (self.clone(), self.clone(), self.clone());
        super::tick(10, move || tick.check());
        super::on_visible(move || {
            front.say(&Gossip::Joined);
            front.check();
        });
        super::on_connection(move |up| {
            if up && network.0.state.borrow().leads {
                network.connect();
            }
        });
    }

    fn check(&self) {
        let dead = {
            let state = self.0.state.borrow();
            state.leads && state.connected && super::now() - state.heard > SILENCE
        };
        if dead {
            self.again();
        }
    }
}
