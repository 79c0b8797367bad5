//! The picture workshop: what one does with files before they go, and the large view of those
//! that came. A wasm of its own, so that a page that is only read and written in pays for none
//! of it; `browser::workshop` fetches it and is its only caller.

mod editor;
mod gallery;
mod kept;
mod offer;
mod order;
mod personal;
mod share;
mod sketch;
mod tile;
mod tile_facts;
mod tile_view;
mod travel;
mod tray;

use crate::{
    browser::{self, PickedFile, Place},
    i18n::I18n,
};
use gallery::Gallery;
pub(crate) use kept::kept_files;
use leptos::prelude::{provide_context, view};
use model::{AttachmentId, Channel, InboxLimits, Limits, Locale, TicketId};
use serde::{Deserialize, Serialize};
use std::{any::Any, cell::RefCell, sync::Arc};
use tile::{Journey, Tile};
use tray::{Tray, TrayView};

/// What a tray is told of the message it is for.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct About {
    /// Language of the page.
    pub locale: Locale,
    /// The channel the message goes out on.
    pub channel: Channel,
    /// What its inbox narrows of the channel's limits: [`InboxLimits`] as JSON.
    pub limits: String,
    /// The ticket; a visitor has none to name.
    pub ticket: Option<TicketId>,
    /// Where the image worker's script is.
    pub worker_url: String,
    /// What the ticket's contact is called: names and addresses, one a line. Empty for a visitor.
    pub names: String,
    /// What its files are remembered as in this browser.
    pub draft: String,
    /// The visitor's token; an agent has a cookie.
    pub visitor: Option<String>,
}

/// How a tray stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Something is still being prepared or uploaded.
    pub busy: bool,
    /// How many files can go.
    pub files: u32,
    /// Their bytes together.
    pub bytes: u64,
}

/// A tray on a page.
pub struct OpenTray {
    tray: Tray,
    /// Draws it for as long as this lives.
    _drawn: Box<dyn Any>,
    /// What is on its way with a message, by that message's key.
    taken: RefCell<Vec<(String, Vec<Tile>)>>,
}

impl OpenTray {
    /// Opens one in a place of the page; `changed` hears how it stands.
    pub fn new(place: impl Into<Place>, about: &str, changed: impl Fn(Summary) + 'static) -> Self {
        let about: About = browser::from_json(about.as_bytes()).expect("our own page wrote it");
        if let Some(token) = &about.visitor {
            browser::set_visitor_token(token);
        }
        let narrowed =
            browser::from_json::<InboxLimits>(about.limits.as_bytes()).unwrap_or_default();
        let i18n = I18n(about.locale);
        let journey = Journey {
            worker_url: Arc::from(about.worker_url),
            limits: Limits::of(about.channel, &narrowed),
            ticket: about.ticket,
            names: Arc::from(about.names),
            visitor: about.visitor.is_some(),
            i18n,
        };
        let draft = about.draft;
        let (drawn, tray) = browser::mount(place.into(), move || {
            provide_context(i18n);
            let tray = Tray::new(journey);
            tray.keep_as(draft);
            browser::effect(move || {
                // Also when a caption changes: the page may ask for what the files are.
                tray.files();
                changed(tray.summary());
            });
            (view! { <TrayView tray /> }, tray)
        });
        Self {
            tray,
            _drawn: drawn,
            taken: RefCell::default(),
        }
    }

    /// Takes files in and starts on them. Answers with a sentence when they are too many.
    pub fn add(&self, files: &browser::Files) -> Option<String> {
        let (unknown, known): (Vec<_>, Vec<_>) = PickedFile::all(files)
            .into_iter()
            .partition(PickedFile::is_unknown);
        let refusal = self.tray.refusal(known.len() + unknown.len());
        self.tray.add(known);
        if !unknown.is_empty() {
            let tray = self.tray;
            leptos::task::spawn_local(async move {
                let looked_at = unknown.into_iter().map(PickedFile::looked_at);
                tray.add(futures::future::join_all(looked_at).await);
            });
        }
        refusal
    }

    /// What can go, as the JSON of a list of `model::TrayFile`.
    pub fn files(&self) -> String {
        serde_json::to_string(&self.tray.files()).unwrap_or_default()
    }

    /// Takes out what can go, as the JSON of a list of `model::NewFile`.
    pub fn take(&self, key: &str) -> String {
        let (tiles, files) = self.tray.take();
        self.taken.borrow_mut().push((key.to_owned(), tiles));
        serde_json::to_string(&files).unwrap_or_default()
    }

    /// What was taken under the key has gone.
    pub fn sent(&self, key: &str) {
        for tile in self.taken(key) {
            tile.stop();
        }
    }

    /// What was taken under the key could not go.
    pub fn put_back(&self, key: &str) {
        self.tray.put_back(self.taken(key));
    }

    /// Files come back that went with a message: the JSON of [`kept_files`].
    pub fn bring(&self, kept: &str) {
        self.tray.bring(kept);
    }

    fn taken(&self, key: &str) -> Vec<Tile> {
        let mut all = self.taken.borrow_mut();
        let place = all.iter().position(|(other, _)| other == key);
        place
            .map(|place| all.swap_remove(place).1)
            .unwrap_or_default()
    }
}

/// Opens the large view over the page. `visitor` is a visitor's token, or empty; `pictures` the
/// JSON of a list of attachments, `open` the key of the one to begin with.
pub fn open_gallery(
    locale: &str,
    visitor: &str,
    ticket: TicketId,
    pictures: &str,
    open: AttachmentId,
    closed: impl Fn() + 'static,
) {
    if !visitor.is_empty() {
        browser::set_visitor_token(visitor);
    }
    let i18n = I18n(Locale::from_tag(locale).unwrap_or_default());
    let pictures = browser::from_json(pictures.as_bytes()).expect("our own page wrote it");
    browser::mount_over_page(move |unmount| {
        provide_context(i18n);
        let closed = move || {
            unmount();
            closed();
        };
        view! { <Gallery ticket pictures open closed /> }
    });
}
