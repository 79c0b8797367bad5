//! `POST …/Messages.json`: what Twilio refuses at once, and what it accepts (TW-OAI, TW-ERR).

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::error::{answer, refuse};
use super::segments::segments;
use super::{Params, deliver, get, list};
use crate::Simulator;
use crate::book::{Channel, Line};
use crate::ids;

/// Characters of a text (21617).
const TEXT: usize = 1600;
/// Media of a message (21623).
const MEDIA: usize = 10;

struct Wanted {
    to: String,
    from: String,
    service: Option<String>,
    callback: Option<String>,
    text: String,
    media: Vec<String>,
}

/// Takes a message, or says why not. There is no idempotency: the same form twice is two messages (TW-OAI has no key).
pub(crate) fn create(sim: &Simulator, form: &Params) -> Response {
    match check(sim, form) {
        Ok(wanted) => {
            let line = accept(sim, &wanted);
            let body = list::json(sim, &line);
            deliver::start(sim, line, wanted.media);
            (StatusCode::CREATED, Json(body)).into_response()
        }
        Err(refusal) => refusal,
    }
}

fn check(sim: &Simulator, form: &Params) -> Result<Wanted, Response> {
    let config = sim.config();
    let no = |code: i64| Err(refuse(code));
    let (to, from, service) = (
        get(form, "To"),
        get(form, "From"),
        get(form, "MessagingServiceSid"),
    );
    let text = get(form, "Body").to_owned();
    let media: Vec<String> = form
        .iter()
        .filter(|(n, _)| n == "MediaUrl")
        .map(|(_, v)| v.clone())
        .collect();
    if to.is_empty() {
        return no(21604);
    }
    if from.is_empty() && service.is_empty() {
        return no(21603);
    }
    if text.is_empty() && media.is_empty() {
        return no(21602);
    }
    if !e164(to) {
        return no(21211);
    }
    if to == from {
        return no(21266);
    }
    let mut callback = get(form, "StatusCallback").to_owned();
    let from = if from.is_empty() {
        let Some(service) = config.twilio.services.iter().find(|s| s.sid == service) else {
            let well_formed =
                service.len() == 34 && service.starts_with("MG") && hex(&service[2..]);
            return no(if well_formed { 21701 } else { 21705 });
        };
        if callback.is_empty() {
            callback.clone_from(&service.status_callback);
        }
        // A pool keeps to the number a person was written to from before ("sticky sender").
        let known = sim
            .book()
            .thread(Channel::Sms, to)
            .next_back()
            .map(|l| l.account.clone());
        let known = known.filter(|n| service.numbers.contains(n));
        let Some(number) = known.or_else(|| service.numbers.first().cloned()) else {
            return no(21704);
        };
        number
    } else if !e164(from) && !short(from) {
        return no(21212);
    } else {
        from.to_owned()
    };
    if !config.twilio.senders.iter().any(|s| s.number == from) {
        return no(21606);
    }
    if !callback.is_empty() && !callback_ok(&callback) {
        return no(21609);
    }
    if text.chars().count() > TEXT {
        return no(21617);
    }
    if media.len() > MEDIA {
        return no(21623);
    }
    if media.iter().any(|m| !http(m)) {
        return no(21620);
    }
    let period = get(form, "ValidityPeriod");
    if !period.is_empty() && !period.parse().is_ok_and(|n: u32| (1..=36_000).contains(&n)) {
        return Err(answer(
            400,
            20001,
            "ValidityPeriod is between 1 and 36000 seconds",
        ));
    }
    let person = sim.book().meet(Channel::Sms, to);
    if person.stopped.contains(&from) {
        return no(21610);
    }
    if let Some(code) = person.fails.filter(|c| (20_000..30_000).contains(c)) {
        return no(code);
    }
    let service = (!service.is_empty()).then(|| service.to_owned());
    let callback = (!callback.is_empty()).then_some(callback);
    Ok(Wanted {
        to: to.to_owned(),
        from,
        service,
        callback,
        text,
        media,
    })
}

fn accept(sim: &Simulator, wanted: &Wanted) -> Line {
    let id = ids::sid(if wanted.media.is_empty() { "SM" } else { "MM" });
    let mut line = Line::new(Channel::Sms, id, &wanted.to, &wanted.from, false, sim.now());
    line.kind = if wanted.media.is_empty() {
        "sms"
    } else {
        "mms"
    }
    .into();
    line.text.clone_from(&wanted.text);
    line.state = if wanted.service.is_some() {
        "accepted"
    } else {
        "queued"
    }
    .into();
    line.twilio.service.clone_from(&wanted.service);
    line.twilio.callback.clone_from(&wanted.callback);
    line.twilio.media = wanted.media.len();
    // With a Messaging Service the number of segments is not known yet (TW-OAI); an MMS is one.
    let unknown = wanted.service.is_some();
    line.twilio.segments = if unknown {
        0
    } else if wanted.media.is_empty() {
        segments(&wanted.text)
    } else {
        1
    };
    sim.write(line.clone());
    line
}

/// E.164: a plus and up to fifteen digits, the first of which is not 0.
pub(crate) fn e164(number: &str) -> bool {
    let Some(digits) = number.strip_prefix('+') else {
        return false;
    };
    (7..=15).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0')
}

fn short(number: &str) -> bool {
    (5..=6).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

fn hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn http(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|u| matches!(u.scheme(), "http" | "https") && u.has_host())
}

/// A valid host name, without underscores (TW-OAI).
fn callback_ok(address: &str) -> bool {
    http(address)
        && url::Url::parse(address).is_ok_and(|u| u.host_str().is_some_and(|h| !h.contains('_')))
}
