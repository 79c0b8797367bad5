//! Messages as Twilio tells them: one, a page of them, changed, deleted (TW-OAI).

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

use super::error::refuse;
use super::{Params, get};
use crate::Simulator;
use crate::book::{Channel, Line};
use crate::clock::{moment, rfc2822};

/// A message as JSON. `num_media` and `num_segments` are strings.
pub(crate) fn json(sim: &Simulator, line: &Line) -> Value {
    let account = &sim.config().twilio.account_sid;
    let uri = format!("/2010-04-01/Accounts/{account}/Messages/{}", line.id);
    let direction = match (line.mine, line.twilio.auto) {
        (true, _) => "inbound",
        (false, true) => "outbound-reply",
        (false, false) => "outbound-api",
    };
    let (from, to) = if line.mine {
        (&line.person, &line.account)
    } else {
        (&line.account, &line.person)
    };
    // With a Messaging Service the sender is not chosen yet when the message is accepted.
    let from = if line.state == "accepted" {
        Value::Null
    } else {
        json!(from)
    };
    let sent = line.mine
        || !matches!(
            line.state.as_str(),
            "accepted" | "queued" | "sending" | "canceled"
        );
    json!({
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": line.text,
        "date_created": rfc2822(line.at),
        "date_sent": sent.then(|| rfc2822(line.at)),
        "date_updated": rfc2822(line.updated),
        "direction": direction,
        "error_code": line.error.as_ref().map(|(code, _)| code),
        "error_message": line.error.as_ref().map(|(_, words)| words),
        "from": from,
        "messaging_service_sid": line.twilio.service,
        "num_media": line.twilio.media.to_string(),
        "num_segments": line.twilio.segments.to_string(),
        "price": null,
        "price_unit": "USD",
        "sid": line.id,
        "status": line.state,
        "subresource_uris": {"media": format!("{uri}/Media.json")},
        "to": to,
        "uri": format!("{uri}.json"),
    })
}

/// One message.
pub(crate) fn fetch(sim: &Simulator, sid: &str) -> Response {
    match sim.line(sid).filter(|l| l.channel == Channel::Sms) {
        Some(line) => Json(json(sim, &line)).into_response(),
        None => refuse(20404),
    }
}

/// A page of messages, newest first, by `To`, `From` and `DateSent` with its comparisons.
pub(crate) fn list(sim: &Simulator, query: &Params) -> Response {
    let number = |name: &str, default: usize| match get(query, name) {
        "" => Some(default),
        n => n.parse().ok(),
    };
    let (Some(size), Some(page)) = (number("PageSize", 50), number("Page", 0)) else {
        return refuse(20001);
    };
    let size = size.clamp(1, 1000);
    let mut wanted = Vec::new();
    for (name, value) in query {
        // `DateSent<=2026-01-01` reaches a server as the name `DateSent<` and the value behind the equals sign.
        if let Some(how) = name.strip_prefix("DateSent") {
            let Some(day) = Span::of(value) else {
                return refuse(20001);
            };
            wanted.push((how.to_owned(), day));
        }
    }
    let (to, from) = (get(query, "To"), get(query, "From"));
    let matches = |line: &&Line| {
        let (sender, receiver) = if line.mine {
            (&line.person, &line.account)
        } else {
            (&line.account, &line.person)
        };
        (to.is_empty() || receiver == to)
            && (from.is_empty() || sender == from)
            && wanted.iter().all(|(how, span)| span.holds(how, line.at))
    };
    let account = sim.config().twilio.account_sid.clone();
    let lines: Vec<Line> = sim
        .book()
        .newest(Channel::Sms)
        .filter(matches)
        .skip(page.saturating_mul(size))
        .take(size + 1)
        .cloned()
        .collect();
    let uri = |page: usize| {
        let mut q = form_urlencoded::Serializer::new(String::new());
        q.extend_pairs(query.iter().filter(|(n, _)| n != "Page" && n != "PageSize"));
        q.append_pair("PageSize", &size.to_string())
            .append_pair("Page", &page.to_string());
        format!(
            "/2010-04-01/Accounts/{account}/Messages.json?{}",
            q.finish()
        )
    };
    let here: Vec<Value> = lines.iter().take(size).map(|l| json(sim, l)).collect();
    Json(json!({
        "end": (page.saturating_mul(size) + here.len()).saturating_sub(1),
        "first_page_uri": uri(0),
        "next_page_uri": (lines.len() > size).then(|| uri(page + 1)),
        "page": page,
        "page_size": size,
        "previous_page_uri": (page > 0).then(|| uri(page.saturating_sub(1))),
        "start": page.saturating_mul(size),
        "uri": uri(page),
        "messages": here,
    }))
    .into_response()
}

/// A day, or a moment, that a date is compared with.
struct Span {
    from: i64,
    to: i64,
}

impl Span {
    fn of(text: &str) -> Option<Self> {
        let ms = |t: OffsetDateTime| i64::try_from(t.unix_timestamp_nanos() / 1_000_000).ok();
        if let Ok(at) = OffsetDateTime::parse(text, &Rfc3339) {
            let at = ms(at)?;
            return Some(Self {
                from: at,
                to: at + 1000,
            });
        }
        let day = time::macros::format_description!("[year]-[month]-[day]");
        let from = ms(Date::parse(text, day).ok()?.midnight().assume_utc())?;
        Some(Self {
            from,
            to: from + crate::clock::DAY,
        })
    }

    fn holds(&self, how: &str, at: i64) -> bool {
        // Twilio's times are whole seconds.
        let at = at - i64::from(moment(at).millisecond());
        match how {
            "<" => at < self.to,
            ">" => at >= self.from,
            _ => (self.from..self.to).contains(&at),
        }
    }
}

/// Redacts (`Body=`) or cancels (`Status=canceled`) a message.
pub(crate) fn update(sim: &Simulator, sid: &str, form: &Params) -> Response {
    let Some(line) = sim.line(sid).filter(|l| l.channel == Channel::Sms) else {
        return refuse(20404);
    };
    if get(form, "Status") == "canceled" {
        if !matches!(line.state.as_str(), "accepted" | "queued" | "scheduled") {
            return refuse(20009);
        }
        sim.change(sid, |l| l.state = "canceled".into());
    } else if form.iter().any(|(n, v)| n == "Body" && v.is_empty()) {
        if !finished(&line) {
            return refuse(20009);
        }
        sim.change(sid, |l| l.text.clear());
    } else {
        return refuse(20001);
    }
    fetch(sim, sid)
}

/// Deletes a message that has come to its end.
pub(crate) fn delete(sim: &Simulator, sid: &str) -> Response {
    match sim.line(sid).filter(|l| l.channel == Channel::Sms) {
        None => refuse(20404),
        Some(line) if !finished(&line) => refuse(20009),
        Some(_) => {
            sim.book().forget(sid);
            sim.tell();
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

fn finished(line: &Line) -> bool {
    !matches!(
        line.state.as_str(),
        "accepted" | "queued" | "sending" | "scheduled" | "receiving"
    )
}
