//! One mailbox in hand. How far it was read is kept behind the letters: a letter is fetched twice
//! rather than not at all, and kept once.

use crate::{Desk, Error, Result, db, receive::letter};
use channels::{LETTER_BYTES, Mailbox, SendError, Session, Waiting, stand_in};
use model::{InboxId, Millis, Problem};
use sea_orm::FromQueryResult;
use std::{collections::HashMap, time::Duration};
use tokio::time::sleep;

/// The first pause after a failure; it doubles with each more.
const PAUSE: Duration = Duration::from_secs(5);
const PAUSE_MOST: Duration = Duration::from_secs(5 * 60);
/// After a no that only somebody at the desk can turn into a yes. New settings end it at once.
const REFUSED: Duration = Duration::from_secs(15 * 60);
/// So many failures in a row are no accident: they are told of.
const FAILURES: u32 = 3;
/// So often a letter is asked for that does not come whole.
const TRIES: u32 = 5;
/// By so much a mail server's clock may be behind ours.
const SLACK_MS: Millis = 600_000;

/// One mailbox, looked after.
pub(super) struct Work {
    pub(super) desk: Desk,
    pub(super) inbox: InboxId,
    /// The replica that holds it.
    pub(super) me: String,
    pub(super) mailbox: Mailbox,
}

/// Why it is left.
enum Left {
    /// By the mail server.
    Mail(SendError),
    /// By the desk.
    Desk(Error),
    /// Another holds it.
    Lost,
}

impl From<SendError> for Left {
    fn from(error: SendError) -> Self {
        Self::Mail(error)
    }
}

impl From<Error> for Left {
    fn from(error: Error) -> Self {
        Self::Desk(error)
    }
}

/// How far a mailbox was read.
#[derive(FromQueryResult)]
struct Cursor {
    account: Option<String>,
    uid_validity: i64,
    last_uid: i64,
    rescan_below: i64,
    since: i64,
}

impl Work {
    /// Until it is dropped, or another holds the mailbox.
    pub(super) async fn run(self) {
        let mut failures = 0_u32;
        // By number: letters that did not come when they were asked for.
        let mut missing = HashMap::new();
        loop {
            let left = match self.watch(&mut failures, &mut missing).await {
                Ok(never) => match never {},
                Err(left) => left,
            };
            failures += 1;
            let doubled = PAUSE * 2_u32.pow((failures - 1).min(10));
            let mut pause = doubled.min(PAUSE_MOST);
            let trouble = match left {
                Left::Lost => return,
                Left::Desk(error) => {
                    tracing::error!(inbox = self.inbox, %error, "a mailbox' letters cannot be kept");
                    None
                }
                Left::Mail(SendError::Rejected(problem)) => {
                    pause = REFUSED;
                    Some(problem)
                }
                Left::Mail(_) => (failures >= FAILURES).then(|| Problem {
                    code: "provider_down".into(),
                    sentence: "The mailbox of this inbox does not answer. It is tried again in some minutes.".into(),
                }),
            };
            if let Some(problem) = trouble
                && let Err(error) = self.tell(Some(&problem)).await
            {
                tracing::warn!(inbox = self.inbox, %error, "a mailbox' trouble cannot be told");
            }
            sleep(pause).await;
        }
    }

    /// Fetches what is there and what comes, for as long as it goes well.
    async fn watch(
        &self,
        failures: &mut u32,
        missing: &mut HashMap<u32, u32>,
    ) -> Result<std::convert::Infallible, Left> {
        let mut session = self.mailbox.open().await?;
        let mut cursor = self.begin(session.validity, session.next).await?;
        let mut is_well = false;
        loop {
            let last = u32::try_from(cursor.last_uid).unwrap_or(u32::MAX);
            for waiting in session.after(last).await? {
                if !is_passed_over(&cursor, &waiting) {
                    self.bring(&mut session, &waiting, missing).await?;
                }
                cursor.last_uid = i64::from(waiting.uid);
                self.got_to(cursor.last_uid).await?;
            }
            // Only now: a mailbox that opens and then gives nothing is no better than one that
            // does not open.
            *failures = 0;
            if !is_well {
                self.tell(None).await?;
                is_well = true;
            }
            session.wait().await?;
        }
    }

    /// Where it is gone on from.
    async fn begin(&self, validity: u32, next: u32) -> Result<Cursor, Left> {
        let sql = "SELECT account, uid_validity, last_uid, rescan_below, since FROM mailbox \
                   WHERE inbox_id = $1";
        let read = self.desk.db().read();
        let known: Option<Cursor> = db::one(read, sql, [self.inbox.into()]).await?;
        let Some(known) = known else {
            return Err(Left::Lost);
        };
        let account = self.mailbox.account();
        let validity = i64::from(validity);
        let cursor = if known.account.as_deref() != Some(&account) {
            // Years of letters would otherwise come as new ones.
            Cursor {
                account: Some(account),
                uid_validity: validity,
                last_uid: i64::from(next) - 1,
                rescan_below: 0,
                since: db::now(),
            }
        } else if known.uid_validity != validity {
            tracing::info!(inbox = self.inbox, "a mailbox numbers its letters anew");
            Cursor {
                uid_validity: validity,
                last_uid: 0,
                rescan_below: i64::from(next),
                ..known
            }
        } else {
            return Ok(known);
        };
        let kept = db::run(
            self.desk.db().write(),
            "UPDATE mailbox SET account = $1, uid_validity = $2, last_uid = $3, \
                 rescan_below = $4, since = $5 WHERE inbox_id = $6 AND holder = $7",
            [
                cursor.account.clone().into(),
                cursor.uid_validity.into(),
                cursor.last_uid.into(),
                cursor.rescan_below.into(),
                cursor.since.into(),
                self.inbox.into(),
                self.me.as_str().into(),
            ],
        );
        if kept.await? == 0 {
            return Err(Left::Lost);
        }
        Ok(cursor)
    }

    /// Keeps a letter.
    async fn bring(
        &self,
        session: &mut Session,
        waiting: &Waiting,
        missing: &mut HashMap<u32, u32>,
    ) -> Result<(), Left> {
        let uid = waiting.uid;
        let tried = missing.get(&uid).copied().unwrap_or(0);
        let raw = if waiting.bytes > LETTER_BYTES {
            tracing::warn!(
                inbox = self.inbox,
                uid,
                waiting.bytes,
                "a letter is too large"
            );
            let head = session.head(uid).await?;
            let size = waiting.bytes >> 20;
            let why = format!(
                "[This e-mail is too large to be taken in: {size} MB. It is in the mailbox still.]"
            );
            head.map(|head| stand_in(&head, &why))
        } else if tried >= TRIES {
            tracing::warn!(inbox = self.inbox, uid, "a letter does not come");
            // If not even its head comes, nobody knows who wrote.
            let head = if tried > TRIES {
                None
            } else {
                missing.insert(uid, tried + 1);
                session.head(uid).await?
            };
            let why = "[This e-mail cannot be fetched. It is in the mailbox still.]";
            let named = format!(
                "Message-ID: <{}.{uid}@unfetched.invalid>\r\n",
                session.validity
            );
            let head = head.unwrap_or_else(|| named.into_bytes());
            Some(stand_in(&head, why))
        } else {
            // Forgotten again when it comes.
            missing.insert(uid, tried + 1);
            session.fetch(uid).await?
        };
        missing.remove(&uid);
        // One that somebody took away meanwhile is nobody's any more.
        if let Some(raw) = raw {
            letter(&self.desk, self.inbox, &raw).await?;
        }
        Ok(())
    }

    async fn got_to(&self, last: i64) -> Result<(), Left> {
        let sql = "UPDATE mailbox SET last_uid = $1 WHERE inbox_id = $2 AND holder = $3";
        let values = [last.into(), self.inbox.into(), self.me.as_str().into()];
        match db::run(self.desk.db().write(), sql, values).await? {
            0 => Err(Left::Lost),
            _ => Ok(()),
        }
    }

    /// Shows what is wrong, or that nothing is.
    async fn tell(&self, problem: Option<&Problem>) -> Result<()> {
        if let Some(problem) = problem {
            tracing::warn!(
                inbox = self.inbox,
                problem.code,
                problem.sentence,
                "a mailbox cannot be fetched from"
            );
        }
        let (code, sentence) = problem
            .map(|problem| (problem.code.clone(), problem.sentence.clone()))
            .unzip();
        let sql = "UPDATE mailbox SET code = $1, sentence = $2 \
                   WHERE inbox_id = $3 AND holder = $4 \
                   AND (code IS NOT NULL OR $1 IS NOT NULL)";
        let values = [
            code.into(),
            sentence.into(),
            self.inbox.into(),
            self.me.as_str().into(),
        ];
        db::run(self.desk.db().write(), sql, values).await?;
        Ok(())
    }
}

/// Whether a letter that has another number now was there before the inbox was.
fn is_passed_over(cursor: &Cursor, waiting: &Waiting) -> bool {
    i64::from(waiting.uid) < cursor.rescan_below
        && waiting.at.is_some_and(|at| at < cursor.since - SLACK_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_anew_old_letters_stay_old() {
        let cursor = Cursor {
            account: None,
            uid_validity: 2,
            last_uid: 0,
            rescan_below: 10,
            since: 5 * SLACK_MS,
        };
        let at = |uid, at| Waiting { uid, bytes: 1, at };
        assert!(is_passed_over(&cursor, &at(9, Some(3 * SLACK_MS))));
        assert!(!is_passed_over(&cursor, &at(9, Some(5 * SLACK_MS))));
        assert!(!is_passed_over(&cursor, &at(9, None)));
        assert!(
            !is_passed_over(&cursor, &at(10, Some(3 * SLACK_MS))),
            "moved there by hand"
        );
    }
}
