//! The outbox: every provider call is a row, written in the message's own transaction, claimed
//! by one worker, and moved on by what the channel says.
//!
//! Within a ticket rows go out in the order in which they were written: a later one waits while
//! an earlier one is queued or in hand.

mod again;
pub(crate) mod breaker;
mod load;
mod news;
mod record;
mod smaller;

pub use again::send_again;
pub(crate) use news::{moved_on, seen};
pub(crate) use record::{
    expire, give_up_infected, give_up_lost, pause, refuse_infected, sum_up, tell,
};

use crate::{
    Desk, Error, Result, db,
    db::Write,
    entity::{delivery, inbox},
    jobs::Job,
    lanes::Lane,
    message::{
        Handle,
        extras::Kept,
        insert::{Draft, File},
    },
    rate, ticket, upload,
};
use channels::{Channel, Found, Outgoing, Pace, Part, Receipt, SendError};
use load::{load, outgoing_file};
use model::{
    AttachmentId, DeliveryState, FileKind, InboxId, Limits, MessageId, Millis, OutFile, Problem,
    Reach, SentAs, TicketId, Window,
};
use record::{again, not_yet, record};
use sea_orm::{ActiveModelTrait, FromQueryResult, Set};

/// How often a part is tried: with the pauses between, for about two days.
const TRIES: i64 = 16;
/// How often a call is looked up whose outcome is unknown.
const LOOKS: i64 = 6;
/// Claims of a part at most, of either kind.
pub(crate) const CLAIMS: i64 = TRIES + LOOKS;

/// By which way a message goes.
pub(crate) struct Sending<'a> {
    /// The account.
    pub(crate) inbox: &'a inbox::Model,
    /// The customer's address.
    pub(crate) to: &'a Handle,
    /// What it has besides text and files.
    pub(crate) kept: &'a Kept,
    /// How long it waits, so that it can be taken back.
    pub(crate) hold_ms: Millis,
}

/// Writes the deliveries of a message that is being written.
pub(crate) async fn queue(
    desk: &Desk,
    write: &Write<'_>,
    sending: &Sending<'_>,
    draft: &Draft<'_>,
    message: MessageId,
    files: &[File],
    keys: &[AttachmentId],
) -> Result<()> {
    let Sending {
        inbox,
        to,
        kept,
        hold_ms,
    } = sending;
    let outgoing = Outgoing {
        key: format!("message-{message}"),
        to: to.value.clone(),
        text: draft.text.to_owned(),
        files: files
            .iter()
            .zip(keys)
            .filter(|(file, _)| file.sent_as != SentAs::Link)
            .map(|(file, key)| outgoing_file(desk, *key, file))
            .collect(),
        at: draft.at,
        token: desk.signer().reply_token(draft.ticket),
        template: kept.template.clone(),
        ..Outgoing::default()
    };
    let channel = inbox.open(desk);
    for (position, part) in (0..).zip(channel.plan(&outgoing)) {
        let row = delivery::ActiveModel {
            message_id: Set(message),
            ticket_id: Set(draft.ticket),
            inbox_id: Set(inbox.id),
            position: Set(position),
            part: Set(serde_json::to_string(&part)?),
            state: Set(DeliveryState::Queued.as_str().into()),
            provider_id: Set(channel.known_as(&outgoing, &part)),
            attempts: Set(0),
            next_attempt: Set(draft.at + hold_ms),
            // The job is pushed when it is due; the sweeper waits a little for it.
            woken_at: Set(draft.at + hold_ms),
            created_at: Set(draft.at),
            ..Default::default()
        };
        row.insert(&**write).await?;
    }
    Ok(())
}

/// Sends what a ticket has to send, in order, until there is nothing left or it has to wait.
/// Leaves it for later while its inbox has all the places it may have.
pub(crate) async fn run(desk: &Desk, ticket: TicketId) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        inbox_id: i64,
    }
    let sql = "SELECT inbox_id FROM ticket WHERE id = $1";
    let row: Option<Row> = db::one(desk.db().read(), sql, [ticket.into()]).await?;
    let Some(Row { inbox_id }) = row else {
        return Ok(());
    };
    let job = Job::Deliver(ticket);
    let Some(_place) = desk.lanes().enter(desk, Lane::Send(inbox_id), job) else {
        return Ok(());
    };
    send_all(desk, ticket).await
}

async fn send_all(desk: &Desk, ticket: TicketId) -> Result<()> {
    while let Some(row) = claim(desk, ticket).await? {
        let (message, part, opted_out) = load(desk, &row).await?;
        let inbox = crate::inbox::get(desk, row.inbox_id).await?;
        let channel = inbox.open(desk);
        let problem = if opted_out {
            Some(opted_out_problem())
        } else {
            closed(&inbox, &message).or_else(|| refused(&inbox.limits(), &message, &part))
        };
        let outcome = match problem {
            Some(problem) => Err(SendError::Rejected(problem)),
            None => {
                let paces = channel.paces(&message, &part);
                if let Some(wait_ms) = too_fast(desk, inbox.id, paces).await? {
                    return not_yet(desk, &row, wait_ms).await;
                }
                let Some(outcome) = hand_over(desk, &row, &*channel, &message, &part).await? else {
                    continue;
                };
                breaker::learn(desk, inbox.id, &outcome).await?;
                outcome
            }
        };
        record(desk, &row, outcome).await?;
    }
    while let Some(row) = claim_lost(desk, ticket).await? {
        let (message, part, _) = load(desk, &row).await?;
        let channel = crate::inbox::get(desk, row.inbox_id).await?.open(desk);
        match channel.find(&message, &part).await {
            Ok(Found::Sent(receipt)) => record(desk, &row, Ok(receipt)).await?,
            Ok(Found::NotSent) => {
                again(desk, &row, 0).await?;
                // Its turn, and of those that waited behind it.
                Box::pin(send_all(desk, ticket)).await?;
            }
            Ok(Found::NoTelling) | Err(_) => {}
        }
    }
    Ok(())
}

/// Makes the call, and before it what it needs; nothing when another worker has the part by now. A
/// worker that dies in between leaves a part of which nobody has seen anything.
async fn hand_over(
    desk: &Desk,
    row: &delivery::Model,
    channel: &dyn Channel,
    message: &Outgoing,
    part: &Part,
) -> Result<Option<Result<Receipt, SendError>>> {
    if channel.prepares(part) {
        if let Err(error) = channel.prepare(message, part).await {
            return Ok(Some(Err(error)));
        }
        let sql = "UPDATE delivery SET handed = TRUE \
                   WHERE id = $1 AND attempts = $2 AND state = 'sending'";
        let values = [row.id.into(), row.attempts.into()];
        if db::run(desk.db().write(), sql, values).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(channel.send(message, part).await))
}

/// How long to wait before another call, when the provider takes no more of them at the moment.
async fn too_fast(desk: &Desk, inbox: InboxId, paces: Vec<Pace>) -> Result<Option<i64>> {
    for pace in paces {
        let key = format!("send {inbox} {}", pace.of);
        match rate::take(desk, &key, pace.calls, pace.seconds).await {
            Ok(()) => {}
            Err(Error::TooMany { retry_after_s }) => {
                return Ok(Some(i64::from(retry_after_s) * 1_000));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// They asked for no more messages.
pub(crate) fn opted_out_problem() -> Problem {
    Problem {
        code: "opted_out".into(),
        sentence: "This customer has asked for no more messages here. They can write START to \
                   allow them again."
            .into(),
    }
}

/// The provider would not take free words any more, by the same rule as the composer's. Of one who
/// has never written, as far as we know, Instagram decides itself: they may have, elsewhere.
fn closed(inbox: &inbox::Model, message: &Outgoing) -> Option<Problem> {
    let channel = inbox.kind();
    let reach = Reach {
        heard_at: message.heard_at,
        refused: false,
        human_agent: ticket::reach::human_agent(inbox),
    };
    let unknown = channel == model::Channel::Instagram && message.heard_at.is_none();
    let free = message.template.is_none() && !unknown;
    if !free || reach.at(channel, db::now()) != Window::Closed {
        return None;
    }
    let sentence = if channel == model::Channel::Whatsapp {
        "The customer wrote more than 24 hours ago, or not yet. Use a template."
    } else {
        "The customer wrote too long ago. They have to write first."
    };
    Some(Problem {
        code: "window_closed".into(),
        sentence: sentence.into(),
    })
}

/// Why the files of a part may not go: the inbox may have been narrowed since the message was
/// written. Those that go as links by now do not count.
fn refused(limits: &Limits, message: &Outgoing, part: &Part) -> Option<Problem> {
    let files = part.files.iter().filter_map(|&at| message.files.get(at));
    let files = files.map(|file| OutFile {
        mime: &file.mime,
        bytes: file.bytes,
        sent_as: file.sent_as,
    });
    let why = limits.check_message(files).err()?;
    match upload::refusal(why, FileKind::Other) {
        Error::Invalid { code, sentence } => Some(Problem {
            code: code.into(),
            sentence,
        }),
        _ => None,
    }
}

/// How long a call may take before its worker is believed dead, in milliseconds. Channels give up
/// well before.
fn lease_ms(desk: &Desk) -> Millis {
    db::millis(desk.providers().bases().patience.send_lease())
}

/// Takes the ticket's next due part; none with a file that the virus scanner has not let through,
/// and none of an inbox that is left alone. Two workers never take the same one.
async fn claim(desk: &Desk, ticket: TicketId) -> Result<Option<delivery::Model>> {
    let now = db::now();
    let skip = if desk.db().is_postgres() {
        "FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE delivery SET state = 'sending', attempts = attempts + 1, claimed_at = $2, \
             handed = FALSE \
         WHERE id = (SELECT d.id FROM delivery d \
             WHERE d.ticket_id = $1 AND d.state = 'queued' AND d.next_attempt <= $2 \
             AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.ticket_id = d.ticket_id \
                 AND e.id < d.id AND e.state IN ('queued', 'sending')) \
             AND NOT EXISTS (SELECT 1 FROM attachment a JOIN blob b ON b.sha256 = a.sha256 \
                 WHERE a.ticket_id = d.ticket_id AND a.message_id = d.message_id \
                 AND b.scan IN ('waiting', 'infected')) \
             AND NOT EXISTS (SELECT 1 FROM breaker k WHERE k.inbox_id = d.inbox_id \
                 AND k.open_until > $2) \
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
    let values = [
        ticket.into(),
        db::now().into(),
        lease_ms(desk).into(),
        CLAIMS.into(),
    ];
    db::one(desk.db().write(), &sql, values).await
}
