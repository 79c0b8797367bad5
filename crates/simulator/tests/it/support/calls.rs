//! Calls to the providers, with their credentials.

use serde_json::Value;
use simulator::Channel;

use super::World;

impl World {
    /// A form to Twilio, with the account's credentials.
    pub async fn twilio(&self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let config = self.sim.config();
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = self
            .http
            .post(format!(
                "{}/2010-04-01/Accounts/{}/{path}",
                self.base, config.twilio.account_sid
            ))
            .basic_auth(&config.twilio.account_sid, Some(&config.twilio.auth_token))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        answer(request).await
    }

    pub async fn twilio_get(&self, path: &str) -> (u16, Value) {
        let config = self.sim.config();
        let request = self
            .http
            .get(format!(
                "{}/2010-04-01/Accounts/{}/{path}",
                self.base, config.twilio.account_sid
            ))
            .basic_auth(&config.twilio.account_sid, Some(&config.twilio.auth_token));
        answer(request).await
    }

    /// An SMS by the first number.
    pub async fn sms(&self, more: &[(&str, &str)]) -> (u16, Value) {
        let config = self.sim.config();
        let from = config.twilio.senders[0].number.clone();
        let mut form = vec![("To", "+14155550171"), ("From", from.as_str())];
        form.extend_from_slice(more);
        self.twilio("Messages.json", &form).await
    }

    pub async fn graph(&self, channel: Channel, path: &str, body: Value) -> (u16, Value) {
        let request = self
            .http
            .post(format!("{}/v25.0/{path}", self.base))
            .bearer_auth(self.token(channel));
        answer(
            request
                .header("content-type", "application/json")
                .body(body.to_string()),
        )
        .await
    }

    pub async fn graph_get(&self, channel: Channel, path: &str) -> (u16, Value) {
        answer(
            self.http
                .get(format!("{}/v25.0/{path}", self.base))
                .bearer_auth(self.token(channel)),
        )
        .await
    }

    pub fn token(&self, channel: Channel) -> String {
        let config = self.sim.config();
        if channel == Channel::Instagram {
            config.instagram.token.clone()
        } else {
            config.whatsapp.token.clone()
        }
    }

    /// A WhatsApp message to the first person.
    pub async fn wa(&self, mut message: Value) -> (u16, Value) {
        message["messaging_product"] = "whatsapp".into();
        message["recipient_type"] = "individual".into();
        if message.get("to").is_none() {
            message["to"] = "+16505551234".into();
        }
        let id = self.sim.config().whatsapp.phone_number_id.clone();
        self.graph(Channel::Whatsapp, &format!("{id}/messages"), message)
            .await
    }

    /// An upload to WhatsApp.
    pub async fn wa_upload(&self, kind: &str, bytes: &[u8]) -> (u16, Value) {
        let mut body = Vec::new();
        for (name, value) in [("messaging_product", "whatsapp"), ("type", kind)] {
            body.extend(
                format!(
                    "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .into_bytes(),
            );
        }
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n--b--\r\n");
        let id = self.sim.config().whatsapp.phone_number_id.clone();
        let request = self
            .http
            .post(format!("{}/v25.0/{id}/media", self.base))
            .bearer_auth(self.token(Channel::Whatsapp))
            .header("content-type", "multipart/form-data; boundary=b")
            .body(body);
        answer(request).await
    }

    /// An Instagram message to the first person.
    pub async fn ig(&self, message: Value) -> (u16, Value) {
        let body = serde_json::json!({"recipient": {"id": "7110000000000001"}, "message": message});
        self.graph(Channel::Instagram, "me/messages", body).await
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (
        status,
        serde_json::from_str(&text).unwrap_or(Value::String(text)),
    )
}
