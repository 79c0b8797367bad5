//! News from the server, as a page's parts hear them.

use crate::browser::StreamItem;
use leptos::prelude::*;
use model::Event;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// How a page stands with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    /// Not tried yet, or connected.
    Live,
    /// Broken; being tried again.
    Lost,
}

/// What a part of a page hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// Something happened.
    Event(Event),
    /// Read everything anew.
    Reset,
}

type Listener = SendWrapper<Rc<dyn Fn(News)>>;

/// The page's ear, in context.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    listeners: StoredValue<Vec<(u32, Listener)>>,
    next: StoredValue<u32>,
    /// The stream was opened; a page opens it once.
    pub(crate) started: StoredValue<bool>,
    /// How the page stands with the server.
    pub(crate) connection: RwSignal<Connection>,
    /// The server is of another build than this page.
    pub(crate) outdated: RwSignal<bool>,
}

impl Live {
    /// An ear that hears nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            listeners: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
            started: StoredValue::new(false),
            connection: RwSignal::new(Connection::Live),
            outdated: RwSignal::new(false),
        }
    }

    /// Calls `hear` with all news for as long as the asking component lives. Browser only:
    /// call it from an effect.
    pub(crate) fn on(self, hear: impl Fn(News) + 'static) {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        self.listeners
            .update_value(|all| all.push((key, SendWrapper::new(Rc::new(hear)))));
        on_cleanup(move || {
            let _ = self
                .listeners
                .try_update_value(|all| all.retain(|(other, _)| *other != key));
        });
    }

    fn tell(self, news: News) {
        for (_, listener) in self.listeners.get_value() {
            listener(news);
        }
    }

    /// Has everything read anew.
    pub(crate) fn look_again(self) {
        self.tell(News::Reset);
    }

    /// Takes what a stream tells. `build` is the page's own.
    pub(crate) fn hear(self, build: &str, item: StreamItem) {
        match item {
            StreamItem::Event(event) => self.tell(News::Event(event)),
            StreamItem::Reset => self.tell(News::Reset),
            StreamItem::Live => self.connection.set(Connection::Live),
            StreamItem::Lost => self.connection.set(Connection::Lost),
            StreamItem::Build(theirs) => self.outdated.set(theirs != build),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Busy {
    No,
    Yes,
    /// News came while reading: read once more.
    Again,
}

/// Reads something anew when news come: never twice at once, so that an older answer cannot
/// overwrite a newer one, and once for many news.
#[derive(Clone, Copy)]
pub(crate) struct Reading(StoredValue<Busy>);

impl Reading {
    /// Nothing is being read.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(Busy::No))
    }

    /// Reads now, or once more when the reading under way is done.
    pub(crate) fn run<F: Future<Output = ()>>(self, read: impl Fn() -> F + 'static) {
        if self.0.try_get_value() != Some(Busy::No) {
            let _ = self.0.try_set_value(Busy::Again);
            return;
        }
        self.0.set_value(Busy::Yes);
        leptos::task::spawn_local(async move {
            loop {
                read().await;
                // Gone with the part of the page that reads: nobody waits for more.
                if self.0.try_get_value() != Some(Busy::Again) {
                    break;
                }
                self.0.set_value(Busy::Yes);
                crate::browser::pause(60).await;
            }
            let _ = self.0.try_set_value(Busy::No);
        });
    }
}
