//! SMS and MMS by Twilio's Programmable Messaging. Facts: Twilio's pages on the Messages resource,
//! webhooks, error codes and media types, as collected for this project.

mod errors;
mod list;
mod plan;
mod signature;
mod webhook;

use crate::{
    Account, Channel, Entry, EntryKind, Fetched, Found, Inbound, Outgoing, Pace, Part, Providers,
    Raw, Receipt, SendError, Unreadable,
    call::{Answer, asked, call, number_at, some, text_at},
    fetch::{Credentials as Shown, download},
    problem,
};
use async_trait::async_trait;
use form_urlencoded::Serializer;
use model::{InboxLimits, Limits, Millis};
use reqwest::{RequestBuilder, header};
use serde::Deserialize;

/// What an SMS inbox's settings hold.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
struct Settings {
    /// `AC…`.
    account_sid: String,
    /// The number it sends from, E.164. Not needed with a Messaging Service.
    from: String,
    /// `MG…`: a Messaging Service, which chooses the number.
    messaging_service_sid: String,
    /// What the inbox narrows; not readable, it narrows nothing.
    limits: serde_json::Value,
}

/// What it keeps secret.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
struct Credentials {
    /// The account's token: webhooks are signed with it.
    auth_token: String,
    /// The one before, or the next, while it is being changed.
    other_auth_token: String,
    /// `SK…`: calls are made with a key of their own rather than with the account's token.
    api_key: String,
    /// Its secret.
    api_secret: String,
}

/// What is asked for.
pub(crate) const ACCOUNT: &[Entry] = &[
    Entry::new("account_sid", EntryKind::Text, "AC…"),
    Entry::new("auth_token", EntryKind::Secret, ""),
    Entry::new("from", EntryKind::Text, "+14155550100"),
    Entry::new("messaging_service_sid", EntryKind::Text, "MG…"),
    Entry::new(
        "limits.sender",
        EntryKind::Choice(&["toll_free", "long_code", "short_code"]),
        "",
    ),
    Entry::new("api_key", EntryKind::Secret, "SK…"),
    Entry::new("api_secret", EntryKind::Secret, ""),
    Entry::new("other_auth_token", EntryKind::Secret, ""),
];

/// See the module.
pub(crate) struct Sms {
    settings: Settings,
    credentials: Credentials,
    limits: Limits,
    webhook: String,
    providers: Providers,
}

impl Sms {
    /// Nothing while account, sender or token are missing.
    pub(crate) fn open(account: &Account<'_>, providers: &Providers) -> Option<Self> {
        let settings: Settings = serde_json::from_str(account.settings).ok()?;
        let credentials: Credentials = serde_json::from_str(account.credentials?).ok()?;
        let sends = !settings.from.is_empty() || !settings.messaging_service_sid.is_empty();
        let calls = !credentials.auth_token.is_empty()
            || !(credentials.api_key.is_empty() || credentials.api_secret.is_empty());
        // It becomes part of addresses.
        let is_sid = !settings.account_sid.is_empty()
            && (settings.account_sid.bytes()).all(|byte| byte.is_ascii_alphanumeric());
        let limits: InboxLimits =
            serde_json::from_value(settings.limits.clone()).unwrap_or_default();
        (is_sid && sends && calls).then(|| Self {
            settings,
            credentials,
            limits: Limits::of(model::Channel::Sms, &limits),
            webhook: account.webhook.to_owned(),
            providers: providers.clone(),
        })
    }

    fn base(&self) -> &str {
        self.providers.bases().twilio.trim_end_matches('/')
    }

    /// An address of the account's.
    fn address(&self, path: &str) -> String {
        let sid = &self.settings.account_sid;
        format!("{}/2010-04-01/Accounts/{sid}/{path}", self.base())
    }

    /// Who we are: a key of the inbox's own, where there is one.
    fn user(&self) -> (&str, &str) {
        let credentials = &self.credentials;
        if credentials.api_key.is_empty() || credentials.api_secret.is_empty() {
            (&self.settings.account_sid, &credentials.auth_token)
        } else {
            (&credentials.api_key, &credentials.api_secret)
        }
    }

    fn signed_in(&self, request: RequestBuilder) -> RequestBuilder {
        let (user, password) = self.user();
        request
            .basic_auth(user, Some(password))
            .timeout(self.providers.bases().patience.call)
    }

    /// The form of a send.
    fn form(&self, message: &Outgoing, part: &Part) -> String {
        let mut form = Serializer::new(String::new());
        form.append_pair("To", &message.to);
        if self.settings.messaging_service_sid.is_empty() {
            form.append_pair("From", &self.settings.from);
        } else {
            form.append_pair("MessagingServiceSid", &self.settings.messaging_service_sid);
        }
        if !part.text.is_empty() {
            form.append_pair("Body", &part.text);
        }
        for file in part.files.iter().filter_map(|&at| message.files.get(at)) {
            form.append_pair("MediaUrl", &file.url);
        }
        if !self.webhook.is_empty() {
            // Twilio tries once, and again only if nobody was there. The fragment asks for more;
            // it is not part of what is signed.
            form.append_pair("StatusCallback", &format!("{}#rc=5&rp=all", self.webhook));
        }
        form.finish()
    }

    /// What Twilio's answer to a send means.
    fn receipt(answer: &Answer) -> Result<Receipt, SendError> {
        if let (true, Some(sid)) = (answer.is_success(), some(text_at(&answer.json, "/sid"))) {
            let provider_id = Some(sid);
            return Ok(Receipt { provider_id });
        }
        match number_at(&answer.json, "/code") {
            Some(code) if !answer.is_success() => Err(errors::refusal(answer, code)),
            _ => Err(answer.without_sense()),
        }
    }
}

#[async_trait]
impl Channel for Sms {
    fn name(&self) -> &'static str {
        "SMS"
    }

    fn plan(&self, message: &Outgoing) -> Vec<Part> {
        crate::plan::plan(model::Channel::Sms, &self.limits, message)
    }

    async fn send(&self, message: &Outgoing, part: &Part) -> Result<Receipt, SendError> {
        for file in part.files.iter().filter_map(|&at| message.files.get(at)) {
            plan::carries(file)?;
        }
        let request = self
            .providers
            .client()
            .post(self.address("Messages.json"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(self.form(message, part));
        Self::receipt(&call(self.signed_in(request)).await?)
    }

    async fn check(&self) -> Result<String, SendError> {
        let sid = &self.settings.account_sid;
        let url = format!("{}/2010-04-01/Accounts/{sid}.json", self.base());
        let request = self.providers.client().get(url);
        let answer = call(self.signed_in(request)).await.map_err(asked)?;
        if !answer.is_success() {
            return Err(match number_at(&answer.json, "/code") {
                Some(code) => errors::refusal(&answer, code),
                None => answer.without_sense(),
            });
        }
        // Twilio's page on accounts: `active`, `suspended` or `closed`.
        match text_at(&answer.json, "/status").as_str() {
            "active" | "" => {
                Ok(some(text_at(&answer.json, "/friendly_name")).unwrap_or(sid.clone()))
            }
            status => Err(SendError::Rejected(problem::account(status))),
        }
    }

    /// Twilio keeps what comes faster than the networks take it; of calls at a time it takes only
    /// some dozens (error 20429).
    fn paces(&self, _: &Outgoing, _: &Part) -> Vec<Pace> {
        vec![Pace::new("all", 30, 1)]
    }

    async fn find(&self, message: &Outgoing, part: &Part) -> Result<Found, SendError> {
        self.find_sent(message, part).await
    }

    fn verify(&self, raw: &Raw<'_>) -> Result<(), Unreadable> {
        let tokens = [
            self.credentials.auth_token.as_str(),
            &self.credentials.other_auth_token,
        ];
        signature::verify(raw, &tokens)
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Inbound>, Unreadable> {
        webhook::read(body)
    }

    async fn fetch(&self, source: &str) -> Result<Fetched, SendError> {
        let (user, password) = self.user();
        let hosts = [self.base().to_owned()];
        download(
            &self.providers,
            source,
            &hosts,
            Shown::Basic(user, password),
        )
        .await
        .map(|downloaded| downloaded.file)
        .map_err(|why| why.meaning(SendError::Rejected(problem::reconnect())))
    }

    fn acknowledgement(&self) -> (&'static str, &'static str) {
        // Without a content type of XML, Twilio reports error 12300.
        ("text/xml", "<Response></Response>")
    }

    async fn missed(&self, since: Millis) -> Result<Vec<Vec<u8>>, SendError> {
        self.list_missed(since).await
    }
}
