//! One call to `POST /{account}/messages`.

use super::{Instagram, Login, errors, plan::kind};
use crate::{
    Outgoing, Part, Receipt, SendError,
    call::{Answer, call, some, text_at},
    meta::GraphError,
};
use model::{Millis, WINDOW_MS};
use reqwest::header;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

impl Instagram {
    /// Sends a part.
    pub(super) async fn send_part(
        &self,
        message: &Outgoing,
        part: &Part,
    ) -> Result<Receipt, SendError> {
        let request = self
            .providers
            .client()
            .post(format!("{}/messages", self.address()))
            .header(header::CONTENT_TYPE, "application/json")
            .bearer_auth(&self.credentials.token)
            .timeout(self.providers.bases().patience.call)
            .body(self.body(message, part)?.to_string());
        receipt(&call(request).await?, message.tries)
    }

    /// The account's own.
    pub(super) fn address(&self) -> String {
        let account = match self.settings.account_id.as_str() {
            "" => "me",
            account => account,
        };
        format!("{}/{account}", self.base())
    }

    /// Where all that the token may see is, without a slash at the end.
    pub(super) fn base(&self) -> String {
        let bases = self.providers.bases();
        let base = match self.settings.login {
            Login::Instagram => &bases.instagram,
            Login::Facebook => &bases.instagram_facebook,
        };
        let (base, version) = (base.trim_end_matches('/'), &bases.instagram_version);
        format!("{base}/{version}")
    }

    fn body(&self, message: &Outgoing, part: &Part) -> Result<Value, SendError> {
        let mut files = Vec::new();
        for file in part.files.iter().filter_map(|&at| message.files.get(at)) {
            let payload = json!({ "url": file.url });
            files.push(json!({ "type": kind(file)?, "payload": payload }));
        }
        let content = match &files[..] {
            [] => json!({ "text": part.text }),
            // One goes alone: the list is for pictures.
            [file] => json!({ "attachment": file }),
            files => json!({ "attachments": files }),
        };
        let mut body = json!({ "recipient": { "id": message.to }, "message": content });
        if let (Some(quoted), 0) = (&message.quoted, part.place) {
            body["reply_to"] = json!({ "mid": quoted });
        }
        let late = message.heard_at.is_some_and(|at| now() - at >= WINDOW_MS);
        if late && self.settings.human_agent {
            body["tag"] = "HUMAN_AGENT".into();
            if self.settings.messaging_type {
                body["messaging_type"] = "MESSAGE_TAG".into();
            }
        }
        Ok(body)
    }
}

fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0))
}

/// What Meta's answer means.
fn receipt(answer: &Answer, tries: u32) -> Result<Receipt, SendError> {
    if let Some(error) = GraphError::of(answer) {
        return Err(errors::refusal(answer, &error, tries));
    }
    match some(text_at(&answer.json, "/message_id")) {
        Some(id) if answer.is_success() => Ok(Receipt {
            provider_id: Some(id),
        }),
        _ => Err(answer.without_sense()),
    }
}
