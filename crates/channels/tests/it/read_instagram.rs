//! What Meta posts to us for Instagram.

use crate::support::{change, instagram, instagram_with, message, read as read_example};
use channels::{Change, Inbound, InboundMessage, StoryLink, Thing, Unreadable};
use model::HandleKind;

fn read(name: &str) -> Vec<Inbound> {
    read_example(&*instagram("http://x"), "instagram", name)
}

fn only(name: &str) -> InboundMessage {
    let events = read(name);
    assert_eq!(events.len(), 1, "{name}");
    message(&events[0]).clone()
}

#[test]
fn a_text_that_answers() {
    let text = only("text");
    assert_eq!(
        (text.text.as_str(), text.quoted.as_deref()),
        ("Ciao ❤️", Some("mid.OUT1"))
    );
    assert_eq!(
        (text.from.kind, text.from.value.as_str()),
        (HandleKind::Instagram, "5001")
    );
    assert_eq!(
        (text.event_id.as_str(), text.at),
        ("mid.1", Some(1_749_416_383_001))
    );
    let several = read("list");
    assert_eq!(message(&several[0]).text, "Ciao");
    assert_eq!(message(&several[1]).text, "Standby");
}

#[test]
fn files_by_the_inboxes_policy() {
    for (settings, files, passing) in [
        ("{}", 4, false),
        (r#"{"media":"proxy"}"#, 4, true),
        (r#"{"media":"link"}"#, 0, false),
    ] {
        let events = read_example(&*instagram_with("http://x", settings), "instagram", "media");
        let media = message(&events[0]);
        assert_eq!(media.files.len(), files, "{settings}");
        assert!(media.files.iter().all(|file| file.passing == passing));
        if files == 0 {
            assert_eq!(media.things.len(), 4);
            assert!(media.told().contains("asset_id=1"));
        } else {
            let kinds: Vec<_> = media.files.iter().map(|file| file.mime.as_str()).collect();
            assert_eq!(
                kinds,
                ["image/jpeg", "video/mp4", "audio/mp4", "application/pdf"]
            );
            assert!(
                media.files[0]
                    .source
                    .starts_with("https://lookaside.fbsbx.com/")
            );
        }
    }
}

#[test]
fn stories_are_linked_and_never_files() {
    for settings in ["{}", r#"{"media":"store"}"#, r#"{"media":"proxy"}"#] {
        let channel = instagram_with("http://x", settings);
        for (name, link) in [
            ("story_mention", StoryLink::Mention),
            ("story_reply", StoryLink::Reply),
        ] {
            let events = read_example(&*channel, "instagram", name);
            let story = message(&events[0]);
            assert!(story.files.is_empty(), "{name}");
            assert!(
                matches!(&story.things[..], [Thing::Story { link: told, url }]
                if *told == link && url.contains("asset_id"))
            );
        }
        let events = read_example(&*channel, "instagram", "shared");
        let shared = message(&events[0]);
        assert!(shared.files.is_empty());
        let kinds: Vec<_> = (shared.things.iter())
            .map(|thing| match thing {
                Thing::Shared { kind, url, .. } if !url.is_empty() => kind.as_str(),
                thing => panic!("{thing:?}"),
            })
            .collect();
        assert_eq!(kinds, ["ig_reel", "ig_post", "ig_story", "share"]);
    }
}

#[test]
fn what_cannot_be_shown_is_marked() {
    assert_eq!(only("ephemeral").things, [Thing::ViewOnce]);
    for event in read("unsupported") {
        let message = message(&event);
        assert!(
            matches!(&message.things[..], [Thing::Unsupported { .. }]),
            "{message:?}"
        );
    }
    assert_eq!(read("unsupported").len(), 3);
}

#[test]
fn what_is_done_to_messages() {
    assert_eq!(change(&read("unsend")[0]), ("mid.1", &Change::Unsent));
    let reactions = read("reaction");
    assert_eq!(
        change(&reactions[0]),
        ("mid.OUT1", &Change::Reaction("🔥".into()))
    );
    assert_eq!(change(&reactions[1]), ("mid.OUT1", &Change::ReactionGone));
    assert_eq!(
        change(&reactions[2]),
        ("mid.OUT1", &Change::Reaction("❤️".into()))
    );
    let names: std::collections::HashSet<_> = reactions.iter().map(Inbound::event_id).collect();
    assert_eq!(names.len(), 3);
    assert_eq!(
        change(&read("edit")[0]),
        ("mid.1", &Change::Edited("Ciao a tutti".into()))
    );
    // Taken back is another event than said.
    assert_ne!(read("unsend")[0].event_id(), read("text")[0].event_id());
}

#[test]
fn our_own_come_back_under_the_customers_name() {
    let [Inbound::Echo(echo)] = &read("echo")[..] else {
        panic!()
    };
    assert_eq!(echo.message.from.value, "5001");
    assert_eq!(echo.message.provider_id.as_deref(), Some("mid.OUT1"));
    assert_eq!(echo.message.text, "From the app");
    let [Inbound::Seen(seen)] = &read("seen")[..] else {
        panic!()
    };
    assert_eq!(
        (seen.up_to.as_str(), seen.from.value.as_str()),
        ("mid.OUT9", "5001")
    );
}

#[test]
fn where_they_come_from_and_what_they_press() {
    let pressed = only("postback");
    assert_eq!(pressed.told(), "Opening hours?");
    let reply = only("quick_reply");
    assert_eq!(reply.told(), "Red");
    assert!(matches!(&reply.things[..], [Thing::Choice { payload, .. }] if payload == "red"));
    let told = read("referral");
    assert!(
        message(&told[0])
            .told()
            .contains("Chairs\nhttps://ad.example/p.jpg")
    );
    assert!(message(&told[1]).told().contains("product p-1"));
    assert!(message(&told[2]).told().contains("flyer"));
}

#[test]
fn what_is_not_metas_form_is_told_and_odd_values_are_borne() {
    let channel = instagram("http://x");
    for body in [
        "",
        "[]",
        "{}",
        r#"{"object":"page"}"#,
        "null",
        r#"[{"object":"instagram"},7]"#,
    ] {
        assert_eq!(
            channel.read(body.as_bytes()),
            Err(Unreadable::Form),
            "{body}"
        );
    }
    for entry in [
        "7",
        r#"[{"messaging":[7,{},{"sender":{"id":"1"}},{"sender":{"id":1},"message":7},{"sender":{"id":"1"},"reaction":{}}]}]"#,
        r#"[{"changes":[{"field":"comments","value":{}}]}]"#,
    ] {
        let body = format!(r#"{{"object":"instagram","entry":{entry}}}"#);
        assert!(channel.read(body.as_bytes()).is_ok(), "{entry}");
    }
}
