//! The live stream: an `EventSource` that knows where it was.
//!
//! Reconnecting is ours, not the EventSource's: it gives up on an HTTP error, and a visitor's
//! address is good only once.

use crate::ApiError;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use model::Event;
use serde::{Deserialize, Serialize};
use std::{cell::RefCell, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, prelude::Closure};

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
pub(super) struct Stream(Rc<Inner>);

struct Inner {
    address: Address,
    tell: Box<dyn Fn(StreamItem)>,
    others: Others,
    state: RefCell<State>,
}

/// How the page's other tabs hear of it, where there are any.
pub(super) struct Others {
    /// Passes on what this tab heard.
    pub(super) item: Box<dyn Fn(&StreamItem)>,
    /// Asks where the stream stands: this tab woke up.
    pub(super) joined: Box<dyn Fn()>,
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

/// Opens a stream for this page alone. `address` makes the URL that resumes after a number.
pub(crate) fn own_stream(
    after: i64,
    address: impl Fn(i64) -> LocalBoxFuture<'static, Result<String, ApiError>> + 'static,
    tell: impl Fn(StreamItem) + 'static,
) {
    let nobody = Others {
        item: Box::new(|_| {}),
        joined: Box::new(|| {}),
    };
    let stream = Stream::new(after, Box::new(address), Box::new(tell), nobody);
    stream.lead();
    stream.watch();
}

impl Stream {
    /// One that does not listen yet.
    pub(super) fn new(
        after: i64,
        address: Address,
        tell: Box<dyn Fn(StreamItem)>,
        others: Others,
    ) -> Self {
        Self(Rc::new(Inner {
            address,
            tell,
            others,
            state: RefCell::new(State {
                seq: after,
                ..State::default()
            }),
        }))
    }

    /// The last number, and whether the stream is connected, when this is the tab that holds it.
    pub(super) fn stands(&self) -> Option<(i64, bool)> {
        let state = self.0.state.borrow();
        state.leads.then_some((state.seq, state.connected))
    }

    /// Another tab holds the stream, and says where it stands.
    pub(super) fn stands_at(&self, seq: i64, connected: bool) {
        let behind = {
            let mut state = self.0.state.borrow_mut();
            let behind = state.seq < seq;
            state.seq = state.seq.max(seq);
            behind
        };
        (self.0.tell)(if connected {
            StreamItem::Live
        } else {
            StreamItem::Lost
        });
        if behind {
            (self.0.tell)(StreamItem::Reset);
        }
    }

    /// From now on this tab holds the stream.
    pub(super) fn lead(&self) {
        self.0.state.borrow_mut().leads = true;
        self.connect();
    }

    /// Tells this tab and the others.
    fn tell_all(&self, item: StreamItem) {
        (self.0.others.item)(&item);
        self.take(item);
    }

    /// Takes what was heard, here or in the tab that holds the stream.
    pub(super) fn take(&self, item: StreamItem) {
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
            if let Ok(Hello { build }) = super::from_json(data.as_bytes()) {
                stream.tell_all(StreamItem::Build(build));
            }
        });
        self.on(&source, "message", |stream, data| {
            if let Ok(event) = super::from_json(data.as_bytes()) {
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
    pub(super) fn watch(&self) {
        let (tick, front, network) = (self.clone(), self.clone(), self.clone());
        super::tick(10, move || tick.check());
        super::on_visible(move || {
            (front.0.others.joined)();
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
