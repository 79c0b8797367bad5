//! A mail server, as an inbox's settings name it, and the way to it. People type its name: it is
//! looked up once, what it leads to is checked, and the line goes to that very address.

use super::wrong::{Which, Wrong};
use crate::{Network, hosts};
use serde::{Deserialize, Deserializer, Serialize};
use std::{net::SocketAddr, time::Duration};
use tokio::time::timeout;

/// For the name: who waits for a form sees no longer pause.
const LOOK_UP: Duration = Duration::from_secs(8);

/// Where it is, and who we are to it.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
#[serde(default)]
pub(super) struct Server {
    pub(super) host: String,
    /// 0: the usual one.
    #[serde(deserialize_with = "lenient")]
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) user: String,
}

/// How the line is kept private.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Tls {
    /// From the first byte (ports 465 and 993).
    #[default]
    Implicit,
    /// After asking (ports 587 and 143); without it nothing goes.
    Starttls,
    /// Not at all: for a server on the same machine.
    None,
}

/// A number, or a form's text of one.
fn lenient<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Number(u16),
        Text(String),
    }
    Ok(match Given::deserialize(from)? {
        Given::Number(number) => number,
        Given::Text(text) => text.trim().parse().unwrap_or(0),
    })
}

impl Server {
    /// Its name.
    pub(super) fn name(&self) -> &str {
        self.host.trim()
    }

    /// One is named.
    pub(super) fn is_named(&self) -> bool {
        !self.name().is_empty()
    }

    fn port(&self, which: Which) -> u16 {
        match (self.port, which, self.tls) {
            (0, Which::Smtp, Tls::Implicit) => 465,
            (0, Which::Smtp, Tls::Starttls) => 587,
            (0, Which::Smtp, Tls::None) => 25,
            (0, Which::Imap, Tls::Implicit) => 993,
            (0, Which::Imap, _) => 143,
            (port, ..) => port,
        }
    }

    /// Where it is.
    ///
    /// # Errors
    /// When it is nowhere, or where no line may go.
    pub(super) async fn addresses(
        &self,
        which: Which,
        allowed: &[Network],
    ) -> Result<Vec<SocketAddr>, Wrong> {
        if !self.is_named() {
            return Err(Wrong::Missing);
        }
        let asked = tokio::net::lookup_host((self.name(), self.port(which)));
        let told = timeout(LOOK_UP, asked).await.map_err(|_| Wrong::Host)?;
        let mut found: Vec<SocketAddr> = told.map_err(|_| Wrong::Host)?.collect();
        if found.is_empty() {
            return Err(Wrong::Host);
        }
        found.retain(|at| {
            hosts::is_public(at.ip()) || allowed.iter().any(|network| network.contains(at.ip()))
        });
        if found.is_empty() {
            return Err(Wrong::Private);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str) -> Server {
        Server {
            host: host.into(),
            ..Server::default()
        }
    }

    #[tokio::test]
    async fn this_houses_own_network_is_closed_unless_it_is_allowed() {
        let private = [
            "127.0.0.1",
            "localhost",
            "10.1.2.3",
            "172.16.0.9",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "fd00::1",
            "fe80::1",
            "2130706433",
        ];
        for host in private {
            let found = server(host).addresses(Which::Smtp, &[]).await;
            assert_eq!(found, Err(Wrong::Private), "{host}");
        }
        let found = server("8.8.8.8").addresses(Which::Imap, &[]).await;
        assert_eq!(found, Ok(vec!["8.8.8.8:993".parse().unwrap()]));
        let allowed: [Network; 1] = ["10.1.0.0/16".parse().unwrap()];
        let found = server("10.1.2.3").addresses(Which::Smtp, &allowed).await;
        assert_eq!(found, Ok(vec!["10.1.2.3:465".parse().unwrap()]));
        let found = server("10.2.2.3").addresses(Which::Smtp, &allowed).await;
        assert_eq!(found, Err(Wrong::Private));
        assert_eq!(
            server(" ").addresses(Which::Smtp, &[]).await,
            Err(Wrong::Missing)
        );
    }

    #[test]
    fn a_port_is_a_number_or_a_forms_text() {
        let read = |text: &str| serde_json::from_str::<Server>(text).unwrap().port;
        assert_eq!(read(r#"{"port": 587}"#), 587);
        assert_eq!(read(r#"{"port": "587"}"#), 587);
        assert_eq!(read(r#"{"port": ""}"#), 0);
        assert_eq!(read("{}"), 0);
    }
}
