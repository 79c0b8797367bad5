//! The list, a page at a time, and the counts of its views.

use crate::{
    Actor, Desk, Result, agent,
    cache::Standing,
    db,
    file::{self, Reader, Variant},
    inbox, picture,
};
use model::{
    AgentId, Channel, Counts, Cursor, Filter, InboxAlert, Priority, Problem, Status, TicketList,
    TicketRow, View,
};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// Rows of a page.
const PAGE: usize = 50;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    number: i64,
    subject: String,
    status: String,
    inbox_id: i64,
    contact: String,
    last_text: String,
    last_picture_id: Option<i64>,
    last_message_at: i64,
    unread: bool,
    assignee_id: Option<i64>,
    priority: i64,
    snoozed_until: Option<i64>,
    version: i64,
    name: Option<String>,
    mime: Option<String>,
    bytes: Option<i64>,
    width: Option<i64>,
    height: Option<i64>,
}

/// One statement a view, whole, so that each is prepared once. The cursor is always given: for
/// the first page it lies behind every row.
macro_rules! page {
    ($which:literal) => {
        concat!(
            "SELECT t.id, t.number, t.subject, t.status, t.inbox_id, c.name AS contact, \
             t.last_text, t.last_picture_id, t.last_message_at, t.unread, t.assignee_id, t.priority, \
             t.snoozed_until, t.version, \
             a.name, a.mime, a.bytes, a.width, a.height FROM ticket t \
             JOIN contact c ON c.id = t.contact_id \
             LEFT JOIN attachment a ON a.id = t.last_picture_id AND a.state = 'ready' AND a.sha256 IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = a.sha256 \
                 AND (b.scan IN ('waiting', 'infected') OR b.previews = 'failed')) \
             WHERE t.status = $1 AND ",
            $which,
            "(t.last_message_at, t.id) < ($2, $3) \
             ORDER BY t.last_message_at DESC, t.id DESC LIMIT 51"
        )
    };
}

/// A page of tickets, newest message first. Read anew after something happened: the list stands
/// beside every ticket that is opened, and between two events it is the same.
///
/// # Errors
/// For anybody but agents.
pub async fn list(desk: &Desk, actor: &Actor, filter: Filter) -> Result<TicketList> {
    let me = actor.agent()?;
    // Before the rows are read: what happens in between is told again, not lost.
    let seq = desk.live().seq();
    let mine = (filter.view == View::Mine).then_some(me);
    let page = desk
        .listed()
        .get(seq, (filter, mine), || read(desk, me, filter));
    let page = page.await?;
    let counts = desk.counted().get(seq, (), || count(desk)).await?;
    let of = |agent| counts.get(&agent).copied().unwrap_or(0);
    Ok(TicketList {
        rows: page.0.clone(),
        next: page.1,
        counts: Counts {
            all: counts.values().sum(),
            mine: of(Some(me)),
            unassigned: of(None),
        },
        alerts: alerts(desk, actor).await?,
        seq,
    })
}

/// Inboxes that are left alone, or whose mailbox is not to be had.
async fn alerts(desk: &Desk, actor: &Actor) -> Result<Vec<InboxAlert>> {
    #[derive(FromQueryResult)]
    struct Alert {
        id: i64,
        name: String,
        code: String,
        sentence: Option<String>,
    }
    let rows: Vec<Alert> = db::all(
        desk.db().read(),
        "SELECT i.id, i.name, COALESCE(k.code, m.code) AS code, \
             CASE WHEN k.code IS NULL THEN m.sentence ELSE k.sentence END AS sentence \
         FROM inbox i LEFT JOIN breaker k ON k.inbox_id = i.id AND k.open_until > $1 \
         LEFT JOIN mailbox m ON m.inbox_id = i.id \
         WHERE k.code IS NOT NULL OR m.code IS NOT NULL ORDER BY i.id",
        [db::now().into()],
    )
    .await?;
    let alerts = rows.into_iter().map(|row| InboxAlert {
        inbox: row.id,
        name: row.name,
        mend: actor.sets_up() && matches!(row.code.as_str(), "reconnect" | "settings"),
        problem: Problem {
            code: row.code,
            sentence: row.sentence.unwrap_or_default(),
        },
    });
    Ok(alerts.collect())
}

async fn read(desk: &Desk, me: AgentId, filter: Filter) -> Result<Page> {
    let status = filter.status.as_str();
    let after = filter.after.unwrap_or(Cursor {
        last_message_at: i64::MAX,
        id: i64::MAX,
    });
    let (at, id) = (after.last_message_at, after.id);
    let db = desk.db().read();
    let values = [status.into(), at.into(), id.into()];
    let mut rows: Vec<Row> = match filter.view {
        View::All => db::all(db, page!(""), values).await?,
        View::Unassigned => db::all(db, page!("t.assignee_id IS NULL AND "), values).await?,
        View::Mine => {
            let values = [status.into(), at.into(), id.into(), me.into()];
            db::all(db, page!("t.assignee_id = $4 AND "), values).await?
        }
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let agents = agent::all(desk).await?;
    let inboxes = inbox::all(desk).await?;
    let channel_of = |id| {
        inboxes
            .iter()
            .find(|inbox| inbox.id == id)
            .map_or(Channel::Email, |inbox| inbox.kind())
    };
    let rows: Vec<TicketRow> = rows
        .into_iter()
        .map(|row| TicketRow {
            thumb_url: row.thumb_url(desk),
            id: row.id,
            number: row.number,
            subject: row.subject,
            status: Status::from_name(&row.status).unwrap_or_default(),
            channel: channel_of(row.inbox_id),
            contact: row.contact,
            preview: row.last_text,
            picture: row.last_picture_id.is_some(),
            last_message_at: row.last_message_at,
            unread: row.unread,
            assignee: agent::chip(&agents, row.assignee_id),
            priority: Priority::of_rank(row.priority),
            snoozed_until: row.snoozed_until,
            marks: Vec::new(),
            version: row.version,
        })
        .collect();
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| Cursor {
        last_message_at: row.last_message_at,
        id: row.id,
    });
    Ok((rows, next))
}

/// How many open tickets each agent has: twenty thousand are a millisecond of counting.
async fn count(desk: &Desk) -> Result<HashMap<Option<AgentId>, u32>> {
    #[derive(FromQueryResult)]
    struct Group {
        assignee_id: Option<i64>,
        tickets: i64,
    }
    let groups: Vec<Group> = db::all(
        desk.db().read(),
        "SELECT assignee_id, count(*) AS tickets FROM ticket WHERE status = 'open' \
         GROUP BY assignee_id",
        [],
    )
    .await?;
    let count = |group: Group| {
        let tickets = u32::try_from(group.tickets).unwrap_or(u32::MAX);
        (group.assignee_id, tickets)
    };
    Ok(groups.into_iter().map(count).collect())
}

/// Rows, and where the next page begins.
type Page = (Vec<TicketRow>, Option<Cursor>);
/// Pages of the list, by what they show and, where that matters, to whom.
pub(crate) type Listed = Standing<(Filter, Option<AgentId>), Page>;
/// Open tickets by who works on them.
pub(crate) type Counted = Standing<(), HashMap<Option<AgentId>, u32>>;

impl Row {
    fn thumb_url(&self, desk: &Desk) -> String {
        let pixels =
            |edge: Option<i64>| edge.and_then(|edge| u32::try_from(edge).ok()).unwrap_or(0);
        let (width, height) = (pixels(self.width), pixels(self.height));
        let (Some(id), Some(name), Some(mime)) = (self.last_picture_id, &self.name, &self.mime)
        else {
            return String::new();
        };
        let bytes = self
            .bytes
            .and_then(|bytes| u64::try_from(bytes).ok())
            .unwrap_or(0);
        let variant = if picture::has_thumb(mime, bytes, width, height) {
            Variant::Thumb
        } else {
            Variant::Original
        };
        file::url(desk, Reader::Agent, id, variant, name)
    }
}
