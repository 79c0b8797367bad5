//! `POST /{PHONE_NUMBER_ID}/messages`: what is refused at once, what is accepted, and "read" (WA-SEND).

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::check::{self, Wanted};
use super::deliver;
use crate::Simulator;
use crate::book::{Channel, Line, Person};
use crate::clock::DAY;
use crate::graph::Call;
use crate::graph::error::{meaning, refuse};
use crate::ids;

/// Takes a message or a mark, or says why not.
pub(crate) fn send(sim: &Simulator, call: &Call) -> Response {
    if call.text("messaging_product") != "whatsapp" {
        return refuse(100, "The parameter messaging_product is required.");
    }
    if call.text("status") == "read" {
        return mark(sim, call);
    }
    match accept(sim, call) {
        Ok(answer) => Json(answer).into_response(),
        Err((code, details)) => refuse(code, &details),
    }
}

type Refusal = (i64, String);

fn accept(sim: &Simulator, call: &Call) -> Result<Value, Refusal> {
    let wanted = check::read(sim, &call.fields)?;
    let (input, person) = recipient(sim, call)?;
    if person.id == sim.config().whatsapp.display_phone_number {
        return Err((131_021, meaning(131_021).into()));
    }
    // Codes that the real thing says at once; the rest come as a status.
    if let Some(code) = person
        .fails
        .filter(|c| matches!(c, 131_030 | 131_048 | 131_031 | 368))
    {
        return Err((code, meaning(code).into()));
    }
    let now = sim.now();
    let open = person.wrote.is_some_and(|at| now - at < DAY);
    let free = open || wanted.kind == "template";
    let knobs = sim.knobs(Channel::Whatsapp);
    if !free && knobs.window_at_once {
        return Err((
            131_047,
            "More than 24 hours have passed since the customer last replied to this number.".into(),
        ));
    }
    if knobs.rates {
        // 80 a second and number (WA-THRU); one in 6 s to the same person, 45 of which may be borrowed (WA-ABOUT).
        if !sim.0.meter.take("whatsapp", 80.0, 80.0, now) {
            return Err((
                130_429,
                "Cloud API message throughput has been reached.".into(),
            ));
        }
        if !sim
            .0
            .meter
            .take(&format!("whatsapp {}", person.id), 45.0, 1.0 / 6.0, now)
        {
            return Err((
                131_056,
                "Too many messages sent from this phone number to the same phone number.".into(),
            ));
        }
    }
    let id = ids::wamid();
    let line = write(sim, call, &wanted, &person, &id);
    let answer = json!({
        "messaging_product": "whatsapp",
        "contacts": [{"input": input, "wa_id": person.id, "user_id": person.bsuid()}],
        "messages": [{"id": id}],
    });
    deliver::start(sim, line, wanted, free);
    Ok(answer)
}

/// Who is meant: `to`, a number, or `recipient`, a BSUID (NOTES-WA2).
fn recipient(sim: &Simulator, call: &Call) -> Result<(String, Person), Refusal> {
    let (to, bsuid) = (call.text("to"), call.text("recipient"));
    if to.is_empty() && bsuid.is_empty() {
        return Err((131_008, "to is missing".into()));
    }
    if to.is_empty() {
        let found = sim
            .book()
            .people(Channel::Whatsapp)
            .find(|p| p.bsuid() == bsuid)
            .cloned();
        return found
            .map(|p| (bsuid.to_owned(), p))
            .ok_or_else(|| (131_026, "there is nobody of that id".into()));
    }
    let digits: String = to.chars().filter(char::is_ascii_digit).collect();
    let clean = to
        .chars()
        .all(|c| c.is_ascii_digit() || "+-() ".contains(c));
    if !clean || !(7..=15).contains(&digits.len()) {
        return Err((131_009, "to is no phone number".into()));
    }
    // Without a plus the business's country code may be put before it (WA-SEND); a number somebody has is taken as theirs.
    let known = sim.person(Channel::Whatsapp, &digits);
    let person = known.unwrap_or_else(|| sim.book().meet(Channel::Whatsapp, &digits));
    Ok((to.to_owned(), person))
}

fn write(sim: &Simulator, call: &Call, wanted: &Wanted, person: &Person, id: &str) -> Line {
    let account = &sim.config().whatsapp.phone_number_id;
    let mut line = Line::new(
        Channel::Whatsapp,
        id.to_owned(),
        &person.id,
        account,
        false,
        sim.now(),
    );
    line.kind.clone_from(&wanted.kind);
    line.text.clone_from(&wanted.text);
    line.note.clone_from(&wanted.note);
    line.buttons.clone_from(&wanted.buttons);
    line.extra.clone_from(&wanted.extra);
    line.state = "accepted".into();
    line.opaque = call
        .fields
        .get("biz_opaque_callback_data")
        .and_then(Value::as_str)
        .map(ToOwned::to_owned);
    line.quotes = call
        .fields
        .get("context")
        .and_then(|c| c["message_id"].as_str())
        .map(ToOwned::to_owned);
    // A reaction shows on the message it belongs to, and has a line of its own for its status only.
    sim.write(line.clone());
    line
}

/// `{"status":"read","message_id":…}`: this message and earlier ones (META-OAI); with a typing indicator or without.
fn mark(sim: &Simulator, call: &Call) -> Response {
    let id = call.text("message_id");
    let found = sim
        .line(id)
        .filter(|l| l.mine && l.channel == Channel::Whatsapp);
    let Some(line) = found else {
        return refuse(131_009, "message_id is not a message of a customer's");
    };
    for earlier in sim
        .thread(Channel::Whatsapp, &line.person)
        .into_iter()
        .filter(|l| l.mine && l.at <= line.at)
    {
        sim.change(&earlier.id, |l| l.state = "read".into());
    }
    Json(json!({"success": true})).into_response()
}
