//! One call to `POST /{number}/messages`.

use super::{Whatsapp, errors, plan::kind};
use crate::{
    Outgoing, Part, Receipt, SendError, Template,
    call::{Answer, call, list_at, some, text_at},
    meta::GraphError,
};
use reqwest::header;
use serde_json::{Map, Value, json};

impl Whatsapp {
    /// Sends a part; its file was uploaded before, or is now.
    pub(super) async fn send_part(
        &self,
        message: &Outgoing,
        part: &Part,
    ) -> Result<Receipt, SendError> {
        let file = part.files.first().and_then(|&at| message.files.get(at));
        let uploaded = match file {
            Some(file) => Some(self.upload(message, part, file).await?),
            None => None,
        };
        let content = match (&uploaded, file) {
            (Some(uploaded), Some(file)) => media(kind(file), &uploaded.id, file, &part.text),
            _ if part.place == 0 && message.template.is_some() => {
                template(message.template.as_ref())
            }
            _ => json!({ "type": "text", "text": { "body": part.text, "preview_url": true } }),
        };
        let body = envelope(message, part, content);
        let request = self
            .providers
            .client()
            .post(self.own_address("messages"))
            .header(header::CONTENT_TYPE, "application/json")
            .timeout(self.providers.bases().patience.call)
            .body(body.to_string());
        let answer = call(self.signed_in(request)).await?;
        let outcome = receipt(&answer, message.tries);
        if let (Some(uploaded), Err(SendError::Rejected(_))) = (&uploaded, &outcome) {
            // What it is refused for may be the upload, which may have expired.
            self.providers.remember_upload(&uploaded.key, None);
        }
        outcome
    }
}

/// What each message says: to whom, in answer to what, and our name for it.
fn envelope(message: &Outgoing, part: &Part, content: Value) -> Value {
    let mut body = Map::new();
    body.insert("messaging_product".into(), "whatsapp".into());
    body.insert("recipient_type".into(), "individual".into());
    let (field, to) = recipient(&message.to);
    body.insert(field.into(), to.into());
    body.insert(
        "biz_opaque_callback_data".into(),
        message.correlation(part).into(),
    );
    if let (Some(quoted), 0) = (&message.quoted, part.place) {
        body.insert("context".into(), json!({ "message_id": quoted }));
    }
    if let Value::Object(content) = content {
        body.extend(content);
    }
    Value::Object(body)
}

/// A telephone number with its plus, without which Meta takes it for one of the business's own
/// country; or a user id that is scoped to the business.
fn recipient(to: &str) -> (&'static str, String) {
    let digits = to.trim().trim_start_matches('+');
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        ("to", format!("+{digits}"))
    } else {
        ("recipient", to.trim().to_owned())
    }
}

fn media(kind: &str, id: &str, file: &crate::OutgoingFile, caption: &str) -> Value {
    let mut media = Map::new();
    media.insert("id".into(), id.into());
    if !caption.is_empty() && kind != "audio" {
        media.insert("caption".into(), caption.into());
    }
    if kind == "document" {
        media.insert("filename".into(), file.name.as_str().into());
    }
    json!({ "type": kind, kind: media })
}

fn template(template: Option<&Template>) -> Value {
    let Some(template) = template else {
        return Value::Null;
    };
    let words = template.body.iter();
    let words: Vec<Value> = words
        .map(|text| json!({ "type": "text", "text": text }))
        .collect();
    let mut content = json!({
        "name": template.name,
        "language": { "code": template.language },
    });
    if !words.is_empty() {
        content["components"] = json!([{ "type": "body", "parameters": words }]);
    }
    json!({ "type": "template", "template": content })
}

/// What Meta's answer means. Accepted is all that it says; what becomes of it comes by webhook.
fn receipt(answer: &Answer, tries: u32) -> Result<Receipt, SendError> {
    if let Some(error) = GraphError::of(answer) {
        // Also with a status of 200.
        return Err(errors::refusal(answer, &error, tries));
    }
    let first = list_at(&answer.json, "/messages").first();
    let id = first.and_then(|message| some(text_at(message, "/id")));
    match id {
        Some(id) if answer.is_success() => Ok(Receipt {
            provider_id: Some(id),
        }),
        _ => Err(answer.without_sense()),
    }
}
