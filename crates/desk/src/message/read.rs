//! Messages as pages show them.

use crate::{
    Desk, Error, Result, agent, db, entity,
    file::{self, Reader, Variant},
    picture,
};
use model::{
    Attachment, AttachmentState, Author, Delivery, DeliveryState, Direction, Message, MessageId,
    Problem, SentAs, TicketId,
};
use sea_orm::FromQueryResult;

/// A statement for some messages with their files: a row for each file, one for a message without,
/// oldest first. `$which` picks the messages and may take the newest of them; what was taken back
/// before it went is nobody's any more.
macro_rules! messages {
    ($which:literal) => {
        concat!(
            "SELECT m.id, m.direction, m.author_kind, m.author_id, m.text, m.client_key, \
             m.state AS sent, m.problem_code, m.problem_sentence, m.created_at, \
             (SELECT c.name FROM contact c WHERE c.id = m.author_id \
                 AND m.author_kind = 'contact') AS author_name, a.id AS file_id, \
             a.name, a.mime, a.bytes, a.width, a.height, a.caption, a.alt, a.state, a.sent_as, \
             a.original_sha256 AS original, b.scan, b.previews, b.placeholder, \
             b.thumb_sha256 AS thumb \
             FROM (SELECT * FROM message WHERE COALESCE(state, '') <> 'canceled' AND ",
            $which,
            ") AS m LEFT JOIN attachment a \
             ON m.files > 0 AND a.ticket_id = m.ticket_id AND a.message_id = m.id \
             LEFT JOIN blob b ON b.sha256 = a.sha256 \
             ORDER BY m.id, a.position"
        )
    };
}
pub(crate) use messages;

/// A row of [`messages!`].
#[derive(FromQueryResult)]
pub(crate) struct Row {
    id: i64,
    direction: String,
    author_kind: String,
    author_id: Option<i64>,
    author_name: Option<String>,
    text: String,
    client_key: Option<String>,
    sent: Option<String>,
    problem_code: Option<String>,
    problem_sentence: Option<String>,
    created_at: i64,
    file_id: Option<i64>,
    name: Option<String>,
    mime: Option<String>,
    bytes: Option<i64>,
    width: Option<i64>,
    height: Option<i64>,
    caption: Option<String>,
    alt: Option<String>,
    state: Option<String>,
    original: Option<String>,
    scan: Option<String>,
    previews: Option<String>,
    placeholder: Option<String>,
    thumb: Option<String>,
    sent_as: Option<String>,
}

/// Rows as messages.
pub(crate) async fn assemble(
    desk: &Desk,
    rows: Vec<Row>,
    contact: &str,
    reader: Reader,
) -> Result<Vec<Message>> {
    let agents = agent::all(desk).await?;
    let mut messages = Vec::<Message>::with_capacity(rows.len());
    for mut row in rows {
        let file = row.file(desk, reader);
        if messages.last().is_none_or(|message| message.id != row.id) {
            messages.push(row.show(&agents, contact, reader));
        }
        if let (Some(message), Some(file)) = (messages.last_mut(), file) {
            message.attachments.push(file);
        }
    }
    Ok(messages)
}

/// One message of a ticket.
pub(crate) async fn one(
    desk: &Desk,
    ticket: TicketId,
    id: MessageId,
    contact: &str,
    reader: Reader,
) -> Result<Message> {
    let sql = messages!("id = $1 AND ticket_id = $2");
    let rows = db::all(desk.db().read(), sql, [id.into(), ticket.into()]).await?;
    assemble(desk, rows, contact, reader)
        .await?
        .pop()
        .ok_or(Error::NotFound)
}

impl Row {
    fn show(self, agents: &[entity::agent::Model], contact: &str, reader: Reader) -> Message {
        let direction = direction(&self.direction);
        let author = match self.author_kind.as_str() {
            "agent" => Author::Agent(
                agent::chip(agents, self.author_id)
                    .map(|agent| agent.name)
                    .unwrap_or_default(),
            ),
            // In a letter's conversation others may write, too.
            "contact" => Author::Contact(match self.author_name {
                Some(name) if !name.is_empty() && reader == Reader::Agent => name,
                _ => contact.to_owned(),
            }),
            _ => Author::System,
        };
        // How an answer travels is the house's business, and a key is its writer's.
        let theirs = reader == Reader::Anybody;
        let delivery = (direction == Direction::Out && !theirs).then(|| Delivery {
            state: state(self.sent.as_deref().unwrap_or_default()),
            problem: self.problem_code.map(|code| Problem {
                code,
                sentence: self.problem_sentence.unwrap_or_default(),
            }),
        });
        Message {
            id: self.id,
            direction,
            author,
            text: self.text,
            at: self.created_at,
            client_key: self
                .client_key
                .filter(|_| !theirs || direction == Direction::In),
            delivery,
            attachments: Vec::new(),
        }
    }

    /// Takes the file of this row out, if it has one.
    fn file(&mut self, desk: &Desk, reader: Reader) -> Option<Attachment> {
        let id = self.file_id?;
        let pixels =
            |edge: Option<i64>| edge.and_then(|edge| u32::try_from(edge).ok()).unwrap_or(0);
        let text = |column: &mut Option<String>| column.take().unwrap_or_default();
        let (name, mime) = (text(&mut self.name), text(&mut self.mime));
        let (mut width, mut height) = (pixels(self.width), pixels(self.height));
        let bytes = self.bytes.and_then(|bytes| u64::try_from(bytes).ok());
        let bytes = bytes.unwrap_or(0);
        let scan = self.scan.as_deref().unwrap_or_default();
        let state = match (self.state.as_deref().unwrap_or_default(), scan) {
            ("ready", "" | "clean") => AttachmentState::Ready,
            ("ready", "infected") => AttachmentState::Infected,
            ("ready", _) => AttachmentState::Checking,
            ("pending", _) => AttachmentState::Pending,
            ("erased", _) => AttachmentState::Erased,
            _ => AttachmentState::Failed,
        };
        if self.previews.as_deref() == Some("failed") {
            // Its pixels took more than they may, or are not there: nobody's browser gets to try.
            (width, height) = (0, 0);
        }
        let sent_as = self.sent_as.as_deref().unwrap_or_default();
        let mut file = Attachment {
            plain: SentAs::from_name(sent_as) != SentAs::Itself,
            id,
            bytes,
            width,
            height,
            caption: text(&mut self.caption),
            alt: text(&mut self.alt),
            state,
            url: String::new(),
            thumb_url: String::new(),
            medium_url: String::new(),
            original_url: String::new(),
            placeholder: String::new(),
            name,
            mime,
        };
        if state == AttachmentState::Ready {
            self.point_at(&mut file, desk, reader);
        }
        Some(file)
    }

    /// Fills in where a file is to be had.
    fn point_at(&mut self, file: &mut Attachment, desk: &Desk, reader: Reader) {
        let at = |variant| file::url(desk, reader, file.id, variant, &file.name);
        let own = at(Variant::Original);
        let size = (file.bytes, file.width, file.height);
        let is = |has: fn(&str, u64, u32, u32) -> bool| has(&file.mime, size.0, size.1, size.2);
        let picture = picture::is_picture(&file.mime, file.width);
        let thumb = if is(picture::has_thumb) || self.thumb.is_some() && !picture {
            at(Variant::Thumb)
        } else if picture {
            own.clone()
        } else {
            String::new()
        };
        let medium = match picture {
            true if is(picture::has_medium) => at(Variant::Medium),
            true => own.clone(),
            false => String::new(),
        };
        if self.original.is_some() && reader == Reader::Agent {
            file.original_url = at(Variant::Received);
        }
        if file.plain {
            file.url = own;
            return;
        }
        (file.url, file.thumb_url, file.medium_url) = (own, thumb, medium);
        file.placeholder = self.placeholder.take().unwrap_or_default();
    }
}

/// The state of that name. One of a newer build is unknown to us in the word's own sense.
pub(crate) fn state(name: &str) -> DeliveryState {
    DeliveryState::ALL
        .into_iter()
        .find(|state| state.as_str() == name)
        .unwrap_or(DeliveryState::Unknown)
}

/// The direction's name in the schema.
pub(crate) const fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
        Direction::Note => "note",
        Direction::Activity => "activity",
    }
}

fn direction(name: &str) -> Direction {
    match name {
        "in" => Direction::In,
        "out" => Direction::Out,
        "activity" => Direction::Activity,
        // The one that no customer sees.
        _ => Direction::Note,
    }
}
