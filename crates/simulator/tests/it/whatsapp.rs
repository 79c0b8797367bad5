//! WhatsApp: windows, media, every kind of message, statuses, BSUID.

use serde_json::{Value, json};
use simulator::sign::hub;
use simulator::{Act, As, Attach, Channel, Knobs, Person};

use crate::support::{Hook, Medium, World, answer, jpeg, png};

const HIM: &str = "16505551234";

async fn writes(world: &mut World, text: &str) -> String {
    let id = world
        .sim
        .act(Channel::Whatsapp, HIM, Act::say(text))
        .await
        .unwrap()
        .remove(0);
    world.hook().await;
    id
}

fn value(hook: &Hook) -> Value {
    hook.json()["entry"][0]["changes"][0]["value"].clone()
}

fn statuses(hooks: &[Hook], id: &str) -> Vec<String> {
    let all = hooks.iter().map(|h| value(h)["statuses"][0].clone());
    all.filter(|s| s["id"] == id)
        .map(|s| s["status"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_message_and_its_statuses() {
    let mut world = World::new().await;
    let asked = writes(&mut world, "Hello").await;
    let message = json!({
        "type": "text", "text": {"body": "Grüß Gott"}, "context": {"message_id": asked}, "biz_opaque_callback_data": "our-7",
    });
    let (status, body) = world.wa(message).await;
    assert_eq!(status, 200);
    assert_eq!(body["contacts"][0]["input"], "+16505551234");
    assert_eq!(body["contacts"][0]["wa_id"], HIM);
    let id = body["messages"][0]["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("wamid."));
    let hooks = world.hooks().await;
    assert_eq!(statuses(&hooks, &id), ["sent", "delivered"]);
    for hook in &hooks {
        assert_eq!(
            hook.header("x-hub-signature-256"),
            hub("demo-whatsapp-secret", hook.body.as_bytes())
        );
        assert_eq!(
            value(hook)["statuses"][0]["biz_opaque_callback_data"],
            "our-7"
        );
        assert_eq!(
            value(hook)["metadata"]["phone_number_id"],
            "106540352242922"
        );
    }
    world
        .sim
        .act(Channel::Whatsapp, HIM, Act::Seen)
        .await
        .unwrap();
    assert_eq!(statuses(&world.hooks().await, &id), ["read"]);
    assert_eq!(world.sim.line(&id).unwrap().quotes, Some(asked));
}

/// `delivered` is skipped when it is read at once (WA-STATUS).
#[tokio::test]
async fn read_at_once() {
    let mut world = World::new().await;
    world.sim.set_knobs(
        Channel::Whatsapp,
        Knobs {
            auto_read: true,
            ..Knobs::default()
        },
    );
    writes(&mut world, "Hello").await;
    let (_, body) = world
        .wa(json!({"type": "text", "text": {"body": "Hi"}}))
        .await;
    let id = body["messages"][0]["id"].as_str().unwrap();
    assert_eq!(statuses(&world.hooks().await, id), ["sent", "read"]);
}

#[tokio::test]
async fn refused_at_once() {
    let mut world = World::new().await;
    writes(&mut world, "Hello").await;
    let text = |n: usize| json!({"type": "text", "text": {"body": "a".repeat(n)}});
    let cases = [
        (text(4097), 100),
        (text(0), 131_008),
        (json!({"type": "text"}), 131_008),
        (json!({"type": "dance", "dance": {}}), 100),
        (
            json!({"type": "text", "text": {"body": "x"}, "to": "nobody"}),
            131_009,
        ),
        (
            json!({"type": "text", "text": {"body": "x"}, "to": "+15550783881"}),
            131_021,
        ),
        (json!({"type": "image", "image": {"id": "1"}}), 100),
        (json!({"type": "image", "image": {}}), 131_008),
        (json!({"type": "image", "image": {"link": "x"}}), 131_009),
        (
            json!({"type": "image", "image": {"link": "https://x.test/a", "caption": "a".repeat(1025)}}),
            100,
        ),
        (
            json!({"type": "audio", "audio": {"link": "https://x.test/a", "caption": "no"}}),
            100,
        ),
        (
            json!({"type": "location", "location": {"latitude": 91, "longitude": 0}}),
            131_009,
        ),
        (json!({"type": "contacts", "contacts": []}), 131_009),
        (
            json!({"type": "reaction", "reaction": {"emoji": "👍"}}),
            131_008,
        ),
        (
            json!({"type": "template", "template": {"name": "nope", "language": {"code": "en_US"}}}),
            132_001,
        ),
        (
            json!({"type": "template", "template": {"name": "hello_again", "language": {"code": "en_US"}}}),
            132_000,
        ),
    ];
    for (message, code) in cases {
        let (status, body) = world.wa(message.clone()).await;
        assert!(
            status >= 400 && body["error"]["code"] == code,
            "{message}: {body}"
        );
        assert!(
            body["error"]["fbtrace_id"].is_string() && body["error"]["type"] == "OAuthException"
        );
    }
    let url = format!("{}/v25.0/106540352242922/messages", world.base);
    let (status, body) = answer(world.http.post(&url).bearer_auth("wrong").body("{}")).await;
    assert_eq!((status, body["error"]["code"].as_i64()), (401, Some(190)));
    let (_, body) = answer(
        world
            .http
            .post(&url)
            .bearer_auth(world.token(Channel::Whatsapp))
            .body("{}"),
    )
    .await;
    assert_eq!(
        body["error"]["code"], 100,
        "messaging_product is not asked for"
    );
    assert_eq!(world.sim.lines(Channel::Whatsapp).len(), 1);
}

/// Closed before the person wrote, open for 24 hours, closed again; a template goes always.
#[tokio::test]
async fn the_window() {
    let mut world = World::new().await;
    let hello = json!({"type": "text", "text": {"body": "Hi"}});
    let failed = async |world: &mut World| {
        let (status, body) = world.wa(hello.clone()).await;
        assert_eq!(status, 200);
        let id = body["messages"][0]["id"].as_str().unwrap().to_owned();
        let hooks = world.hooks().await;
        let error = value(hooks.last().unwrap())["statuses"][0]["errors"][0].clone();
        (statuses(&hooks, &id), error)
    };
    let (states, error) = failed(&mut world).await;
    assert_eq!(
        (states, error["code"].as_i64()),
        (vec!["failed".to_owned()], Some(131_047))
    );
    assert!(
        error["title"].is_string()
            && error["error_data"]["details"].is_string()
            && error["href"].is_string()
    );
    writes(&mut world, "Hello").await;
    assert_eq!(failed(&mut world).await.0, ["sent", "delivered"]);
    world.sim.turn_clock(24 * 3600 * 1000);
    assert_eq!(failed(&mut world).await.0, ["failed"]);
    let parameters = json!([{"type": "text", "text": "Åsa"}]);
    let template = json!({"type": "template", "template": {
        "name": "hello_again", "language": {"code": "en_US"}, "components": [{"type": "body", "parameters": parameters}],
    }});
    let (_, body) = world.wa(template).await;
    world.sim.quiet().await;
    let line = world
        .sim
        .line(body["messages"][0]["id"].as_str().unwrap())
        .unwrap();
    assert_eq!(
        (line.state.as_str(), line.text.as_str()),
        ("delivered", "Hello Åsa, may we come back to your question?")
    );
    // The other way in which it may be said.
    world.sim.set_knobs(
        Channel::Whatsapp,
        Knobs {
            window_at_once: true,
            ..Knobs::default()
        },
    );
    assert_eq!(world.wa(hello.clone()).await.1["error"]["code"], 131_047);
}

#[tokio::test]
async fn upload_and_send() {
    let mut world = World::new().await;
    writes(&mut world, "Hello").await;
    let (status, body) = world.wa_upload("image/jpeg", &jpeg(300_000)).await;
    assert_eq!(status, 200);
    let id = body["id"].as_str().unwrap().to_owned();
    let (_, body) = world
        .wa(json!({"type": "image", "image": {"id": id, "caption": "The new one"}}))
        .await;
    assert_eq!(
        statuses(
            &world.hooks().await,
            body["messages"][0]["id"].as_str().unwrap()
        ),
        ["sent", "delivered"]
    );
    let line = world.sim.thread(Channel::Whatsapp, HIM).pop().unwrap();
    assert_eq!(
        (line.text.as_str(), line.files[0].bytes),
        ("The new one", 300_000)
    );
    let (_, body) = world.wa_upload("image/gif", b"GIF89a").await;
    assert_eq!(body["error"]["code"], 100);
    // 30 days.
    world.sim.turn_clock(30 * 24 * 3600 * 1000);
    assert_eq!(
        world
            .wa(json!({"type": "image", "image": {"id": id}}))
            .await
            .1["error"]["code"],
        100
    );
}

/// Type and size are looked at when it is sent: 131053, by webhook (WA-ERR).
#[tokio::test]
async fn media_that_fails() {
    let mut world = World::new().await;
    writes(&mut world, "Hello").await;
    let mb = 1024 * 1024;
    let opus = |channels: u8| [b"OggS\0\0\0\0OpusHead\x01".as_slice(), &[channels]].concat();
    let cases = [
        ("image", "image/jpeg", png(100), false),
        ("image", "image/jpeg", jpeg(5 * mb), true),
        ("image", "image/jpeg", jpeg(5 * mb + 1), false),
        (
            "image",
            "image/webp",
            b"RIFF\0\0\0\0WEBPVP8 ".to_vec(),
            false,
        ),
        ("document", "image/jpeg", jpeg(6 * mb), true),
        (
            "sticker",
            "image/webp",
            b"RIFF\0\0\0\0WEBPVP8 ".to_vec(),
            true,
        ),
        (
            "sticker",
            "image/webp",
            [b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), vec![0; 100 * 1024]].concat(),
            false,
        ),
        (
            "sticker",
            "image/webp",
            [
                b"RIFF\0\0\0\0WEBPVP8X........ANIM".to_vec(),
                vec![0; 100 * 1024],
            ]
            .concat(),
            true,
        ),
        ("audio", "audio/ogg", opus(1), true),
        ("audio", "audio/ogg", opus(2), false),
        (
            "video",
            "video/mp4",
            [b"\0\0\0\x18ftypmp42".to_vec(), vec![0; 16 * mb]].concat(),
            false,
        ),
    ];
    for (kind, said, bytes, good) in cases {
        let (_, body) = world.wa_upload(said, &bytes).await;
        let id = body["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{kind} {said}: {body}"))
            .to_owned();
        let (_, body) = world.wa(json!({"type": kind, kind: {"id": id}})).await;
        let sent = body["messages"][0]["id"].as_str().unwrap().to_owned();
        let hooks = world.hooks().await;
        if good {
            assert_eq!(
                statuses(&hooks, &sent),
                ["sent", "delivered"],
                "{kind} {said} of {}",
                bytes.len()
            );
        } else {
            let last = value(hooks.last().unwrap())["statuses"][0].clone();
            assert_eq!(
                (&last["status"], last["errors"][0]["code"].as_i64()),
                (&"failed".into(), Some(131_053)),
                "{kind} {said}"
            );
        }
    }
}

#[tokio::test]
async fn media_by_link() {
    let mut world = World::new().await;
    writes(&mut world, "Hello").await;
    let good = world.serve(
        "a.pdf",
        Medium::of("application/pdf", b"%PDF-1.7 x".to_vec()),
    );
    let moved = world.serve(
        "b.pdf",
        Medium {
            status: 302,
            ..Medium::of("application/pdf", b"%PDF-1.7 x".to_vec())
        },
    );
    for (link, state) in [(good, "delivered"), (moved, "failed")] {
        let (_, body) = world
            .wa(json!({"type": "document", "document": {"link": link, "filename": "Invoice.pdf"}}))
            .await;
        world.sim.quiet().await;
        let line = world
            .sim
            .line(body["messages"][0]["id"].as_str().unwrap())
            .unwrap();
        assert_eq!(line.state, state);
        assert_eq!(
            line.files.first().and_then(|f| f.name.as_deref()),
            (state == "delivered").then_some("Invoice.pdf")
        );
    }
}

/// The id lives for seven days, the address for five minutes, and both want the token (WA-MEDIA).
#[tokio::test]
async fn inbound_media() {
    let mut world = World::new().await;
    let act = Act::show("Broken", "mug.jpg", "image/jpeg", jpeg(2000));
    world.sim.act(Channel::Whatsapp, HIM, act).await.unwrap();
    let message = value(&world.hook().await)["messages"][0].clone();
    assert_eq!(
        (&message["type"], &message["image"]["caption"]),
        (&"image".into(), &"Broken".into())
    );
    let id = message["image"]["id"].as_str().unwrap();
    let (_, media) = world.graph_get(Channel::Whatsapp, id).await;
    assert_eq!(
        (&media["file_size"], &media["mime_type"]),
        (&"2000".into(), &"image/jpeg".into())
    );
    // base64 in the webhook, hexadecimal in the answer: both are the same digest.
    assert_eq!(message["image"]["sha256"].as_str().unwrap().len(), 44);
    assert_eq!(media["sha256"].as_str().unwrap().len(), 64);
    let url = media["url"].as_str().unwrap();
    let get = |url: &str, token: &str| world.http.get(url).bearer_auth(token).send();
    let token = world.token(Channel::Whatsapp);
    assert_eq!(get(url, "wrong").await.unwrap().status(), 401);
    assert_eq!(
        get(url, &token).await.unwrap().bytes().await.unwrap(),
        jpeg(2000)
    );
    assert_eq!(
        get(message["image"]["url"].as_str().unwrap(), &token)
            .await
            .unwrap()
            .status(),
        200
    );
    world.sim.turn_clock(5 * 60 * 1000 + 1);
    assert_eq!(get(url, &token).await.unwrap().status(), 404);
    let (_, media) = world.graph_get(Channel::Whatsapp, id).await;
    assert_eq!(
        get(media["url"].as_str().unwrap(), &token)
            .await
            .unwrap()
            .status(),
        200
    );
    world.sim.turn_clock(7 * 24 * 3600 * 1000);
    assert_eq!(
        world.graph_get(Channel::Whatsapp, id).await.1["error"]["code"],
        100
    );
}

#[tokio::test]
async fn what_a_person_can_do() {
    let mut world = World::new().await;
    let mine = writes(&mut world, "Helo").await;
    let (_, body) = world
        .wa(json!({"type": "text", "text": {"body": "Yes?"}}))
        .await;
    let theirs = body["messages"][0]["id"].as_str().unwrap().to_owned();
    world.hooks().await;
    let attach = |kind: &str, as_| Attach {
        name: "x".into(),
        kind: kind.into(),
        base64: jpeg(100).into(),
        as_,
    };
    let file = |kind: &str, as_| Act::Say {
        text: String::new(),
        files: vec![attach(kind, as_)],
        quote: None,
        to: None,
    };
    let quote = Act::Say {
        text: "This one".into(),
        files: vec![],
        quote: Some(theirs.clone()),
        to: None,
    };
    let say = |act| (act, "");
    let cases = [
        (
            Act::React {
                message: theirs.clone(),
                emoji: "👍".into(),
            },
            "reaction",
            json!({"message_id": theirs, "emoji": "👍"}),
        ),
        (
            Act::React {
                message: theirs.clone(),
                emoji: String::new(),
            },
            "reaction",
            json!({"message_id": theirs}),
        ),
        (
            Act::Edit {
                message: mine.clone(),
                text: "Hello".into(),
            },
            "edit",
            json!({"original_message_id": mine, "message": {"type": "text", "text": {"body": "Hello"}}}),
        ),
        (
            Act::Unsend {
                message: mine.clone(),
            },
            "revoke",
            json!({"original_message_id": mine}),
        ),
        (
            Act::Location {
                latitude: 41.9,
                longitude: 12.5,
                name: "Rome".into(),
                address: "Corso".into(),
            },
            "location",
            json!({"latitude": 41.9, "longitude": 12.5, "name": "Rome", "address": "Corso"}),
        ),
        (quote, "text", json!({"body": "This one"})),
    ];
    for (act, kind, object) in cases {
        world.sim.act(Channel::Whatsapp, HIM, act).await.unwrap();
        let message = value(&world.hook().await)["messages"][0].clone();
        assert_eq!(
            (message["type"].as_str(), &message[kind]),
            (Some(kind), &object)
        );
        assert!(
            message["timestamp"].is_string()
                && message["id"].as_str().unwrap().starts_with("wamid.")
        );
        if kind == "text" {
            assert_eq!(
                message["context"],
                json!({"from": "15550783881", "id": theirs})
            );
        }
    }
    assert!(world.sim.line(&mine).unwrap().gone);
    for ((act, _), kind) in [
        (say(file("image/jpeg", None)), "image"),
        (say(file("image/jpeg", Some(As::Document))), "document"),
        (say(file("image/webp", Some(As::Sticker))), "sticker"),
        (
            say(file("audio/ogg; codecs=opus", Some(As::Voice))),
            "audio",
        ),
        (
            say(Act::Contact {
                name: "Ana".into(),
                phone: "+1 415".into(),
            }),
            "contacts",
        ),
        (say(Act::Unsupported), "unsupported"),
        (
            say(Act::NewNumber {
                wa_id: "16505559999".into(),
            }),
            "system",
        ),
    ] {
        world.sim.act(Channel::Whatsapp, HIM, act).await.unwrap();
        let value = value(&world.hook().await);
        let message = &value["messages"][0];
        assert_eq!(message["type"], kind);
        match kind {
            "audio" => assert_eq!(message["audio"]["voice"], true),
            "sticker" => assert_eq!(message["sticker"]["animated"], false),
            "document" => assert_eq!(message["document"]["filename"], "x"),
            "unsupported" => assert_eq!(message["errors"][0]["code"], 131_051),
            "system" => assert!(value.get("contacts").is_none()),
            _ => {}
        }
    }
    world
        .sim
        .act(
            Channel::Whatsapp,
            HIM,
            Act::FromApp {
                text: "From the shop".into(),
            },
        )
        .await
        .unwrap();
    let change = world.hook().await.json()["entry"][0]["changes"][0].clone();
    assert_eq!(change["field"], "smb_message_echoes");
    assert_eq!(change["value"]["message_echoes"][0]["to"], HIM);
}

/// Several photos are several messages; one may answer with a button.
#[tokio::test]
async fn albums_and_buttons() {
    let mut world = World::new().await;
    let file = |n: &str| Attach {
        name: n.into(),
        kind: "image/jpeg".into(),
        base64: jpeg(50).into(),
        as_: None,
    };
    let act = Act::Say {
        text: "Two".into(),
        files: vec![file("a"), file("b")],
        quote: None,
        to: None,
    };
    assert_eq!(
        world
            .sim
            .act(Channel::Whatsapp, HIM, act)
            .await
            .unwrap()
            .len(),
        2
    );
    let captions: Vec<_> = world
        .hooks()
        .await
        .iter()
        .map(|h| value(h)["messages"][0]["image"]["caption"].clone())
        .collect();
    assert_eq!(captions, [json!("Two"), Value::Null]);
    let buttons = json!([{"type": "reply", "reply": {"id": "y", "title": "Yes"}}]);
    let message = json!({"type": "interactive", "interactive": {
        "type": "button", "body": {"text": "Again?"}, "action": {"buttons": buttons},
    }});
    let (_, body) = world.wa(message).await;
    let id = body["messages"][0]["id"].as_str().unwrap().to_owned();
    world.hooks().await;
    world
        .sim
        .act(
            Channel::Whatsapp,
            HIM,
            Act::Press {
                message: id.clone(),
                button: "y".into(),
            },
        )
        .await
        .unwrap();
    let message = value(&world.hook().await)["messages"][0].clone();
    assert_eq!(
        message["interactive"],
        json!({"type": "button_reply", "button_reply": {"id": "y", "title": "Yes"}})
    );
    assert_eq!(message["context"]["id"], id);
}

/// A person who hides their number is known by BSUID alone, both ways.
#[tokio::test]
async fn without_a_number() {
    let mut world = World::new().await;
    let her = world.sim.person(Channel::Whatsapp, "393335550188").unwrap();
    world
        .sim
        .act(Channel::Whatsapp, &her.id, Act::say("Ciao"))
        .await
        .unwrap();
    let value = value(&world.hook().await);
    assert!(
        value["messages"][0].get("from").is_none() && value["contacts"][0].get("wa_id").is_none()
    );
    assert_eq!(value["messages"][0]["from_user_id"], her.bsuid());
    assert_eq!(value["contacts"][0]["profile"]["username"], "giulia.c");
    let message = json!({"messaging_product": "whatsapp", "recipient": her.bsuid(), "type": "text", "text": {"body": "Ciao"}});
    let (status, _) = world
        .graph(Channel::Whatsapp, "106540352242922/messages", message)
        .await;
    assert_eq!(status, 200);
    world.sim.quiet().await;
    assert_eq!(
        world
            .sim
            .thread(Channel::Whatsapp, &her.id)
            .last()
            .unwrap()
            .state,
        "delivered"
    );
}

#[tokio::test]
async fn marks_and_reactions_of_the_account() {
    let mut world = World::new().await;
    let first = writes(&mut world, "One").await;
    let second = writes(&mut world, "Two").await;
    let id = "106540352242922/messages";
    let mark = json!({"messaging_product": "whatsapp", "status": "read", "message_id": second, "typing_indicator": {"type": "text"}});
    assert_eq!(
        world.graph(Channel::Whatsapp, id, mark).await.1,
        json!({"success": true})
    );
    assert_eq!(world.sim.line(&first).unwrap().state, "read");
    world
        .wa(json!({"type": "reaction", "reaction": {"message_id": first, "emoji": "❤️"}}))
        .await;
    world.sim.quiet().await;
    assert_eq!(world.sim.line(&first).unwrap().reactions["desk"], "❤️");
}

/// 45 to one person in a burst, then 131056 (WA-ABOUT).
#[tokio::test]
async fn the_pair_rate() {
    let mut world = World::new().await;
    writes(&mut world, "Hello").await;
    let mut refused = 0;
    for _ in 0..50 {
        let (_, body) = world
            .wa(json!({"type": "text", "text": {"body": "Hi"}}))
            .await;
        refused += usize::from(body["error"]["code"] == 131_056);
    }
    assert_eq!(refused, 5);
    world.sim.turn_clock(60_000);
    assert_eq!(
        world
            .wa(json!({"type": "text", "text": {"body": "Hi"}}))
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn people_with_trouble() {
    let mut world = World::new().await;
    let mut him = Person::new(Channel::Whatsapp, HIM, "Åsa", "");
    him.wrote = Some(world.sim.now());
    him.fails = Some(131_026);
    world.sim.add_person(him);
    let (status, body) = world
        .wa(json!({"type": "text", "text": {"body": "Hi"}}))
        .await;
    assert_eq!(status, 200);
    let hooks = world.hooks().await;
    assert_eq!(
        statuses(&hooks, body["messages"][0]["id"].as_str().unwrap()),
        ["failed"]
    );
    assert_eq!(
        value(&hooks[0])["statuses"][0]["errors"][0]["code"],
        131_026
    );
}
