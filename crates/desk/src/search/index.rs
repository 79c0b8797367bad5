//! Keeping the words of messages as the messages are.

use super::words::kept;
use crate::{Desk, Result, db};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::{collections::HashMap, time::Duration};

/// Messages at a time: as long as writers on SQLite wait for it.
const BATCH: usize = 200;

/// Keys as one value, by which rows are picked: `IN` takes no list on either.
macro_rules! on {
    ($postgres:expr, $before:literal, $after:literal) => {
        if $postgres {
            concat!(
                $before,
                "(SELECT value::BIGINT FROM json_array_elements_text($1::JSON))",
                $after
            )
        } else {
            concat!($before, "(SELECT value FROM json_each($1))", $after)
        }
    };
}

#[derive(FromQueryResult)]
struct Due {
    message_id: i64,
}

/// A message as far as it is searched.
#[derive(FromQueryResult)]
struct Said {
    id: i64,
    text: String,
    below: Option<String>,
    number: i64,
    subject: String,
    contact_id: i64,
    name: String,
}

#[derive(FromQueryResult)]
struct File {
    message_id: i64,
    name: String,
    caption: String,
    alt: String,
}

#[derive(FromQueryResult)]
struct Address {
    contact_id: i64,
    value: String,
}

/// How often it is looked whether there are any. One indexed question.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Until it is dropped.
pub(crate) async fn keep_indexing(desk: Desk) {
    loop {
        if let Err(error) = index(&desk).await {
            tracing::warn!(%error, "messages were not indexed; the next round tries again");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Reads the words of all messages that were noted.
pub(crate) async fn index(desk: &Desk) -> Result<()> {
    while batch(desk).await? == BATCH {}
    Ok(())
}

/// How many were noted of which.
async fn batch(desk: &Desk) -> Result<usize> {
    let noted: Option<Due> = db::one(
        desk.db().read(),
        "SELECT message_id FROM search_due LIMIT 1",
        [],
    )
    .await?;
    if noted.is_none() {
        return Ok(0);
    }
    let tx = desk.db().begin_write().await?;
    let postgres = desk.db().is_postgres();
    if postgres && !first(&tx).await? {
        return Ok(0);
    }
    let due: Vec<Due> = db::all(
        &tx,
        "DELETE FROM search_due WHERE id IN (SELECT id FROM search_due ORDER BY id LIMIT $1) \
         RETURNING message_id",
        [i64::try_from(BATCH).unwrap_or(0).into()],
    )
    .await?;
    let mut keys: Vec<i64> = due.iter().map(|due| due.message_id).collect();
    keys.sort_unstable();
    keys.dedup();
    let list = || Value::from(serde_json::json!(keys).to_string());
    let said: Vec<Said> = db::all(
        &tx,
        on!(
            postgres,
            "SELECT m.id, m.text, m.below, t.number, t.subject, t.contact_id, c.name \
             FROM message m JOIN ticket t ON t.id = m.ticket_id JOIN contact c ON c.id = t.contact_id \
             WHERE m.direction <> 'activity' AND COALESCE(m.state, '') <> 'canceled' AND m.id IN ",
            ""
        ),
        [list()],
    )
    .await?;
    let files: Vec<File> = db::all(
        &tx,
        on!(
            postgres,
            "SELECT a.message_id, a.name, a.caption, a.alt FROM message m JOIN attachment a \
             ON a.ticket_id = m.ticket_id AND a.message_id = m.id WHERE m.id IN ",
            ""
        ),
        [list()],
    )
    .await?;
    let addresses: Vec<Address> = db::all(
        &tx,
        on!(
            postgres,
            "SELECT h.contact_id, h.value FROM contact_handle h WHERE h.kind <> 'visitor' \
             AND h.contact_id IN (SELECT t.contact_id FROM ticket t JOIN message m \
                 ON m.ticket_id = t.id WHERE m.id IN ",
            ")"
        ),
        [list()],
    )
    .await?;
    let mut texts: HashMap<i64, Vec<&str>> = HashMap::new();
    for file in &files {
        let of = texts.entry(file.message_id).or_default();
        of.extend([&*file.name, &*file.caption, &*file.alt]);
    }
    let mut gone = keys.clone();
    for message in &said {
        gone.retain(|key| *key != message.id);
        let of = texts.remove(&message.id).unwrap_or_default();
        let theirs = addresses.iter();
        let theirs = theirs.filter(|address| address.contact_id == message.contact_id);
        let number = message.number.to_string();
        let own = [&message.text, &message.subject, &message.name, &number];
        let texts = own.into_iter().chain(&message.below).map(String::as_str);
        let words = kept(texts.chain(of).chain(theirs.map(|address| &*address.value)));
        keep(&tx, postgres, message.id, words).await?;
    }
    for key in gone {
        forget(&tx, postgres, key).await?;
    }
    tx.commit().await?;
    Ok(due.len())
}

/// One replica at a time: of two that read the same message, the one that read it first must not be the
/// last to write.
async fn first(tx: &impl ConnectionTrait) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Turn {
        mine: bool,
    }
    let sql = "SELECT pg_try_advisory_xact_lock(4711004) AS mine";
    Ok(db::one::<Turn, 0>(tx, sql, [])
        .await?
        .is_some_and(|turn| turn.mine))
}

async fn keep(tx: &impl ConnectionTrait, postgres: bool, key: i64, words: String) -> Result<()> {
    if words.is_empty() {
        return forget(tx, postgres, key).await;
    }
    let sql = if postgres {
        "INSERT INTO message_search (message_id, words) \
         VALUES ($1, array_to_tsvector(string_to_array($2, ' '))) \
         ON CONFLICT (message_id) DO UPDATE SET words = excluded.words"
    } else {
        "INSERT OR REPLACE INTO message_search (rowid, words) VALUES ($1, $2)"
    };
    db::run(tx, sql, [key.into(), words.into()]).await?;
    Ok(())
}

async fn forget(tx: &impl ConnectionTrait, postgres: bool, key: i64) -> Result<()> {
    let sql = if postgres {
        "DELETE FROM message_search WHERE message_id = $1"
    } else {
        "DELETE FROM message_search WHERE rowid = $1"
    };
    db::run(tx, sql, [key.into()]).await?;
    Ok(())
}
