//! Where the providers are, as the server is configured, and the one HTTP client that talks to them.

use crate::{Network, hosts::PublicOnly, trust::Trust};
use reqwest::{Client, redirect};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, VecDeque},
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

/// The addresses of the providers. The server's configuration, never an inbox's settings: with
/// the address go the credentials.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Bases {
    /// Twilio's API, without a slash at the end.
    pub twilio: String,
    /// Meta's API for WhatsApp.
    pub whatsapp: String,
    /// The version of it we speak, e.g. `v25.0`.
    pub whatsapp_version: String,
    /// Meta's API for Instagram accounts that were connected by Instagram Login.
    pub instagram: String,
    /// The same for those connected by Facebook Login.
    pub instagram_facebook: String,
    /// The version of both.
    pub instagram_version: String,
    /// Hosts that keep WhatsApp's media, and are told the token: `host`, `.suffix` (both by https
    /// only), or `http://host:port`. The API's own always counts.
    pub whatsapp_media: Vec<String>,
    /// Hosts that keep Instagram's media. They are told no token.
    pub instagram_media: Vec<String>,
    /// Networks of the house's own in which mail servers may be that people name in an inbox's
    /// settings. None: they are all on the public internet.
    #[serde(deserialize_with = "crate::networks")]
    pub mail_networks: Vec<Network>,
    /// A file with certificates (PEM) of authorities of the house's own, who vouch for mail servers
    /// besides those that everybody knows. Read when the process starts.
    pub mail_ca: Option<PathBuf>,
    /// A table of names and their TXT records in place of the DNS, by which senders of letters are
    /// told: for tests.
    #[serde(skip)]
    pub names: Option<BTreeMap<String, String>>,
    /// How long we wait for providers.
    pub patience: Patience,
}

/// How long we wait for providers; in the configuration in whole seconds. What others must not do
/// meanwhile follows from it: see [`Patience::send_lease`].
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Patience {
    /// For a connection.
    #[serde(with = "seconds")]
    pub connect: Duration,
    /// For the answer to a call.
    #[serde(with = "seconds")]
    pub call: Duration,
    /// For an upload of a file.
    #[serde(with = "seconds")]
    pub upload: Duration,
    /// For the whole of a file that is fetched.
    #[serde(with = "seconds")]
    pub fetch: Duration,
    /// For the next bytes of one.
    #[serde(with = "seconds")]
    pub stall: Duration,
    /// How long a mailbox stays with a replica that gives no sign of life.
    #[serde(with = "seconds")]
    pub mailbox: Duration,
    /// Between two looks into a mailbox whose server does not tell by itself when something came.
    #[serde(with = "seconds")]
    pub poll: Duration,
}

impl Patience {
    /// For how long a part that is being sent is one worker's: all that one send may wait for, and
    /// a seventh more. Whoever has held it for longer is dead.
    #[must_use]
    pub fn send_lease(&self) -> Duration {
        (self.connect + self.call + self.upload) * 8 / 7
    }

    /// For how long a file that is being fetched is one worker's.
    #[must_use]
    pub fn fetch_lease(&self) -> Duration {
        self.fetch * 6 / 5
    }
}

mod seconds {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::time::Duration;

    pub(super) fn serialize<S: Serializer>(of: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(of.as_secs())
    }

    /// None at all would be no patience, and an hour hides a provider that is gone.
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        match u64::deserialize(from)? {
            seconds @ 1..=3_600 => Ok(Duration::from_secs(seconds)),
            _ => Err(D::Error::custom("wanted are 1 to 3600 seconds")),
        }
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            call: Duration::from_secs(20),
            upload: Duration::from_secs(80),
            fetch: Duration::from_secs(300),
            stall: Duration::from_secs(30),
            mailbox: Duration::from_secs(40),
            poll: Duration::from_secs(30),
        }
    }
}

impl Default for Bases {
    fn default() -> Self {
        let hosts = |all: &[&str]| all.iter().map(|&host| host.to_owned()).collect();
        Self {
            twilio: "https://api.twilio.com".into(),
            whatsapp: "https://graph.facebook.com".into(),
            whatsapp_version: "v25.0".into(),
            instagram: "https://graph.instagram.com".into(),
            instagram_facebook: "https://graph.facebook.com".into(),
            instagram_version: "v25.0".into(),
            whatsapp_media: hosts(&["lookaside.fbsbx.com"]),
            instagram_media: hosts(&["lookaside.fbsbx.com", ".cdninstagram.com", ".fbcdn.net"]),
            mail_networks: Vec::new(),
            mail_ca: None,
            names: None,
            patience: Patience::default(),
        }
    }
}

/// There is no way to the providers.
#[derive(Debug, thiserror::Error)]
#[error("the way to the providers cannot be set up: {0}")]
pub struct NoClient(pub(crate) String);

/// The providers as this process reaches them. Cheap to clone; one for a process, so that
/// connections are shared.
#[derive(Clone)]
pub struct Providers {
    inner: Arc<Inner>,
}

struct Inner {
    bases: Bases,
    client: Client,
    outside: Client,
    uploaded: Mutex<VecDeque<(String, String)>>,
    pools: crate::email::Pools,
    mail_trust: Trust,
    names: crate::email::Names,
}

/// How many uploads are remembered.
const UPLOADED: usize = 1_000;

impl Providers {
    /// Sets the client up.
    ///
    /// # Errors
    /// When there is no TLS to be had, or `mail_ca` is no file of certificates.
    pub fn new(bases: Bases) -> Result<Self, NoClient> {
        let wrong = |error: &dyn std::fmt::Display| NoClient(error.to_string());
        // Who vouches for the house's mail servers does not for the providers.
        let tls = Trust::new(None)?.config();
        let client = || {
            Client::builder()
                .tls_backend_preconfigured((*tls).clone())
                // A redirect would carry credentials, or turn a send into something else.
                .redirect(redirect::Policy::none())
                .no_proxy()
                .retry(reqwest::retry::never())
                .connect_timeout(bases.patience.connect)
                .read_timeout(bases.patience.stall)
                // Shorter than what providers keep: a call on a line that was just closed is one
                // of which nobody knows.
                .pool_idle_timeout(Duration::from_secs(15))
                .user_agent("attache")
        };
        Ok(Self {
            inner: Arc::new(Inner {
                client: client().build().map_err(|error| wrong(&error))?,
                outside: (client().dns_resolver(PublicOnly).build())
                    .map_err(|error| wrong(&error))?,
                names: crate::email::Names::new(bases.names.as_ref()),
                mail_trust: Trust::new(bases.mail_ca.as_deref())?,
                bases,
                uploaded: Mutex::default(),
                pools: crate::email::Pools::default(),
            }),
        })
    }

    /// Where they are.
    #[must_use]
    pub fn bases(&self) -> &Bases {
        &self.inner.bases
    }

    /// Open lines to mail servers.
    pub(crate) fn pools(&self) -> &crate::email::Pools {
        &self.inner.pools
    }

    /// What domains publish.
    pub(crate) fn names(&self) -> &crate::email::Names {
        &self.inner.names
    }

    /// Who vouches for mail servers.
    pub(crate) fn mail_trust(&self) -> &Trust {
        &self.inner.mail_trust
    }

    /// For configured addresses.
    pub(crate) fn client(&self) -> &Client {
        &self.inner.client
    }

    /// For addresses that others named: names that lead to this house's own network lead nowhere.
    pub(crate) fn outside(&self) -> &Client {
        &self.inner.outside
    }

    /// The provider's name for a file that was uploaded lately, so that a send that is tried again
    /// does not upload it again.
    pub(crate) fn uploaded(&self, key: &str) -> Option<String> {
        let known = self.inner.uploaded.lock().ok()?;
        let found = known.iter().find(|(known, _)| known == key);
        found.map(|(_, id)| id.clone())
    }

    /// Remembers such a name; none forgets it.
    pub(crate) fn remember_upload(&self, key: &str, id: Option<&str>) {
        let Ok(mut known) = self.inner.uploaded.lock() else {
            return;
        };
        known.retain(|(known, _)| known != key);
        if let Some(id) = id {
            if known.len() >= UPLOADED {
                known.pop_front();
            }
            known.push_back((key.to_owned(), id.to_owned()));
        }
    }
}
