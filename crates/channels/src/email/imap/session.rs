//! An open mailbox: what is new, one after the other, then a wait for more (IDLE, RFC 2177).

use super::{ANSWER, LETTER_BYTES, TALK, line::Line};
use crate::SendError;
use imap_proto::{AttributeValue, MailboxDatum, Response, Status};
use model::Millis;
use std::time::Duration;
use time::{
    OffsetDateTime, format_description::StaticFormatDescription, macros::format_description,
};
use tokio::time::timeout;

/// For a whole letter, or the list of all that are new.
const FETCH: Duration = Duration::from_secs(300);
/// How long it waits at most before it asks whether the server is still there: well below the 29
/// minutes after which servers hang up (RFC 2177), and below what routers forget lines after.
const IDLE: Duration = Duration::from_secs(5 * 60);
/// The most bytes of a letter's head.
const HEAD: usize = 1 << 20;

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
    pub(super) session: async_imap::Session<Line>,
    /// The server tells by itself when something came.
    pub(super) idles: bool,
    /// Between two looks, where it does not.
    pub(super) poll: Duration,
    /// Something came since the list was read.
    pub(super) news: bool,
    /// While this is the same, letters keep their numbers.
    pub validity: u32,
    /// The number of the next letter to come.
    pub next: u32,
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

    pub(super) async fn list(&mut self, first: u32) -> Result<Vec<Waiting>, SendError> {
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
            tokio::time::sleep(self.poll).await;
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

/// A date as IMAP writes it: `17-Jul-1996 02:44:25 -0700`, its day padded by a blank.
fn when(date: &str) -> Option<Millis> {
    const FORMAT: StaticFormatDescription = format_description!(
        "[day padding:none]-[month repr:short]-[year] [hour]:[minute]:[second] [offset_hour sign:mandatory][offset_minute]"
    );
    let at = OffsetDateTime::parse(date.trim(), FORMAT).ok()?;
    Some(at.unix_timestamp() * 1_000)
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
}
