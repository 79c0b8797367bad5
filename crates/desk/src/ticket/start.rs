//! A conversation that an agent begins.

use crate::{
    Actor, Desk, Error, Result, db,
    db::Write,
    inbox,
    message::{self, insert::By},
    receive,
};
use model::{Channel, ContactId, EventKind, Handle, HandleKind, InboxId};
use sea_orm::FromQueryResult;

/// How many addresses are offered while one types.
const OFFERED: u32 = 300;

/// What one says of it.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// By which account.
    pub inbox: InboxId,
    /// The customer's address there.
    pub to: String,
    /// What they are called, where they are not known yet.
    pub name: String,
    /// For e-mail.
    pub subject: String,
}

/// What there is to choose from.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Accounts by which one may write first.
    pub inboxes: Vec<(InboxId, String, Channel)>,
    /// Addresses that are known, with whose they are; those of the newest customers.
    pub known: Vec<(Handle, String)>,
}

/// By what customers are known on a channel on which one may write first. In web chat nobody is
/// there before they come, and on Instagram only the customer may begin (Meta's page on sending).
#[must_use]
pub const fn address_of(channel: Channel) -> Option<HandleKind> {
    match channel {
        Channel::Email => Some(HandleKind::Email),
        Channel::Sms => Some(HandleKind::Phone),
        Channel::Whatsapp => Some(HandleKind::Whatsapp),
        Channel::Webchat | Channel::Instagram => None,
    }
}

/// What there is to choose from; of one contact, or of the newest.
///
/// # Errors
/// For anybody but agents.
pub async fn choices(desk: &Desk, actor: &Actor, contact: Option<ContactId>) -> Result<Choices> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        value: String,
        name: String,
    }
    actor.agent()?;
    let inboxes = inbox::all(desk).await?;
    let inboxes = inboxes
        .iter()
        .filter(|inbox| address_of(inbox.kind()).is_some())
        .map(|inbox| (inbox.id, inbox.name.clone(), inbox.kind()));
    let rows: Vec<Row> = db::all(
        desk.db().read(),
        "SELECT h.kind, h.value, c.name FROM contact_handle h JOIN contact c ON c.id = h.contact_id \
         WHERE h.kind IN ('email', 'phone', 'whatsapp') AND (c.id = $1 OR $1 = 0) \
         ORDER BY h.id DESC LIMIT $2",
        [contact.unwrap_or(0).into(), OFFERED.into()],
    )
    .await?;
    let known = rows.into_iter().filter_map(|row| {
        let kind = HandleKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == row.kind)?;
        let value = row.value;
        Some((Handle { kind, value }, row.name))
    });
    Ok(Choices {
        inboxes: inboxes.collect(),
        known: known.collect(),
    })
}

/// Begins it; the ticket's number. Where a conversation goes on for ever, the open one is gone on
/// with.
///
/// # Errors
/// For anybody but agents; when the channel's customers begin themselves; when the address is none.
pub async fn start(desk: &Desk, actor: &Actor, new: &Start) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Number {
        number: i64,
    }
    let id = actor.agent()?;
    let inbox = inbox::get(desk, new.inbox).await?;
    let channel = inbox.kind();
    let kind = address_of(channel).ok_or_else(|| {
        Error::invalid("cannot_start", "On this channel the customer writes first.")
    })?;
    let value = address(kind, &new.to)?;
    let subject = new.subject.trim();
    if channel == Channel::Email && subject.is_empty() {
        return Err(Error::invalid(
            "subject_missing",
            "An e-mail needs a subject.",
        ));
    }
    let mut write = Write::begin(desk).await?;
    let (handle, contact) =
        receive::known_by(&write, &Handle { kind, value }, &new.name, None).await?;
    if channel != Channel::Email {
        let open: Option<Number> = db::one(
            &*write,
            "SELECT number FROM ticket WHERE inbox_id = $1 AND handle_id = $2 \
             AND status NOT IN ('closed', 'merged') ORDER BY id DESC LIMIT 1",
            [inbox.id.into(), handle.into()],
        )
        .await?;
        if let Some(open) = open {
            return Ok(open.number);
        }
    }
    let subject = if channel == Channel::Email {
        subject
    } else {
        ""
    };
    let ticket = receive::new_ticket(&write, inbox.id, contact, handle, subject).await?;
    let row: Option<Number> = db::one(
        &*write,
        "UPDATE ticket SET status = 'open', unread = FALSE, assignee_id = $1 WHERE id = $2 \
         RETURNING number",
        [id.into(), ticket.into()],
    )
    .await?;
    let number = row.ok_or(Error::NotFound)?.number;
    message::activity(&mut write, ticket, By::Agent(id), "started", db::now()).await?;
    write.event(EventKind::Ticket, ticket, None);
    write.commit().await?;
    Ok(number)
}

/// An address as the channel writes it.
fn address(kind: HandleKind, given: &str) -> Result<String> {
    let given = given.trim();
    if kind == HandleKind::Email {
        return if model::is_mail_address(given) {
            Ok(given.to_lowercase())
        } else {
            Err(Error::invalid(
                "address",
                format!("“{given}” is no e-mail address."),
            ))
        };
    }
    let mut digits: String = given.chars().filter(char::is_ascii_digit).collect();
    let is_other = |c: char| !(c.is_ascii_digit() || " +-./()\u{a0}".contains(c));
    let abroad = given.starts_with('+') || given.starts_with("00");
    if given.starts_with("00") {
        digits.drain(..2);
    }
    // E.164: at most 15 digits, the country first.
    if !abroad || given.contains(is_other) || !(7..=15).contains(&digits.len()) {
        return Err(Error::invalid(
            "phone",
            "A phone number begins with + and the country, like +1 415 555 0123.",
        ));
    }
    Ok(match kind {
        HandleKind::Phone => format!("+{digits}"),
        // As Meta writes a wa_id.
        _ => digits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_the_channel_writes_them() {
        for (kind, given, kept) in [
            (
                HandleKind::Email,
                " Ana@Example.org ",
                Some("ana@example.org"),
            ),
            (HandleKind::Email, "Ana", None),
            (HandleKind::Phone, "+1 (415) 555-0123", Some("+14155550123")),
            (HandleKind::Phone, "0039 02 1234567", Some("+39021234567")),
            (HandleKind::Phone, "415 555 0123", None),
            (HandleKind::Phone, "+1 415 call me", None),
            (
                HandleKind::Whatsapp,
                "+39 333 1234567",
                Some("393331234567"),
            ),
            (HandleKind::Whatsapp, "+12345678901234567", None),
        ] {
            assert_eq!(address(kind, given).ok().as_deref(), kept, "{given}");
        }
    }
}
