//! What is answered over HTTP, and how a call meets the faults of its channel.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};

use crate::book::Channel;
use crate::faults::{self, Fault};
use crate::{Simulator, control, graph, instagram, phones, twilio, whatsapp};

impl Simulator {
    /// Everything it answers: the providers, `/control`, `/phones`. Serve it by HTTP/1, with nothing in front that
    /// catches panics: that is how it cuts a connection.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/", get(|| async { Redirect::to("/phones") }))
            .route("/2010-04-01/{*rest}", any(twilio::route))
            .route("/twilio-media/{sha256}", get(twilio::storage))
            .route("/whatsapp_business/attachments/", get(whatsapp::bytes))
            .route("/ig_messaging_cdn/", get(instagram::bytes))
            .nest("/control", control::router())
            .nest("/phones", phones::router())
            .fallback(graph::route)
            .layer(DefaultBodyLimit::disable())
            .with_state(self.clone())
    }

    /// Does a provider's call with the faults of its channel: `refuse` writes the errors of the provider. What was
    /// accepted is done even when the caller hangs up.
    pub(crate) async fn call<F>(
        &self,
        channel: Channel,
        refuse: fn(Fault) -> Response,
        work: F,
    ) -> Response
    where
        F: Future<Output = Response> + Send + 'static,
    {
        let (fault, wait) = self.0.faults.call(channel);
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        match fault {
            None => work_of(work).await,
            Some(Fault::Cut) => faults::cut(),
            Some(Fault::Lost) => {
                work_of(work).await;
                faults::cut()
            }
            Some(Fault::Hung) => {
                let answer = work_of(work).await;
                tokio::time::sleep(Duration::from_millis(self.knobs(channel).hang_ms)).await;
                answer
            }
            Some(Fault::Html) => {
                let page = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>";
                (
                    StatusCode::BAD_GATEWAY,
                    [("content-type", "text/html")],
                    page,
                )
                    .into_response()
            }
            Some(Fault::Empty) => StatusCode::OK.into_response(),
            Some(fault) => refuse(fault),
        }
    }
}

async fn work_of<F>(work: F) -> Response
where
    F: Future<Output = Response> + Send + 'static,
{
    match tokio::spawn(work).await {
        Ok(answer) => answer,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
