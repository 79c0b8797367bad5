//! A message's rows: itself and its files.

use crate::{Error, Result, blob, db, db::Write, entity, message::read::direction_name};
use channels::Look;
use model::{
    AgentId, AttachmentId, ContactId, DeliveryState, Direction, FileKind, MessageId, Millis,
    NewFile, OutFile, SentAs, TicketId,
};
use sea_orm::{ActiveModelTrait, FromQueryResult, Set};

/// Who writes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By {
    Agent(AgentId),
    Contact(ContactId),
    System,
}

impl By {
    fn columns(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Agent(id) => ("agent", Some(id)),
            Self::Contact(id) => ("contact", Some(id)),
            Self::System => ("system", None),
        }
    }
}

/// A message to be written down.
pub(crate) struct Draft<'a> {
    pub(crate) ticket: TicketId,
    pub(crate) direction: Direction,
    pub(crate) by: By,
    pub(crate) text: &'a str,
    pub(crate) client_key: Option<&'a str>,
    pub(crate) provider_id: Option<&'a str>,
    pub(crate) at: Millis,
    /// How many files it will have.
    pub(crate) files: usize,
    /// What came as a letter.
    pub(crate) letter: Letter<'a>,
}

impl<'a> Draft<'a> {
    /// One that is its text alone.
    pub(crate) fn new(
        ticket: TicketId,
        direction: Direction,
        by: By,
        text: &'a str,
        at: Millis,
    ) -> Self {
        Self {
            ticket,
            direction,
            by,
            text,
            client_key: None,
            provider_id: None,
            at,
            files: 0,
            letter: Letter::default(),
        }
    }
}

/// What there is of a letter besides its text; of what is none, nothing.
#[derive(Clone, Copy, Default)]
pub(crate) struct Letter<'a> {
    /// As it was sent, cleaned.
    pub(crate) html: Option<&'a str>,
    pub(crate) look: Look,
    /// Quoted text that is folded away.
    pub(crate) below: Option<&'a str>,
    /// Whether its sender may be somebody else.
    pub(crate) unverified: bool,
    /// An invitation, as JSON.
    pub(crate) appointment: Option<&'a str>,
}

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// The message somebody wrote under that key.
pub(crate) async fn by_key(
    db: &impl sea_orm::ConnectionTrait,
    by: By,
    client_key: &str,
) -> Result<Option<(MessageId, TicketId)>> {
    #[derive(FromQueryResult)]
    struct Found {
        id: i64,
        ticket_id: i64,
    }
    let (kind, author) = by.columns();
    let row: Option<Found> = db::one(
        db,
        "SELECT id, ticket_id FROM message \
         WHERE author_kind = $1 AND author_id = $2 AND client_key = $3",
        [kind.into(), author.into(), client_key.into()],
    )
    .await?;
    Ok(row.map(|row| (row.id, row.ticket_id)))
}

/// Writes the message; nothing when its author wrote one under the same key before.
pub(crate) async fn message(write: &Write<'_>, draft: &Draft<'_>) -> Result<Option<MessageId>> {
    let (kind, author) = draft.by.columns();
    let letter = &draft.letter;
    let state = (draft.direction == Direction::Out).then_some(DeliveryState::Queued.as_str());
    let row: Option<Id> = db::one(
        &**write,
        "INSERT INTO message (ticket_id, direction, author_kind, author_id, text, client_key, \
             provider_id, files, state, created_at, html, letter, elsewhere, below, unverified, \
             appointment) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         ON CONFLICT (author_kind, author_id, client_key) DO NOTHING RETURNING id",
        [
            draft.ticket.into(),
            direction_name(draft.direction).into(),
            kind.into(),
            author.into(),
            draft.text.into(),
            draft.client_key.into(),
            draft.provider_id.into(),
            i64::try_from(draft.files).unwrap_or(0).into(),
            state.into(),
            draft.at.into(),
            letter.html.into(),
            letter.look.more.into(),
            letter.look.elsewhere.into(),
            letter.below.into(),
            letter.unverified.into(),
            letter.appointment.into(),
        ],
    )
    .await?;
    Ok(row.map(|row| row.id))
}

/// A file of a message that is being written.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) bytes: u64,
    /// Where its bytes are, when they are here.
    pub(crate) sha256: Option<String>,
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) caption: String,
    pub(crate) alt: String,
    /// Where they are, when they are not.
    pub(crate) source: Option<String>,
    /// The bytes as they came, where those are kept, too.
    pub(crate) original: Option<String>,
    /// How it goes.
    pub(crate) sent_as: SentAs,
}

impl File {
    /// What it counts as with a channel's limits.
    pub(crate) fn kind(&self) -> FileKind {
        match self.sent_as {
            SentAs::Itself => FileKind::of_mime(&self.mime),
            SentAs::Document | SentAs::Link => FileKind::Other,
        }
    }

    /// The same, going that way.
    pub(crate) fn going(self, sent_as: SentAs) -> Self {
        Self { sent_as, ..self }
    }

    /// What counts of it for whether it may go.
    pub(crate) fn out(&self) -> OutFile<'_> {
        OutFile {
            mime: &self.mime,
            bytes: self.bytes,
            sent_as: self.sent_as,
        }
    }

    /// Whether it is shown as a picture.
    pub(crate) fn is_picture(&self) -> bool {
        self.sent_as == SentAs::Itself
            && (self.kind() == FileKind::Picture
                || self.width > 0 && self.mime.starts_with("image/"))
    }

    /// Takes an upload of that owner. Its count of the bytes goes over to the attachment.
    pub(crate) async fn take(
        write: &Write<'_>,
        owner: &str,
        upload: i64,
        caption: &str,
        alt: &str,
    ) -> Result<Self> {
        let row: Option<entity::upload::Model> = db::one(
            &**write,
            "DELETE FROM upload WHERE id = $1 AND owner = $2 RETURNING *",
            [upload.into(), owner.into()],
        )
        .await?;
        let row = row.ok_or_else(|| {
            Error::invalid(
                "upload_gone",
                "A file is not here any more. Please add it again.",
            )
        })?;
        Ok(Self {
            name: row.name,
            mime: row.mime,
            bytes: u64::try_from(row.bytes).unwrap_or(0),
            sha256: Some(row.sha256),
            width: row.width,
            height: row.height,
            caption: caption.trim().to_owned(),
            alt: alt.trim().to_owned(),
            source: None,
            original: row.original_sha256,
            sent_as: SentAs::Itself,
        })
    }
}

/// Writes a message's files; their keys, in order.
pub(crate) async fn files(
    write: &Write<'_>,
    ticket: TicketId,
    message: MessageId,
    files: &[File],
) -> Result<Vec<AttachmentId>> {
    let mut keys = Vec::with_capacity(files.len());
    for (position, file) in (0..).zip(files) {
        let state = if file.sha256.is_some() {
            "ready"
        } else {
            "pending"
        };
        let row = entity::attachment::ActiveModel {
            message_id: Set(message),
            ticket_id: Set(ticket),
            position: Set(position),
            name: Set(file.name.clone()),
            mime: Set(file.mime.clone()),
            bytes: Set(blob::signed(file.bytes)),
            sha256: Set(file.sha256.clone()),
            width: Set(file.width),
            height: Set(file.height),
            caption: Set(file.caption.clone()),
            alt: Set(file.alt.clone()),
            state: Set(state.into()),
            source: Set(file.source.clone()),
            original_sha256: Set(file.original.clone()),
            sent_as: Set(file.sent_as.as_str().into()),
            ..Default::default()
        };
        keys.push(row.insert(&**write).await?.id);
    }
    Ok(keys)
}

/// Notes who blacked out how many parts of which file; what was under them is nowhere.
pub(crate) async fn redacted(
    write: &Write<'_>,
    by: &str,
    message: MessageId,
    files: &[NewFile],
) -> Result<()> {
    if files.iter().all(|file| file.redacted == 0) {
        return Ok(());
    }
    let sql = "SELECT id FROM attachment WHERE message_id = $1 ORDER BY position";
    let keys: Vec<Id> = db::all(&**write, sql, [message.into()]).await?;
    for (file, key) in files.iter().zip(keys) {
        if file.redacted == 0 {
            continue;
        }
        let line = entity::audit::ActiveModel {
            actor: Set(by.to_owned()),
            action: Set("redacted".into()),
            subject: Set(format!("attachment:{}", key.id)),
            before: Set(None),
            after: Set(Some(file.redacted.to_string())),
            at: Set(db::now()),
            ..Default::default()
        };
        line.insert(&**write).await?;
    }
    Ok(())
}

/// The first words, on one line.
pub(crate) fn one_line(text: &str) -> String {
    const CHARS: usize = 140;
    let mut line = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if count > 0 {
            line.push(' ');
            count += 1;
        }
        for c in word.chars() {
            if count >= CHARS {
                line.push('…');
                return line;
            }
            line.push(c);
            count += 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(one_line(" Hello\n\n  there\t! "), "Hello there !");
        let long = one_line(&"wörd ".repeat(100));
        assert_eq!(long.chars().count(), 141);
        assert!(long.ends_with('…'));
    }
}
