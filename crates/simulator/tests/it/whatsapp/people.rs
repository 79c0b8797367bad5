//! What a person does, and the webhook of each.

use serde_json::{Value, json};
use simulator::{Act, As, Attach, Channel};

use super::{HIM, value, writes};
use crate::support::{World, jpeg};

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
    for (act, kind) in [
        (file("image/jpeg", None), "image"),
        (file("image/jpeg", Some(As::Document)), "document"),
        (file("image/webp", Some(As::Sticker)), "sticker"),
        (file("audio/ogg; codecs=opus", Some(As::Voice)), "audio"),
        (
            Act::Contact {
                name: "Ana".into(),
                phone: "+1 415".into(),
            },
            "contacts",
        ),
        (Act::Unsupported, "unsupported"),
        (
            Act::NewNumber {
                wa_id: "16505559999".into(),
            },
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
