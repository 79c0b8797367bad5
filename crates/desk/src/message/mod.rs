//! Messages: written once, whoever sends them how often.

mod answer;
pub(crate) mod extras;
mod forward;
pub(crate) mod insert;
mod letter;
mod link;
mod pictures;
pub(crate) mod read;
pub(crate) mod remember;
mod take_back;

pub use crate::deliver::send_again;
pub use answer::answer;
pub use letter::{Letter, letter};
pub use pictures::pictures;
pub use take_back::take_back;

use crate::{
    Actor, Desk, Error, Result, db,
    db::Write,
    deliver,
    message::insert::{By, Draft, File},
    upload, visitor,
};
use model::{
    Direction, EventKind, Extras, FileRefusal, Limits, Message, Millis, NewMessage, SEND_TEXT_MAX,
    SentAs, TicketId,
};
use sea_orm::FromQueryResult;

/// Sends a message, or writes a note. Repeated with the same key it is the same message.
///
/// # Errors
/// For those who may not write there; when text or files are not what the channel takes.
pub async fn send(desk: &Desk, actor: &Actor, new: NewMessage) -> Result<Message> {
    check_form(&new)?;
    check_content(&new)?;
    match actor {
        Actor::Agent { id, .. } => answer::send(desk, *id, &new, &Extras::default(), None).await,
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

/// There is something to send.
fn check_content(new: &NewMessage) -> Result<()> {
    if new.text.trim().is_empty() && new.files.is_empty() {
        return Err(Error::invalid(
            "text_empty",
            "There is nothing to send yet.",
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
pub(crate) struct Handle {
    pub(crate) kind: String,
    pub(crate) value: String,
}

/// Whose stream may hear of a ticket with that handle, besides agents'.
pub(crate) fn stream_of(inbox: i64, handle: &Handle) -> Option<String> {
    (handle.kind == "visitor").then(|| format!("visitor:{inbox}:{}", handle.value))
}

/// A line in the thread about what happened to the ticket.
pub(crate) async fn activity(
    write: &mut Write<'_>,
    ticket: TicketId,
    by: By,
    text: &str,
    at: Millis,
) -> Result<()> {
    let draft = Draft::new(ticket, Direction::Activity, by, text, at);
    insert::message(write, &draft).await?;
    write.event(EventKind::Note, ticket, None);
    Ok(())
}
