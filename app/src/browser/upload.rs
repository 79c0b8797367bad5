//! Uploads. By XMLHttpRequest, because `fetch` tells no progress.

use super::{client::HEADER, files::PickedFile, storage, worker::Prepared};
use crate::ApiError;
use futures::channel::oneshot;
use model::{SentAs, TicketId, Upload};
use send_wrapper::SendWrapper;
use std::{cell::RefCell, future::Future, rc::Rc};
use wasm_bindgen::{JsCast, prelude::Closure};

/// An upload under way; [`Uploading::abort`] ends it.
#[derive(Clone)]
pub(crate) struct Uploading(SendWrapper<web_sys::XmlHttpRequest>);

impl Uploading {
    /// Ends it; the server throws away what it got.
    pub(crate) fn abort(&self) {
        let _ = self.0.abort();
    }
}

/// What goes up: the fitted picture, or the file as it is.
pub(crate) enum Body<'a> {
    /// From the worker.
    Picture(&'a Prepared),
    /// As picked.
    File(&'a PickedFile),
}

/// Sends a file to the desk. `progress` hears the share that has gone, 0 to 1.
///
/// # Errors
/// `offline` when the connection broke, else what the desk says.
pub(crate) fn upload<P: Fn(f64) + 'static>(
    body: &Body<'_>,
    name: &str,
    ticket: Option<TicketId>,
    sent_as: SentAs,
    progress: P,
) -> (
    Uploading,
    impl Future<Output = Result<Upload, ApiError>> + use<P>,
) {
    let request = web_sys::XmlHttpRequest::new().expect("every browser has it");
    let (answer, waiting) = oneshot::channel();
    let answer = Rc::new(RefCell::new(Some(answer)));

    let moved =
        Closure::<dyn Fn(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
            if event.length_computable() {
                progress(event.loaded() / event.total().max(1.0));
            }
        });
    let ended = {
        let request = request.clone();
        Closure::<dyn Fn()>::new(move || {
            if let Some(answer) = answer.borrow_mut().take() {
                let _ = answer.send(read(&request));
            }
        })
    };
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(moved.as_ref().unchecked_ref()));
    }
    // `loadend` comes after success, failure and abort alike.
    request.set_onloadend(Some(ended.as_ref().unchecked_ref()));

    let name = String::from(js_sys::encode_uri_component(name));
    let ticket = ticket.map(|id| format!("&ticket={id}")).unwrap_or_default();
    let sent_as = sent_as.as_str();
    let _ = request.open(
        "POST",
        &format!("/uploads?name={name}{ticket}&as={sent_as}"),
    );
    if let Some(token) = storage::visitor_token() {
        let _ = request.set_request_header(HEADER, &token);
    }
    let _ = match body {
        Body::Picture(picture) => {
            let _ = request.set_request_header("content-type", &picture.mime);
            request.send_with_opt_js_u8_array(Some(&picture.bytes))
        }
        Body::File(file) => request.send_with_opt_blob(Some(file.blob())),
    };

    let uploading = Uploading(SendWrapper::new(request));
    let future = async move {
        // The closures live as long as the request may call them.
        let _keep = (moved, ended);
        waiting.await.unwrap_or_else(|_| Err(offline()))
    };
    (uploading, SendWrapper::new(future))
}

fn offline() -> ApiError {
    ApiError::new(
        "offline",
        "The upload was interrupted. Nothing is lost: try again.",
    )
}

fn read(request: &web_sys::XmlHttpRequest) -> Result<Upload, ApiError> {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status() {
        Ok(200..=299) => super::from_json(text.as_bytes()).map_err(|_| offline()),
        Ok(0) | Err(_) => Err(offline()),
        Ok(status) => Err(super::from_json(text.as_bytes())
            .unwrap_or_else(|_| ApiError::new("internal", format!("The desk answered {status}.")))),
    }
}
