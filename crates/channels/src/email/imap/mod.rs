//! Letters in: the way into a mailbox by IMAP (RFC 3501, RFC 9051), read-only. Nothing is marked as
//! read, nothing is taken away.

mod line;
mod session;
mod stand_in;

pub use session::{Session, Waiting};
pub use stand_in::stand_in;

use super::{
    server::{Server, Tls},
    wrong::{Which, Wrong},
};
use crate::{Providers, SendError};
use async_imap::{Client, error::Error};
use imap_proto::{Response, Status};
use line::{Duplex, Line};
use rustls::pki_types::ServerName;
use std::{fmt, time::Duration};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::TlsConnector;

/// The largest letter that is taken in: of files, three quarters of it.
pub const LETTER_BYTES: usize = 50 << 20;

/// For a command and its answer.
const TALK: Duration = Duration::from_secs(30);
/// The most bytes that an answer may have which is no letter.
const ANSWER: usize = 64 << 20;

/// A mailbox whose letters are an inbox's.
#[derive(Clone)]
pub struct Mailbox {
    pub(super) server: Server,
    pub(super) user: String,
    pub(super) password: String,
    pub(super) providers: Providers,
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailbox")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Mailbox {
    fn eq(&self, other: &Self) -> bool {
        (&self.server, &self.user, &self.password) == (&other.server, &other.user, &other.password)
    }
}

impl Mailbox {
    /// Which mailbox it is, whatever its password.
    #[must_use]
    pub fn account(&self) -> String {
        format!("{}@{}", self.user, self.server.host.trim().to_lowercase())
    }

    /// Signs in and looks into it.
    ///
    /// # Errors
    /// `Rejected` when it does not let us in, `Retry` when it cannot be reached.
    pub async fn open(&self) -> Result<Session, SendError> {
        let open = timeout(TALK, self.sign_in()).await;
        open.unwrap_or(Err(Wrong::Down))
            .map_err(|wrong| wrong.meant(Which::Imap))
    }

    /// Looks whether it opens.
    pub(super) async fn check(&self) -> Result<(), Wrong> {
        let open = timeout(TALK, self.sign_in()).await;
        open.unwrap_or(Err(Wrong::Down))?.close().await;
        Ok(())
    }

    async fn sign_in(&self) -> Result<Session, Wrong> {
        let mut client = self.connect().await?;
        client.get_mut().left = ANSWER;
        let mut session = client
            .login(&self.user, &self.password)
            .await
            .map_err(|(error, _)| refused(&error))?;
        session.get_mut().left = ANSWER;
        let can = session.capabilities().await.map_err(|_| Wrong::Down)?;
        let idles = can.has_str("IDLE");
        let mailbox = session
            .examine("INBOX")
            .await
            .map_err(|error| match error {
                Error::No(_) => Wrong::Inbox,
                _ => Wrong::Down,
            })?;
        let mut open = Session {
            session,
            idles,
            poll: self.providers.bases().patience.poll,
            news: false,
            validity: mailbox.uid_validity.unwrap_or(0),
            next: mailbox.uid_next.unwrap_or(0),
        };
        if open.next == 0 {
            // It may leave this out; the last letter tells.
            let all = open.list(1).await.map_err(|_| Wrong::Down)?;
            open.next = all.last().map_or(0, |letter| letter.uid).saturating_add(1);
        }
        Ok(open)
    }

    async fn connect(&self) -> Result<Client<Line>, Wrong> {
        let allowed = &self.providers.bases().mail_networks;
        let addresses = self.server.addresses(Which::Imap, allowed).await?;
        let tcp = TcpStream::connect(addresses.as_slice())
            .await
            .map_err(|_| Wrong::Down)?;
        let _ = tcp.set_nodelay(true);
        if self.server.tls == Tls::Implicit {
            return greeted(self.private(Box::new(tcp)).await?).await;
        }
        let mut client = greeted(Line::new(Box::new(tcp))).await?;
        if self.server.tls == Tls::Starttls {
            let asked = client.run_command_and_check_ok("STARTTLS", None).await;
            asked.map_err(|error| match error {
                Error::No(_) | Error::Bad(_) => Wrong::Starttls,
                _ => Wrong::Down,
            })?;
            // What the server said before is not believed: it was in the open.
            let line = self.private(client.into_inner().inner).await?;
            return Ok(Client::new(line));
        }
        Ok(client)
    }

    async fn private(&self, open: Box<dyn Duplex>) -> Result<Line, Wrong> {
        // The certificate is for the name, whatever address it led to.
        let name = self.server.name().to_owned();
        let name = ServerName::try_from(name).map_err(|_| Wrong::Host)?;
        match TlsConnector::from(self.providers.mail_trust().config())
            .connect(name, open)
            .await
        {
            Ok(line) => Ok(Line::new(Box::new(line))),
            Err(error) => Err(Wrong::with_line(&error)),
        }
    }
}

/// Waits for the server's first words.
async fn greeted(line: Line) -> Result<Client<Line>, Wrong> {
    let mut client = Client::new(line);
    match client.read_response().await {
        Ok(Some(hello)) => match hello.parsed() {
            Response::Data {
                status: Status::Bye,
                ..
            } => Err(Wrong::Down),
            _ => Ok(client),
        },
        _ => Err(Wrong::Down),
    }
}

/// What a no to our name means. Servers that are busy say so in the same place (RFC 5530).
fn refused(error: &Error) -> Wrong {
    let words = error.to_string().to_lowercase();
    let passing = [
        "unavailable",
        "inuse",
        "limit",
        "temporar",
        "too many",
        "try again",
    ];
    match error {
        Error::No(_) | Error::Bad(_) if !passing.iter().any(|word| words.contains(word)) => {
            Wrong::Login
        }
        Error::Validate(_) => Wrong::Login,
        _ => Wrong::Down,
    }
}
