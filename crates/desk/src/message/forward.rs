//! A message that is handed on to somebody else: its words below ours, its files beside them.

use super::insert::File;
use crate::{Error, Result, blob::Blobs, db, db::Write, entity};
use model::{MessageId, Millis, SentAs, TicketId};
use sea_orm::FromQueryResult;
use time::{OffsetDateTime, macros::format_description};

#[derive(FromQueryResult)]
struct Original {
    text: String,
    created_at: i64,
    subject: String,
    direction: String,
    name: Option<String>,
    address: String,
    inbox: String,
}

/// The text of a message that hands that one on, and the files it takes along. Those that are not
/// here, and those in which a virus was found, stay behind.
pub(super) async fn words(
    write: &Write<'_>,
    ticket: TicketId,
    message: MessageId,
    text: &str,
) -> Result<(String, Vec<File>)> {
    let original: Option<Original> = db::one(
        &**write,
        "SELECT m.text, m.created_at, t.subject, m.direction, c.name, \
             COALESCE((SELECT o.value FROM contact_handle o WHERE o.contact_id = m.author_id \
                 AND m.author_kind = 'contact' AND o.kind = 'email' ORDER BY o.id LIMIT 1), \
                 h.value) AS address, i.name AS inbox \
         FROM message m JOIN ticket t ON t.id = m.ticket_id \
         JOIN inbox i ON i.id = t.inbox_id \
         JOIN contact_handle h ON h.id = t.handle_id \
         LEFT JOIN contact c ON c.id = m.author_id AND m.author_kind = 'contact' \
         WHERE m.id = $1 AND m.ticket_id = $2",
        [message.into(), ticket.into()],
    )
    .await?;
    let original = original.ok_or(Error::NotFound)?;
    let rows: Vec<entity::attachment::Model> = db::all(
        &**write,
        "SELECT a.* FROM attachment a JOIN blob b ON b.sha256 = a.sha256 \
         WHERE a.message_id = $1 AND a.ticket_id = $2 AND a.state = 'ready' \
             AND b.scan <> 'infected' ORDER BY a.position",
        [message.into(), ticket.into()],
    )
    .await?;
    let mut files = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(sha256) = row.sha256 else { continue };
        Blobs::count(&**write, &sha256).await?;
        files.push(File {
            name: row.name,
            mime: row.mime,
            bytes: u64::try_from(row.bytes).unwrap_or(0),
            sha256: Some(sha256),
            width: row.width,
            height: row.height,
            caption: row.caption,
            alt: row.alt,
            source: None,
            original: None,
            sent_as: match SentAs::from_name(&row.sent_as) {
                SentAs::Link => SentAs::Itself,
                other => other,
            },
        });
    }
    Ok((below(text, &original), files))
}

/// As mail programs have written it for thirty years, so that others fold and read it.
fn below(text: &str, original: &Original) -> String {
    let Original {
        name,
        address,
        subject,
        created_at,
        direction,
        inbox,
        text: words,
    } = original;
    let from = match (direction.as_str(), name.as_deref().unwrap_or_default()) {
        ("in", "") => address.clone(),
        ("in", name) if name == address => address.clone(),
        ("in", name) => format!("{name} <{address}>"),
        _ => inbox.clone(),
    };
    let mut told = String::new();
    if !text.is_empty() {
        told.push_str(text);
        told.push_str("\n\n");
    }
    told.push_str("---------- Forwarded message ----------\n");
    told.push_str(&format!("From: {from}\nDate: {}\n", date(*created_at)));
    if !subject.is_empty() {
        told.push_str(&format!("Subject: {subject}\n"));
    }
    told.push('\n');
    told.push_str(words.trim());
    told.trim_end().to_owned()
}

fn date(at: Millis) -> String {
    let form = format_description!("[year]-[month]-[day] [hour]:[minute] UTC");
    OffsetDateTime::from_unix_timestamp(at / 1_000)
        .ok()
        .and_then(|at| at.format(form).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_on_stands_below_with_who_wrote_it_and_when() {
        let original = Original {
            text: "It is broken.\n".into(),
            created_at: 1_795_000_000_000,
            subject: "Mug".into(),
            direction: "in".into(),
            name: Some("Ana".into()),
            address: "ana@example.org".into(),
            inbox: "Shop".into(),
        };
        assert_eq!(
            below("Can you look?", &original),
            "Can you look?\n\n---------- Forwarded message ----------\n\
             From: Ana <ana@example.org>\nDate: 2026-11-18 11:06 UTC\nSubject: Mug\n\nIt is broken."
        );
        let ours = Original {
            direction: "out".into(),
            subject: String::new(),
            ..original
        };
        assert!(
            below("", &ours).starts_with("---------- Forwarded message ----------\nFrom: Shop\n")
        );
    }
}
