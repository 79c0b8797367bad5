//! The picture workshop's wasm: the tray and the large view, with values JavaScript understands.
//! A page fetches it with the first file or the first look at a picture; `app::browser::workshop`
//! is its only caller.

use app::workshop;
use js_sys::{Array, Function};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::HtmlElement;

/// The files of a message that is being written.
#[wasm_bindgen]
pub struct Tray(workshop::OpenTray);

/// Opens a tray in an element. `about` is a [`workshop::About`] as JSON; `changed` is called with
/// whether it is busy, how many files can go, and their bytes.
#[wasm_bindgen]
#[must_use]
pub fn open_tray(place: HtmlElement, about: &str, changed: Function) -> Tray {
    Tray(workshop::OpenTray::new(place, about, move |now| {
        let (files, bytes) = (now.files.into(), (now.bytes as f64).into());
        // A callback that throws has nobody to tell.
        let _ = changed.call3(&JsValue::NULL, &now.busy.into(), &files, &bytes);
    }))
}

#[wasm_bindgen]
impl Tray {
    /// Takes `File`s in and starts on them. Answers with a sentence when they are too many.
    #[must_use]
    pub fn add(&self, files: &Array) -> Option<String> {
        self.0.add(files)
    }

    /// What can go, as the JSON of a list of `model::TrayFile`.
    #[must_use]
    pub fn files(&self) -> String {
        self.0.files()
    }

    /// Takes out what can go, as the JSON of a list of `model::NewFile`; kept until
    /// [`Tray::sent`] or [`Tray::put_back`] with the same key.
    #[must_use]
    pub fn take(&self, key: &str) -> String {
        self.0.take(key)
    }

    /// What was taken under the key has gone.
    pub fn sent(&self, key: &str) {
        self.0.sent(key);
    }

    /// Files come back that went with a message; `kept` as they are remembered with a draft.
    pub fn bring(&self, kept: &str) {
        self.0.bring(kept);
    }

    /// What was taken under the key could not go: it is in the tray again.
    pub fn put_back(&self, key: &str) {
        self.0.put_back(key);
    }
}

/// Opens the large view over the page. `visitor` is the visitor's token, empty for an agent;
/// `ticket` the key of the conversation, 0 where pictures have no addresses of their own;
/// `pictures` the JSON of a list of `model::Attachment`, those of the conversation that the page
/// knows; `open` the key of one of the conversation's. `closed` is called when it is closed.
#[wasm_bindgen]
pub fn open_gallery(
    locale: &str,
    visitor: &str,
    ticket: f64,
    pictures: &str,
    open: f64,
    closed: Function,
) {
    let closed = move || {
        let _ = closed.call0(&JsValue::NULL);
    };
    workshop::open_gallery(
        locale,
        visitor,
        ticket as i64,
        pictures,
        open as i64,
        closed,
    );
}
