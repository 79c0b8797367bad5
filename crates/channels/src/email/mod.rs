//! E-mail: letters out by SMTP; in from a mailbox by IMAP, or by whoever hands them over whole.
//!
//! Settings: `address` (ours), `name` (who it is from), `separator` (before a reply token, `+`),
//! `authority` (whose `Authentication-Results` count), `smtp` and `imap`, each with `host`, `port`,
//! `tls` (`implicit`, `starttls` or `none`) and `user`. Credentials: `password` of the SMTP server,
//! `imap_password` where the mailbox has another, `secret` of whoever posts letters to us; `user`
//! and `imap_user` may stand there, too. Letters are signed where there is a `dkim_key`, a private
//! key in PEM; settings: `dkim`, with `domain` (else the address' own) and `selector`.

mod build;
mod clean;
mod dkim;
mod imap;
mod quote;
mod read;
mod sender;
mod server;
mod show;
mod smtp;
mod words;
mod wrong;

pub use imap::{LETTER_BYTES, Mailbox, Session, Waiting, stand_in};
pub use read::Opened;
pub(crate) use sender::Names;
pub use show::{Look, addressed};
pub(crate) use smtp::Pools;

use crate::{
    Account, Bases, Channel, Entry, EntryKind, Fetched, Found, Inbound, Outgoing, Part, Providers,
    Published, Raw, Receipt, SendError, Unreadable, problem::problem,
};
use async_trait::async_trait;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use server::Server;
use sha2::Sha256;
use std::collections::BTreeMap;
use wrong::{Which, Wrong};

/// What the account consists of.
pub(crate) const ACCOUNT: &[Entry] = &[
    Entry::new("address", EntryKind::Text, "help@example.com"),
    Entry::new("from_name", EntryKind::Text, "Example Shop"),
    Entry::new("smtp.host", EntryKind::Text, "smtp.example.com"),
    Entry::new("smtp.port", EntryKind::Port, "465"),
    Entry::new("smtp.tls", TLS, ""),
    Entry::new("smtp.user", EntryKind::Text, "help@example.com"),
    Entry::new("password", EntryKind::Secret, ""),
    Entry::new("imap.host", EntryKind::Text, "imap.example.com"),
    Entry::new("imap.port", EntryKind::Port, "993"),
    Entry::new("imap.tls", TLS, ""),
    Entry::new("imap.user", EntryKind::Text, ""),
    Entry::new("imap_password", EntryKind::Secret, ""),
    Entry::new("separator", EntryKind::Text, "+"),
    Entry::new("authority", EntryKind::Text, "mx.example.com"),
    Entry::new("dkim.domain", EntryKind::Text, "example.com"),
    Entry::new("dkim.selector", EntryKind::Text, dkim::SELECTOR),
    Entry::new("dkim_key", EntryKind::Secret, "-----BEGIN PRIVATE KEY-----"),
    Entry::new("secret", EntryKind::Secret, ""),
];
const TLS: EntryKind = EntryKind::Choice(&["implicit", "starttls", "none"]);

/// What of an account may not be kept, as a code.
pub(crate) async fn wrong_entry(
    filled: &BTreeMap<String, String>,
    bases: &Bases,
) -> Option<&'static str> {
    let of = |name: &str| filled.get(name).map_or("", |value| value.trim());
    let address = of("address").rsplit_once('@').is_some_and(|(_, host)| {
        !host.is_empty() && of("address").parse::<lettre::Address>().is_ok()
    });
    if !address {
        return Some("mail_address");
    }
    // What may stand in an address besides letters, and is no sign of another kind in one.
    if !["", "+", "-", "_", "="].contains(&of("separator")) {
        return Some("mail_separator");
    }
    let dkim = dkim::wrong_entry(of("dkim.domain"), of("dkim.selector"), of("dkim_key"));
    if dkim.is_some() {
        return dkim;
    }
    for (host, which) in [("smtp.host", Which::Smtp), ("imap.host", Which::Imap)] {
        let server = Server {
            host: of(host).into(),
            ..Server::default()
        };
        // One that is not there may be there tomorrow: the test tells.
        if server.addresses(which, &bases.mail_networks).await == Err(Wrong::Private) {
            return Some("mail_private");
        }
    }
    None
}

/// How each Message-ID of ours begins.
const MARK: &str = "attache.";

/// What an inbox's settings tell.
#[derive(Deserialize, Clone, Debug, Default)]
#[serde(default)]
struct Settings {
    address: String,
    name: String,
    /// The same as `name`, as a form has it: there, `name` is the inbox's own.
    from_name: String,
    separator: Option<char>,
    authority: Option<String>,
    smtp: Option<Server>,
    imap: Option<Server>,
    dkim: dkim::Settings,
}

#[derive(Deserialize, Clone, Default)]
#[serde(default)]
struct Credentials {
    user: String,
    password: String,
    imap_user: String,
    imap_password: String,
    secret: String,
    dkim_key: String,
}

/// A mailbox.
pub(crate) struct Email {
    settings: Settings,
    credentials: Credentials,
    providers: Providers,
    /// Where letters are signed.
    dkim: Option<Result<dkim::Signer, dkim::Bad>>,
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
        if !settings.from_name.trim().is_empty() {
            settings.name.clone_from(&settings.from_name);
        }
        let (name, host) = settings.address.rsplit_once('@')?;
        if name.is_empty() || host.is_empty() {
            return None;
        }
        let key = &credentials.dkim_key;
        Some(Self {
            dkim: dkim::Signer::open(&settings.dkim, &settings.address, key),
            settings,
            credentials,
            providers: providers.clone(),
        })
    }

    /// The server it sends by, and who we are there.
    fn server(&self) -> Result<(&Server, &str), SendError> {
        let unconnected = || {
            SendError::Rejected(problem(
                "not_connected",
                "This inbox has no mail server to send by yet.",
            ))
        };
        let server = self.settings.smtp.as_ref();
        let server = server.filter(|server| server.is_named());
        let server = server.ok_or_else(unconnected)?;
        Ok((server, or_else(&server.user, &self.credentials.user)))
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

/// The first, or the second where the first is empty.
fn or_else<'a>(first: &'a str, second: &'a str) -> &'a str {
    if first.trim().is_empty() {
        second
    } else {
        first
    }
}

#[async_trait]
impl Channel for Email {
    fn name(&self) -> &'static str {
        "E-mail"
    }

    async fn send(&self, message: &Outgoing, part: &Part) -> Result<Receipt, SendError> {
        let (server, user) = self.server()?;
        let letter = build::build(self, message, part).await?;
        let account = smtp::Account {
            server,
            user,
            password: &self.credentials.password,
            providers: &self.providers,
        };
        self.providers.pools().send(&account, &letter).await?;
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

    fn published(&self) -> Option<Published> {
        let signer = self.dkim.as_ref()?.as_ref().ok()?;
        Some(signer.published().clone())
    }

    async fn check(&self) -> Result<String, SendError> {
        let told = |which| move |wrong: Wrong| SendError::Rejected(wrong.told(which));
        let (server, user) = (self.server()).map_err(|_| told(Which::Smtp)(Wrong::Missing))?;
        let account = smtp::Account {
            server,
            user,
            password: &self.credentials.password,
            providers: &self.providers,
        };
        smtp::check(&account).await.map_err(told(Which::Smtp))?;
        if let Some(mailbox) = self.mailbox() {
            mailbox.check().await.map_err(told(Which::Imap))?;
        }
        Ok(self.settings.address.clone())
    }

    /// Whoever posts a letter knows the inbox's secret: `Authorization: Bearer …`, or
    /// `X-Mail-Secret`.
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
        Ok(read::open(&self.reader(), body, &read::id_of(body))
            .inbound
            .into_iter()
            .collect())
    }

    fn letter_id(&self, raw: &[u8]) -> Option<String> {
        Some(read::id_of(raw))
    }

    fn mailbox(&self) -> Option<Mailbox> {
        let server = self.settings.imap.clone()?;
        let smtp = self.settings.smtp.as_ref().map_or("", |smtp| &smtp.user);
        let credentials = &self.credentials;
        let user = or_else(&server.user, &credentials.imap_user);
        let user = or_else(user, or_else(smtp, &credentials.user)).to_owned();
        let password = or_else(&credentials.imap_password, &credentials.password).to_owned();
        server.is_named().then(|| Mailbox {
            server,
            user,
            password,
            providers: self.providers.clone(),
        })
    }

    fn open_letter(&self, raw: &[u8], id: &str) -> Result<Opened, Unreadable> {
        Ok(read::open(&self.reader(), raw, id))
    }

    async fn vouched(&self, raw: &[u8]) -> Option<bool> {
        // Our own server's word counts where it has one: it saw who brought the letter.
        let told = self.settings.authority.as_deref().unwrap_or_default();
        if told.trim().is_empty() {
            self.providers.names().vouch(raw).await
        } else {
            None
        }
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
