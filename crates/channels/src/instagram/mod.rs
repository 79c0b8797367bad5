//! Instagram's direct messages, by Instagram Login or by Facebook Login. Facts: Meta's pages on
//! sending, webhooks and media of Instagram, as collected for this project.

mod errors;
mod plan;
mod send;
mod webhook;

use crate::{
    Account, Channel, Entry, EntryKind, Fetched, Found, Inbound, Outgoing, Pace, Part, Providers,
    Raw, Receipt, SendError, Unreadable,
    call::{Answer, asked, call, some, text_at},
    fetch::{Credentials as Shown, NoFile, download},
    meta::{self, Credentials, GraphError},
    problem::gone,
};
use async_trait::async_trait;
use serde::Deserialize;

/// What an Instagram inbox's settings hold.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
struct Settings {
    /// Instagram's number for the account; for Facebook Login the Page's, which messages are sent
    /// by. Empty: the token's own account.
    account_id: String,
    /// How the account was connected.
    login: Login,
    /// After 24 hours answers go with the tag `HUMAN_AGENT`, for seven days: Meta has to allow it.
    human_agent: bool,
    /// With the tag goes `messaging_type`: Meta's pages disagree on whether it must.
    messaging_type: bool,
    /// What happens to files that customers send.
    media: MediaPolicy,
}

/// How an account was connected: by that it is known where it is reached.
#[derive(Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Login {
    #[default]
    Instagram,
    Facebook,
}

/// What happens to files that customers send. Meta has turned apps down that kept them.
#[derive(Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum MediaPolicy {
    /// Kept here.
    #[default]
    Store,
    /// Fetched when somebody looks.
    Proxy,
    /// The thread says where it is.
    Link,
}

/// What is asked for.
pub(crate) const ACCOUNT: &[Entry] = &[
    Entry::new("login", EntryKind::Choice(&["instagram", "facebook"]), ""),
    Entry::new("account_id", EntryKind::Text, "17841405309211844"),
    Entry::new("token", EntryKind::Secret, "IGAA…"),
    Entry::new("app_secrets", EntryKind::Secrets, ""),
    Entry::new("verify_token", EntryKind::Secret, ""),
    Entry::new("human_agent", EntryKind::Flag, ""),
    Entry::new("messaging_type", EntryKind::Flag, ""),
    Entry::new("media", EntryKind::Choice(&["store", "proxy", "link"]), ""),
];

/// See the module.
pub(crate) struct Instagram {
    settings: Settings,
    credentials: Credentials,
    providers: Providers,
}

impl Instagram {
    /// Nothing while the token is missing.
    pub(crate) fn open(account: &Account<'_>, providers: &Providers) -> Option<Self> {
        let settings: Settings = serde_json::from_str(account.settings).ok()?;
        let credentials: Credentials = serde_json::from_str(account.credentials?).ok()?;
        // It becomes part of addresses.
        let plain = (settings.account_id.bytes()).all(|byte| byte.is_ascii_alphanumeric());
        (plain && !credentials.token.is_empty()).then(|| Self {
            settings,
            credentials,
            providers: providers.clone(),
        })
    }
}

impl Instagram {
    /// Asks for something that is there to be looked at.
    async fn ask(&self, url: String) -> Result<Answer, SendError> {
        let request = self.providers.client().get(url);
        let request = request.bearer_auth(&self.credentials.token);
        let request = request.timeout(self.providers.bases().patience.call);
        call(request).await.map_err(asked)
    }
}

/// What an answer without what was asked for means.
fn refusal(answer: &Answer) -> SendError {
    match GraphError::of(answer) {
        Some(error) => errors::refusal(answer, &error, 0),
        None => answer.without_sense(),
    }
}

#[async_trait]
impl Channel for Instagram {
    fn name(&self) -> &'static str {
        "Instagram"
    }

    fn plan(&self, message: &Outgoing) -> Vec<Part> {
        let channel = model::Channel::Instagram;
        crate::plan::plan(channel, &channel.limits(), message)
    }

    async fn send(&self, message: &Outgoing, part: &Part) -> Result<Receipt, SendError> {
        self.send_part(message, part).await
    }

    async fn check(&self) -> Result<String, SendError> {
        let field = match self.settings.login {
            Login::Instagram => "username",
            Login::Facebook => "name",
        };
        let answer = self
            .ask(format!("{}?fields={field}", self.address()))
            .await?;
        match some(text_at(&answer.json, &format!("/{field}"))) {
            Some(name) if answer.is_success() => Ok(name),
            _ => Err(refusal(&answer)),
        }
    }

    /// A hundred a second with text alone, ten with films or sound (Meta's pages disagree on the
    /// first, and this is the lower figure); pictures are counted like those.
    fn paces(&self, _: &Outgoing, part: &Part) -> Vec<Pace> {
        let all = Pace::new("all", 100, 1);
        let files = (!part.files.is_empty()).then(|| Pace::new("files", 10, 1));
        std::iter::once(all).chain(files).collect()
    }

    /// There is no list that could be asked for one message. A lost part is found when its echo
    /// comes, [`crate::InboundEcho`]: with its text or its files, to that customer, and an id that
    /// no other part has.
    async fn find(&self, _: &Outgoing, _: &Part) -> Result<Found, SendError> {
        Ok(Found::NoTelling)
    }

    fn verify(&self, raw: &Raw<'_>) -> Result<(), Unreadable> {
        meta::verify(raw, &self.credentials.app_secrets)
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Inbound>, Unreadable> {
        webhook::read(body, &self.settings)
    }

    async fn fetch(&self, source: &str) -> Result<Fetched, SendError> {
        let bases = self.providers.bases();
        let mut hosts = bases.instagram_media.clone();
        hosts.push(bases.instagram.clone());
        hosts.push(bases.instagram_facebook.clone());
        let downloaded = download(&self.providers, source, &hosts, Shown::None)
            .await
            .map_err(|why| match why {
                // An address whose signature has run out.
                NoFile::Answered(400, _) => SendError::Rejected(gone()),
                why => why.meaning(SendError::Rejected(gone())),
            })?;
        // A page in words, where a file was.
        let page = downloaded.mime.trim_start().starts_with("text/html");
        if page || downloaded.file.bytes.is_empty() {
            return Err(SendError::Rejected(gone()));
        }
        Ok(downloaded.file)
    }

    /// `GET /{IGSID}?fields=name,username`: of whoever wrote first. Not everybody has a name besides.
    async fn profile(&self, address: &str) -> Result<Option<String>, SendError> {
        // It becomes part of an address.
        if !address.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(None);
        }
        let url = format!("{}/{address}?fields=name,username", self.base());
        let answer = self.ask(url).await?;
        let told = |field: &str| some(text_at(&answer.json, field));
        match told("/name").or_else(|| told("/username")) {
            Some(name) if answer.is_success() => Ok(Some(name)),
            _ => Err(refusal(&answer)),
        }
    }

    fn challenge(&self, query: &str) -> Result<String, Unreadable> {
        meta::challenge(query, &self.credentials.verify_token)
    }
}
