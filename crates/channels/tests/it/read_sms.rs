//! What Twilio posts to us.

use crate::support::{SID, message, read as read_example, sms};
use channels::{Inbound, InboundConsent, InboundStatus, Thing, Unreadable};
use model::{DeliveryState, HandleKind};

fn read(name: &str) -> Vec<Inbound> {
    read_example(&*sms("http://x"), "sms", name)
}

fn status(name: &str) -> InboundStatus {
    let [Inbound::Status(status)] = &read(name)[..] else {
        panic!("{name}")
    };
    status.clone()
}

#[test]
fn a_text() {
    let events = read("text");
    assert_eq!(events.len(), 1);
    let text = message(&events[0]);
    assert_eq!(text.text, "Is it still there? 5 < 6 & 7+1");
    assert_eq!(text.from.kind, HandleKind::Phone);
    assert_eq!(text.from.value, "+14155550123");
    assert_eq!(text.event_id, format!("SM{:032x}", 1));
    assert_eq!(text.provider_id.as_ref(), Some(&text.event_id));
    assert_eq!(text.told(), text.text);
}

#[test]
fn files_with_a_text() {
    let events = read("mms");
    let mms = message(&events[0]);
    assert_eq!(mms.text, "Like this one");
    let files: Vec<_> = (mms.files.iter())
        .map(|file| (file.mime.as_str(), file.source.as_str()))
        .collect();
    let base = format!("https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/MM");
    assert_eq!(files.len(), 2);
    assert_eq!((files[0].0, files[1].0), ("image/jpeg", "text/vcard"));
    assert!(files[0].1.starts_with(&base) && files[1].1.ends_with("bbb"));
}

#[test]
fn words_that_end_and_begin_it() {
    for (name, expected) in [
        ("stop", Some(false)),
        ("start_word", Some(true)),
        ("help", None),
        ("text", None),
    ] {
        let events = read(name);
        // The message itself is shown in any case.
        message(&events[0]);
        let allowed = events.get(1).map(|event| match event {
            Inbound::Consent(InboundConsent { allowed, from, .. }) => {
                assert_eq!(from.value, "+14155550123");
                *allowed
            }
            event => panic!("{event:?}"),
        });
        assert_eq!(allowed, expected, "{name}");
        if let [one, other] = &events[..] {
            assert_ne!(one.event_id(), other.event_id());
        }
    }
}

#[test]
fn places_buttons_and_where_they_come_from() {
    let events = read("location");
    let place = message(&events[0]);
    assert!(
        matches!(&place.things[..], [Thing::Location { name, latitude, .. }]
        if name == "Uffizi" && (latitude - 43.7677).abs() < 1e-9)
    );
    assert!(place.told().contains("mlat=43.7677&mlon=11.2553"));
    let events = read("button");
    let button = message(&events[0]);
    assert_eq!(button.name, "Ada");
    assert!(matches!(&button.things[..], [
        Thing::Choice { payload, .. }, Thing::Referral { title, .. }
    ] if payload == "yes-1" && title == "Chairs"));
}

#[test]
fn how_ours_fare() {
    assert_eq!(status("status_sent").state, DeliveryState::Sent);
    let delivered = status("status_delivered");
    assert_eq!(delivered.state, DeliveryState::Delivered);
    assert_eq!(delivered.provider_id, format!("SM{:032x}", 9));
    assert_eq!(status("status_read").state, DeliveryState::Read);
    assert_ne!(status("status_sent").event_id, delivered.event_id);
    assert_ne!(status("status_read").event_id, delivered.event_id);
    let off = status("status_undelivered");
    assert_eq!(off.state, DeliveryState::Failed);
    assert_eq!(off.problem.unwrap().code, "unreachable");
    assert_eq!(off.again.unwrap().as_secs(), 3_600);
    let spam = status("status_filtered");
    assert_eq!(
        (spam.problem.unwrap().code.as_str(), spam.again),
        ("filtered", None)
    );
    assert_eq!(
        status("status_failed_bare").problem.unwrap().code,
        "unreachable"
    );
    // A state that is new moves nothing, and is no mistake.
    assert!(read("status_new").is_empty());
}

#[test]
fn what_is_no_form_of_twilios_is_told() {
    let channel = sms("http://x");
    for body in ["", "Body=Hi", "{}", "MessageSid=SM1", "\u{0}"] {
        assert_eq!(
            channel.read(body.as_bytes()),
            Err(Unreadable::Form),
            "{body}"
        );
    }
    // A number of files that nobody sends costs nothing.
    let odd = "MessageSid=SM1&From=%2B1&NumMedia=99999999999&Latitude=x&Body=%FF";
    let events = channel.read(odd.as_bytes()).unwrap();
    assert!(message(&events[0]).files.len() <= 32);
}
