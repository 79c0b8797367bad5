//! E-mail: letters out by SMTP; in from a mailbox by IMAP, or by whoever hands them over whole.
//!
//! Settings: `address` (ours), `name` (who it is from), `separator` (before a reply token, `+`),
//! `authority` (whose `Authentication-Results` count), `smtp` and `imap`, each with `host`, `port`
//! and `tls` (`implicit`, `starttls` or `none`). Credentials: `user` and `password` of the SMTP
//! server, `imap_user` and `imap_password` where the mailbox has others, `secret` of whoever posts
//! letters to us.

mod build;
mod clean;
mod imap;
mod quote;
mod read;
mod server;
mod smtp;
mod words;

pub use imap::{LETTER_BYTES, Mailbox, Session, Waiting, stand_in};
pub use read::Opened;
pub(crate) use smtp::Pools;

use crate::{
    Account, Channel, Fetched, Found, Inbound, Outgoing, Part, Providers, Raw, Receipt, SendError,
    Unreadable, problem::problem,
};
use async_trait::async_trait;
use hmac::{Hmac, Mac};
use rustls::ClientConfig;
use serde::Deserialize;
use server::Server;
use sha2::Sha256;
use std::sync::Arc;

/// How each Message-ID of ours begins.
const MARK: &str = "attache.";

/// What an inbox's settings tell.
#[derive(Deserialize, Clone, Debug, Default)]
#[serde(default)]
struct Settings {
    address: String,
    name: String,
    separator: Option<char>,
    authority: Option<String>,
    smtp: Option<Server>,
    imap: Option<Server>,
}

#[derive(Deserialize, Clone, Default)]
#[serde(default)]
struct Credentials {
    user: String,
    password: String,
    imap_user: String,
    imap_password: String,
    secret: String,
}

/// A mailbox.
pub(crate) struct Email {
    settings: Settings,
    credentials: Credentials,
    pools: Pools,
    tls: Arc<ClientConfig>,
}

impl Email {
    /// With its account; nothing when it has no address.
    pub(crate) fn open(account: &Account<'_>, providers: &Providers) -> Option<Self> {
        let mut settings: Settings = serde_json::from_str(account.settings).ok()?;
        let credentials = account
            .credentials
            .map_or_else(Credentials::default, |json| {
                serde_json::from_str(json).unwrap_or_default()
            });
        settings.address = settings.address.trim().to_lowercase();
        let (name, host) = settings.address.rsplit_once('@')?;
        if name.is_empty() || host.is_empty() {
            return None;
        }
        Some(Self {
            settings,
            credentials,
            pools: providers.pools().clone(),
            tls: providers.tls(),
        })
    }

    fn server(&self) -> Result<&Server, SendError> {
        let unconnected = || {
            SendError::Rejected(problem(
                "not_connected",
                "This inbox has no mail server to send by yet.",
            ))
        };
        self.settings.smtp.as_ref().ok_or_else(unconnected)
    }

    fn separator(&self) -> char {
        self.settings.separator.unwrap_or('+')
    }

    fn reader(&self) -> read::Reader<'_> {
        read::Reader {
            address: &self.settings.address,
            separator: self.separator(),
            authority: self.settings.authority.as_deref(),
        }
    }
}

#[async_trait]
impl Channel for Email {
    fn name(&self) -> &'static str {
        "E-mail"
    }

    async fn send(&self, message: &Outgoing, part: &Part) -> Result<Receipt, SendError> {
        let server = self.server()?;
        let letter = build::build(self, message, part).await?;
        self.pools
            .send(
                server,
                &self.credentials.user,
                &self.credentials.password,
                &letter,
            )
            .await?;
        Ok(Receipt {
            provider_id: Some(letter.id),
        })
    }

    /// SMTP does not tell what became of a letter. It may be sent once more: under the same
    /// Message-ID, so that a mail program shows it once; but whether it does is not in our hands,
    /// and a person decides.
    async fn find(&self, _: &Outgoing, _: &Part) -> Result<Found, SendError> {
        Ok(Found::NoTelling)
    }

    /// Whoever posts a letter knows the inbox's secret: `Authorization: Bearer …`, or
    /// `X-Mail-Secret`.
    async fn check(&self) -> Result<String, SendError> {
        let Credentials { user, password, .. } = &self.credentials;
        Pools::check(self.server()?, user, password).await?;
        Ok(self.settings.address.clone())
    }

    fn verify(&self, raw: &Raw<'_>) -> Result<(), Unreadable> {
        let given = raw
            .headers
            .iter()
            .find_map(|(name, value)| match name.as_str() {
                "authorization" => value.strip_prefix("Bearer "),
                "x-mail-secret" => Some(value.as_str()),
                _ => None,
            });
        let mac = |text: &str| {
            Hmac::<Sha256>::new_from_slice(self.credentials.secret.as_bytes())
                .map(|mac| mac.chain_update(text))
        };
        let (Ok(own), Some(Ok(given))) = (
            mac(&self.credentials.secret),
            given.map(|given| mac(given.trim())),
        ) else {
            return Err(Unreadable::Forged);
        };
        // In the same time for each wrong one.
        let fits = own.verify(&given.finalize().into_bytes()).is_ok();
        (fits && !self.credentials.secret.is_empty())
            .then_some(())
            .ok_or(Unreadable::Forged)
    }

    fn read(&self, body: &[u8]) -> Result<Vec<Inbound>, Unreadable> {
        Ok(read::open(&self.reader(), body)
            .inbound
            .into_iter()
            .collect())
    }

    fn letter_id(&self, raw: &[u8]) -> Option<String> {
        Some(read::id_of(raw))
    }

    fn mailbox(&self) -> Option<Mailbox> {
        let own = |own: &String, other: &String| {
            if own.is_empty() {
                other.clone()
            } else {
                own.clone()
            }
        };
        let server = self.settings.imap.clone()?;
        let credentials = &self.credentials;
        (!server.host.trim().is_empty()).then(|| Mailbox {
            server,
            user: own(&credentials.imap_user, &credentials.user),
            password: own(&credentials.imap_password, &credentials.password),
            tls: Arc::clone(&self.tls),
        })
    }

    fn open_letter(&self, raw: &[u8]) -> Result<Opened, Unreadable> {
        Ok(read::open(&self.reader(), raw))
    }

    fn known_as(&self, message: &Outgoing, part: &Part) -> Option<String> {
        Some(build::message_id(self, message, part))
    }

    async fn fetch(&self, _: &str) -> Result<Fetched, SendError> {
        // They come with their letter.
        Err(SendError::Rejected(problem(
            "gone",
            "The file did not come with its e-mail.",
        )))
    }
}
