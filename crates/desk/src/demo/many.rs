//! A desk after years of work, for measuring: tickets of all channels, ten messages in each, with tags, files and
//! words, written by the database itself.
//!
//! The `j`th ticket is older than the next. What it is follows from `j` by remainders of products with primes, so
//! that every desk of a size is the same, and no two of its traits go together.

use crate::{Desk, Error, Result, db};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// The keys after which the new rows come, and the number.
#[derive(FromQueryResult)]
struct Before {
    contact: i64,
    number: i64,
    ticket: i64,
    message: i64,
    agent: i64,
}

const BEFORE: &str = "SELECT COALESCE((SELECT max(id) FROM contact), 0) AS contact, \
    COALESCE((SELECT max(number) FROM ticket), 0) AS number, \
    COALESCE((SELECT max(id) FROM ticket), 0) AS ticket, \
    COALESCE((SELECT max(id) FROM message), 0) AS message, \
    (SELECT min(id) FROM agent) AS agent";

const CONTACTS: &str = "INSERT INTO contact (name, files, created_at) \
    WITH RECURSIVE n(j) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT j + 1 FROM n \
        WHERE j < CAST($1 AS BIGINT)) \
    SELECT 'Customer C' || j, 0, CAST($2 AS BIGINT) FROM n ORDER BY j";

/// Four of ten write mails, one of ten each by WhatsApp and Instagram.
const CHANNEL: &str = "CASE (j * 104729 % 999983) % 10 WHEN 0 THEN 'whatsapp' WHEN 1 THEN 'instagram' \
    WHEN 2 THEN 'sms' WHEN 3 THEN 'sms' WHEN 4 THEN 'webchat' WHEN 5 THEN 'webchat' ELSE 'email' END";

const HANDLES: &str = "INSERT INTO contact_handle (contact_id, kind, value) \
    SELECT id, CASE kind WHEN 'webchat' THEN 'visitor' WHEN 'sms' THEN 'phone' ELSE kind END, 'many-' || id \
    FROM (SELECT id, {channel} AS kind FROM (SELECT id, id - CAST($1 AS BIGINT) AS j FROM contact \
        WHERE id > CAST($1 AS BIGINT)) c) k ORDER BY id";

/// One of ten is open, one of a hundred sleeps, one of a hundred is spam. One comes every thirty seconds.
const TICKETS: &str = "INSERT INTO ticket (number, inbox_id, contact_id, handle_id, subject, status, assignee_id, \
    unread, version, last_message_at, last_text, created_at, channel, priority, snoozed_until) \
    SELECT CAST($3 AS BIGINT) + j, (SELECT min(i.id) FROM inbox i WHERE i.kind = k.channel), contact_id, id, \
        CASE k.channel WHEN 'email' THEN 'About order ' || j ELSE '' END, status, \
        CASE WHEN h % 3 = 0 THEN NULL ELSE CAST($4 AS BIGINT) + (h % 3) - 1 END, \
        status = 'open' AND h % 4 = 0, 1, at, 'Thank you, and greetings from customer C' || j, at, k.channel, \
        CASE h % 20 WHEN 1 THEN 3 WHEN 2 THEN 2 WHEN 3 THEN 0 ELSE 1 END, \
        CASE status WHEN 'snoozed' THEN CAST($5 AS BIGINT) + 86400000 END \
    FROM (SELECT id, contact_id, j, h, {channel} AS channel, \
            CASE WHEN h % 100 < 10 THEN 'open' WHEN h % 100 = 10 THEN 'snoozed' \
                WHEN h % 100 = 11 THEN 'spam' ELSE 'closed' END AS status, \
            CAST($5 AS BIGINT) - (CAST($2 AS BIGINT) - j) * 30000 AS at \
        FROM (SELECT id, contact_id, j, (j * 7919 % 1000003) AS h \
            FROM (SELECT id, contact_id, contact_id - CAST($1 AS BIGINT) AS j FROM contact_handle \
                WHERE contact_id > CAST($1 AS BIGINT)) x) y) k ORDER BY j";

/// One of a hundred thousand speaks of zebrafish, all of a parcel.
const MESSAGES: &str = "INSERT INTO message (ticket_id, direction, author_kind, author_id, text, files, state, \
    created_at) \
    WITH RECURSIVE k(k) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT k + 1 FROM k WHERE k < 9) \
    SELECT t.id, CASE k.k % 2 WHEN 0 THEN 'in' ELSE 'out' END, \
        CASE k.k % 2 WHEN 0 THEN 'contact' ELSE 'agent' END, \
        CASE k.k % 2 WHEN 0 THEN t.contact_id ELSE CAST($2 AS BIGINT) END, \
        'The parcel with part' || ((t.id * 7919 + k.k * 31) % 5003) || ' of case' \
            || ((t.id * 104729 + k.k * 7) % 200003) || ' came ' \
            || CASE WHEN (t.id * 10 + k.k) % 100000 = 77 THEN 'zebrafish' ELSE 'late' END \
            || ' and word' || ((t.id * 31 + k.k * 1009) % 20011), \
        0, CASE k.k % 2 WHEN 0 THEN NULL ELSE 'sent' END, t.created_at - (9 - k.k) * 60000 \
    FROM ticket t CROSS JOIN k WHERE t.id > CAST($1 AS BIGINT) ORDER BY t.id, k.k";

/// One of ten tickets has a picture, one of twenty a paper.
const FILES: &str = "INSERT INTO attachment (message_id, ticket_id, position, name, mime, bytes, width, height, \
    caption, alt, state) \
    SELECT (SELECT min(m.id) FROM message m WHERE m.ticket_id = t.id), t.id, 0, 'file' || t.id, \
        CASE WHEN t.id % 20 < 2 THEN 'image/jpeg' ELSE 'application/pdf' END, 200000, 0, 0, '', '', 'expired' \
    FROM ticket t WHERE t.id > CAST($1 AS BIGINT) AND t.id % 20 < 3";

const TAGS: &str = "INSERT INTO tag (name, folded) VALUES \
    ('parcel', 'parcel'), ('broken', 'broken'), ('wholesale', 'wholesale'), ('recall', 'recall')";

/// Every third is of a parcel, every 33rd broken, every 200th from a wholesaler, every 2,000th of a recall.
const TAGGED: &str = "INSERT INTO ticket_tag (ticket_id, tag_id) SELECT t.id, g.id FROM ticket t JOIN tag g \
    ON t.id * 7919 % CASE g.name WHEN 'parcel' THEN 3 WHEN 'broken' THEN 33 WHEN 'wholesale' THEN 200 \
        ELSE 2000 END = 0 \
    WHERE t.id > CAST($1 AS BIGINT)";

const SQLITE_WORDS: &str = "INSERT INTO message_search (rowid, words) \
    SELECT m.id, lower(m.text) || ' customer c' || (t.contact_id - CAST($2 AS BIGINT)) || ' ' || t.number \
    FROM message m CROSS JOIN ticket t ON t.id = m.ticket_id WHERE m.id > CAST($1 AS BIGINT) ORDER BY m.id";
const POSTGRES_WORDS: &str = "INSERT INTO message_search (message_id, words) \
    SELECT m.id, array_to_tsvector(string_to_array(lower(m.text) || ' customer c' \
        || (t.contact_id - CAST($2 AS BIGINT)) || ' ' || t.number, ' ')) \
    FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.id > CAST($1 AS BIGINT) ORDER BY m.id";

/// Adds so many tickets to a seeded desk, which nobody must use meanwhile.
///
/// # Errors
/// When the database does not answer.
pub async fn many(desk: &Desk, tickets: i64) -> Result<()> {
    let db = desk.db().write();
    let postgres = desk.db().is_postgres();
    let before: Option<Before> = db::one(db, BEFORE, []).await?;
    let before = before.ok_or(Error::NotFound)?;
    let value = Value::from;
    // Words are put in beside: what came is not to be noted ten million times.
    let (begin, end): (&[&str], &[&str]) = if postgres {
        (
            &[
                "ALTER TABLE message DISABLE TRIGGER USER",
                "ALTER TABLE attachment DISABLE TRIGGER USER",
                "ALTER TABLE contact_handle DISABLE TRIGGER USER",
                "DROP INDEX message_search_words",
            ],
            &[
                "ALTER TABLE message ENABLE TRIGGER USER",
                "ALTER TABLE attachment ENABLE TRIGGER USER",
                "ALTER TABLE contact_handle ENABLE TRIGGER USER",
                "CREATE INDEX message_search_words ON message_search USING gin (words)",
                // As its own housekeeping does after so much.
                "VACUUM ANALYZE",
            ],
        )
    } else {
        (&[], &["DELETE FROM search_due"])
    };
    for sql in begin {
        db.execute_unprepared(sql).await?;
    }
    db::run(db, CONTACTS, [value(tickets), value(db::now())]).await?;
    let handles = HANDLES.replace("{channel}", CHANNEL);
    db::run(db, &handles, [value(before.contact)]).await?;
    let told = [
        value(before.contact),
        value(tickets),
        value(before.number),
        value(before.agent),
        value(db::now()),
    ];
    db::run(db, &TICKETS.replace("{channel}", CHANNEL), told).await?;
    db::run(db, MESSAGES, [value(before.ticket), value(before.agent)]).await?;
    db::run(db, FILES, [value(before.ticket)]).await?;
    db::run(db, TAGS, []).await?;
    db::run(db, TAGGED, [value(before.ticket)]).await?;
    let words = if postgres {
        POSTGRES_WORDS
    } else {
        SQLITE_WORDS
    };
    db::run(db, words, [value(before.message), value(before.contact)]).await?;
    let counter =
        "UPDATE counter SET value = (SELECT max(number) FROM ticket) WHERE name = 'ticket'";
    db::run(db, counter, []).await?;
    for sql in end {
        db.execute_unprepared(sql).await?;
    }
    Ok(())
}
