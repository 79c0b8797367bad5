//! What Twilio posts to us: customers' messages, and how ours fare. Forms, to which Twilio adds
//! fields as it likes.

use super::{errors, list};
use crate::{
    Inbound, InboundConsent, InboundFile, InboundMessage, InboundStatus, Thing, Unreadable,
    call::some,
};
use model::{DeliveryState, Handle, HandleKind};
use std::collections::HashMap;

/// More media than Twilio ever tells of in one message.
const MEDIA: usize = 32;

/// Reads a form.
pub(super) fn read(body: &[u8]) -> Result<Vec<Inbound>, Unreadable> {
    let form: HashMap<String, String> = form_urlencoded::parse(body)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let form = Form(form);
    let sid = ["MessageSid", "SmsMessageSid", "SmsSid"]
        .iter()
        .find_map(|name| some(form.text(name)))
        .ok_or(Unreadable::Form)?;
    let state = some(form.text("MessageStatus")).unwrap_or_else(|| form.text("SmsStatus"));
    match state.as_str() {
        // A message without any state is one of a customer.
        "received" | "receiving" | "" => message(&form, &sid),
        state => Ok(status(&form, &sid, state).into_iter().collect()),
    }
}

struct Form(HashMap<String, String>);

impl Form {
    fn text(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }
}

fn message(form: &Form, sid: &str) -> Result<Vec<Inbound>, Unreadable> {
    let value = some(form.text("From")).ok_or(Unreadable::Form)?;
    let from = Handle {
        kind: HandleKind::Phone,
        value,
    };
    let mut events = vec![Inbound::Message(InboundMessage {
        name: form.text("ProfileName"),
        text: form.text("Body"),
        things: things(form),
        files: files(form),
        quoted: some(form.text("OriginalRepliedMessageSid")),
        provider_id: Some(sid.to_owned()),
        at: list::date(&form.text("DateSent")),
        ..InboundMessage::new(sid, from.clone())
    })];
    if let Some(allowed) = consent(form) {
        events.push(Inbound::Consent(InboundConsent {
            event_id: format!("{sid}:consent"),
            from,
            allowed,
            at: None,
        }));
    }
    Ok(events)
}

fn files(form: &Form) -> Vec<InboundFile> {
    let count = form.text("NumMedia").trim().parse().unwrap_or(0);
    (0..MEDIA.min(count))
        .map(|at| InboundFile {
            mime: form.text(&format!("MediaContentType{at}")),
            // Without an address, the tile says that the file cannot be had.
            source: form.text(&format!("MediaUrl{at}")),
            ..InboundFile::default()
        })
        .collect()
}

fn things(form: &Form) -> Vec<Thing> {
    let mut things = Vec::new();
    let degrees = |name| form.text(name).trim().parse::<f64>().ok();
    if let (Some(latitude), Some(longitude)) = (degrees("Latitude"), degrees("Longitude")) {
        things.push(Thing::Location {
            latitude,
            longitude,
            name: form.text("Label"),
            address: form.text("Address"),
        });
    }
    if let Some(payload) = some(form.text("ButtonPayload")) {
        let title = form.text("ButtonText");
        things.push(Thing::Choice { title, payload });
    }
    for name in ["InteractiveData", "FlowData"] {
        if let Some(answers) = some(form.text(name)) {
            things.push(Thing::Form { answers });
        }
    }
    if let Some(url) = some(form.text("ReferralSourceUrl")) {
        let title = form.text("ReferralHeadline");
        things.push(Thing::Referral { title, url });
    }
    if form.text("Forwarded") == "true" || form.text("FrequentlyForwarded") == "true" {
        let often = form.text("FrequentlyForwarded") == "true";
        things.push(Thing::Forwarded { often });
    }
    things
}

/// Whether they took their consent back, or gave it again: Twilio's word, else the words Twilio
/// itself obeys.
fn consent(form: &Form) -> Option<bool> {
    match form.text("OptOutType").to_ascii_uppercase().as_str() {
        "STOP" => return Some(false),
        "START" => return Some(true),
        "HELP" => return None,
        _ => {}
    }
    match form.text("Body").trim().to_ascii_uppercase().as_str() {
        "STOP" | "UNSUBSCRIBE" | "END" | "QUIT" | "STOPALL" | "REVOKE" | "OPTOUT" | "CANCEL" => {
            Some(false)
        }
        "START" | "UNSTOP" | "YES" => Some(true),
        _ => None,
    }
}

/// A state that we do not know moves nothing.
fn status(form: &Form, sid: &str, told: &str) -> Option<Inbound> {
    let read = form.text("EventType").eq_ignore_ascii_case("read");
    let state = match told {
        _ if read => DeliveryState::Read,
        "accepted" | "scheduled" | "queued" | "sending" | "sent" => DeliveryState::Sent,
        "delivered" | "partially_delivered" => DeliveryState::Delivered,
        "read" => DeliveryState::Read,
        "failed" | "undelivered" => DeliveryState::Failed,
        "canceled" => DeliveryState::Canceled,
        _ => return None,
    };
    let failed = (state == DeliveryState::Failed)
        .then(|| errors::news(form.text("ErrorCode").trim().parse().unwrap_or(30008)));
    let (problem, again) = failed.unzip();
    Some(Inbound::Status(InboundStatus {
        event_id: format!("{sid}:{told}{}", if read { ":read" } else { "" }),
        provider_id: sid.to_owned(),
        state,
        problem,
        again: again.flatten(),
        correlation: None,
    }))
}
