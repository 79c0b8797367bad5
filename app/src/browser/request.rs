//! A request that tells how far it has come. By XMLHttpRequest, because `fetch` tells no progress.

use super::{client::HEADER, storage};
use crate::ApiError;
use futures::channel::oneshot;
use js_sys::Uint8Array;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Blob, XmlHttpRequest, XmlHttpRequestResponseType};

/// A request.
pub(super) struct Request<'a> {
    pub(super) method: &'static str,
    pub(super) address: &'a str,
    pub(super) headers: &'a [(&'static str, &'a str)],
    pub(super) body: Option<&'a Blob>,
}

/// What came back; nothing but a status of 0 when the line broke.
pub(super) struct Answer(XmlHttpRequest);

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.0.status().unwrap_or_default()
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.0.get_response_header(name).ok().flatten()
    }

    fn bytes(&self) -> Option<Uint8Array> {
        let body = self.0.response().ok()?;
        body.is_object().then(|| Uint8Array::new(&body))
    }

    /// What it says.
    ///
    /// # Errors
    /// What the desk says against it.
    pub(super) fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, ApiError> {
        let body = self.fine()?.to_vec();
        super::from_json(&body).map_err(|_| self.strange())
    }

    /// The body of an answer that is no refusal.
    ///
    /// # Errors
    /// What the desk says.
    pub(super) fn fine(&self) -> Result<Uint8Array, ApiError> {
        let body = self
            .bytes()
            .unwrap_or_else(|| Uint8Array::new_with_length(0));
        match self.status() {
            200..=299 => Ok(body),
            0 => Err(ApiError::new(
                "offline",
                "The desk cannot be reached. Nothing is lost: try again.",
            )),
            _ => Err(super::from_json(&body.to_vec()).unwrap_or_else(|_| self.strange())),
        }
    }

    fn strange(&self) -> ApiError {
        ApiError::new("internal", format!("The desk answered {}.", self.status()))
    }
}

/// The one that is under way, so that it can be ended.
pub(super) type UnderWay = RefCell<Option<XmlHttpRequest>>;

/// Asks. `progress` hears how many bytes have gone.
pub(super) async fn ask(
    request: &Request<'_>,
    under_way: &UnderWay,
    progress: impl Fn(f64) + 'static,
) -> Answer {
    let asked = XmlHttpRequest::new().expect("every browser has it");
    let moved =
        Closure::<dyn Fn(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
            progress(event.loaded());
        });
    let (over, waiting) = oneshot::channel();
    let over = Rc::new(RefCell::new(Some(over)));
    let ended = Closure::<dyn Fn()>::new(move || drop(over.borrow_mut().take()));
    if let (Ok(upload), true) = (asked.upload(), request.body.is_some()) {
        upload.set_onprogress(Some(moved.as_ref().unchecked_ref()));
    }
    // `loadend` comes after success, failure and abort alike.
    asked.set_onloadend(Some(ended.as_ref().unchecked_ref()));
    let _ = asked.open(request.method, request.address);
    asked.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    if let Some(token) = storage::visitor_token() {
        let _ = asked.set_request_header(HEADER, &token);
    }
    for (name, value) in request.headers {
        let _ = asked.set_request_header(name, value);
    }
    under_way.replace(Some(asked.clone()));
    if asked.send_with_opt_blob(request.body).is_ok() {
        // Dropping the other end is the news.
        let waiting: oneshot::Receiver<()> = waiting;
        let _ = waiting.await;
    }
    under_way.replace(None);
    // The closures lived as long as the request might call them.
    asked.set_onloadend(None);
    drop((moved, ended));
    Answer(asked)
}
