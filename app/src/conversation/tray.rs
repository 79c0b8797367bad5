//! The files of a message, as the composer knows them. The tray itself is the workshop's.

use crate::{
    ApiError,
    browser::{self, PickedFile, RemoteTray},
    i18n::i18n,
    workshop::{About, Summary, kept_files},
};
use leptos::{html, prelude::*};
use model::{Boot, Channel, NewFile, TakenFile, TicketId, TrayFile};

/// What the composer asks of it.
#[derive(Clone, Copy)]
pub(crate) struct Tray {
    /// Where the workshop draws it.
    pub(super) place: NodeRef<html::Div>,
    about: StoredValue<About>,
    remote: StoredValue<Option<RemoteTray>>,
    /// Picked while the workshop is on its way.
    waiting: StoredValue<Vec<PickedFile>>,
    fetching: RwSignal<bool>,
    summary: RwSignal<Summary>,
    problem: RwSignal<Option<ApiError>>,
}

impl Tray {
    /// An empty one. `names` is what the contact is called, one a line; `problem` is where it says what went wrong.
    pub(super) fn new(
        channel: Channel,
        limits: String,
        ticket: Option<TicketId>,
        names: String,
        draft: String,
        problem: RwSignal<Option<ApiError>>,
    ) -> Self {
        let boot = expect_context::<StoredValue<Boot>>();
        Self {
            place: NodeRef::new(),
            about: StoredValue::new(About {
                locale: i18n().0,
                channel,
                limits,
                ticket,
                names,
                worker_url: boot.with_value(|boot| boot.worker_url.clone()),
                draft,
                visitor: None,
            }),
            remote: StoredValue::new(None),
            waiting: StoredValue::new(Vec::new()),
            fetching: RwSignal::new(false),
            summary: RwSignal::default(),
            problem,
        }
    }

    /// Takes files in; fetches the workshop for the first.
    pub(super) fn add(self, mut files: Vec<PickedFile>) {
        if let Some(remote) = self.remote.get_value() {
            let refusal = remote.add(&files);
            self.problem
                .set(refusal.map(|sentence| ApiError::new("", sentence)));
        } else {
            self.waiting.update_value(|all| all.append(&mut files));
            self.fetch();
        }
    }

    /// Brings back what an earlier page held; fetches the workshop if that was anything.
    pub(super) fn restore(self) {
        // Until the conversation has begun a visitor is nobody whose files they could be. Then the
        // page tells that nothing is wrong, and this is asked again.
        let quiet = self.problem.with(Option::is_none);
        let wanted = self.about.with_value(|about| {
            (about.ticket.is_some() || browser::visitor_token().is_some())
                && browser::recall(&about.draft).is_some()
        });
        if quiet && wanted && self.remote.with_value(Option::is_none) {
            self.fetch();
        }
    }

    fn fetch(self) {
        if self.fetching.get_untracked() {
            return;
        }
        self.fetching.set(true);
        self.problem.set(None);
        let mut about = self.about.get_value();
        about.visitor = browser::visitor_token();
        let about = serde_json::to_string(&about).unwrap_or_default();
        leptos::task::spawn_local(async move {
            let changed = move |busy, files, bytes| {
                let now = Summary { busy, files, bytes };
                let _ = self.summary.try_set(now);
            };
            let opened = browser::open_tray(self.place, about, changed).await;
            if self.fetching.try_set(false).is_some() {
                // The reader went on to another ticket.
                return;
            }
            if opened.is_none() {
                let sentence = "The picture tools could not be loaded. Nothing is lost: try again.";
                self.problem.set(Some(ApiError::new("offline", sentence)));
                return;
            }
            self.remote.set_value(opened);
            let waiting = self.waiting.try_update_value(std::mem::take);
            self.add(waiting.unwrap_or_default());
        });
    }

    /// Files wait for a workshop that could not be had: asks for it again and says so.
    pub(super) fn asks_again(self) -> bool {
        let waits = self.waiting.with_value(|files| !files.is_empty());
        if waits {
            self.fetch();
        }
        waits
    }

    /// Something is still being fetched, prepared or uploaded.
    pub(crate) fn is_busy(self) -> bool {
        self.fetching.get() || self.summary.get().busy
    }

    /// How many can go, and their bytes together.
    pub(super) fn total(self) -> (u32, u64) {
        let summary = self.summary.get();
        (summary.files, summary.bytes)
    }

    /// What can go. Only for agents' pages: it is read from JSON.
    pub(crate) fn files(self) -> Vec<TrayFile> {
        self.summary.track();
        let remote = self.remote.get_value();
        remote.map(|remote| remote.files()).unwrap_or_default()
    }

    /// Takes out what can go with the message of that key. What cannot stays, with its reason.
    pub(super) fn take(self, key: &str) -> Vec<NewFile> {
        let remote = self.remote.get_value();
        remote.map(|remote| remote.take(key)).unwrap_or_default()
    }

    /// Brings files back that were taken away with a message. Only for agents' pages.
    pub(super) fn bring(self, files: &[TakenFile]) {
        let kept = kept_files(files);
        if let Some(remote) = self.remote.get_value() {
            remote.bring(&kept);
        } else {
            self.about
                .with_value(|about| browser::remember(&about.draft, &kept));
            self.fetch();
        }
    }

    /// What was taken has gone, or comes back.
    pub(super) fn settle(self, key: &str, sent: bool) {
        let Some(remote) = self.remote.try_get_value().flatten() else {
            return;
        };
        if sent {
            remote.sent(key);
        } else {
            remote.put_back(key);
        }
    }
}
