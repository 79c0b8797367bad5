//! A story becomes rows, each line at its own time.

use super::people::{Line, Shot, Story};
use crate::{
    Actor, Desk, Error, Result, db,
    db::Write,
    deliver, entity, inbox, ingest,
    message::{
        self, Handle,
        extras::Kept,
        insert::{self, By, Draft, File},
        remember,
    },
    receive,
    ticket::add_tag,
    upload,
};
use channels::{InboundFile, InboundMessage, UPLOAD};
use model::{AgentId, DeliveryState, Direction, InboxId, Millis, Priority, Problem, TicketId};
use sea_orm::FromQueryResult;

/// Writes a conversation down in one transaction, each line at its own time.
pub(super) async fn tell(
    desk: &Desk,
    story: &Story,
    inbox: InboxId,
    agents: &[AgentId],
) -> Result<()> {
    let mut at = db::now() - story.ago * 60_000;
    let asleep = db::now() + 20 * 3_600_000;
    let mut pictures = Vec::new();
    let mut write = Write::begin(desk).await?;
    let mut ticket = 0;
    let inbox = inbox::get(desk, inbox).await?;
    let owner = owner_of(story, inbox.id)?;
    for (number, line) in story.lines.iter().enumerate() {
        match line {
            Line::In(after, text, shots) => {
                at += after * 60_000;
                let from = model::Handle {
                    kind: story.handle.0,
                    value: story.handle.1.into(),
                };
                let inbound = InboundMessage {
                    name: story.name.into(),
                    subject: story.subject.into(),
                    text: (*text).into(),
                    files: stage(desk, &write, &owner, shots, &mut pictures).await?,
                    at: Some(at),
                    ..InboundMessage::new(format!("demo-{}-{number}", story.handle.1), from)
                };
                let applied = receive::apply_message(&mut write, &inbox, &inbound).await?;
                ticket = applied.ok_or(Error::Conflict)?.ticket;
            }
            Line::Out(after, who, text, shots, state) => {
                at += after * 60_000;
                let reply = Reply {
                    ticket,
                    by: agents[*who],
                    text,
                    at,
                    state: *state,
                };
                answer(
                    desk,
                    &mut write,
                    &inbox,
                    story,
                    &reply,
                    shots,
                    &mut pictures,
                )
                .await?;
            }
            Line::Note(after, who, text) => {
                at += after * 60_000;
                let by = By::Agent(agents[*who]);
                let draft = Draft::new(ticket, Direction::Note, by, text, at);
                insert::message(&write, &draft).await?;
            }
            Line::Done(after, who, text) => {
                at += after * 60_000;
                let by = By::Agent(agents[*who]);
                let line = match *text {
                    "snoozed" => format!("snoozed:{asleep}"),
                    other => other.to_owned(),
                };
                message::activity(&mut write, ticket, by, &line, at).await?;
                match text.split_once(':') {
                    Some(("tagged", name)) => {
                        add_tag(&write, ticket, name).await?;
                    }
                    Some(("priority", name)) => {
                        let rank = Priority::from_name(name).unwrap_or_default().rank();
                        let sql = "UPDATE ticket SET priority = $1 WHERE id = $2";
                        db::run(&*write, sql, [rank.into(), ticket.into()]).await?;
                    }
                    _ => {}
                }
            }
        }
    }
    let began = db::now() - story.ago * 60_000;
    let assignee = story.assignee.map(|who| agents[who]);
    db::run(
        &*write,
        "UPDATE ticket SET status = $1, assignee_id = $2, created_at = $3, \
             snoozed_until = CASE WHEN $1 = 'snoozed' THEN $5 END WHERE id = $4",
        [
            story.status.into(),
            assignee.into(),
            began.into(),
            ticket.into(),
            asleep.into(),
        ],
    )
    .await?;
    db::run(
        &*write,
        "UPDATE contact SET created_at = $1 \
         WHERE id = (SELECT contact_id FROM ticket WHERE id = $2)",
        [began.into(), ticket.into()],
    )
    .await?;
    write.commit().await?;
    for picture in pictures {
        ingest::work::soon(desk, picture);
    }
    Ok(())
}

/// As whose uploads [`receive::apply_message`] looks for a customer's files.
fn owner_of(story: &Story, inbox: InboxId) -> Result<String> {
    Actor::Visitor {
        visitor: story.handle.1.into(),
        inbox,
    }
    .owner_key()
}

struct Reply<'a> {
    ticket: TicketId,
    by: AgentId,
    text: &'a str,
    at: Millis,
    state: DeliveryState,
}

/// An agent's answer, with its delivery where it came to.
async fn answer(
    desk: &Desk,
    write: &mut Write<'_>,
    inbox: &entity::inbox::Model,
    story: &Story,
    reply: &Reply<'_>,
    shots: &[Shot],
    pictures: &mut Vec<String>,
) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        contact_id: i64,
    }
    let mut files = Vec::new();
    let owner = owner_of(story, inbox.id)?;
    for file in stage(desk, write, &owner, shots, pictures).await? {
        let key = file
            .source
            .trim_start_matches(UPLOAD)
            .parse()
            .map_err(Error::internal)?;
        files.push(File::take(write, &owner, key, &file.caption, &file.alt).await?);
    }
    let by = By::Agent(reply.by);
    let draft = Draft {
        files: files.len(),
        ..Draft::new(reply.ticket, Direction::Out, by, reply.text, reply.at)
    };
    let id = insert::message(write, &draft)
        .await?
        .ok_or(Error::Conflict)?;
    let keys = insert::files(write, reply.ticket, id, &files).await?;
    let sql = "SELECT contact_id FROM ticket WHERE id = $1";
    let row: Option<Row> = db::one(&**write, sql, [reply.ticket.into()]).await?;
    let contact = row.ok_or(Error::NotFound)?.contact_id;
    remember::message(write, &draft, contact, &files, &keys).await?;
    let to = Handle {
        kind: story.handle.0.as_str().into(),
        value: story.handle.1.into(),
    };
    let sending = deliver::Sending {
        inbox,
        to: &to,
        kept: &Kept::default(),
        hold_ms: 0,
    };
    deliver::queue(desk, write, &sending, &draft, id, &files, &keys).await?;
    let problem = (reply.state == DeliveryState::Failed).then(|| Problem {
        code: "unreachable".into(),
        sentence: "The phone could not be reached.".into(),
    });
    let (code, sentence) = problem
        .map(|problem| (problem.code, problem.sentence))
        .unzip();
    db::run(
        &**write,
        "UPDATE delivery SET state = $1, attempts = 1, code = $2, sentence = $3 \
         WHERE message_id = $4",
        [
            reply.state.as_str().into(),
            code.into(),
            sentence.into(),
            id.into(),
        ],
    )
    .await?;
    deliver::sum_up(write, id).await
}

/// Draws pictures and leaves them as uploads of the story's customer.
async fn stage(
    desk: &Desk,
    write: &Write<'_>,
    owner: &str,
    shots: &[Shot],
    pictures: &mut Vec<String>,
) -> Result<Vec<InboundFile>> {
    let mut files = Vec::new();
    for shot in shots {
        let motif = shot.motif;
        let drawn = tokio::task::spawn_blocking(move || motif.picture()).await??;
        let staged = desk.blobs().stage_bytes(drawn.bytes.clone()).await?;
        let taken = ingest::take(desk, staged, drawn.name).await?;
        let kept = upload::keep(desk, write, owner.into(), taken).await?;
        pictures.push(kept.sha256);
        files.push(InboundFile {
            name: kept.name,
            mime: kept.mime,
            bytes: kept.bytes,
            source: format!("{UPLOAD}{}", kept.id),
            caption: shot.caption.into(),
            alt: shot.alt.into(),
            ..InboundFile::default()
        });
    }
    Ok(files)
}
