//! How server functions travel: by `fetch`, with the visitor's token as a header where there is
//! one. Not server_fn's own client: that carries streams, sockets and multipart, of which no page
//! uses any.

use super::storage;
use crate::ApiError;
use futures::{Sink, Stream, sink::Drain, stream::Empty};
use leptos::prelude::window;
use model::TicketId;
use send_wrapper::SendWrapper;
use server_fn::{
    Bytes, client::Client, error::FromServerFnError, error::ServerFnErrorErr as Failure,
    request::ClientReq, response::ClientRes,
};
use std::future::{Future, ready};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

/// Name of the header with the visitor's token.
pub(super) const HEADER: &str = "x-visitor";

/// Sends calls and receives their answers.
pub(crate) struct PageClient;

/// A call: arguments as JSON.
pub struct Call {
    path: String,
    body: String,
}

/// An answer, read to its end.
pub struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Asks the desk, without leaving the page: sends a body of that kind, or fetches where there is none.
pub(super) async fn ask(path: &str, kind: &str, body: Option<String>) -> Result<Answer, JsValue> {
    let headers = Headers::new()?;
    headers.set("x-in-place", "1")?;
    if let Some(token) = storage::visitor_token() {
        headers.set(HEADER, &token)?;
    }
    let init = RequestInit::new();
    if let Some(body) = body {
        headers.set("content-type", kind)?;
        init.set_method("POST");
        init.set_body(&body.into());
    }
    init.set_headers(&headers);
    let response = JsFuture::from(window().fetch_with_str_and_init(path, &init)).await?;
    let response: Response = response.unchecked_into();
    let body = JsFuture::from(response.text()?).await?;
    Ok(Answer {
        status: response.status(),
        body: body.as_string().unwrap_or_default(),
    })
}

/// Tells the desk that somebody looks at a ticket, and whether they write. Who else does, in their words.
pub(crate) async fn look(ticket: TicketId, writes: bool) -> Option<String> {
    let form = "application/x-www-form-urlencoded";
    let told = format!("ticket={ticket}&writes={writes}");
    let answer = ask("/presence", form, Some(told)).await.ok()?;
    (answer.status == 200).then_some(answer.body)
}

impl Client<ApiError> for PageClient {
    type Request = Call;
    type Response = Answer;

    fn send(call: Call) -> impl Future<Output = Result<Answer, ApiError>> + Send {
        SendWrapper::new(async move {
            let answer = ask(&call.path, "application/json", Some(call.body)).await;
            answer.map_err(|_| ApiError::from_server_fn_error(Failure::Request(String::new())))
        })
    }

    fn open_websocket(
        _: &str,
    ) -> impl Future<
        Output = Result<
            (
                impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static,
                impl Sink<Bytes> + Send + 'static,
            ),
            ApiError,
        >,
    > + Send {
        ready(unused::<(Empty<Result<Bytes, Bytes>>, Drain<Bytes>)>())
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        leptos::task::spawn_local(future);
    }
}

/// What no page of ours does.
fn unused<T>() -> Result<T, ApiError> {
    let why = "pages send and receive whole bodies".to_owned();
    Err(ApiError::from_server_fn_error(
        Failure::UnsupportedRequestMethod(why),
    ))
}

impl ClientReq<ApiError> for Call {
    type FormData = ();

    fn try_new_req_bytes(
        path: &str,
        _: &str,
        _: &str,
        body: Bytes,
        _: http::Method,
    ) -> Result<Self, ApiError> {
        Ok(Self {
            path: path.to_owned(),
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    fn try_new_req_query(
        _: &str,
        _: &str,
        _: &str,
        _: &str,
        _: http::Method,
    ) -> Result<Self, ApiError> {
        unused()
    }

    fn try_new_req_text(
        _: &str,
        _: &str,
        _: &str,
        _: String,
        _: http::Method,
    ) -> Result<Self, ApiError> {
        unused()
    }

    fn try_new_req_form_data(
        _: &str,
        _: &str,
        _: &str,
        (): (),
        _: http::Method,
    ) -> Result<Self, ApiError> {
        unused()
    }

    fn try_new_req_multipart(_: &str, _: &str, (): (), _: http::Method) -> Result<Self, ApiError> {
        unused()
    }

    fn try_new_req_streaming(
        _: &str,
        _: &str,
        _: &str,
        _: impl Stream<Item = Bytes> + Send + 'static,
        _: http::Method,
    ) -> Result<Self, ApiError> {
        unused()
    }
}

impl ClientRes<ApiError> for Answer {
    fn try_into_string(self) -> impl Future<Output = Result<String, ApiError>> + Send {
        ready(Ok(self.body))
    }

    fn try_into_bytes(self) -> impl Future<Output = Result<Bytes, ApiError>> + Send {
        ready(Ok(Bytes::from(self.body)))
    }

    fn try_into_stream(
        self,
    ) -> Result<impl Stream<Item = Result<Bytes, Bytes>> + Send + Sync + 'static, ApiError> {
        unused::<Empty<Result<Bytes, Bytes>>>()
    }

    fn status(&self) -> u16 {
        self.status
    }

    fn status_text(&self) -> String {
        String::new()
    }

    fn location(&self) -> String {
        String::new()
    }

    fn has_redirect(&self) -> bool {
        false
    }
}
