//! What an owner may set: defaults, then a TOML file, then `ATTACHE_*`, then flags.

use crate::net::Network;
use anyhow::{Context, bail};
use clap::Args;
use desk::{ingest::Scanner, networks};
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

/// The file that is read when none is named.
const FILE: &str = "attache.toml";

/// What the environment may set. Other things of ours there are no settings and no mistakes.
const SETTINGS: [&str; 11] = [
    "listen",
    "public_url",
    "data_dir",
    "database_url",
    "secret",
    "trusted_proxies",
    "site",
    "scanner",
    "ffmpeg",
    "keep_originals",
    "undo_seconds",
];

/// What the environment may set of the providers, after `ATTACHE_PROVIDERS_`.
const PROVIDERS: [&str; 8] = [
    "twilio",
    "whatsapp",
    "whatsapp_version",
    "instagram",
    "instagram_facebook",
    "instagram_version",
    "mail_networks",
    "mail_ca",
];

/// How this desk is run.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The address people reach the desk by, without a slash at the end; links, cookies and
    /// origin checks rest on it. Unset: `http://` and the listen address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Database file, blobs and secret live here.
    pub data_dir: PathBuf,
    /// `postgres://…`; unset: an SQLite file in the data folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// 64 hex digits that sign links and tokens; the same on every replica. Unset: made on the
    /// first start and kept in the data folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Proxies whose forwarded headers count; in the environment separated by commas.
    #[serde(default, deserialize_with = "networks")]
    pub trusted_proxies: Vec<Network>,
    /// Pages' files from this folder and not from the binary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<PathBuf>,
    /// Where clamd listens: a path like `/run/clamav/clamd.ctl`, or `host:3310`. Unset: files are
    /// not scanned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scanner: Option<String>,
    /// The ffmpeg that makes posters of films. Unset: the one on the PATH, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ffmpeg: Option<PathBuf>,
    /// Whether files are also kept as they came, metadata and all. Unset: as chosen in the settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_originals: Option<bool>,
    /// How many seconds an answer waits before it goes, so that it can be taken back; 0: it goes at
    /// once. In web chat it always does.
    pub undo_seconds: u8,
    /// Where the providers are. Set for tests and for houses with a proxy of their own; whoever is
    /// named here is handed the inboxes' credentials, so no page ever shows or changes it.
    #[serde(default)]
    pub providers: desk::Bases,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            public_url: None,
            data_dir: PathBuf::from("data"),
            database_url: None,
            secret: None,
            trusted_proxies: Vec::new(),
            site: None,
            scanner: None,
            ffmpeg: None,
            keep_originals: None,
            undo_seconds: 5,
            providers: desk::Bases::default(),
        }
    }
}

/// The same on the command line; what is not said there comes from file and environment.
#[derive(Args, Clone, Debug, Default, Serialize)]
pub struct Flags {
    /// Configuration file [default: attache.toml, when there is one]
    #[arg(long, global = true, env = "ATTACHE_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    /// The address people reach the desk by
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Folder for database, files and secret [default: data]
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
    /// PostgreSQL instead of the SQLite file
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// A proxy or network whose forwarded headers count; may be repeated
    #[arg(long = "trusted-proxy", global = true, value_name = "NETWORK")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trusted_proxies: Vec<Network>,
    /// Serve the pages' files from this folder
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<PathBuf>,
    /// Where clamd listens: every file that comes in is scanned
    #[arg(long, global = true, value_name = "SOCKET or HOST:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scanner: Option<String>,
    /// How many seconds an answer can be taken back before it goes [default: 5]
    #[arg(long, global = true, value_name = "SECONDS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo_seconds: Option<u8>,
    /// Another ffmpeg than the one on the PATH
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ffmpeg: Option<PathBuf>,
}

impl Config {
    /// Reads file and environment and lays the flags on top.
    ///
    /// # Errors
    /// Says which setting is wrong.
    pub fn load(flags: &Flags) -> anyhow::Result<Self> {
        let file = flags.config.clone().unwrap_or_else(|| PathBuf::from(FILE));
        if flags.config.is_some() && !file.is_file() {
            bail!("The configuration file {} does not exist.", file.display());
        }
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if file.is_file() {
            figment = figment.merge(Toml::file_exact(file));
        }
        let config: Self = figment
            .merge(Env::prefixed("ATTACHE_").only(&SETTINGS))
            .merge(
                Env::prefixed("ATTACHE_PROVIDERS_")
                    .only(&PROVIDERS)
                    .map(|name| format!("providers.{name}").into()),
            )
            .merge(Serialized::defaults(flags))
            .extract()
            .context("The configuration is not right")?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        if let Some(url) = &self.public_url {
            let host = url
                .strip_prefix("https://")
                .or_else(|| url.strip_prefix("http://"));
            match host.map(|host| host.trim_end_matches('/')) {
                Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']) => {}
                _ => bail!(
                    "public_url is the address people type, like https://desk.example.com, \
                     without a path; it is `{url}`."
                ),
            }
        }
        let providers = [
            &self.providers.twilio,
            &self.providers.whatsapp,
            &self.providers.instagram,
            &self.providers.instagram_facebook,
        ];
        for url in providers {
            if !(url.starts_with("https://") || url.starts_with("http://")) {
                bail!("providers: `{url}` is no address like https://api.twilio.com.");
            }
        }
        self.scanner()?;
        self.secret_bytes().map(drop)
    }

    /// Where the virus scanner listens.
    ///
    /// # Errors
    /// When that is no address.
    pub fn scanner(&self) -> anyhow::Result<Option<Scanner>> {
        let Some(text) = self.scanner.as_deref().filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        match text.parse() {
            Ok(scanner) => Ok(Some(scanner)),
            Err(wanted) => bail!("scanner is {wanted}; it is `{text}`."),
        }
    }

    /// The ffmpeg that is used.
    #[must_use]
    pub fn ffmpeg(&self) -> Option<PathBuf> {
        self.ffmpeg.clone().or_else(|| {
            let path = std::env::var_os("PATH")?;
            std::env::split_paths(&path)
                .map(|folder| folder.join("ffmpeg"))
                .find(|program| program.is_file())
        })
    }

    /// The address people reach the desk by, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.public_url.as_deref().map_or_else(
            || format!("http://{}", self.listen),
            |url| url.trim_end_matches('/').to_owned(),
        )
    }

    fn secret_bytes(&self) -> anyhow::Result<Option<[u8; 32]>> {
        let Some(text) = &self.secret else {
            return Ok(None);
        };
        let digits: Option<Vec<u8>> = text
            .trim()
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        match digits.map(<[u8; 32]>::try_from) {
            Some(Ok(secret)) => Ok(Some(secret)),
            _ => bail!("secret is 64 hex digits, as `openssl rand -hex 32` prints them."),
        }
    }

    /// What the desk wants to know of it.
    ///
    /// # Errors
    /// When the secret is not 64 hex digits.
    pub fn desk(&self) -> anyhow::Result<desk::Config> {
        Ok(desk::Config {
            database_url: self.database_url.clone(),
            data_dir: self.data_dir.clone(),
            public_url: self.public_url(),
            secret: self.secret_bytes()?,
            ingest: desk::ingest::Config {
                ffmpeg: self.ffmpeg(),
                scanner: self.scanner()?,
                keep_originals: self.keep_originals,
                ..desk::ingest::Config::default()
            },
            undo: Duration::from_secs(self.undo_seconds.into()),
        })
    }

    /// The data folder, for messages.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Config)) -> Config {
        let mut config = Config::default();
        change(&mut config);
        config
    }

    #[test]
    fn the_public_address_has_no_slash() {
        assert_eq!(Config::default().public_url(), "http://127.0.0.1:3000");
        let config = with(|config| config.public_url = Some("https://desk.example.com/".into()));
        assert!(config.check().is_ok());
        assert_eq!(config.public_url(), "https://desk.example.com");
    }

    #[test]
    fn nonsense_is_refused() {
        for url in [
            "desk.example.com",
            "https://",
            "https://a/b",
            "ftp://a",
            "https://u@a",
        ] {
            assert!(
                with(|config| config.public_url = Some(url.into()))
                    .check()
                    .is_err(),
                "{url}"
            );
        }
        assert!(
            with(|config| config.secret = Some("abc".into()))
                .check()
                .is_err()
        );
        assert!(
            with(|config| config.secret = Some("é".repeat(32)))
                .check()
                .is_err()
        );
        assert!(
            with(|config| config.secret = Some("0f".repeat(32)))
                .check()
                .is_ok()
        );
        let scanner = |text: &str| with(|config| config.scanner = Some(text.into())).check();
        assert!(scanner("clamd").is_err());
        assert!(scanner("/run/clamav/clamd.ctl").is_ok());
    }

    #[test]
    fn flags_win_over_the_file() {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("a.toml");
        std::fs::write(
            &file,
            "listen = \"0.0.0.0:8080\"\ntrusted_proxies = [\"10.0.0.0/8\"]\ndata_dir = \"/srv/a\"",
        )
        .expect("file");
        let flags = Flags {
            config: Some(file),
            data_dir: Some(PathBuf::from("/srv/b")),
            ..Flags::default()
        };
        let config = Config::load(&flags).expect("configuration");
        assert_eq!(config.listen.port(), 8080);
        assert_eq!(config.data_dir(), Path::new("/srv/b"));
        assert_eq!(config.trusted_proxies.len(), 1);
    }

    #[test]
    fn providers_are_where_the_world_knows_them_unless_the_file_says_otherwise() {
        assert_eq!(Config::default().providers, desk::Bases::default());
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("a.toml");
        let read = |text: &str| {
            std::fs::write(&file, text).expect("file");
            Config::load(&Flags {
                config: Some(file.clone()),
                ..Flags::default()
            })
        };
        let config = read("[providers]\ntwilio = \"http://127.0.0.1:9\"").expect("configuration");
        assert_eq!(config.providers.twilio, "http://127.0.0.1:9");
        assert_eq!(config.providers.whatsapp, desk::Bases::default().whatsapp);
        let config = read("[providers]\nmail_networks = \"10.0.0.0/8, ::1\"").expect("networks");
        assert_eq!(config.providers.mail_networks.len(), 2);
        assert!(read("[providers]\nmail_networks = \"mail\"").is_err());
        assert!(read("[providers]\ntwillio = \"http://a\"").is_err());
        assert!(read("[providers]\ntwilio = \"api.twilio.com\"").is_err());
    }

    #[test]
    fn networks_come_as_a_list_or_with_commas() {
        let read = |text: &str| -> Result<Config, Box<figment::Error>> {
            Figment::from(Serialized::defaults(Config::default()))
                .merge(Toml::string(text))
                .extract()
                .map_err(Box::new)
        };
        let config = read("trusted_proxies = \"10.0.0.0/8, ::1\"").expect("commas");
        assert_eq!(config.trusted_proxies.len(), 2);
        let config = read("trusted_proxies = [\"10.0.0.0/8\"]").expect("a list");
        assert_eq!(config.trusted_proxies.len(), 1);
        assert!(read("trusted_proxies = \"proxy\"").is_err());
        assert!(read("trusted_proxy = []").is_err(), "a slip of the pen");
    }
}
