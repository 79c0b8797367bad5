//! What Meta posts to us for WhatsApp.

use crate::support::{change, message, read as read_example, whatsapp};
use channels::{Change, Inbound, InboundMessage, InboundStatus, MadeAs, Thing, Unreadable};
use model::{DeliveryState, SentAs};

fn read(name: &str) -> Vec<Inbound> {
    read_example(&*whatsapp("http://x"), "whatsapp", name)
}

fn only(name: &str) -> InboundMessage {
    let events = read(name);
    assert_eq!(events.len(), 1, "{name}");
    message(&events[0]).clone()
}

#[test]
fn a_text_that_quotes() {
    let text = only("text");
    assert_eq!(text.text, "Grüße 👋");
    assert_eq!(text.quoted.as_deref(), Some("wamid.OUT7"));
    assert_eq!(
        (text.name.as_str(), text.from.value.as_str()),
        ("Ada Example", "393331234567")
    );
    assert_eq!(text.event_id, "wamid.IN1");
    assert_eq!(text.at, Some(1_749_416_384_000));
}

#[test]
fn a_batch_loses_nobody() {
    let events = read("batch");
    assert_eq!(events.len(), 2);
    let new = message(&events[0]);
    assert!(matches!(&new.things[..], [Thing::Unsupported { kind, .. }] if kind == "hologram"));
    assert_eq!(new.told(), "[Cannot be shown here: hologram]");
    let nameless = message(&events[1]);
    assert_eq!(nameless.text, "nameless");
    assert!(nameless.event_id.starts_with("nameless:") && nameless.provider_id.is_none());
}

#[test]
fn each_kind_of_file() {
    for (name, mime, file_name, text, sent_as, made_as) in [
        (
            "image",
            "image/jpeg",
            "",
            "The scratch",
            SentAs::Itself,
            MadeAs::File,
        ),
        ("video", "video/mp4", "", "", SentAs::Itself, MadeAs::File),
        (
            "document",
            "application/pdf",
            "invoice.pdf",
            "See page 2",
            SentAs::Document,
            MadeAs::File,
        ),
        (
            "voice",
            "audio/ogg; codecs=opus",
            "",
            "",
            SentAs::Itself,
            MadeAs::Voice,
        ),
        (
            "sticker",
            "image/webp",
            "",
            "",
            SentAs::Itself,
            MadeAs::Sticker,
        ),
    ] {
        let message = only(name);
        let [file] = &message.files[..] else {
            panic!("{name}")
        };
        assert_eq!((file.mime.as_str(), file.name.as_str()), (mime, file_name));
        assert_eq!(
            (message.text.as_str(), file.sent_as, file.made_as),
            (text, sent_as, made_as)
        );
        assert!(file.source.contains("\"id\":\"700"), "{}", file.source);
    }
    let image = only("image");
    assert!(image.files[0].source.contains("47DEQpj8"));
}

#[test]
fn things_that_are_no_files() {
    let place = only("location");
    assert!(matches!(&place.things[..], [Thing::Location { address, .. }] if address == "Firenze"));
    let card = only("contacts");
    assert_eq!(
        card.told(),
        "[Contact] Bob Example\n+1 415 555 0199\nbob@example.com"
    );
    for (name, text, id) in [
        ("button_reply", "Yes", "b1"),
        ("list_reply", "Red", "r1"),
        ("button", "Call me", "p1"),
    ] {
        let message = only(name);
        // What they pressed is what they say, once.
        assert_eq!(message.told(), text);
        assert!(matches!(&message.things[..], [Thing::Choice { payload, .. }] if payload == id));
    }
    let form = only("flow");
    assert!(matches!(&form.things[..], [Thing::Form { answers }] if answers == r#"{"size":"M"}"#));
    let order = only("order");
    assert_eq!(order.told(), "Soon please\n[Order]\n2 × chair-1");
    let ad = only("referral");
    assert!(matches!(
        &ad.things[..],
        [
            Thing::Forwarded { often: false },
            Thing::Product { .. },
            Thing::Referral { .. }
        ]
    ));
    assert_eq!(only("identity_changed").text, "Identity changed");
}

#[test]
fn what_meta_does_not_pass_on_is_marked() {
    let poll = only("unsupported");
    let [Thing::Unsupported { kind, why }] = &poll.things[..] else {
        panic!("{poll:?}")
    };
    assert_eq!(kind, "poll_creation");
    assert_eq!(why, "Message type is currently not supported.");
    let broken = only("interactive_broken");
    assert!(
        matches!(&broken.things[..], [Thing::Unsupported { kind, .. }] if kind == "interactive")
    );
}

#[test]
fn what_is_done_to_messages() {
    let reaction = read("reaction");
    assert_eq!(
        change(&reaction[0]),
        ("wamid.OUT7", &Change::Reaction("👍".into()))
    );
    let gone = read("reaction_gone");
    assert_eq!(change(&gone[0]), ("wamid.OUT7", &Change::ReactionGone));
    assert_eq!(change(&gone[1]), ("wamid.OUT8", &Change::ReactionGone));
    let edit = read("edit");
    assert_eq!(
        change(&edit[0]),
        ("wamid.IN1", &Change::Edited("Better".into()))
    );
    assert_eq!(change(&read("revoke")[0]), ("wamid.IN1", &Change::Unsent));
}

#[test]
fn who_hides_their_number_is_known_by_metas_name_for_them() {
    let events = read("username");
    let hidden = message(&events[0]);
    assert_eq!(hidden.from.value, "US.13491208655302741918");
    assert_eq!((hidden.name.as_str(), hidden.also.len()), ("Hidden", 0));
    let both = message(&events[1]);
    assert_eq!(
        (both.from.value.as_str(), both.name.as_str()),
        ("393331234567", "Ada")
    );
    assert_eq!(both.also[0].value, "IT.77");
}

#[test]
fn a_new_number_and_what_we_wrote_elsewhere() {
    let [Inbound::Moved(moved)] = &read("changed_number")[..] else {
        panic!()
    };
    assert_eq!(
        (moved.from.value.as_str(), moved.to.value.as_str()),
        ("393331234567", "393339999999")
    );
    let [Inbound::Echo(echo)] = &read("echo")[..] else {
        panic!()
    };
    assert_eq!(echo.message.from.value, "393331234567");
    assert_eq!(echo.message.text, "From the phone");
    assert_eq!(echo.message.provider_id.as_deref(), Some("wamid.APP1"));
}

fn statuses(name: &str) -> Vec<InboundStatus> {
    let events = read(name).into_iter();
    events
        .map(|event| match event {
            Inbound::Status(status) => status,
            event => panic!("{event:?}"),
        })
        .collect()
}

#[test]
fn how_ours_fare_in_any_order() {
    let told = statuses("statuses");
    let states: Vec<_> = told.iter().map(|status| status.state).collect();
    use DeliveryState::{Delivered, Read, Sent};
    assert_eq!(states, [Read, Sent, Sent, Delivered, Read]);
    assert_eq!(told[1].event_id, told[2].event_id);
    assert_ne!(told[0].event_id, told[1].event_id);
    assert_eq!(told[0].correlation.as_deref(), Some("message-1.0"));
    let failed = statuses("status_failed");
    let codes: Vec<_> = (failed.iter())
        .map(|status| {
            (
                status.problem.as_ref().unwrap().code.as_str(),
                status.again.is_some(),
            )
        })
        .collect();
    assert_eq!(
        codes,
        [("window_closed", false), ("busy", true), ("busy", true)]
    );
}

#[test]
fn what_is_not_metas_form_is_told_and_odd_values_are_borne() {
    let channel = whatsapp("http://x");
    for body in ["", "[]", "{}", r#"{"object":"page"}"#, "null", "a=b"] {
        assert_eq!(
            channel.read(body.as_bytes()),
            Err(Unreadable::Form),
            "{body}"
        );
    }
    for entry in [
        "null",
        "7",
        "[null]",
        r#"[{"changes":7}]"#,
        r#"[{"changes":[{"value":7}]}]"#,
        r#"[{"changes":[{"value":{"messages":[7,{},{"from":"1"},{"type":"text","from":7,"text":9}],"statuses":[{},7]}}]}]"#,
    ] {
        let body = format!(r#"{{"object":"whatsapp_business_account","entry":{entry}}}"#);
        assert!(channel.read(body.as_bytes()).is_ok(), "{entry}");
    }
}
