//! The list, a page at a time, and how many tickets its views hold.

use super::{
    filter::{Cursor, Filter, View},
    pick::{self, PAGE, Pick},
    saved::{self, SavedView},
};
use crate::{
    Actor, Desk, Result, agent,
    cache::Standing,
    db,
    file::{self, Reader, Variant},
    inbox, picture, search,
};
use model::{AgentChip, AgentId, Channel, InboxId, Millis, Priority, Problem, Status, TicketId};
use sea_orm::FromQueryResult;
use std::sync::Arc;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    number: i64,
    subject: String,
    status: String,
    channel: String,
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
    message_id: Option<i64>,
    found_at: Option<i64>,
    said: Option<String>,
    below: Option<String>,
    files: Option<String>,
}

/// Why nothing goes out or comes in by an inbox at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxAlert {
    /// Which.
    pub inbox: InboxId,
    /// Its name.
    pub name: String,
    /// Why.
    pub problem: Problem,
    /// Who asks can mend it, in its settings.
    pub mend: bool,
}

/// A ticket in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketRow {
    /// Key.
    pub id: TicketId,
    /// What people call it.
    pub number: i64,
    /// First words of the subject; empty on channels that have none.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// How the customer writes.
    pub channel: Channel,
    /// The customer's name, or address while no name is known; of who has neither, empty.
    pub contact: String,
    /// First words of the last message, one line; each word that was searched for between two [`FOUND`](super::FOUND).
    /// Empty of a file without any.
    pub preview: String,
    /// The last message has a picture.
    pub picture: bool,
    /// Thumbnail of the last picture in the last message, or empty.
    pub thumb_url: String,
    /// When the last message was written.
    pub last_message_at: Millis,
    /// The customer wrote and no agent has read it.
    pub unread: bool,
    /// Who works on it.
    pub assignee: Option<AgentChip>,
    /// How much it matters.
    pub priority: Priority,
    /// Until when it sleeps.
    pub snoozed_until: Option<Millis>,
    /// As of [`TicketHead`](model::TicketHead).
    pub version: i64,
}

/// A page of the list, and what stands around it.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What it shows.
    pub filter: Filter,
    /// The rows, in order.
    pub rows: Vec<TicketRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// Open tickets by view, up to [`COUNTED`](super::COUNTED).
    pub views: Vec<(View, u32)>,
    /// Open tickets by channel, of those by which the desk writes.
    pub channels: Vec<(Channel, u32)>,
    /// Views that agents keep, with how many tickets they hold.
    pub saved: Vec<(SavedView, u32)>,
    /// There is no such tag any more.
    pub tag_gone: bool,
    /// More messages have the words than were looked at, [`SEARCHED`](super::SEARCHED).
    pub capped: bool,
    /// Who works on the tickets it is about, where it is about somebody's.
    pub agent: Option<AgentChip>,
    /// Inboxes that are in trouble.
    pub alerts: Vec<InboxAlert>,
    /// The live log's number when this was read.
    pub seq: i64,
}

/// A page of tickets. Read anew after something happened: the list stands beside every ticket that is opened,
/// and between two events it is the same.
///
/// # Errors
/// For anybody but agents.
pub async fn list(desk: &Desk, actor: &Actor, filter: Filter) -> Result<List> {
    let me = actor.agent()?;
    // Before the rows are read: what happens in between is told again, not lost.
    let seq = desk.live().seq();
    let mine = (filter.view == View::Mine).then_some(me);
    let page = if filter.searches() {
        // Words come to be known a little later than the log tells of their message.
        Arc::new(read(desk, me, &filter).await?)
    } else {
        let key = (filter.clone(), mine);
        let page = desk.listed().get(seq, key, || read(desk, me, &filter));
        page.await?
    };
    let counts = desk.counted().get(seq, me, || count(desk, me)).await?;
    let mut saved = Vec::new();
    for view in saved::all(desk, me).await? {
        let kept = Filter::read(&view.query, &super::Zone::utc());
        let mine = (kept.view == View::Mine).then_some(me);
        let held = desk.held().get(seq, (kept.clone(), mine), || async {
            if kept.searches() {
                return Ok(0);
            }
            Pick::count(desk, me, &kept).await
        });
        saved.push((view, *held.await?));
    }
    let agents = agent::all(desk).await?;
    Ok(List {
        rows: page.rows.clone(),
        next: page.next,
        tag_gone: page.tag_gone,
        capped: page.capped,
        agent: agent::chip(&agents, filter.agent),
        filter,
        views: counts.views.clone(),
        channels: counts.channels.clone(),
        saved,
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

async fn read(desk: &Desk, me: AgentId, filter: &Filter) -> Result<Page> {
    let Some(pick) = Pick::rows(desk, me, filter).await? else {
        return Ok(Page {
            tag_gone: !filter.tag.is_empty(),
            ..Page::default()
        });
    };
    let mut rows: Vec<Row> = pick.read(desk).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| Cursor {
        priority: row.priority,
        at: row.found_at.unwrap_or(row.last_message_at),
        id: row.message_id.unwrap_or(row.id),
    });
    let agents = agent::all(desk).await?;
    let asked = search::Asked::new(&filter.q);
    let rows: Vec<TicketRow> = rows
        .into_iter()
        .map(|row| TicketRow {
            thumb_url: row.thumb_url(desk),
            preview: row.preview(asked.as_ref()),
            id: row.id,
            number: row.number,
            subject: row.subject,
            status: Status::from_name(&row.status).unwrap_or_default(),
            channel: Channel::from_name(&row.channel).unwrap_or(Channel::Email),
            contact: row.contact,
            picture: row.last_picture_id.is_some(),
            last_message_at: row.found_at.unwrap_or(row.last_message_at),
            unread: row.unread,
            assignee: agent::chip(&agents, row.assignee_id),
            priority: Priority::of_rank(row.priority),
            snoozed_until: row.snoozed_until,
            version: row.version,
        })
        .collect();
    Ok(Page {
        rows,
        next,
        tag_gone: false,
        // Few are told of more only where those were looked at no further.
        capped: next.is_none() && filter.searches() && pick::too_many(desk, &filter.q).await?,
    })
}

/// How many open tickets there are to be seen in which view. Counted to an end: of a million nobody wants to
/// know how many exactly, and each look would go through all of them.
async fn count(desk: &Desk, me: AgentId) -> Result<Counts> {
    let mut counts = Counts::default();
    for view in View::ALL {
        let filter = Filter {
            view,
            ..Filter::default()
        };
        let held = Pick::count(desk, me, &filter).await?;
        counts.views.push((view, held));
    }
    let inboxes = inbox::all(desk).await?;
    for channel in Channel::ALL {
        if inboxes.iter().any(|inbox| inbox.kind() == channel) {
            let filter = Filter {
                channel: Some(channel),
                ..Filter::default()
            };
            let held = Pick::count(desk, me, &filter).await?;
            counts.channels.push((channel, held));
        }
    }
    Ok(counts)
}

/// Rows, and what is to be said of them.
#[derive(Default)]
pub(crate) struct Page {
    rows: Vec<TicketRow>,
    next: Option<Cursor>,
    tag_gone: bool,
    capped: bool,
}

/// How many tickets there are, by view.
#[derive(Default)]
pub(crate) struct Counts {
    views: Vec<(View, u32)>,
    channels: Vec<(Channel, u32)>,
}

/// Pages of the list, by what they show and, where that matters, to whom.
pub(crate) type Listed = Standing<(Filter, Option<AgentId>), Page>;
/// Open tickets, by who looks.
pub(crate) type Counted = Standing<AgentId, Counts>;
/// Tickets of views that are kept, as [`Listed`].
pub(crate) type Held = Standing<(Filter, Option<AgentId>), u32>;

impl Row {
    /// What was last said; where something was searched for, the place where it is.
    fn preview(&self, asked: Option<&search::Asked>) -> String {
        let texts = [&self.said, &self.below, &self.files];
        let found = asked.and_then(|asked| {
            let mut places = texts.into_iter().flatten();
            places.find_map(|text| asked.place(text))
        });
        found.unwrap_or_else(|| self.last_text.clone())
    }

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
