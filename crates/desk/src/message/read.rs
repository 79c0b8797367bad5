//! Messages as pages show them.

use crate::{
    Desk, Error, Result, agent, db, entity,
    file::{self, Reader, Variant},
    picture,
};
use model::{
    Attachment, AttachmentState, Author, Delivery, DeliveryState, Direction, Message, MessageId,
    Problem, TicketId,
};
use sea_orm::FromQueryResult;

/// The columns of [`Row`].
pub(crate) const COLUMNS: &str = "id, direction, author_kind, author_id, text, client_key, files, \
    state, problem_code, problem_sentence, created_at";

/// A message without its files.
#[derive(FromQueryResult)]
pub(crate) struct Row {
    pub(crate) id: i64,
    direction: String,
    author_kind: String,
    author_id: Option<i64>,
    text: String,
    client_key: Option<String>,
    files: i64,
    state: Option<String>,
    problem_code: Option<String>,
    problem_sentence: Option<String>,
    created_at: i64,
}

#[derive(FromQueryResult)]
struct FileRow {
    id: i64,
    message_id: i64,
    name: String,
    mime: String,
    bytes: i64,
    width: i64,
    height: i64,
    caption: String,
    alt: String,
    state: String,
}

/// Rows of one ticket, oldest first, as messages.
pub(crate) async fn assemble(
    desk: &Desk,
    ticket: TicketId,
    rows: Vec<Row>,
    contact: &str,
    reader: Reader,
) -> Result<Vec<Message>> {
    let agents = agent::all(desk).await?;
    let with_files = || rows.iter().filter(|row| row.files > 0).map(|row| row.id);
    let mut files = match (with_files().min(), with_files().max()) {
        (Some(first), Some(last)) => {
            db::all(
                desk.db().read(),
                "SELECT id, message_id, name, mime, bytes, width, height, caption, alt, state \
                 FROM attachment WHERE ticket_id = $1 AND message_id BETWEEN $2 AND $3 \
                 ORDER BY message_id, position",
                [ticket.into(), first.into(), last.into()],
            )
            .await?
        }
        _ => Vec::<FileRow>::new(),
    }
    .into_iter()
    .peekable();
    let mut messages = Vec::with_capacity(rows.len());
    for row in rows {
        // Both are in the order of messages; files of messages that are not shown are passed by.
        while files.next_if(|file| file.message_id < row.id).is_some() {}
        let mut attachments = Vec::new();
        while let Some(file) = files.next_if(|file| file.message_id == row.id) {
            attachments.push(file.show(desk, reader));
        }
        messages.push(row.show(&agents, contact, reader, attachments));
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
    let sql = format!("SELECT {COLUMNS} FROM message WHERE id = $1 AND ticket_id = $2");
    let row: Option<Row> = db::one(desk.db().read(), &sql, [id.into(), ticket.into()]).await?;
    let rows = vec![row.ok_or(Error::NotFound)?];
    assemble(desk, ticket, rows, contact, reader)
        .await?
        .pop()
        .ok_or(Error::NotFound)
}

impl Row {
    fn show(
        self,
        agents: &[entity::agent::Model],
        contact: &str,
        reader: Reader,
        attachments: Vec<Attachment>,
    ) -> Message {
        let direction = direction(&self.direction);
        let author = match self.author_kind.as_str() {
            "agent" => Author::Agent(
                agent::chip(agents, self.author_id)
                    .map(|agent| agent.name)
                    .unwrap_or_default(),
            ),
            "contact" => Author::Contact(contact.to_owned()),
            _ => Author::System,
        };
        // How an answer travels is the house's business, and a key is its writer's.
        let theirs = reader == Reader::Anybody;
        let delivery = (direction == Direction::Out && !theirs).then(|| Delivery {
            state: state(self.state.as_deref().unwrap_or_default()),
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
            attachments,
        }
    }
}

impl FileRow {
    fn show(self, desk: &Desk, reader: Reader) -> Attachment {
        let pixels = |edge: i64| u32::try_from(edge).unwrap_or(0);
        let (width, height) = (pixels(self.width), pixels(self.height));
        let bytes = u64::try_from(self.bytes).unwrap_or(0);
        let state = match self.state.as_str() {
            "ready" => AttachmentState::Ready,
            "pending" => AttachmentState::Pending,
            "erased" => AttachmentState::Erased,
            _ => AttachmentState::Failed,
        };
        let url = match state {
            AttachmentState::Ready => {
                file::url(desk, reader, self.id, Variant::Original, &self.name)
            }
            _ => String::new(),
        };
        let thumb_url = match state {
            AttachmentState::Ready if picture::has_thumb(&self.mime, bytes, width, height) => {
                file::url(desk, reader, self.id, Variant::Thumb, &self.name)
            }
            AttachmentState::Ready if width > 0 => url.clone(),
            _ => String::new(),
        };
        Attachment {
            id: self.id,
            name: self.name,
            mime: self.mime,
            bytes,
            width,
            height,
            caption: self.caption,
            alt: self.alt,
            state,
            url,
            thumb_url,
        }
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
