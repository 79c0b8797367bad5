//! Letters in: one IMAP conversation (RFC 3501, RFC 9051), read-only. What is new, one after the
//! other, then a wait for more (IDLE, RFC 2177). Nothing is marked as read, nothing is taken away.

use super::{
    server::{Server, Tls},
    wrong::{Which, Wrong},
};
use crate::{Providers, SendError};
use async_imap::{Client, error::Error};
use imap_proto::{AttributeValue, MailboxDatum, Response, Status};
use model::Millis;
use rustls::pki_types::ServerName;
use std::{
    fmt, io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use time::{
    OffsetDateTime, format_description::StaticFormatDescription, macros::format_description,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

/// The largest letter that is taken in: of files, three quarters of it.
pub const LETTER_BYTES: usize = 50 << 20;

/// For a command and its answer.
const TALK: Duration = Duration::from_secs(30);
/// For a whole letter, or the list of all that are new.
const FETCH: Duration = Duration::from_secs(300);
/// How long it waits at most before it asks whether the server is still there: well below the 29
/// minutes after which servers hang up (RFC 2177), and below what routers forget lines after.
const IDLE: Duration = Duration::from_secs(5 * 60);
/// How often a server is asked that does not tell by itself.
const POLL: Duration = Duration::from_secs(30);
/// The most bytes that an answer may have which is no letter.
const ANSWER: usize = 64 << 20;
/// The most bytes of a letter's head.
const HEAD: usize = 1 << 20;

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

/// A letter that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number: it only goes up, for as long as the mailbox' validity is the same.
    pub uid: u32,
    /// Its size in bytes, as the server says.
    pub bytes: usize,
    /// When it came into the mailbox; nothing when the server does not say so.
    pub at: Option<Millis>,
}

/// An open mailbox.
pub struct Session {
    session: async_imap::Session<Line>,
    /// The server tells by itself when something came.
    idles: bool,
    /// Something came since the list was read.
    news: bool,
    /// While this is the same, letters keep their numbers.
    pub validity: u32,
    /// The number of the next letter to come.
    pub next: u32,
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
        match TlsConnector::from(self.providers.tls())
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

impl Session {
    /// The letters after that number, in their order.
    ///
    /// # Errors
    /// `Retry` when the line broke, as each of these.
    pub async fn after(&mut self, last: u32) -> Result<Vec<Waiting>, SendError> {
        self.news = false;
        let first = last.saturating_add(1);
        let mut found = self.list(first).await?;
        // `n:*` names the last one even when it is before `n`.
        found.retain(|letter| letter.uid >= first);
        Ok(found)
    }

    async fn list(&mut self, first: u32) -> Result<Vec<Waiting>, SendError> {
        let mut found = Vec::new();
        let command = format!("UID FETCH {first}:* (UID INTERNALDATE RFC822.SIZE)");
        self.run(&command, ANSWER, FETCH, |told| {
            let mut letter = Waiting {
                uid: 0,
                bytes: 0,
                at: None,
            };
            for value in told {
                match value {
                    AttributeValue::Uid(uid) => letter.uid = *uid,
                    AttributeValue::Rfc822Size(bytes) => letter.bytes = *bytes as usize,
                    AttributeValue::InternalDate(date) => letter.at = when(date),
                    _ => {}
                }
            }
            if letter.uid > 0 {
                found.push(letter);
            }
        })
        .await?;
        found.sort_unstable_by_key(|letter| letter.uid);
        found.dedup_by_key(|letter| letter.uid);
        Ok(found)
    }

    /// A letter's bytes; nothing when it is not there any more.
    ///
    /// # Errors
    /// Also when it is larger than the server said and than is taken in.
    pub async fn fetch(&mut self, uid: u32) -> Result<Option<Vec<u8>>, SendError> {
        self.part(uid, "BODY.PEEK[]", LETTER_BYTES).await
    }

    /// A letter's head alone; nothing when it is not there any more.
    ///
    /// # Errors
    /// As [`Session::fetch`].
    pub async fn head(&mut self, uid: u32) -> Result<Option<Vec<u8>>, SendError> {
        self.part(uid, "BODY.PEEK[HEADER]", HEAD).await
    }

    async fn part(
        &mut self,
        uid: u32,
        what: &str,
        most: usize,
    ) -> Result<Option<Vec<u8>>, SendError> {
        let mut found = None;
        let command = format!("UID FETCH {uid} (UID {what})");
        self.run(&command, most + (64 << 10), FETCH, |told| {
            let is_it = told
                .iter()
                .any(|value| matches!(value, AttributeValue::Uid(told) if *told == uid));
            for value in told {
                if let AttributeValue::BodySection {
                    data: Some(bytes), ..
                } = value
                    && is_it
                {
                    found = Some(bytes.to_vec());
                }
            }
        })
        .await?;
        Ok(found)
    }

    /// Until something may have come.
    ///
    /// # Errors
    /// As [`Session::after`].
    pub async fn wait(&mut self) -> Result<(), SendError> {
        if self.news {
            return Ok(());
        }
        if !self.idles {
            tokio::time::sleep(POLL).await;
            return self.run("NOOP", ANSWER, TALK, |_| {}).await;
        }
        self.session.get_mut().left = ANSWER;
        let begun = async {
            let tag = self.session.run_command("IDLE").await.map_err(|_| down())?;
            loop {
                let said = self.session.read_response().await.map_err(|_| down())?;
                match said.ok_or_else(down)?.parsed() {
                    Response::Continue { .. } => return Ok::<_, SendError>(Some(tag)),
                    Response::Done { tag: ended, .. } if *ended == tag => return Ok(None),
                    Response::MailboxData(MailboxDatum::Exists(_)) => self.news = true,
                    other => still_there(other)?,
                }
            }
        };
        let Some(tag) = timeout(TALK, begun).await.map_err(|_| down())?? else {
            // It offers this, and does not do it.
            self.idles = false;
            return Ok(());
        };
        let told = async {
            while !self.news {
                let said = self.session.read_response().await.map_err(|_| down())?;
                match said.ok_or_else(down)?.parsed() {
                    Response::MailboxData(MailboxDatum::Exists(_)) => self.news = true,
                    other => still_there(other)?,
                }
            }
            Ok::<_, SendError>(())
        };
        if let Ok(told) = timeout(IDLE, told).await {
            told?;
        }
        let ended = async {
            (self.session.run_command_untagged("DONE").await).map_err(|_| down())?;
            loop {
                let said = self.session.read_response().await.map_err(|_| down())?;
                match said.ok_or_else(down)?.parsed() {
                    Response::Done { tag: ended, .. } if *ended == tag => return Ok(()),
                    other => still_there(other)?,
                }
            }
        };
        timeout(TALK, ended).await.map_err(|_| down())?
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        let _ = timeout(TALK, self.session.logout()).await;
    }

    /// A command to its end. The crate's own fetch tells a refusal, or a line that broke, from an
    /// empty answer no more: a letter would be passed over.
    async fn run(
        &mut self,
        command: &str,
        most: usize,
        limit: Duration,
        mut each: impl FnMut(&[AttributeValue<'_>]),
    ) -> Result<(), SendError> {
        self.session.get_mut().left = most;
        let talk = async {
            let tag = self
                .session
                .run_command(command)
                .await
                .map_err(|_| down())?;
            loop {
                let said = self.session.read_response().await.map_err(|_| down())?;
                match said.ok_or_else(down)?.parsed() {
                    Response::Fetch(_, told) => each(told),
                    Response::MailboxData(MailboxDatum::Exists(_)) => self.news = true,
                    Response::Done {
                        tag: ended, status, ..
                    } if *ended == tag => {
                        return if *status == Status::Ok {
                            Ok(())
                        } else {
                            Err(down())
                        };
                    }
                    other => still_there(other)?,
                }
            }
        };
        timeout(limit, talk).await.map_err(|_| down())?
    }
}

/// An error when the server takes its leave.
fn still_there(said: &Response<'_>) -> Result<(), SendError> {
    match said {
        Response::Data {
            status: Status::Bye,
            ..
        } => Err(down()),
        _ => Ok(()),
    }
}

fn down() -> SendError {
    SendError::Retry(Duration::from_secs(15))
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

/// A date as IMAP writes it: `17-Jul-1996 02:44:25 -0700`, its day padded by a blank.
fn when(date: &str) -> Option<Millis> {
    const FORMAT: StaticFormatDescription = format_description!(
        "[day padding:none]-[month repr:short]-[year] [hour]:[minute]:[second] [offset_hour sign:mandatory][offset_minute]"
    );
    let at = OffsetDateTime::parse(date.trim(), FORMAT).ok()?;
    Some(at.unix_timestamp() * 1_000)
}

/// What stands for a letter that is not taken in: its head, as far as it is known, and words about
/// why it is not here.
#[must_use]
pub fn stand_in(head: &[u8], why: &str) -> Vec<u8> {
    let mut letter = Vec::with_capacity(head.len() + why.len() + 200);
    let mut kept = false;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        let words = line.trim_ascii_end();
        if words.is_empty() {
            break;
        }
        if !matches!(words[0], b' ' | b'\t') {
            // What says how the body is written is said of ours.
            let name = words.split(|byte| *byte == b':').next().unwrap_or_default();
            kept = !name.to_ascii_lowercase().starts_with(b"content-");
        }
        if kept {
            letter.extend_from_slice(words);
            letter.extend_from_slice(b"\r\n");
        }
    }
    letter.extend_from_slice(
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
    );
    letter.extend_from_slice(why.as_bytes());
    letter.extend_from_slice(b"\r\n");
    letter
}

/// Anything that is read and written.
trait Duplex: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Duplex for T {}

/// The line to a server, from which only so much is read.
#[derive(Debug)]
struct Line {
    inner: Box<dyn Duplex>,
    /// How many bytes the server may still say to what it was asked.
    left: usize,
}

impl Line {
    fn new(inner: Box<dyn Duplex>) -> Self {
        Self {
            inner,
            left: 64 << 10,
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, buf);
        let count = buf.filled().len() - before;
        match self.left.checked_sub(count) {
            Some(left) => self.left = left,
            None => return Poll::Ready(Err(io::Error::other("more than is taken in"))),
        }
        read
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read() {
        assert_eq!(when("17-Jul-1996 02:44:25 -0700"), Some(837_596_665_000));
        assert_eq!(when(" 7-Jul-1996 02:44:25 +0000"), Some(836_707_465_000));
        assert_eq!(when("yesterday"), None);
    }

    #[test]
    fn a_stand_in_keeps_the_head_and_not_the_form() {
        let head = b"From: a@b.example\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\nSubject: Big\r\n thing\r\n\r\nnothing";
        let letter = String::from_utf8(stand_in(head, "Too large.")).unwrap();
        assert_eq!(
            letter,
            "From: a@b.example\r\nSubject: Big\r\n thing\r\nContent-Type: text/plain; \
             charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nToo large.\r\n"
        );
    }
}
