//! Letters out: one SMTP conversation (RFC 5321), step by step, so that it is known how far it
//! came; and what a server's no means.

use super::{
    build::Letter,
    server::{Server, Tls},
    wrong::{Which, Wrong},
};
use crate::{
    Providers, SendError,
    problem::{problem, reconnect},
};
use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
    },
};
use model::Problem;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// For everything before the letter itself.
const TALK: Duration = Duration::from_secs(30);
/// For the letter, and what the server says to it: below the desk's lease.
const HAND_OVER: Duration = Duration::from_secs(75);
/// A line that was quiet for longer may be closed on the other side.
const IDLE: Duration = Duration::from_secs(20);
/// Lines kept open for an account.
const KEPT: usize = 4;

/// Who sends, and by what.
pub(super) struct Account<'a> {
    pub(super) server: &'a Server,
    pub(super) user: &'a str,
    pub(super) password: &'a str,
    /// Whom we trust, and where the server may be.
    pub(super) providers: &'a Providers,
}

/// Open lines, by account. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Pools(Arc<Mutex<HashMap<String, Vec<Line>>>>);

struct Line {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Pools {
    /// Hands a letter over.
    ///
    /// # Errors
    /// `Unknown` when the line broke after the letter was begun: the server may have it all.
    pub(super) async fn send(
        &self,
        account: &Account<'_>,
        letter: &Letter,
    ) -> Result<(), SendError> {
        let at = account;
        let account = format!(
            "{}\0{}\0{:?}\0{}\0{}",
            at.server.host, at.server.port, at.server.tls, at.user, at.password
        );
        let no_address = |_| {
            SendError::Rejected(problem(
                "address",
                "This is no address to which a letter can go.",
            ))
        };
        let to = letter.to.iter().map(|to| to.parse().map_err(no_address));
        let to = to.collect::<Result<Vec<Address>, _>>()?;
        let from: Address = letter.envelope_from.parse().map_err(|_| {
            SendError::Rejected(problem("settings", "The inbox's own mail address is none."))
        })?;
        let talk = async {
            let mut connection = match self.take(&account).await {
                Some(connection) => connection,
                None => (connect(at).await).map_err(|wrong| wrong.meant(Which::Smtp))?,
            };
            let utf8 = (to.iter().chain([&from])).any(|one| !one.to_string().is_ascii());
            if utf8
                && !connection
                    .server_info()
                    .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(SendError::Rejected(problem(
                    "address",
                    "The mail server takes no addresses with such letters.",
                )));
            }
            let parameters = if utf8 {
                vec![MailParameter::SmtpUtfEight]
            } else {
                Vec::new()
            };
            let begun = async {
                connection
                    .command(Mail::new(Some(from), parameters))
                    .await?;
                // All or nobody: what went to some of them could not be tried again.
                for to in to {
                    connection.command(Rcpt::new(to, Vec::new())).await?;
                }
                connection.command(Data).await
            };
            // Nothing has left yet.
            if let Err(error) = begun.await {
                connection.abort().await;
                return Err(meant(&error));
            }
            Ok(connection)
        };
        let mut connection = timeout(TALK, talk)
            .await
            .unwrap_or(Err(SendError::Retry(Duration::from_secs(60))))?;
        match timeout(HAND_OVER, connection.message(&letter.raw)).await {
            Ok(Ok(_)) => {
                self.keep(account, connection);
                Ok(())
            }
            Ok(Err(error)) if error.is_transient() || error.is_permanent() => {
                connection.abort().await;
                Err(meant(&error))
            }
            // It may have been taken: who asks for it finds out, nobody else does.
            Ok(Err(_)) | Err(_) => Err(SendError::Unknown),
        }
    }

    async fn take(&self, account: &str) -> Option<AsyncSmtpConnection> {
        loop {
            let line = self
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get_mut(account)?
                .pop()?;
            let mut connection = line.connection;
            if line.since.elapsed() < IDLE
                && !connection.has_broken()
                && connection.test_connected().await
            {
                return Some(connection);
            }
        }
    }

    fn keep(&self, account: String, connection: AsyncSmtpConnection) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|_, lines| {
            lines.retain(|line| line.since.elapsed() < IDLE);
            !lines.is_empty()
        });
        let lines = lines.entry(account).or_default();
        if lines.len() < KEPT {
            lines.push(Line {
                connection,
                since: Instant::now(),
            });
        }
    }
}

/// Signs in at the server, and out again.
pub(super) async fn check(account: &Account<'_>) -> Result<(), Wrong> {
    let line = timeout(TALK, connect(account)).await;
    line.unwrap_or(Err(Wrong::Down))?.abort().await;
    Ok(())
}

async fn connect(account: &Account<'_>) -> Result<AsyncSmtpConnection, Wrong> {
    let server = account.server;
    let allowed = &account.providers.bases().mail_networks;
    let addresses = server.addresses(Which::Smtp, allowed).await?;
    // The certificate is for the name, whatever address it led to.
    let tls = || {
        let mut tls = TlsParameters::builder(server.name().to_owned());
        for root in account.providers.mail_trust().own() {
            let root = Certificate::from_der(root.to_vec());
            tls = tls.add_root_certificate(root.map_err(|_| Wrong::Tls)?);
        }
        tls.build_rustls().map_err(|_| Wrong::Host)
    };
    let hello = ClientId::default();
    let implicit = if server.tls == Tls::Implicit {
        Some(tls()?)
    } else {
        None
    };
    let at = addresses.as_slice();
    let mut connection =
        AsyncSmtpConnection::connect_tokio1(at, Some(TALK), &hello, implicit, None)
            .await
            .map_err(|error| broken(&error))?;
    if server.tls == Tls::Starttls {
        if !connection.can_starttls() {
            connection.abort().await;
            return Err(Wrong::Starttls);
        }
        connection
            .starttls(tls()?, &hello)
            .await
            .map_err(|error| broken(&error))?;
    }
    if !account.user.is_empty() {
        let credentials = Credentials::new(account.user.to_owned(), account.password.to_owned());
        let signed_in = connection
            .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
            .await;
        if let Err(error) = signed_in {
            connection.abort().await;
            return Err(if error.is_permanent() {
                Wrong::Login
            } else if error.is_client() {
                Wrong::Method
            } else {
                broken(&error)
            });
        }
    }
    Ok(connection)
}

/// Why there is no line.
fn broken(error: &Error) -> Wrong {
    if error.is_permanent() {
        Wrong::Refused
    } else {
        Wrong::with_line(error)
    }
}

/// What a server's answer means before it took the letter.
fn meant(error: &Error) -> SendError {
    let words = error.to_string();
    let words = words.split_once(": ").map_or("", |(_, words)| words);
    if error.is_permanent() {
        let code = error
            .status()
            .map(|code| code.to_string())
            .unwrap_or_default();
        if ["530", "535", "538"].contains(&code.as_str()) {
            return SendError::Rejected(reconnect());
        }
        let enhanced = words
            .split_whitespace()
            .next()
            .filter(|word| is_enhanced(word));
        let status = enhanced.unwrap_or(match code.as_str() {
            "550" | "551" | "553" => "5.1.1",
            "552" => "5.3.4",
            _ => "5.0.0",
        });
        return SendError::Rejected(told(
            status,
            words.trim_start_matches(enhanced.unwrap_or_default()),
        ));
    }
    // Greylisting wants some minutes.
    SendError::Retry(Duration::from_secs(if error.is_transient() {
        120
    } else {
        30
    }))
}

fn is_enhanced(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    parts.len() == 3
        && parts.iter().all(|part| {
            !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// What an enhanced code means (RFC 3463), with the server's own words.
pub(super) fn told(status: &str, words: &str) -> Problem {
    let (code, sentence) = match status.split_once('.').map_or("", |(_, detail)| detail) {
        "1.1" | "1.2" | "1.3" | "1.6" | "1.10" => ("address", "There is no such mailbox."),
        "2.1" => ("unreachable", "The mailbox is closed."),
        "2.2" => ("unreachable", "The mailbox is full."),
        "2.3" | "3.4" => ("too_large", "The e-mail is too large for the other side."),
        "4.1" | "4.4" | "4.7" => (
            "unreachable",
            "The other side's mail server could not be reached.",
        ),
        detail if detail.starts_with("7.") => (
            "filtered",
            "The other side's mail server did not let it through.",
        ),
        _ => ("refused", "The other side's mail server refused it."),
    };
    let words: String = words
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(200)
        .collect();
    if words.is_empty() {
        problem(code, format!("{sentence} ({status})"))
    } else {
        problem(code, format!("{sentence} It said: {words} ({status})"))
    }
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn codes_are_told_in_words() {
        for (status, code) in [
            ("5.1.1", "address"),
            ("5.2.2", "unreachable"),
            ("5.3.4", "too_large"),
            ("5.7.26", "filtered"),
            ("5.0.0", "refused"),
            ("nonsense", "refused"),
        ] {
            assert_eq!(told(status, "").code, code, "{status}");
        }
        assert_eq!(
            told("5.1.1", "no\r\n such user").sentence,
            "There is no such mailbox. It said: no such user (5.1.1)"
        );
    }
}
