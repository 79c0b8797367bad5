//! The outbox: every provider call is a row, written in the message's own transaction, claimed
//! by one worker, and moved on by what the channel says.
//!
//! Within a ticket rows go out in the order in which they were written: a later one waits while
//! an earlier one is queued or in hand.

use crate::{
    Desk, Result,
    blob::Blobs,
    db,
    db::Write,
    entity::{delivery, inbox},
    file::{self, Reader, Variant},
    message::{
        Handle,
        insert::{Draft, File},
        read, stream_of,
    },
};
use async_trait::async_trait;
use bytes::Bytes;
use channels::{Found, InboundStatus, Outgoing, OutgoingFile, Part, Receipt, SendError, Source};
use model::{
    AttachmentId, DeliveryState, EventKind, InboxId, MessageId, Millis, Problem, TicketId,
};
use sea_orm::{ActiveModelTrait, FromQueryResult, Set};
use std::{ops::Range, sync::Arc, time::Duration};

/// How long a call may take before its worker is believed dead. Channels give up well before.
pub(crate) const LEASE_MS: i64 = 120_000;
/// How often a part is tried: with the pauses between, for about two days.
const TRIES: i64 = 16;
/// How often a call is looked up whose outcome is unknown.
const LOOKS: i64 = 6;

struct InStore {
    blobs: Blobs,
    sha256: String,
}

#[async_trait]
impl Source for InStore {
    async fn read(&self, range: Range<u64>) -> std::io::Result<Bytes> {
        self.blobs
            .read(&self.sha256, range)
            .await
            .map_err(std::io::Error::other)
    }
}

fn outgoing_file(desk: &Desk, key: AttachmentId, file: &File) -> OutgoingFile {
    let path = file::url(desk, Reader::Anybody, key, Variant::Original, &file.name);
    OutgoingFile {
        name: file.name.clone(),
        mime: file.mime.clone(),
        bytes: file.bytes,
        caption: file.caption.clone(),
        alt: file.alt.clone(),
        url: format!("{}{path}", desk.public_url()),
        source: Arc::new(InStore {
            blobs: desk.blobs().clone(),
            sha256: file.sha256.clone().unwrap_or_default(),
        }),
    }
}

/// Writes the deliveries of a message that is being written.
#[expect(
    clippy::too_many_arguments,
    reason = "all of a message, in its own transaction"
)]
pub(crate) async fn queue(
    desk: &Desk,
    write: &Write<'_>,
    inbox: &inbox::Model,
    to: &Handle,
    draft: &Draft<'_>,
    message: MessageId,
    files: &[File],
    keys: &[AttachmentId],
) -> Result<()> {
    let outgoing = Outgoing {
        key: format!("message-{message}"),
        to: to.value.clone(),
        subject: String::new(),
        text: draft.text.to_owned(),
        files: files
            .iter()
            .zip(keys)
            .map(|(file, key)| outgoing_file(desk, *key, file))
            .collect(),
        thread: Vec::new(),
    };
    for (position, part) in (0..).zip(inbox.open().plan(&outgoing)) {
        let row = delivery::ActiveModel {
            message_id: Set(message),
            ticket_id: Set(draft.ticket),
            inbox_id: Set(inbox.id),
            position: Set(position),
            part: Set(serde_json::to_string(&part)?),
            state: Set(DeliveryState::Queued.as_str().into()),
            attempts: Set(0),
            next_attempt: Set(draft.at),
            // The job is pushed right after the commit; the sweeper waits a little for it.
            woken_at: Set(draft.at),
            created_at: Set(draft.at),
            ..Default::default()
        };
        row.insert(&**write).await?;
    }
    Ok(())
}

/// Sends what a ticket has to send, in order, until there is nothing left or it has to wait.
pub(crate) async fn run(desk: &Desk, ticket: TicketId) -> Result<()> {
    while let Some(row) = claim(desk, ticket).await? {
        let (message, part) = load(desk, &row).await?;
        let channel = crate::inbox::get(desk, row.inbox_id).await?.open();
        let outcome = channel.send(&message, &part).await;
        record(desk, &row, outcome).await?;
    }
    while let Some(row) = claim_lost(desk, ticket).await? {
        let (message, part) = load(desk, &row).await?;
        let channel = crate::inbox::get(desk, row.inbox_id).await?.open();
        match channel.find(&message, &part).await {
            Ok(Found::Sent(receipt)) => record(desk, &row, Ok(receipt)).await?,
            Ok(Found::NotSent) => {
                again(desk, &row, 0).await?;
                // Its turn, and of those that waited behind it.
                Box::pin(run(desk, ticket)).await?;
            }
            Ok(Found::NoTelling) | Err(_) => {}
        }
    }
    Ok(())
}

/// Takes the ticket's next due part. Two workers never take the same one.
async fn claim(desk: &Desk, ticket: TicketId) -> Result<Option<delivery::Model>> {
    let now = db::now();
    let skip = if desk.db().is_postgres() {
        "FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE delivery SET state = 'sending', attempts = attempts + 1, claimed_at = $2 \
         WHERE id = (SELECT d.id FROM delivery d \
             WHERE d.ticket_id = $1 AND d.state = 'queued' AND d.next_attempt <= $2 \
             AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.ticket_id = d.ticket_id \
                 AND e.id < d.id AND e.state IN ('queued', 'sending')) \
             ORDER BY d.id LIMIT 1 {skip}) \
         AND state = 'queued' RETURNING *"
    );
    db::one(desk.db().write(), &sql, [ticket.into(), now.into()]).await
}

/// Takes one whose outcome is unknown, to look it up; further apart each time.
async fn claim_lost(desk: &Desk, ticket: TicketId) -> Result<Option<delivery::Model>> {
    let skip = if desk.db().is_postgres() {
        "FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE delivery SET attempts = attempts + 1, next_attempt = $2 + $3 * (attempts + 1) \
         WHERE id = (SELECT d.id FROM delivery d WHERE d.ticket_id = $1 \
             AND d.state = 'unknown' AND d.next_attempt <= $2 AND d.attempts < $4 \
             ORDER BY d.id LIMIT 1 {skip}) \
         AND state = 'unknown' RETURNING *"
    );
    let most = TRIES + LOOKS;
    let values = [
        ticket.into(),
        db::now().into(),
        LEASE_MS.into(),
        most.into(),
    ];
    db::one(desk.db().write(), &sql, values).await
}

#[derive(FromQueryResult)]
struct Head {
    text: String,
    subject: String,
    value: String,
}

/// The message of a delivery, as channels take it.
async fn load(desk: &Desk, row: &delivery::Model) -> Result<(Outgoing, Part)> {
    #[derive(FromQueryResult)]
    struct Id {
        provider_id: String,
    }
    let head: Option<Head> = db::one(
        desk.db().read(),
        "SELECT m.text, t.subject, h.value FROM message m JOIN ticket t ON t.id = m.ticket_id \
         JOIN contact_handle h ON h.id = t.handle_id WHERE m.id = $1",
        [row.message_id.into()],
    )
    .await?;
    let head = head.ok_or(crate::Error::NotFound)?;
    let files: Vec<crate::entity::attachment::Model> = db::all(
        desk.db().read(),
        "SELECT * FROM attachment WHERE ticket_id = $1 AND message_id = $2 ORDER BY position",
        [row.ticket_id.into(), row.message_id.into()],
    )
    .await?;
    let thread: Vec<Id> = db::all(
        desk.db().read(),
        "SELECT provider_id FROM message WHERE ticket_id = $1 AND provider_id IS NOT NULL \
         ORDER BY id LIMIT 50",
        [row.ticket_id.into()],
    )
    .await?;
    let files = files.into_iter().map(|row| {
        let file = File {
            name: row.name,
            mime: row.mime,
            bytes: u64::try_from(row.bytes).unwrap_or(0),
            sha256: row.sha256,
            width: row.width,
            height: row.height,
            caption: row.caption,
            alt: row.alt,
            source: row.source,
        };
        outgoing_file(desk, row.id, &file)
    });
    let outgoing = Outgoing {
        key: format!("message-{}", row.message_id),
        to: head.value,
        subject: head.subject,
        text: head.text,
        files: files.collect(),
        thread: thread.into_iter().map(|row| row.provider_id).collect(),
    };
    Ok((outgoing, serde_json::from_str(&row.part)?))
}

/// Writes down how a provider call ended.
async fn record(
    desk: &Desk,
    row: &delivery::Model,
    outcome: Result<Receipt, SendError>,
) -> Result<()> {
    let (state, provider_id, problem) = match outcome {
        Ok(receipt) => (DeliveryState::Sent, receipt.provider_id, None),
        Err(SendError::Rejected(problem)) => (DeliveryState::Failed, None, Some(problem)),
        Err(SendError::Unknown) => (DeliveryState::Unknown, None, None),
        Err(SendError::Retry(after)) if row.attempts < TRIES => {
            return again(desk, row, pause(row.attempts, after)).await;
        }
        Err(SendError::Retry(_)) => {
            let sentence = "The provider did not take it for two days.".into();
            let problem = Problem {
                code: "gave_up".into(),
                sentence,
            };
            (DeliveryState::Failed, None, Some(problem))
        }
    };
    let (code, sentence) = problem
        .map(|problem| (problem.code, problem.sentence))
        .unzip();
    let mut write = Write::begin(desk).await?;
    // A provider's own news about it may have overtaken our call's answer.
    let changed = db::run(
        &*write,
        "UPDATE delivery SET state = $1, provider_id = COALESCE($2, provider_id), code = $3, \
             sentence = $4, next_attempt = $5, claimed_at = NULL \
         WHERE id = $6 AND state IN ('sending', 'unknown')",
        [
            state.as_str().into(),
            provider_id.into(),
            code.into(),
            sentence.into(),
            (db::now() + LEASE_MS).into(),
            row.id.into(),
        ],
    )
    .await?;
    if changed > 0 {
        tell(&mut write, row.message_id, row.ticket_id).await?;
    }
    write.commit().await
}

/// Back into the queue.
async fn again(desk: &Desk, row: &delivery::Model, after_ms: Millis) -> Result<()> {
    db::run(
        desk.db().write(),
        "UPDATE delivery SET state = 'queued', next_attempt = $1, woken_at = 0, claimed_at = NULL \
         WHERE id = $2 AND state IN ('sending', 'unknown')",
        [(db::now() + after_ms).into(), row.id.into()],
    )
    .await?;
    Ok(())
}

/// How long to wait before the next try: what the provider asks for, or longer each time, up to
/// six hours.
fn pause(attempts: i64, asked: Duration) -> Millis {
    let longer = 2_000_i64
        .saturating_mul(1 << attempts.clamp(0, 20))
        .min(6 * 3_600_000);
    longer.max(i64::try_from(asked.as_millis()).unwrap_or(i64::MAX))
}

/// A provider tells how one of our messages fares.
pub(crate) async fn moved_on(
    write: &mut Write<'_>,
    inbox: InboxId,
    status: &InboundStatus,
) -> Result<()> {
    let row: Option<delivery::Model> = db::one(
        &**write,
        "SELECT * FROM delivery WHERE inbox_id = $1 AND provider_id = $2",
        [inbox.into(), status.provider_id.as_str().into()],
    )
    .await?;
    let row = row.ok_or_else(|| {
        // Before our call's answer was written: the sweeper comes back to it.
        crate::Error::internal("a status of a message that is not known yet")
    })?;
    // News come in any order: "sent" after "read" is old.
    if rank(status.state) <= rank(read::state(&row.state)) {
        return Ok(());
    }
    let (code, sentence) = status
        .problem
        .clone()
        .map(|problem| (problem.code, problem.sentence))
        .unzip();
    db::run(
        &**write,
        "UPDATE delivery SET state = $1, code = $2, sentence = $3 WHERE id = $4",
        [
            status.state.as_str().into(),
            code.into(),
            sentence.into(),
            row.id.into(),
        ],
    )
    .await?;
    tell(write, row.message_id, row.ticket_id).await
}

/// How far a delivery is, for news that come out of order.
const fn rank(state: DeliveryState) -> u8 {
    match state {
        DeliveryState::Queued => 0,
        DeliveryState::Sending => 1,
        DeliveryState::Unknown => 2,
        DeliveryState::Sent => 3,
        DeliveryState::Delivered => 4,
        DeliveryState::Read => 5,
        DeliveryState::Failed | DeliveryState::Canceled => 6,
    }
}

async fn tell(write: &mut Write<'_>, message: MessageId, ticket: TicketId) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        inbox_id: i64,
        kind: String,
        value: String,
    }
    sum_up(write, message).await?;
    let row: Option<Row> = db::one(
        &**write,
        "SELECT t.inbox_id, h.kind, h.value FROM ticket t \
         JOIN contact_handle h ON h.id = t.handle_id WHERE t.id = $1",
        [ticket.into()],
    )
    .await?;
    let visitor = row.and_then(
        |Row {
             inbox_id,
             kind,
             value,
         }| { stream_of(inbox_id, &Handle { kind, value }) },
    );
    write.event(EventKind::Delivery, ticket, visitor);
    Ok(())
}

/// Keeps on the message how its deliveries stand, so that a page need not ask them: the worst,
/// else the slowest.
pub(crate) async fn sum_up(write: &Write<'_>, message: MessageId) -> Result<()> {
    let rows: Vec<delivery::Model> = db::all(
        &**write,
        "SELECT * FROM delivery WHERE message_id = $1 ORDER BY position",
        [message.into()],
    )
    .await?;
    let weight = |state: DeliveryState| match state {
        DeliveryState::Failed => 0,
        DeliveryState::Unknown => 1,
        // Taken back parts say nothing, unless there is nothing else.
        DeliveryState::Canceled => 9,
        state => 2 + rank(state),
    };
    let Some(worst) = rows
        .iter()
        .min_by_key(|row| weight(read::state(&row.state)))
    else {
        return Ok(());
    };
    db::run(
        &**write,
        "UPDATE message SET state = $1, problem_code = $2, problem_sentence = $3 WHERE id = $4",
        [
            worst.state.as_str().into(),
            worst.code.clone().into(),
            worst.sentence.clone().into(),
            message.into(),
        ],
    )
    .await?;
    Ok(())
}
