//! Mailboxes that letters are fetched from by IMAP. Each is one replica's at a time: who holds it
//! says so again and again, and when that stops another takes over.

mod work;

use crate::{Desk, Result, db, token};
use channels::Mailbox;
use model::{InboxId, Millis, Problem};
use sea_orm::FromQueryResult;
use std::{collections::HashMap, time::Duration};
use tokio::{sync::watch, task::JoinHandle};
use work::Work;

/// A mailbox in our hands.
struct Held {
    mailbox: Mailbox,
    until: Millis,
    work: JoinHandle<()>,
}

/// Until told to stop: takes mailboxes that nobody holds, and keeps them.
pub(crate) async fn keep_polling(desk: Desk, mut stopped: watch::Receiver<bool>) {
    let me = token::random();
    let lease = desk.providers().bases().patience.mailbox;
    let mut held: HashMap<InboxId, Held> = HashMap::new();
    loop {
        if let Err(error) = round(&desk, &me, lease, &mut held).await {
            tracing::warn!(%error, "mailboxes are not looked after; the next round tries again");
        }
        let stop = tokio::time::timeout(lease / 8, stopped.wait_for(|stop| *stop));
        if stop.await.is_ok() {
            break;
        }
    }
    for (_, one) in held.drain() {
        one.work.abort();
        // What it is writing is written, or not, before another begins.
        let _ = one.work.await;
    }
    let sql = "UPDATE mailbox SET held_until = 0 WHERE holder = $1";
    if let Err(error) = db::run(desk.db().write(), sql, [me.into()]).await {
        tracing::warn!(%error, "mailboxes are free for others only after a while");
    }
}

async fn round(
    desk: &Desk,
    me: &str,
    lease: Duration,
    held: &mut HashMap<InboxId, Held>,
) -> Result<()> {
    let lease = Millis::try_from(lease.as_millis()).unwrap_or(Millis::MAX);
    let all = crate::inbox::all(desk).await?;
    let mut wanted: HashMap<InboxId, Mailbox> = all
        .iter()
        .filter(|inbox| inbox.kind() == model::Channel::Email)
        .filter_map(|inbox| Some((inbox.id, inbox.open(desk).mailbox()?)))
        .collect();
    let now = db::now();
    let mut lost = Vec::new();
    for (&inbox, one) in &mut *held {
        let stays = wanted.get(&inbox) == Some(&one.mailbox) && !one.work.is_finished();
        if stays && one.until - now > lease / 2 {
            wanted.remove(&inbox);
        } else if stays && take(desk, inbox, me, now, lease).await? {
            one.until = now + lease;
            wanted.remove(&inbox);
        } else {
            lost.push(inbox);
        }
    }
    for inbox in lost {
        if let Some(gone) = held.remove(&inbox) {
            gone.work.abort();
            let _ = gone.work.await;
        }
        if !wanted.contains_key(&inbox) {
            let sql = "UPDATE mailbox SET held_until = 0, code = NULL, sentence = NULL \
                       WHERE inbox_id = $1 AND holder = $2";
            db::run(desk.db().write(), sql, [inbox.into(), me.into()]).await?;
        }
    }
    for (inbox, mailbox) in wanted {
        if take(desk, inbox, me, now, lease).await? {
            let work = Work {
                desk: desk.clone(),
                inbox,
                me: me.to_owned(),
                mailbox: mailbox.clone(),
            };
            let one = Held {
                mailbox,
                until: now + lease,
                work: tokio::spawn(work.run()),
            };
            held.insert(inbox, one);
        }
    }
    Ok(())
}

/// Takes a mailbox, or keeps it. Whether it is ours now.
async fn take(desk: &Desk, inbox: InboxId, me: &str, now: Millis, lease: Millis) -> Result<bool> {
    let sql = "INSERT INTO mailbox (inbox_id, holder, held_until) VALUES ($1, $2, $3) \
               ON CONFLICT (inbox_id) DO UPDATE SET holder = excluded.holder, \
                   held_until = excluded.held_until \
               WHERE mailbox.holder = excluded.holder OR mailbox.held_until <= $4";
    let values = [inbox.into(), me.into(), (now + lease).into(), now.into()];
    Ok(db::run(desk.db().write(), sql, values).await? > 0)
}

/// What keeps from a mailbox at the moment.
pub(crate) async fn trouble(desk: &Desk, inbox: InboxId) -> Result<Option<Problem>> {
    #[derive(FromQueryResult)]
    struct Row {
        code: String,
        sentence: String,
    }
    let sql = "SELECT code, sentence FROM mailbox WHERE inbox_id = $1 AND code IS NOT NULL";
    let row: Option<Row> = db::one(desk.db().read(), sql, [inbox.into()]).await?;
    Ok(row.map(|row| Problem {
        code: row.code,
        sentence: row.sentence,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_replica_takes_over_within_a_minute() {
        let lease = channels::Patience::default().mailbox;
        assert!(lease + lease / 8 < Duration::from_secs(55));
    }
}
