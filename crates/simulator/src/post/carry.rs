//! One attempt at a webhook: signed, sent, written down.

use bytes::Bytes;

use super::{Attempt, Body, Hook, LOG, lock};
use crate::Simulator;
use crate::book::Channel;
use crate::sign;

impl Simulator {
    pub(super) async fn attempt(&self, hook: &Hook, url: &str, n: u32) -> Attempt {
        let _line = self.0.post.lines.acquire().await;
        let (kind, body, header, signature) = match &hook.body {
            Body::Form(params) => {
                let body = form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(params)
                    .finish();
                let signature = sign::twilio(&self.config().twilio.auth_token, url, params);
                (
                    "application/x-www-form-urlencoded; charset=UTF-8",
                    body,
                    "X-Twilio-Signature",
                    signature,
                )
            }
            Body::Json(value) => {
                let body = sign::meta_json(value);
                let signature = sign::hub(&self.app_secret(hook.channel), body.as_bytes());
                ("application/json", body, "X-Hub-Signature-256", signature)
            }
        };
        // The address without user and password, which go into Basic auth (TW-SEC), and without fragment.
        let mut request = self
            .0
            .http
            .post(sign::plain_url(url))
            .header("content-type", kind)
            .header(header, signature);
        if let Some((user, password)) = credentials(url) {
            request = request.basic_auth(user, Some(password));
        }
        if let Body::Form(_) = hook.body {
            request = request
                .header("I-Twilio-Idempotency-Token", &hook.event)
                .header("user-agent", "TwilioProxy/1.1");
        } else {
            request = request.header("user-agent", "facebookexternalua");
        }
        let outcome = match request.body(Bytes::from(body)).send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let text = answer.bytes().await.unwrap_or_default();
                Ok((
                    status,
                    String::from_utf8_lossy(&text[..text.len().min(500)]).into_owned(),
                ))
            }
            Err(e) => Err(words(&e)),
        };
        self.note(hook, n, outcome)
    }

    pub(super) fn note(
        &self,
        hook: &Hook,
        attempt: u32,
        outcome: Result<(u16, String), String>,
    ) -> Attempt {
        let (status, answer, error) = match outcome {
            Ok((status, answer)) => (Some(status), answer, String::new()),
            Err(error) => (None, String::new(), error),
        };
        let body = match &hook.body {
            Body::Form(params) => form_urlencoded::Serializer::new(String::new())
                .extend_pairs(params)
                .finish(),
            Body::Json(value) => value.to_string(),
        };
        let (channel, url, event, at) = (
            hook.channel,
            hook.url.clone(),
            hook.event.clone(),
            self.0.clock.now(),
        );
        let entry = Attempt {
            channel,
            url,
            event,
            attempt,
            status,
            error,
            body,
            answer,
            at,
        };
        if channel == Channel::Instagram && attempt > 0 {
            let mut failing = lock(&self.0.post.failing);
            *failing = if entry.taken() {
                None
            } else {
                failing.or(Some(at))
            };
        }
        let mut log = lock(&self.0.post.log);
        log.push_back(entry.clone());
        if log.len() > LOG {
            log.pop_front();
        }
        entry
    }
}

fn credentials(url: &str) -> Option<(String, String)> {
    let url = url::Url::parse(url).ok()?;
    let password = url.password().unwrap_or_default().to_owned();
    (!url.username().is_empty()).then(|| (url.username().to_owned(), password))
}

fn words(error: &reqwest::Error) -> String {
    let kind = if error.is_timeout() {
        "no answer in time"
    } else {
        "no connection"
    };
    let mut text = format!("{kind}: {error}");
    let mut source = std::error::Error::source(error);
    while let Some(e) = source {
        text.push_str(&format!(": {e}"));
        source = e.source();
    }
    text
}
