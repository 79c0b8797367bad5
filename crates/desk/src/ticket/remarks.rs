//! What agents see of a ticket's messages besides them.

use crate::{
    Result, db,
    message::{extras::Kept, insert::one_line},
};
use channels::Part;
use model::{
    AgentId, BELOW_SHOWN, Below, LetterLook, MessageId, Millis, Problem, Remark, TicketId, Trouble,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

/// Of a conversation without end, what is told of the newest so many.
macro_rules! newest {
    ($sql:literal) => {
        concat!($sql, " DESC LIMIT 1000")
    };
}

#[derive(FromQueryResult)]
struct Marked {
    id: i64,
    edited_at: Option<i64>,
    unsent_at: Option<i64>,
    quoted_id: Option<i64>,
    quoted: Option<String>,
    quoted_file: Option<String>,
    extras: Option<String>,
    letter: bool,
    elsewhere: bool,
    page: bool,
    below: Option<String>,
    unverified: bool,
    appointment: Option<String>,
}

#[derive(FromQueryResult)]
struct Waits {
    message_id: i64,
    until: Millis,
}

#[derive(FromQueryResult)]
struct Reacted {
    message_id: i64,
    emoji: String,
}

#[derive(FromQueryResult)]
struct NotHere {
    id: i64,
    message_id: i64,
    name: String,
    source: Option<String>,
    problem_code: Option<String>,
    problem_sentence: Option<String>,
}

#[derive(FromQueryResult)]
struct NotGone {
    message_id: i64,
    part: String,
    code: Option<String>,
    sentence: Option<String>,
}

#[derive(FromQueryResult)]
struct File {
    id: i64,
    message_id: i64,
    name: String,
}

fn about(all: &mut BTreeMap<MessageId, Remark>, message: MessageId) -> &mut Remark {
    let new = Remark {
        message,
        ..Remark::default()
    };
    all.entry(message).or_insert(new)
}

/// All of a ticket, by message, as that agent sees it.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    ticket: TicketId,
    agent: AgentId,
) -> Result<Vec<Remark>> {
    let mut all = BTreeMap::<MessageId, Remark>::new();
    let marked: Vec<Marked> = db::all(
        db,
        newest!(
            "SELECT m.id, m.edited_at, m.unsent_at, m.quoted_id, q.text AS quoted, \
                 m.extras, m.letter, m.elsewhere, m.html IS NOT NULL AS page, \
                 substr(m.below, 1, 2001) AS below, m.unverified, m.appointment, \
                 (SELECT a.name FROM attachment a WHERE a.message_id = q.id \
                     AND a.ticket_id = q.ticket_id AND a.position = 0) AS quoted_file \
             FROM message m LEFT JOIN message q ON q.id = m.quoted_id \
             WHERE m.ticket_id = $1 AND (m.quoted_id IS NOT NULL OR m.edited_at IS NOT NULL \
                 OR m.unsent_at IS NOT NULL OR m.letter OR m.below IS NOT NULL OR m.unverified \
                 OR m.appointment IS NOT NULL OR m.extras IS NOT NULL) ORDER BY m.id"
        ),
        [ticket.into()],
    )
    .await?;
    for row in marked {
        let remark = about(&mut all, row.id);
        remark.unsent = row.unsent_at.is_some();
        remark.edited = row.edited_at.is_some() && !remark.unsent;
        let kept = Kept::read(row.extras.as_deref());
        (remark.to, remark.cc, remark.bcc) = (kept.to, kept.cc, kept.bcc);
        remark.unverified = row.unverified;
        // What a newer build may have written says nothing to this one.
        remark.appointment = (row.appointment).and_then(|told| serde_json::from_str(&told).ok());
        remark.below = row.below.map(below);
        let cut = (remark.below.as_ref()).is_some_and(|below| below.cut);
        remark.letter = (row.letter || cut && row.page).then_some(LetterLook {
            elsewhere: row.elsewhere,
        });
        if row.quoted_id.is_some() {
            let words = one_line(&row.quoted.unwrap_or_default());
            let file = row.quoted_file.unwrap_or_default();
            let quoted = if words.is_empty() { file } else { words };
            // Of one that was taken back there is nothing left to show.
            remark.quoted = if quoted.is_empty() {
                "…".into()
            } else {
                quoted
            };
        }
    }
    for row in waiting(db, ticket, agent).await? {
        about(&mut all, row.message_id).undo_until = Some(row.until);
    }
    let reacted: Vec<Reacted> = db::all(
        db,
        newest!(
            "SELECT r.message_id, r.emoji FROM reaction r JOIN message m ON m.id = r.message_id \
             WHERE m.ticket_id = $1 AND r.emoji <> '' ORDER BY r.at"
        ),
        [ticket.into()],
    )
    .await?;
    for row in reacted {
        about(&mut all, row.message_id).reactions.push(row.emoji);
    }
    let not_here: Vec<NotHere> = db::all(
        db,
        newest!(
            "SELECT id, message_id, name, source, problem_code, problem_sentence FROM attachment \
             WHERE ticket_id = $1 AND (state = 'failed' \
                 OR state = 'pending' AND problem_code IS NOT NULL) ORDER BY id"
        ),
        [ticket.into()],
    )
    .await?;
    for row in not_here {
        about(&mut all, row.message_id).troubles.push(Trouble {
            file: row.id,
            name: row.name,
            fetch: row.source.is_some(),
            problem: problem(row.problem_code, row.problem_sentence),
        });
    }
    for (message, trouble) in not_gone(db, ticket).await? {
        about(&mut all, message).troubles.push(trouble);
    }
    Ok(all.into_values().collect())
}

/// Their own answers of which nothing has begun to go.
async fn waiting(
    db: &impl ConnectionTrait,
    ticket: TicketId,
    agent: AgentId,
) -> Result<Vec<Waits>> {
    db::all(
        db,
        "SELECT d.message_id, min(d.next_attempt) AS until FROM delivery d \
         JOIN message m ON m.id = d.message_id AND m.author_kind = 'agent' AND m.author_id = $2 \
         WHERE d.ticket_id = $1 AND d.message_id IN (SELECT q.message_id FROM delivery q \
             WHERE q.ticket_id = $1 AND q.state = 'queued' AND q.next_attempt > $3) \
         GROUP BY d.message_id \
         HAVING max(d.attempts) = 0 AND min(d.state) = 'queued' AND max(d.state) = 'queued'",
        [ticket.into(), agent.into(), db::now().into()],
    )
    .await
}

/// What of a quotation travels: the statement reads one character more than [`BELOW_SHOWN`], by which
/// is told whether there is more.
fn below(mut text: String) -> Below {
    let end = text.char_indices().nth(BELOW_SHOWN).map(|(at, _)| at);
    if let Some(end) = end {
        text.truncate(end);
    }
    let cut = end.is_some();
    Below { text, cut }
}

/// Files in parts that failed.
async fn not_gone(
    db: &impl ConnectionTrait,
    ticket: TicketId,
) -> Result<Vec<(MessageId, Trouble)>> {
    let parts: Vec<NotGone> = db::all(
        db,
        newest!(
            "SELECT message_id, part, code, sentence FROM delivery \
             WHERE ticket_id = $1 AND state = 'failed' ORDER BY id"
        ),
        [ticket.into()],
    )
    .await?;
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let files: Vec<File> = db::all(
        db,
        "SELECT id, message_id, name FROM attachment WHERE ticket_id = $1 \
         AND sent_as <> 'link' AND message_id IN (SELECT message_id FROM delivery \
             WHERE ticket_id = $1 AND state = 'failed') ORDER BY message_id, position",
        [ticket.into()],
    )
    .await?;
    let mut told = Vec::new();
    for row in parts {
        let part: Part = serde_json::from_str(&row.part)?;
        let own = files
            .iter()
            .filter(|file| file.message_id == row.message_id);
        let own: Vec<&File> = own.collect();
        for file in part.files.iter().filter_map(|&at| own.get(at)) {
            let trouble = Trouble {
                file: file.id,
                name: file.name.clone(),
                fetch: false,
                problem: problem(row.code.clone(), row.sentence.clone()),
            };
            told.push((row.message_id, trouble));
        }
    }
    Ok(told)
}

fn problem(code: Option<String>, sentence: Option<String>) -> Problem {
    Problem {
        code: code.unwrap_or_default(),
        sentence: sentence.unwrap_or_default(),
    }
}
