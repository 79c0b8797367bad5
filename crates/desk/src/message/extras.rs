//! What an answer has besides text and files: checked, kept with the message, read again when it goes.

use crate::{Error, Result, db, db::Write};
use channels::Template;
use model::{Channel, Extras, MessageId, TakenBack, TicketId};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

/// How many people a letter may name, in each of its lines.
const PEOPLE: usize = 50;

/// What stands in `message.extras`.
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
#[serde(default)]
pub(crate) struct Kept {
    /// Who gets it in the customer's place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) to: Vec<String>,
    /// Who gets it besides; of a customer's letter, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) cc: Vec<String>,
    /// Who gets it besides, unseen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) bcc: Vec<String>,
    /// The message that is handed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) forwards: Option<MessageId>,
    /// What goes in place of free words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) template: Option<Template>,
    /// What of the message its writer gave; what we put to it is behind that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) given: Option<Given>,
    /// What it was made of, once it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) back: Option<Box<TakenBack>>,
}

/// How much of a message its writer gave.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    /// Bytes of the text.
    pub(crate) text: usize,
    /// Files.
    pub(crate) files: usize,
}

impl Kept {
    /// As it stands in the column.
    pub(crate) fn read(column: Option<&str>) -> Self {
        column
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default()
    }
}

/// What is kept of it.
///
/// # Errors
/// When the ticket's channel has no such thing, or an address is none.
pub(super) async fn check(
    write: &Write<'_>,
    ticket: TicketId,
    channel: Channel,
    extras: &Extras,
) -> Result<Kept> {
    let is_mail = channel == Channel::Email;
    let people = [&extras.to, &extras.cc, &extras.bcc];
    if !is_mail && (extras.forwards.is_some() || people.iter().any(|people| !people.is_empty())) {
        return Err(Error::invalid(
            "no_copies",
            "On this channel a message goes to the customer and to nobody else.",
        ));
    }
    if extras.forwards.is_some() == extras.to.is_empty() {
        return Err(Error::invalid(
            "forward_to",
            "Say to whom the message is to be forwarded.",
        ));
    }
    for message in [extras.quotes, extras.forwards].into_iter().flatten() {
        is_here(write, ticket, message).await?;
    }
    Ok(Kept {
        to: addresses(&extras.to)?,
        cc: addresses(&extras.cc)?,
        bcc: addresses(&extras.bcc)?,
        forwards: extras.forwards,
        template: None,
        given: None,
        back: None,
    })
}

/// Addresses as they are written to, each once.
fn addresses(given: &[String]) -> Result<Vec<String>> {
    let mut all = Vec::<String>::new();
    for address in given.iter().map(|address| address.trim()) {
        if address.is_empty() {
            continue;
        }
        if !model::is_mail_address(address) {
            return Err(Error::invalid(
                "address",
                format!("“{address}” is no e-mail address."),
            ));
        }
        if !all.iter().any(|known| known.eq_ignore_ascii_case(address)) {
            all.push(address.to_owned());
        }
    }
    if all.len() > PEOPLE {
        return Err(Error::invalid(
            "too_many_people",
            format!("A letter goes to {PEOPLE} people at most in each of its lines."),
        ));
    }
    Ok(all)
}

/// Only what was said in the ticket itself, to or by the customer, can be quoted or handed on.
async fn is_here(write: &Write<'_>, ticket: TicketId, message: MessageId) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Id {
        #[expect(dead_code, reason = "that there is a row is the answer")]
        id: i64,
    }
    let sql = "SELECT id FROM message WHERE id = $1 AND ticket_id = $2 \
               AND direction IN ('in', 'out') AND COALESCE(state, '') <> 'canceled'";
    let row: Option<Id> = db::one(&**write, sql, [message.into(), ticket.into()]).await?;
    row.map(drop).ok_or_else(|| {
        Error::invalid(
            "message_gone",
            "The message that this one is about is not here any more.",
        )
    })
}

/// Writes it beside the message.
pub(crate) async fn keep(
    write: &Write<'_>,
    message: MessageId,
    quotes: Option<MessageId>,
    kept: &Kept,
) -> Result<()> {
    let extras = if *kept == Kept::default() {
        None
    } else {
        Some(serde_json::to_string(kept)?)
    };
    if extras.is_none() && quotes.is_none() {
        return Ok(());
    }
    let sql = "UPDATE message SET extras = $1, quoted_id = $2 WHERE id = $3";
    db::run(
        &**write,
        sql,
        [extras.into(), quotes.into(), message.into()],
    )
    .await?;
    Ok(())
}
