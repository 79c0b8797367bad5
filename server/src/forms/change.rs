//! `GET /tickets/tools` and `POST /tickets/change`: what is done to one ticket or to several, and
//! `POST /undo/{id}`, which takes it back.

use super::{came_from, local, refused, to};
use crate::{error::Refusal, layers::encode, pages, state::AppState};
use app::Tools;
use axum::{
    Extension, Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use desk::{
    Actor,
    ticket::{self, Later},
};
use http::HeaderMap;
use model::{
    Agent, Change, Changed, Channel, Direction, Message, MessageId, Millis, Pick, Priority, Status,
    TicketHead, TicketId,
};
use std::time::SystemTime;

/// A form's fields, of which some stand in it more than once.
type Fields = Vec<(String, String)>;

fn value<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    let named = |(key, value): &'a (String, String)| (key == name).then_some(value.as_str());
    fields.iter().find_map(named)
}

/// Tickets as forms name them: `ID.VERSION`.
fn picks(fields: &Fields) -> Vec<Pick> {
    let pick = |text: &str| {
        let (ticket, version) = text.split_once('.')?;
        Some(Pick {
            ticket: ticket.parse().ok()?,
            version: version.parse().ok()?,
        })
    };
    let named = fields.iter().filter(|(name, _)| name == "ticket");
    named.filter_map(|(_, value)| pick(value)).collect()
}

fn now() -> Millis {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |since| since.as_millis() as i64)
}

/// What can be done to the tickets that were picked.
///
/// # Errors
/// For anybody but agents; when there is no such ticket.
pub async fn tools(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    me: Option<Extension<Agent>>,
    Query(fields): Query<Fields>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    // What is decided here is decided on how they are now.
    let picks = ticket::picks(&state.desk, &actor, &picks(&fields)).await?;
    let head = match picks.as_slice() {
        [] => return Err(Refusal::not_found()),
        [one] => Some(ticket::head(&state.desk, &actor, one.ticket).await?),
        _ => None,
    };
    let zone = app::zone(&headers);
    let now = now();
    let later = Later::ALL
        .into_iter()
        .filter_map(|later| Some((later.as_str(), later.after(now, &zone)?)));
    let usual = Later::Tomorrow.after(now, &zone).unwrap_or(now);
    let agents = desk::agent::chips(&state.desk, &actor).await?;
    let tools = Tools {
        picks,
        agents,
        tags: ticket::tags(&state.desk, &actor).await?,
        later: later.collect(),
        soonest: (zone.typed(now + 60_000), zone.typed(usual)),
        back: page_of(&headers, &fields),
        mergeable: mergeable(&state, &actor, head.as_ref()).await?,
        splittable: splittable(&state, &actor, head.as_ref()).await?,
        head,
    };
    Ok(pages::tools(&state, me, &headers, tools))
}

async fn mergeable(
    state: &AppState,
    actor: &Actor,
    head: Option<&TicketHead>,
) -> Result<Vec<(TicketId, String, Millis)>, Refusal> {
    let Some(head) = head else {
        return Ok(Vec::new());
    };
    let others = ticket::mergeable(&state.desk, actor, head.id).await?;
    let name = |other: ticket::Mergeable| {
        let name = format!("#{} {}", other.number, other.subject);
        (other.id, name, other.last_message_at)
    };
    Ok(others.into_iter().map(name).collect())
}

/// Messages that can begin a ticket of their own: all but the first, newest first.
async fn splittable(
    state: &AppState,
    actor: &Actor,
    head: Option<&TicketHead>,
) -> Result<Vec<(MessageId, String, Millis)>, Refusal> {
    let Some(head) = head.filter(|head| head.channel != Channel::Webchat) else {
        return Ok(Vec::new());
    };
    let thread = ticket::open(&state.desk, actor, head.number).await?;
    let said = |message: &Message| matches!(message.direction, Direction::In | Direction::Out);
    let messages = thread.messages.into_iter().filter(said).skip(1);
    let name = |message: Message| {
        let words: String = message.text.chars().take(60).collect();
        let file = message.attachments.first().map(|file| file.name.clone());
        let name = if words.is_empty() {
            file.unwrap_or_default()
        } else {
            words
        };
        (message.id, name, message.at)
    };
    let mut messages: Vec<_> = messages.map(name).collect();
    messages.reverse();
    Ok(messages)
}

/// The list or the ticket that the form stood beside, or the one it names.
fn page_of(headers: &HeaderMap, fields: &Fields) -> String {
    let ours = |page: &String| {
        let path = page.split('?').next().unwrap_or_default();
        path == "/inbox" || path.starts_with("/tickets/") && path != "/tickets/tools"
    };
    let named = value(fields, "back").and_then(local).map(ToOwned::to_owned);
    came_from(headers)
        .filter(ours)
        .or(named.filter(ours))
        .unwrap_or_else(|| "/inbox".into())
}

/// Does it.
pub async fn change(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let page = page_of(&headers, &fields);
    let what = value(&fields, "change").unwrap_or_default();
    let Some(change) = asked(what, &fields, &headers) else {
        return Refusal::form().into_response();
    };
    let picks = picks(&fields);
    let changed = ticket::change(&state.desk, &actor, &picks, &change).await;
    let unread = change == Change::Unread(true);
    answer(&page, name(&change), unread, changed)
}

/// Makes one ticket of two.
pub async fn merge(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let into = value(&fields, "into").and_then(|into| into.parse().ok());
    let (Some(from), Some(into)) = (picks(&fields).first().copied(), into) else {
        return Refusal::form().into_response();
    };
    let merged = ticket::merge(&state.desk, &actor, from, into).await;
    let page = match (&merged, ticket::head(&state.desk, &actor, into).await) {
        (Ok(_), Ok(head)) => format!("/tickets/{}", head.number),
        _ => page_of(&headers, &fields),
    };
    answer(&page, "merged", false, merged)
}

/// Makes two tickets of one.
pub async fn split(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let message = value(&fields, "message").and_then(|message| message.parse().ok());
    let (Some(pick), Some(message)) = (picks(&fields).first().copied(), message) else {
        return Refusal::form().into_response();
    };
    match ticket::split(&state.desk, &actor, pick, message).await {
        Ok((number, changed)) => answer(&format!("/tickets/{number}"), "split", false, Ok(changed)),
        Err(error) => answer(&page_of(&headers, &fields), "split", false, Err(error)),
    }
}

/// Takes it back.
pub async fn undo(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(undo): Path<i64>,
    headers: HeaderMap,
) -> Response {
    let undone = ticket::undo(&state.desk, &actor, undo).await;
    let page = page_of(&headers, &Fields::new());
    answer(&page, "undone", false, undone)
}

/// The change that a form of the tools names; nothing where it names none.
fn asked(what: &str, fields: &Fields, headers: &HeaderMap) -> Option<Change> {
    let field = |name: &str| value(fields, name);
    Some(match what {
        "assign" => Change::Assign(field("agent")?.parse().ok()),
        "snooze" => Change::Status(Status::Snoozed, Some(until(fields, headers)?)),
        "open" | "closed" | "spam" => Change::Status(Status::from_name(what)?, None),
        "priority" => Change::Priority(Priority::from_name(field("priority")?)?),
        "tag" => match field("untag") {
            Some(name) => Change::Untag(name.to_owned()),
            None => Change::Tag(field("tag")?.to_owned()),
        },
        "unread" | "read" => Change::Unread(what == "unread"),
        "block" | "unblock" => Change::Block(what == "block"),
        _ => return None,
    })
}

fn until(fields: &Fields, headers: &HeaderMap) -> Option<Millis> {
    let zone = app::zone(headers);
    match value(fields, "later") {
        Some(name) => Later::from_name(name)?.after(now(), &zone),
        // What is no time at all is refused as one that is over.
        None => Some(zone.moment(value(fields, "until")?).unwrap_or(0)),
    }
}

/// By what the page words it.
const fn name(change: &Change) -> &'static str {
    match change {
        Change::Assign(_) => "assign",
        Change::Status(status, _) => status.as_str(),
        Change::Priority(_) => "priority",
        Change::Tag(_) => "tag",
        Change::Untag(_) => "untag",
        Change::Unread(true) => "unread",
        Change::Unread(false) => "read",
        Change::Block(true) => "block",
        Change::Block(false) => "unblock",
    }
}

fn answer(page: &str, what: &str, leave: bool, changed: Result<Changed, desk::Error>) -> Response {
    let Changed { done, left, undo } = match changed {
        Ok(changed) => changed,
        Err(desk::Error::NotSignedIn) => return to(&format!("/login?next={}", encode(page))),
        Err(error) => return refused(page, error),
    };
    // An open ticket is read by being open.
    let page = match page.split_once('?') {
        Some((_, query)) if leave => format!("/inbox?{query}"),
        None if leave => "/inbox".into(),
        _ => page.to_owned(),
    };
    // What one sees at once in the ticket needs no word.
    if done == 1 && matches!(what, "assign" | "priority" | "tag" | "untag") {
        return to(&page);
    }
    let joint = if page.contains('?') { '&' } else { '?' };
    let undo = undo.map_or(String::new(), |undo| format!("&undo={undo}"));
    to(&format!(
        "{page}{joint}done={what}&count={done}&left={left}{undo}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tickets_are_named_with_their_versions() {
        let fields: Fields = [("ticket", "7.2"), ("ticket", "x.1"), ("ticket", "9.1")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let picks: Vec<_> = picks(&fields)
            .into_iter()
            .map(|pick| (pick.ticket, pick.version))
            .collect();
        assert_eq!(picks, [(7, 2), (9, 1)]);
    }
}
