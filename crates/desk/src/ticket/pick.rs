//! The statements by which a list is read. Each is put together from whole clauses, so that there are few and
//! each is prepared once; values are never part of them.

use super::filter::{Cursor, Filter, Has, Sort, View};
use crate::{Desk, Result, db, search};
use model::AgentId;
use sea_orm::{FromQueryResult, Value};

/// Rows of a page.
pub(super) const PAGE: usize = 50;
/// What is counted no further; a view of more says so.
pub const COUNTED: u32 = 1000;
/// Messages in which words are looked for further back than the newest of them: no more.
pub const SEARCHED: i64 = 1000;
/// Up to so many tickets of a tag are looked at one by one; of a tag of more, the list is gone through.
const RARE: i64 = 2000;

/// What the rows are made of. What was found stands beside a ticket only where something was searched for.
macro_rules! row {
    ($($found:literal),*) => {
        concat!(
            "SELECT t.id, t.number, t.subject, t.status, t.channel, c.name AS contact, \
             t.last_text, t.last_picture_id, t.last_message_at, t.unread, t.assignee_id, t.priority, \
             t.snoozed_until, t.version, a.name, a.mime, a.bytes, a.width, a.height, ",
            $($found),*
        )
    };
}

/// The customer, and the picture that stands in the row.
macro_rules! beside {
    () => {
        " JOIN contact c ON c.id = t.contact_id \
         LEFT JOIN attachment a ON a.id = t.last_picture_id AND a.state = 'ready' AND a.sha256 IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = a.sha256 \
             AND (b.scan IN ('waiting', 'infected') OR b.previews = 'failed'))"
    };
}

const USUAL: &str = concat!(
    row!("NULL AS message_id, NULL AS found_at, NULL AS said, NULL AS below, NULL AS files"),
    " FROM ticket t",
    beside!()
);
/// Of few tickets, that of a tag: those first, on both databases.
const OF_TAG: &str = concat!(
    row!("NULL AS message_id, NULL AS found_at, NULL AS said, NULL AS below, NULL AS files"),
    " FROM ticket_tag x CROSS JOIN ticket t",
    beside!()
);
const FOUND: &str = concat!(
    row!(
        "m.id AS message_id, m.created_at AS found_at, m.text AS said, m.below, ",
        "(SELECT string_agg(f.name || ' ' || f.caption || ' ' || f.alt, ' ') FROM attachment f ",
        "WHERE f.ticket_id = m.ticket_id AND f.message_id = m.id) AS files"
    ),
    " FROM found CROSS JOIN ticket t JOIN message m ON m.id = found.message_id",
    beside!()
);

/// The newest messages that have the words, and of each ticket the newest of them.
macro_rules! hits {
    ($hits:literal) => {
        concat!(
            "WITH hit AS MATERIALIZED (",
            $hits,
            "), found AS MATERIALIZED (SELECT m.ticket_id, max(m.id) AS message_id \
             FROM hit JOIN message m ON m.id = hit.id GROUP BY m.ticket_id) "
        )
    };
}

const SQLITE_HITS: &str = hits!(
    "SELECT rowid AS id FROM message_search WHERE message_search MATCH $1 \
     ORDER BY rowid DESC LIMIT 1000"
);
const POSTGRES_HITS: &str = hits!(
    "SELECT message_id AS id FROM message_search WHERE words @@ CAST($1 AS tsquery) \
     ORDER BY message_id DESC LIMIT 1000"
);

/// A statement that grows.
struct Statement {
    sql: String,
    values: Vec<Value>,
    /// Between clauses.
    joint: &'static str,
}

impl Statement {
    fn new(sql: &str) -> Self {
        Self {
            sql: sql.to_owned(),
            values: Vec::new(),
            joint: " WHERE ",
        }
    }

    /// One more condition; `?` stands for a value each.
    fn and(&mut self, clause: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(self.joint);
        self.joint = " AND ";
        let mut values = values.into_iter();
        for piece in clause.split_inclusive('?') {
            match (piece.strip_suffix('?'), values.next()) {
                (Some(before), Some(value)) => {
                    self.values.push(value);
                    self.sql.push_str(before);
                    self.sql.push('$');
                    self.sql.push_str(&self.values.len().to_string());
                }
                _ => self.sql.push_str(piece),
            }
        }
    }
}

/// How a tag is gone about.
enum Tag {
    /// There is none of that name.
    Gone,
    /// It has few tickets.
    Rare(i64),
    Common(i64),
}

async fn tag(desk: &Desk, name: &str) -> Result<Tag> {
    #[derive(FromQueryResult)]
    struct Found {
        id: i64,
        tickets: i64,
    }
    let found: Option<Found> = db::one(
        desk.db().read(),
        "SELECT g.id, (SELECT count(*) FROM (SELECT 1 FROM ticket_tag x WHERE x.tag_id = g.id \
             LIMIT $2) few) AS tickets FROM tag g WHERE g.folded = $1",
        [name.to_lowercase().into(), (RARE + 1).into()],
    )
    .await?;
    Ok(match found {
        None => Tag::Gone,
        Some(tag) if tag.tickets <= RARE => Tag::Rare(tag.id),
        Some(tag) => Tag::Common(tag.id),
    })
}

/// What a list is read by, and what there is to be said of it.
pub(super) struct Pick(Statement);

impl Pick {
    /// Of those that the filter names; nothing where a tag it names is none any more, or where it asks for
    /// words and has none.
    pub(super) async fn rows(desk: &Desk, me: AgentId, filter: &Filter) -> Result<Option<Self>> {
        let asked = search::Asked::new(&filter.q);
        let of_tag = match filter.tag.as_str() {
            "" => None,
            name => Some(tag(desk, name).await?),
        };
        let postgres = desk.db().is_postgres();
        let mut sql = match (&asked, &of_tag) {
            (None, _) if filter.searches() => return Ok(None),
            (_, Some(Tag::Gone)) => return Ok(None),
            (Some(asked), _) => {
                let hits = if postgres { POSTGRES_HITS } else { SQLITE_HITS };
                let mut sql = Statement::new(&format!("{hits}{FOUND}"));
                let asked = if postgres {
                    asked.tsquery()
                } else {
                    asked.fts5()
                };
                sql.values.push(asked.into());
                sql.and("t.id = found.ticket_id", []);
                sql
            }
            (None, Some(Tag::Rare(tag))) => {
                let mut sql = Statement::new(OF_TAG);
                sql.and("x.tag_id = ? AND t.id = x.ticket_id", [(*tag).into()]);
                sql
            }
            (None, _) => Statement::new(USUAL),
        };
        if let (Some(Tag::Common(tag)), _) | (Some(Tag::Rare(tag)), Some(_)) = (&of_tag, &asked) {
            let clause =
                "EXISTS (SELECT 1 FROM ticket_tag x WHERE x.ticket_id = t.id AND x.tag_id = ?)";
            sql.and(clause, [(*tag).into()]);
        }
        those(&mut sql, me, filter);
        order(&mut sql, filter);
        Ok(Some(Self(sql)))
    }

    /// How many there are, up to [`COUNTED`].
    pub(super) async fn count(desk: &Desk, me: AgentId, filter: &Filter) -> Result<u32> {
        #[derive(FromQueryResult)]
        struct Count {
            tickets: i64,
        }
        let mut sql = Statement::new("SELECT count(*) AS tickets FROM (SELECT 1 FROM ticket t");
        match filter.tag.as_str() {
            "" => {}
            name => match tag(desk, name).await? {
                Tag::Gone => return Ok(0),
                Tag::Rare(tag) => {
                    let clause = "t.id IN (SELECT ticket_id FROM ticket_tag WHERE tag_id = ?)";
                    sql.and(clause, [tag.into()]);
                }
                Tag::Common(tag) => {
                    let clause = "EXISTS (SELECT 1 FROM ticket_tag x WHERE x.ticket_id = t.id AND x.tag_id = ?)";
                    sql.and(clause, [tag.into()]);
                }
            },
        }
        those(&mut sql, me, filter);
        sql.sql.push_str(" LIMIT 1000) few");
        let counted: Vec<Count> = db::all_of(desk.db().read(), &sql.sql, sql.values).await?;
        let tickets = counted.first().map_or(0, |count| count.tickets);
        Ok(u32::try_from(tickets).unwrap_or(COUNTED))
    }

    /// Reads them.
    pub(super) async fn read<T: FromQueryResult>(self, desk: &Desk) -> Result<Vec<T>> {
        db::all_of(desk.db().read(), &self.0.sql, self.0.values).await
    }
}

/// Everything that must hold but words and tags.
fn those(sql: &mut Statement, me: AgentId, filter: &Filter) {
    match filter.wanted() {
        Some(status) => sql.and("t.status = ?", [status.as_str().into()]),
        // What became part of another ticket is found there.
        None => sql.and("t.status <> 'merged'", []),
    }
    match filter.view {
        View::All => {}
        View::Mine => sql.and("t.assignee_id = ?", [me.into()]),
        View::Unassigned => sql.and("t.assignee_id IS NULL", []),
    }
    if let Some(agent) = filter.agent {
        sql.and("t.assignee_id = ?", [agent.into()]);
    }
    if let Some(channel) = filter.channel {
        sql.and("t.channel = ?", [channel.as_str().into()]);
    }
    if let Some(priority) = filter.priority {
        sql.and("t.priority = ?", [priority.rank().into()]);
    }
    if filter.unread {
        sql.and("t.unread", []);
    }
    match filter.has {
        None => {}
        Some(Has::File) => sql.and(
            "EXISTS (SELECT 1 FROM attachment f WHERE f.ticket_id = t.id)",
            [],
        ),
        Some(Has::Picture) => sql.and(
            "EXISTS (SELECT 1 FROM attachment f WHERE f.ticket_id = t.id AND f.mime LIKE 'image/%')",
            [],
        ),
    }
    if let Some(day) = filter.from {
        sql.and("t.last_message_at >= ?", [day.begins.into()]);
    }
    if let Some(day) = filter.until {
        sql.and("t.last_message_at < ?", [day.ends.into()]);
    }
}

/// Which come first, and those after the cursor alone.
fn order(sql: &mut Statement, filter: &Filter) {
    let Cursor { priority, at, id } = filter.after.unwrap_or(match filter.sort {
        Sort::Oldest if !filter.searches() => Cursor {
            priority: 0,
            at: i64::MIN,
            id: i64::MIN,
        },
        _ => Cursor {
            priority: i64::MAX,
            at: i64::MAX,
            id: i64::MAX,
        },
    });
    let (priority, at, id) = (priority.into(), at.into(), id.into());
    // The cursor is always given: for the first page it lies before every row.
    let by = if filter.searches() {
        sql.and("m.id < ?", [id]);
        "m.id DESC"
    } else {
        match filter.sort {
            Sort::Newest => {
                sql.and("(t.last_message_at, t.id) < (?, ?)", [at, id]);
                "t.last_message_at DESC, t.id DESC"
            }
            Sort::Oldest => {
                sql.and("(t.last_message_at, t.id) > (?, ?)", [at, id]);
                "t.last_message_at, t.id"
            }
            Sort::Priority => {
                let clause = "(t.priority, t.last_message_at, t.id) < (?, ?, ?)";
                sql.and(clause, [priority, at, id]);
                "t.priority DESC, t.last_message_at DESC, t.id DESC"
            }
        }
    };
    sql.sql.push_str(" ORDER BY ");
    sql.sql.push_str(by);
    sql.sql.push_str(" LIMIT 51");
}

/// Whether more messages have the words than are looked at.
pub(super) async fn too_many(desk: &Desk, q: &str) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Count {
        messages: i64,
    }
    let Some(asked) = search::Asked::new(q) else {
        return Ok(false);
    };
    let (sql, asked) = if desk.db().is_postgres() {
        let sql = "SELECT count(*) AS messages FROM (SELECT 1 FROM message_search \
             WHERE words @@ CAST($1 AS tsquery) LIMIT 1000) few";
        (sql, asked.tsquery())
    } else {
        let sql = "SELECT count(*) AS messages FROM (SELECT 1 FROM message_search \
             WHERE message_search MATCH $1 LIMIT 1000) few";
        (sql, asked.fts5())
    };
    let count: Option<Count> = db::one(desk.db().read(), sql, [asked.into()]).await?;
    Ok(count.is_some_and(|count| count.messages >= SEARCHED))
}
