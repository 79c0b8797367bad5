//! An answer that is taken back before it went: its words and files go back to who wrote it.

use super::{answer::owner_key, extras::Kept, remember};
use crate::{
    Actor, Desk, Error, Result,
    blob::Blobs,
    db,
    db::Write,
    entity::{attachment, upload},
    upload as uploads,
};
use model::{EventKind, Extras, MessageId, SentAs, TakenBack, TakenFile, TemplateUse, TicketId};
use sea_orm::{ActiveModelTrait, FromQueryResult, Set};

#[derive(FromQueryResult)]
struct Part {
    state: String,
    attempts: i64,
}

#[derive(FromQueryResult)]
struct Row {
    ticket_id: i64,
    text: String,
    extras: Option<String>,
    quoted_id: Option<i64>,
}

/// Takes an agent's own answer back of which nothing has begun to go. Nobody sees it any more; what
/// it was made of is given back, its files as uploads: once more, too, if the answer got lost.
///
/// # Errors
/// For anybody but who wrote it; when some of it has begun to go.
pub async fn take_back(desk: &Desk, actor: &Actor, message: MessageId) -> Result<TakenBack> {
    let id = actor.agent()?;
    let owner = owner_key(id)?;
    let mut write = Write::begin(desk).await?;
    let row: Option<Row> = db::one(
        &*write,
        "SELECT ticket_id, text, extras, quoted_id FROM message WHERE id = $1 \
         AND author_kind = 'agent' AND author_id = $2 AND direction = 'out'",
        [message.into(), id.into()],
    )
    .await?;
    let row = row.ok_or(Error::NotFound)?;
    let kept = Kept::read(row.extras.as_deref());
    if let Some(back) = kept.back {
        return Ok(*back);
    }
    // A worker that claims one of them waits, or was first.
    let lock = if desk.db().is_postgres() {
        "FOR UPDATE"
    } else {
        ""
    };
    let sql = format!("SELECT state, attempts FROM delivery WHERE message_id = $1 {lock}");
    let parts: Vec<Part> = db::all(&*write, &sql, [message.into()]).await?;
    let waits = |part: &Part| part.state == "queued" && part.attempts == 0;
    if parts.is_empty() || !parts.iter().all(waits) {
        return Err(Error::invalid(
            "too_late",
            "It is on its way already and cannot be taken back any more.",
        ));
    }
    db::run(
        &*write,
        "UPDATE delivery SET state = 'canceled' WHERE message_id = $1",
        [message.into()],
    )
    .await?;
    let mut text = row.text;
    let mut given = usize::MAX;
    if let Some(part) = kept.given {
        // What we put to it comes again with the next send.
        text.truncate(part.text);
        given = part.files;
    }
    let back = TakenBack {
        // A template's words are the provider's.
        text: if kept.template.is_some() {
            String::new()
        } else {
            text
        },
        files: give_back(desk, &write, &owner, row.ticket_id, message, given).await?,
        extras: extras(kept, row.quoted_id),
    };
    let kept = Kept {
        back: Some(Box::new(back.clone())),
        ..Kept::default()
    };
    // The row stays: the same send, doubled on its way here, is not a new one.
    db::run(
        &*write,
        "UPDATE message SET state = 'canceled', text = '', extras = $1, files = 0 WHERE id = $2",
        [serde_json::to_string(&kept)?.into(), message.into()],
    )
    .await?;
    remember::newest(&write, row.ticket_id).await?;
    write.event(EventKind::Message, row.ticket_id, None);
    write.commit().await?;
    Ok(back)
}

/// The files that were given as uploads of who wrote it. The count of their bytes goes along.
async fn give_back(
    desk: &Desk,
    write: &Write<'_>,
    owner: &str,
    ticket: TicketId,
    message: MessageId,
    given: usize,
) -> Result<Vec<TakenFile>> {
    #[derive(FromQueryResult)]
    struct Hidden {
        after: Option<String>,
    }
    let mut rows: Vec<attachment::Model> = db::all(
        &**write,
        "DELETE FROM attachment WHERE message_id = $1 AND ticket_id = $2 RETURNING *",
        [message.into(), ticket.into()],
    )
    .await?;
    rows.sort_by_key(|row| row.position);
    db::run(
        &**write,
        "UPDATE contact SET files = files - $1 \
         WHERE id = (SELECT contact_id FROM ticket WHERE id = $2)",
        [i64::try_from(rows.len()).unwrap_or(0).into(), ticket.into()],
    )
    .await?;
    let mut files = Vec::with_capacity(rows.len());
    for (place, row) in rows.into_iter().enumerate() {
        let Some(sha256) = row.sha256 else { continue };
        if place >= given {
            Blobs::release(&**write, &sha256).await?;
            continue;
        }
        let sql = "SELECT after FROM audit WHERE subject = $1 AND action = 'redacted' LIMIT 1";
        let subject = format!("attachment:{}", row.id);
        let hidden: Option<Hidden> = db::one(&**write, sql, [subject.into()]).await?;
        let hidden = hidden.and_then(|hidden| hidden.after?.parse().ok());
        let file = (row.caption, row.alt, row.sent_as);
        let row = upload::ActiveModel {
            owner: Set(owner.to_owned()),
            name: Set(row.name),
            mime: Set(row.mime),
            bytes: Set(row.bytes),
            sha256: Set(sha256),
            width: Set(row.width),
            height: Set(row.height),
            created_at: Set(db::now()),
            original_sha256: Set(row.original_sha256),
            ..Default::default()
        };
        files.push(TakenFile {
            upload: uploads::shown(desk, owner, row.insert(&**write).await?),
            caption: file.0,
            alt: file.1,
            sent_as: SentAs::from_name(&file.2),
            redacted: hidden.unwrap_or(0),
        });
    }
    Ok(files)
}

fn extras(kept: Kept, quotes: Option<MessageId>) -> Extras {
    Extras {
        quotes,
        forwards: kept.forwards,
        to: kept.to,
        cc: kept.cc,
        bcc: kept.bcc,
        template: kept.template.map(|template| TemplateUse {
            name: template.name,
            language: template.language,
            values: template.body,
        }),
        seen: None,
    }
}
