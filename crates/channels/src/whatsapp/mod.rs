//! WhatsApp by Meta's Cloud API. Facts: Meta's pages on messages, media, webhooks and error codes
//! and its OpenAPI description, as collected for this project.

mod errors;
mod plan;
mod send;
mod template;
mod upload;
mod webhook;

use crate::{
    Account, Channel, Entry, EntryKind, Fetched, Found, Inbound, Outgoing, Pace, Part, Providers,
    Raw, Receipt, SendError, Unreadable,
    call::{SOON, asked, call, some, text_at},
    fetch::{Credentials as Shown, download},
    meta::{self, Credentials, has_sha256},
    problem::{gone, problem, reconnect},
};
use async_trait::async_trait;
use model::Template;
use reqwest::RequestBuilder;
use serde::{Deserialize, Serialize};

/// What a WhatsApp inbox's settings hold.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
struct Settings {
    /// Meta's number for the telephone number.
    phone_number_id: String,
    /// Meta's number for the WhatsApp Business Account, which has the templates.
    waba_id: String,
}

/// What is asked for.
pub(crate) const ACCOUNT: &[Entry] = &[
    Entry::new("phone_number_id", EntryKind::Text, "106540352242922"),
    Entry::new("waba_id", EntryKind::Text, "102290129340398"),
    Entry::new("token", EntryKind::Secret, "EAA…"),
    Entry::new("app_secrets", EntryKind::Secrets, ""),
    Entry::new("verify_token", EntryKind::Secret, ""),
];

/// See the module.
pub(crate) struct Whatsapp {
    settings: Settings,
    credentials: Credentials,
    providers: Providers,
}

/// Where a file lies: what stands in an inbound file's `source`.
#[derive(Serialize, Deserialize)]
struct Place {
    /// Meta's name for it.
    id: String,
    /// Of its bytes, as told.
    #[serde(default)]
    sha256: String,
}

impl Whatsapp {
    /// Nothing while number or token are missing.
    pub(crate) fn open(account: &Account<'_>, providers: &Providers) -> Option<Self> {
        let settings: Settings = serde_json::from_str(account.settings).ok()?;
        let credentials: Credentials = serde_json::from_str(account.credentials?).ok()?;
        let complete = is_id(&settings.phone_number_id) && !credentials.token.is_empty();
        complete.then(|| Self {
            settings,
            credentials,
            providers: providers.clone(),
        })
    }

    /// An address of the API's.
    fn address(&self, path: &str) -> String {
        let bases = self.providers.bases();
        let base = bases.whatsapp.trim_end_matches('/');
        format!("{base}/{}/{path}", bases.whatsapp_version)
    }

    /// An address of the number's.
    fn own_address(&self, what: &str) -> String {
        self.address(&format!("{}/{what}", self.settings.phone_number_id))
    }

    fn signed_in(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.credentials.token)
    }

    /// Where Meta keeps a file at the moment: the address is good for five minutes.
    async fn whereabouts(&self, place: &Place) -> Result<(String, String), SendError> {
        if !is_id(&place.id) {
            return Err(SendError::Rejected(gone()));
        }
        let number = &self.settings.phone_number_id;
        let url = self.address(&format!("{}?phone_number_id={number}", place.id));
        let request = self.providers.client().get(url);
        let request = request.timeout(self.providers.bases().patience.call);
        let answer = call(self.signed_in(request)).await.map_err(SendError::from);
        let answer = answer.map_err(safe)?;
        if let (true, Some(url)) = (answer.is_success(), some(text_at(&answer.json, "/url"))) {
            return Ok((url, text_at(&answer.json, "/sha256")));
        }
        Err(match meta::GraphError::of(&answer) {
            // "Unsupported get request", or an unknown parameter: it has expired.
            Some(error) if error.code == 100 || answer.status == 404 => SendError::Rejected(gone()),
            Some(error) => safe(errors::refusal(&answer, &error, 0)),
            None if answer.status == 404 => SendError::Rejected(gone()),
            None => safe(answer.without_sense()),
        })
    }
}

/// Whether it is a name of Meta's that may become part of an address.
fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What may be done again harmlessly has no unknown end.
fn safe(error: SendError) -> SendError {
    match error {
        SendError::Unknown => SendError::Retry(SOON),
        error => error,
    }
}

#[async_trait]
impl Channel for Whatsapp {
    fn name(&self) -> &'static str {
        "WhatsApp"
    }

    fn plan(&self, message: &Outgoing) -> Vec<Part> {
        let channel = model::Channel::Whatsapp;
        crate::plan::plan(channel, &channel.limits(), message)
    }

    fn prepares(&self, part: &Part) -> bool {
        !part.files.is_empty()
    }

    async fn prepare(&self, message: &Outgoing, part: &Part) -> Result<(), SendError> {
        match part.files.first().and_then(|&at| message.files.get(at)) {
            Some(file) => self.upload(message, part, file).await.map(drop),
            None => Ok(()),
        }
    }

    async fn send(&self, message: &Outgoing, part: &Part) -> Result<Receipt, SendError> {
        self.send_part(message, part).await
    }

    async fn check(&self) -> Result<String, SendError> {
        let number = &self.settings.phone_number_id;
        let url = self.address(&format!(
            "{number}?fields=display_phone_number,verified_name"
        ));
        let request = self.providers.client().get(url);
        let request = request.timeout(self.providers.bases().patience.call);
        let answer = call(self.signed_in(request)).await.map_err(asked)?;
        let told = |place| some(text_at(&answer.json, place));
        match (told("/verified_name"), told("/display_phone_number")) {
            (name, Some(number)) if answer.is_success() => Ok(match name {
                Some(name) => format!("{name}, {number}"),
                None => number,
            }),
            _ => Err(match meta::GraphError::of(&answer) {
                Some(error) => safe(errors::refusal(&answer, &error, 0)),
                None => safe(answer.without_sense()),
            }),
        }
    }

    /// Eighty messages a second, in and out, of a number; to one customer one in six seconds, of
    /// which 45 may be borrowed (Meta's pages on throughput and on the platform).
    fn paces(&self, message: &Outgoing, _: &Part) -> Vec<Pace> {
        vec![
            Pace::new("all", 60, 1),
            Pace::new(format!("to {}", message.to), 45, 270),
        ]
    }

    /// Meta keeps no list of what was sent. A lost part is found when its status comes with our
    /// name for it, [`crate::InboundStatus::correlation`].
    async fn find(&self, _: &Outgoing, _: &Part) -> Result<Found, SendError> {
        Ok(Found::NoTelling)
    }

    fn verify(&self, raw: &Raw<'_>) -> Result<(), Unreadable> {
        meta::verify(raw, &self.credentials.app_secrets)
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Inbound>, Unreadable> {
        webhook::read(body, &self.settings.phone_number_id)
    }

    async fn fetch(&self, source: &str) -> Result<Fetched, SendError> {
        let place: Place = serde_json::from_str(source).map_err(|_| SendError::Rejected(gone()))?;
        let (url, told) = self.whereabouts(&place).await?;
        let bases = self.providers.bases();
        let mut hosts = bases.whatsapp_media.clone();
        hosts.push(bases.whatsapp.clone());
        let token = Shown::Bearer(&self.credentials.token);
        let downloaded = download(&self.providers, &url, &hosts, token)
            .await
            .map_err(|why| match why {
                // The address was good for five minutes; the next try asks for another.
                crate::fetch::NoFile::Answered(404 | 410, _) => SendError::Retry(SOON),
                why => why.meaning(SendError::Rejected(reconnect())),
            })?;
        let bytes = &downloaded.file.bytes;
        if has_sha256(bytes, &place.sha256) && has_sha256(bytes, &told) {
            return Ok(downloaded.file);
        }
        Err(SendError::Rejected(problem(
            "damaged",
            "What came from WhatsApp is not the file that was sent. Ask the customer to send it again.",
        )))
    }

    async fn templates(&self) -> Result<Vec<Template>, SendError> {
        self.approved().await
    }

    fn challenge(&self, query: &str) -> Result<String, Unreadable> {
        meta::challenge(query, &self.credentials.verify_token)
    }
}
