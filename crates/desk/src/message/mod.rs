//! Messages: written once, whoever sends them how often.

pub(crate) mod insert;
mod letter;
mod link;
mod pictures;
pub(crate) mod read;

pub use crate::deliver::send_again;
pub use letter::{Letter, letter};
pub use pictures::pictures;

use crate::{
    Actor, Desk, Error, Result, db,
    db::Write,
    deliver,
    file::Reader,
    inbox,
    jobs::Job,
    message::insert::{By, Draft, File},
    upload, visitor,
};
use model::{
    AgentId, Direction, EventKind, FileRefusal, Limits, Message, Millis, NewMessage, SEND_TEXT_MAX,
    SentAs, TicketId,
};
use sea_orm::FromQueryResult;

/// Sends a message, or writes a note. Repeated with the same key it is the same message.
///
/// # Errors
/// For those who may not write there; when text or files are not what the channel takes.
pub async fn send(desk: &Desk, actor: &Actor, new: NewMessage) -> Result<Message> {
    check_form(&new)?;
    match actor {
        Actor::Agent { id, .. } => send_as_agent(desk, *id, &new).await,
        Actor::Visitor { visitor, inbox } => visitor::send(desk, visitor, *inbox, &new).await,
        Actor::System => Err(Error::NotAllowed),
        Actor::Nobody => Err(Error::NotSignedIn),
    }
}

/// What holds on every channel.
fn check_form(new: &NewMessage) -> Result<()> {
    let key = &new.client_key;
    if key.is_empty() || key.len() > 100 || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::invalid(
            "client_key_invalid",
            "The message's key is not usable.",
        ));
    }
    if new.text.trim().is_empty() && new.files.is_empty() {
        return Err(Error::invalid(
            "text_empty",
            "There is nothing to send yet.",
        ));
    }
    // Counting the characters of a gigabyte is work, too.
    if new.text.len() > SEND_TEXT_MAX * 4 || new.text.chars().count() > SEND_TEXT_MAX {
        return Err(text_long());
    }
    if new
        .files
        .iter()
        .any(|file| file.alt.chars().count() > 2_000)
    {
        return Err(Error::invalid(
            "caption_long",
            "The description of a file is too long.",
        ));
    }
    Ok(())
}

fn text_long() -> Error {
    Error::invalid("text_long", "The text is longer than this channel takes.")
}

/// What a channel sets.
pub(crate) fn check_limits(new: &NewMessage, limits: &Limits) -> Result<()> {
    if !limits.takes_text(&new.text) {
        return Err(text_long());
    }
    let parts = new.files.iter().filter(|file| file.sent_as != SentAs::Link);
    if parts.count() > limits.files as usize {
        let why = FileRefusal::TooMany { max: limits.files };
        return Err(upload::refusal(why, model::FileKind::Other));
    }
    let most = limits.caption_chars as usize;
    if new
        .files
        .iter()
        .any(|file| file.caption.chars().count() > most)
    {
        return Err(Error::invalid(
            "caption_long",
            "A caption is longer than this channel takes.",
        ));
    }
    Ok(())
}

/// What a channel sets for the files themselves.
fn check_files(files: &[File], limits: &Limits) -> Result<()> {
    let checked = limits.check_message(files.iter().map(File::out));
    checked.map_err(|why| upload::refusal(why, model::FileKind::Other))
}

/// What is known to carry a virus does not leave the house. What is not known yet waits.
async fn check_scans(write: &Write<'_>, files: &[File]) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        #[expect(dead_code, reason = "that there is a row is the answer")]
        sha256: String,
    }
    for sha256 in files.iter().filter_map(|file| file.sha256.as_deref()) {
        let sql = "SELECT sha256 FROM blob WHERE sha256 = $1 AND scan = 'infected'";
        let row: Option<Row> = db::one(&**write, sql, [sha256.into()]).await?;
        if row.is_some() {
            return Err(Error::invalid(
                "infected",
                "A virus was found in one of the files. Remove it and send the rest.",
            ));
        }
    }
    Ok(())
}

/// Who asked for no more messages gets none.
async fn check_consent(write: &Write<'_>, inbox: model::InboxId, handle: i64) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        refused: i64,
    }
    let sql = "SELECT refused FROM consent WHERE inbox_id = $1 AND handle_id = $2";
    let row: Option<Row> = db::one(&**write, sql, [inbox.into(), handle.into()]).await?;
    if row.is_some_and(|row| row.refused == 1) {
        let problem = deliver::opted_out_problem();
        return Err(Error::invalid("opted_out", problem.sentence));
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Locked {
    inbox_id: i64,
    contact_id: i64,
    handle_id: i64,
}

#[derive(FromQueryResult)]
pub(crate) struct Handle {
    pub(crate) kind: String,
    pub(crate) value: String,
}

/// Whose stream may hear of a ticket with that handle, besides agents'.
pub(crate) fn stream_of(inbox: i64, handle: &Handle) -> Option<String> {
    (handle.kind == "visitor").then(|| format!("visitor:{inbox}:{}", handle.value))
}

async fn send_as_agent(desk: &Desk, id: AgentId, new: &NewMessage) -> Result<Message> {
    let by = By::Agent(id);
    if let Some((message, ticket)) = insert::by_key(desk.db().read(), by, &new.client_key).await? {
        return read::one(desk, ticket, message, "", Reader::Agent).await;
    }
    let mut write = Write::begin(desk).await?;
    // Also takes the ticket's lock: within a ticket, messages get their keys in the order in
    // which they become visible.
    let ticket: Option<Locked> = db::one(
        &*write,
        "UPDATE ticket SET version = version WHERE id = $1 \
         RETURNING inbox_id, contact_id, handle_id",
        [new.ticket.into()],
    )
    .await?;
    let ticket = ticket.ok_or(Error::NotFound)?;
    let inbox = inbox::get(desk, ticket.inbox_id).await?;
    let handle: Option<Handle> = db::one(
        &*write,
        "SELECT kind, value FROM contact_handle WHERE id = $1",
        [ticket.handle_id.into()],
    )
    .await?;
    let handle = handle.ok_or(Error::NotFound)?;
    let limits = inbox.limits();
    if !new.note {
        check_limits(new, &limits)?;
        check_consent(&write, inbox.id, ticket.handle_id).await?;
    }
    let mut draft = Draft {
        ticket: new.ticket,
        direction: if new.note {
            Direction::Note
        } else {
            Direction::Out
        },
        by,
        text: new.text.trim(),
        client_key: Some(&new.client_key),
        provider_id: None,
        at: db::now(),
        files: new.files.len(),
    };
    let Some(message) = insert::message(&write, &draft).await? else {
        // The same send, a moment earlier.
        drop(write);
        let (message, ticket) = insert::by_key(desk.db().read(), by, &new.client_key)
            .await?
            .ok_or(Error::Conflict)?;
        return read::one(desk, ticket, message, "", Reader::Agent).await;
    };
    let owner = Actor::Agent {
        id,
        role: model::Role::Agent,
    }
    .owner_key()?;
    let mut files = Vec::with_capacity(new.files.len());
    for file in &new.files {
        let taken = File::take(&write, &owner, file.upload, &file.caption, &file.alt).await?;
        files.push(taken.going(file.sent_as));
    }
    if new.note {
        insert::files(&write, new.ticket, message, &files).await?;
        write.event(EventKind::Note, new.ticket, None);
    } else {
        check_files(&files, &limits)?;
        check_scans(&write, &files).await?;
        let keys = insert::files(&write, new.ticket, message, &files).await?;
        let told = if limits.link_in_text {
            link::tell(desk, &write, message, draft.text, &files, &keys).await?
        } else {
            None
        };
        if let Some(text) = &told {
            if !limits.takes_text(text) {
                return Err(text_long());
            }
            draft.text = text;
        }
        insert::remember(&write, &draft, ticket.contact_id, &files, &keys).await?;
        deliver::queue(
            desk, &write, &inbox, &handle, &draft, message, &files, &keys,
        )
        .await?;
        write.event(EventKind::Message, new.ticket, stream_of(inbox.id, &handle));
        write.job(Job::Deliver(new.ticket));
    }
    insert::redacted(&write, &owner, message, &new.files).await?;
    write.commit().await?;
    read::one(desk, new.ticket, message, "", Reader::Agent).await
}

/// A line in the thread about what happened to the ticket.
pub(crate) async fn activity(
    write: &mut Write<'_>,
    ticket: TicketId,
    by: By,
    text: &str,
    at: Millis,
) -> Result<()> {
    let draft = Draft {
        ticket,
        direction: Direction::Activity,
        by,
        text,
        client_key: None,
        provider_id: None,
        at,
        files: 0,
    };
    insert::message(write, &draft).await?;
    write.event(EventKind::Note, ticket, None);
    Ok(())
}
