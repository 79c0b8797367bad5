//! The picture workshop, seen from the page: fetched when the first file is picked or the first
//! picture opened. It is another wasm with a memory of its own, so the two talk in JavaScript's
//! values.

use super::files::PickedFile;
use js_sys::{Array, Function, Promise};
use leptos::{html, prelude::*};
use model::{Attachment, AttachmentId, NewFile, TicketId, TrayFile};
use send_wrapper::SendWrapper;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// Defined by the page's first script: only JavaScript can import.
    #[wasm_bindgen(js_name = fetchWorkshop)]
    fn fetch_workshop() -> Promise;

    type Workshop;
    #[wasm_bindgen(method)]
    fn open_tray(this: &Workshop, place: &HtmlElement, about: &str, changed: &Function) -> Tray;
    #[wasm_bindgen(method)]
    fn open_gallery(
        this: &Workshop,
        locale: &str,
        visitor: &str,
        ticket: f64,
        pictures: &str,
        open: f64,
        closed: &Function,
    );

    type Tray;
    #[wasm_bindgen(method)]
    fn add(this: &Tray, files: &Array) -> Option<String>;
    #[wasm_bindgen(method)]
    fn files(this: &Tray) -> String;
    #[wasm_bindgen(method)]
    fn take(this: &Tray, key: &str) -> String;
    #[wasm_bindgen(method)]
    fn sent(this: &Tray, key: &str);
    #[wasm_bindgen(method)]
    fn put_back(this: &Tray, key: &str);
    #[wasm_bindgen(method)]
    fn bring(this: &Tray, kept: &str);
    #[wasm_bindgen(method)]
    fn free(this: &Tray);
}

struct Held(Tray);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.free();
    }
}

async fn workshop() -> Option<Workshop> {
    let module = JsFuture::from(fetch_workshop()).await.ok()?;
    Some(module.unchecked_into())
}

/// Fetches it ahead of its use: somebody is about to pick a file.
pub(crate) fn warm_workshop() {
    drop(fetch_workshop());
}

/// The files of a message that is being written: the tray's remote control. The tray goes with
/// the last copy of it.
#[derive(Clone)]
pub(crate) struct RemoteTray(SendWrapper<Rc<Held>>);

/// Opens a tray in an element of the page. `changed` hears whether it is busy, how many files can
/// go, and their bytes. `None` when the workshop cannot be had.
pub(crate) async fn open_tray(
    place: NodeRef<html::Div>,
    about: String,
    changed: impl Fn(bool, u32, u64) + 'static,
) -> Option<RemoteTray> {
    let workshop = workshop().await?;
    let place = place.try_get_untracked().flatten()?;
    let changed = Closure::<dyn Fn(bool, u32, f64)>::new(move |busy, files, bytes| {
        changed(busy, files, bytes as u64);
    });
    let changed = changed.into_js_value().unchecked_into();
    let tray = workshop.open_tray(&place, &about, &changed);
    Some(RemoteTray(SendWrapper::new(Rc::new(Held(tray)))))
}

impl RemoteTray {
    fn tray(&self) -> &Tray {
        let held: &Rc<Held> = &self.0;
        &held.0
    }

    /// Takes files in. Answers with a sentence when they are too many.
    pub(crate) fn add(&self, files: &[PickedFile]) -> Option<String> {
        self.tray()
            .add(&files.iter().map(PickedFile::blob).collect())
    }

    /// What can go.
    pub(crate) fn files(&self) -> Vec<TrayFile> {
        super::from_json(self.tray().files().as_bytes()).unwrap_or_default()
    }

    /// Takes out what can go; see [`RemoteTray::sent`] and [`RemoteTray::put_back`].
    pub(crate) fn take(&self, key: &str) -> Vec<NewFile> {
        super::from_json(self.tray().take(key).as_bytes()).unwrap_or_default()
    }

    /// What was taken under the key has gone.
    pub(crate) fn sent(&self, key: &str) {
        self.tray().sent(key);
    }

    /// Files come back that went with a message: as they are remembered with a draft.
    pub(crate) fn bring(&self, kept: &str) {
        self.tray().bring(kept);
    }

    /// What was taken under the key could not go.
    pub(crate) fn put_back(&self, key: &str) {
        self.tray().put_back(key);
    }
}

/// Opens the large view; `false` when it cannot be had.
pub(crate) async fn open_gallery(
    locale: &str,
    ticket: TicketId,
    pictures: &[Attachment],
    open: AttachmentId,
    closed: impl FnOnce() + 'static,
) -> bool {
    let Some(workshop) = workshop().await else {
        return false;
    };
    let pictures = serde_json::to_string(pictures).unwrap_or_default();
    let closed = Closure::once_into_js(closed).unchecked_into();
    let visitor = super::visitor_token().unwrap_or_default();
    let (ticket, open) = (ticket as f64, open as f64);
    workshop.open_gallery(locale, &visitor, ticket, &pictures, open, &closed);
    true
}
