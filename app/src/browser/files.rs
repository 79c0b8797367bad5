//! Files a person hands over: picked, pasted or dropped. gloo-file holds them.

use super::file_kind;
use gloo_file::{Blob, File, futures::read_as_bytes};
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, prelude::Closure};

/// `File`s as they go from the page to the workshop.
pub type Files = js_sys::Array;

/// A file from the reader's machine. Its bytes stay there until they are asked for.
#[derive(Clone, Debug)]
pub(crate) struct PickedFile(SendWrapper<File>);

impl PickedFile {
    /// The files of a browser's list.
    pub(super) fn list(files: web_sys::FileList) -> Vec<Self> {
        gloo_file::FileList::from(files)
            .iter()
            .cloned()
            .map(|f| Self(SendWrapper::new(f)))
            .collect()
    }

    /// The files in a page's list of them.
    pub(crate) fn all(files: &Files) -> Vec<Self> {
        files
            .iter()
            .filter_map(|file| file.dyn_into::<web_sys::File>().ok())
            .map(|file| Self(SendWrapper::new(File::from(file))))
            .collect()
    }

    /// A file of bytes that were made here.
    pub(crate) fn made(name: &str, mime: &str, bytes: &js_sys::Uint8Array) -> Self {
        let contents = bytes.buffer();
        Self(SendWrapper::new(File::new_with_options(
            name,
            contents,
            Some(mime),
            None,
        )))
    }

    /// One of which there is no more than its name: its bytes are at the desk.
    pub(crate) fn elsewhere(name: &str, mime: &str) -> Self {
        Self::made(name, mime, &js_sys::Uint8Array::new_with_length(0))
    }

    /// Its name; pasted pictures have one from the browser.
    pub(crate) fn name(&self) -> String {
        self.0.name()
    }

    /// Its size in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.size()
    }

    /// Whether it is taken for a picture. A hint, never a fact.
    pub(crate) fn claims_picture(&self) -> bool {
        self.claimed_mime().starts_with("image/")
    }

    /// What the browser takes it for; where it does not know, as many do not know HEIC, what pictures of
    /// such a name are.
    pub(crate) fn claimed_mime(&self) -> String {
        let told = self.0.raw_mime_type();
        match file_kind::by_name(&self.name()) {
            Some(mime) if knows_nothing(&told) => mime.to_owned(),
            _ => told,
        }
    }

    /// Whether neither browser nor name say what it is.
    pub(crate) fn is_unknown(&self) -> bool {
        knows_nothing(&self.claimed_mime())
    }

    /// The same file, with a picture's type when its first bytes are a picture's.
    pub(crate) async fn looked_at(self) -> Self {
        let head = self.0.slice(0, file_kind::LOOK);
        // What cannot be read will say so where it is needed.
        let head = read_as_bytes(&head).await.unwrap_or_default();
        let Some(mime) = file_kind::by_bytes(&head) else {
            return self;
        };
        let whole = Blob::from(self.blob().clone());
        let typed = File::new_with_options(&self.name(), whole, Some(mime), None);
        Self(SendWrapper::new(typed))
    }

    /// The browser's own handle.
    pub(super) fn blob(&self) -> &web_sys::Blob {
        let file: &web_sys::File = self.0.as_ref();
        file.unchecked_ref()
    }
}

fn knows_nothing(mime: &str) -> bool {
    mime.is_empty() || mime == "application/octet-stream"
}

fn of(data: Option<web_sys::DataTransfer>) -> Vec<PickedFile> {
    data.and_then(|data| data.files())
        .map(PickedFile::list)
        .unwrap_or_default()
}

/// The files in what was just pasted.
pub(crate) fn pasted(event: &web_sys::Event) -> Vec<PickedFile> {
    of(event
        .dyn_ref::<web_sys::ClipboardEvent>()
        .and_then(web_sys::ClipboardEvent::clipboard_data))
}

/// Takes in files that are dropped anywhere on what a form stands in: the whole conversation.
/// `over` hears whether some are being dragged above it. Dropped beside it they would take the
/// page's place: they are turned away instead.
pub(crate) fn on_drop(
    form: NodeRef<html::Form>,
    over: impl Fn(bool) + 'static,
    take: impl Fn(Vec<PickedFile>) + 'static,
) {
    let Some(around) = form.get_untracked().and_then(|form| form.parent_node()) else {
        return;
    };
    let hear = Closure::<dyn Fn(web_sys::DragEvent)>::new(move |event: web_sys::DragEvent| {
        let Some(data) = event.data_transfer() else {
            return;
        };
        // Files, and not text or a link.
        if !data.types().includes(&"Files".into(), 0) {
            return;
        }
        event.prevent_default();
        let leaves = event.type_() == "dragleave";
        let at = if leaves {
            event.related_target()
        } else {
            event.target()
        };
        let inside = around.contains(at.as_ref().and_then(|at| at.dyn_ref()));
        let drops = event.type_() == "drop";
        over(inside && !drops);
        if !inside {
            data.set_drop_effect("none");
        } else if drops {
            take(of(Some(data)));
        }
    });
    let page = document();
    for name in DRAGS {
        let _ = page.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
    }
    let held = SendWrapper::new(hear);
    on_cleanup(move || {
        for name in DRAGS {
            let _ = page.remove_event_listener_with_callback(name, held.as_ref().unchecked_ref());
        }
    });
}

const DRAGS: [&str; 4] = ["dragenter", "dragover", "dragleave", "drop"];

/// An address under which this page can show bytes it holds. Give it back with [`revoke_url`].
pub(crate) fn object_url(bytes: &js_sys::Uint8Array, mime: &str) -> Option<String> {
    let blob = Blob::new_with_options(bytes.buffer(), Some(mime));
    web_sys::Url::create_object_url_with_blob(blob.as_ref()).ok()
}

/// An address under which this page can show a file.
pub(crate) fn file_url(file: &PickedFile) -> Option<String> {
    web_sys::Url::create_object_url_with_blob(file.blob()).ok()
}

/// Frees what [`object_url`] and [`file_url`] hold.
pub(crate) fn revoke_url(url: &str) {
    let _ = web_sys::Url::revoke_object_url(url);
}
