//! Windows, refusals, echoes, attachments.

use serde_json::{Value, json};
use simulator::sign::hub;
use simulator::{Act, Channel};

use super::{HER, event, writes};
use crate::support::{Medium, World, answer, jpeg, png};

/// What was sent comes back as an echo with the same id.
#[tokio::test]
async fn a_message_and_its_echo() {
    let mut world = World::new().await;
    let asked = writes(&mut world).await;
    for node in ["me", "17841400008460056", "104000000000002"] {
        let body = json!({"recipient": {"id": HER}, "message": {"text": "Hello"}, "reply_to": {"mid": asked}});
        let (status, body) = world
            .graph(Channel::Instagram, &format!("{node}/messages"), body)
            .await;
        assert_eq!((status, body["recipient_id"].as_str()), (200, Some(HER)));
        let hook = world.hook().await;
        assert_eq!(
            hook.header("x-hub-signature-256"),
            hub("demo-instagram-secret", hook.body.as_bytes())
        );
        let event = event(&hook);
        assert_eq!(event["sender"]["id"], "17841400008460056");
        assert_eq!(event["recipient"]["id"], HER);
        assert_eq!(event["message"]["mid"], body["message_id"]);
        assert_eq!(event["message"]["is_echo"], true);
        assert!(event["timestamp"].is_number());
    }
    world
        .sim
        .act(Channel::Instagram, HER, Act::Seen)
        .await
        .unwrap();
    let read = event(&world.hook().await);
    assert_eq!(
        read["read"]["mid"],
        world.sim.thread(Channel::Instagram, HER).last().unwrap().id
    );
}

/// Only the person opens a conversation; 24 hours; seven days for a human agent.
#[tokio::test]
async fn the_window() {
    let mut world = World::new().await;
    let error = |body: &Value| {
        (
            body["error"]["code"].as_i64().unwrap(),
            body["error"]["error_subcode"].as_i64(),
        )
    };
    let (status, body) = world.ig(json!({"text": "Hi"})).await;
    assert_eq!((status, error(&body)), (400, (100, Some(2_534_014))));
    writes(&mut world).await;
    assert_eq!(world.ig(json!({"text": "Hi"})).await.0, 200);
    world.sim.turn_clock(24 * 3600 * 1000);
    assert_eq!(
        error(&world.ig(json!({"text": "Hi"})).await.1),
        (10, Some(2_534_022))
    );
    let tagged = async |more: Value| {
        let mut body = json!({"recipient": {"id": HER}, "message": {"text": "Hi"}});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        world.graph(Channel::Instagram, "me/messages", body).await
    };
    assert_eq!(tagged(json!({"tag": "HUMAN_AGENT"})).await.0, 200);
    assert_eq!(
        tagged(json!({"tag": "HUMAN_AGENT", "messaging_type": "MESSAGE_TAG"}))
            .await
            .0,
        200
    );
    assert_eq!(
        error(&tagged(json!({"tag": "ACCOUNT_UPDATE"})).await.1).0,
        100
    );
    assert_eq!(
        error(&tagged(json!({"messaging_type": "MESSAGE_TAG"})).await.1).0,
        100
    );
    world.sim.turn_clock(6 * 24 * 3600 * 1000);
    assert_eq!(
        error(&tagged(json!({"tag": "HUMAN_AGENT"})).await.1),
        (10, Some(2_534_022))
    );
}

#[tokio::test]
async fn refused_at_once() {
    let mut world = World::new().await;
    writes(&mut world).await;
    let image = json!({"type": "image", "payload": {"url": "https://x.test/a"}});
    let file = json!({"type": "file", "payload": {"url": "https://x.test/a"}});
    for message in [
        json!({"text": ""}),
        // 1,000 bytes, not characters.
        json!({"text": "ü".repeat(501)}),
        json!({"text": "x", "attachment": image}),
        json!({}),
        json!({"attachments": vec![image.clone(); 11]}),
        json!({"attachments": [image, file]}),
        json!({"attachment": {"type": "poll", "payload": {}}}),
        json!({"attachment": {"type": "image", "payload": {}}}),
        json!({"attachment": {"type": "image", "payload": {"url": "http://example.com/a.jpg"}}}),
    ] {
        let (status, body) = world.ig(message.clone()).await;
        assert_eq!(
            (status, body["error"]["code"].as_i64()),
            (400, Some(100)),
            "{message}"
        );
    }
    assert_eq!(world.ig(json!({"text": "ü".repeat(500)})).await.0, 200);
    let (status, _) = answer(
        world
            .http
            .post(format!("{}/v25.0/me/messages", world.base))
            .bearer_auth("no")
            .body("{}"),
    )
    .await;
    assert_eq!(status, 401);
}

#[tokio::test]
async fn attachments_are_fetched() {
    let mut world = World::new().await;
    writes(&mut world).await;
    let a = world.serve("a.jpg", Medium::of("image/jpeg", jpeg(1000)));
    let b = world.serve("b.png", Medium::of("image/png", png(1000)));
    let of = |kind: &str, url: &str| json!({"type": kind, "payload": {"url": url}});
    assert_eq!(
        world
            .ig(json!({"attachments": [of("image", &a), of("image", &b)]}))
            .await
            .0,
        200
    );
    let echo = event(&world.hook().await);
    assert_eq!(echo["message"]["attachments"].as_array().unwrap().len(), 2);
    assert_eq!(
        world
            .sim
            .thread(Channel::Instagram, HER)
            .last()
            .unwrap()
            .files
            .len(),
        2
    );
    let cases = [
        (
            "lie",
            "image",
            Medium::of("image/jpeg", png(100)),
            2_018_047,
        ),
        (
            "webp",
            "image",
            Medium::of("image/webp", b"RIFF\0\0\0\0WEBPVP8 ".to_vec()),
            2_018_047,
        ),
        (
            "big",
            "image",
            Medium::of("image/jpeg", jpeg(8 * 1024 * 1024 + 1)),
            2_018_008,
        ),
        (
            "doc",
            "file",
            Medium::of(
                "application/msword",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            ),
            2_018_047,
        ),
        (
            "moved",
            "image",
            Medium {
                status: 302,
                ..Medium::of("image/jpeg", jpeg(100))
            },
            2_018_008,
        ),
        (
            "endless",
            "image",
            Medium {
                endless: true,
                ..Medium::of("image/jpeg", jpeg(100))
            },
            2_018_008,
        ),
    ];
    for (name, kind, medium, subcode) in cases {
        let url = world.serve(name, medium);
        let (status, body) = world.ig(json!({"attachment": of(kind, &url)})).await;
        let error = &body["error"];
        assert_eq!(
            (
                status,
                error["code"].as_i64(),
                error["error_subcode"].as_i64()
            ),
            (400, Some(100), Some(subcode)),
            "{name}"
        );
    }
    let pdf = world.serve("a.pdf", Medium::of("application/pdf", b"%PDF-1.7".to_vec()));
    assert_eq!(
        world.ig(json!({"attachment": of("file", &pdf)})).await.0,
        200
    );
    // Upload once, send again and again; on the page's flavour only.
    let upload = json!({"platform": "instagram", "message": {"attachment": {"type": "image", "payload": {"url": a, "is_reusable": "true"}}}});
    assert_eq!(
        world
            .graph(
                Channel::Instagram,
                "17841400008460056/message_attachments",
                upload.clone()
            )
            .await
            .0,
        400
    );
    let (_, body) = world
        .graph(
            Channel::Instagram,
            "104000000000002/message_attachments",
            upload,
        )
        .await;
    let id = body["attachment_id"].as_str().unwrap();
    let (status, _) = world
        .ig(json!({"attachment": {"type": "image", "payload": {"attachment_id": id}}}))
        .await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn actions_of_the_account() {
    let mut world = World::new().await;
    let hers = writes(&mut world).await;
    let act = |action: &str, payload: Value| json!({"recipient": {"id": HER}, "sender_action": action, "payload": payload});
    let love = act("react", json!({"message_id": hers, "reaction": "love"}));
    let (_, body) = world.graph(Channel::Instagram, "me/messages", love).await;
    assert_eq!(body, json!({"recipient_id": HER}));
    assert_eq!(world.sim.line(&hers).unwrap().reactions["desk"], "❤️");
    world
        .graph(
            Channel::Instagram,
            "me/messages",
            act("unreact", json!({"message_id": hers})),
        )
        .await;
    assert!(world.sim.line(&hers).unwrap().reactions.is_empty());
    assert!(
        world.hooks().await.is_empty(),
        "there is no echo for reactions"
    );
    let (_, profile) = world
        .graph_get(Channel::Instagram, &format!("{HER}?fields=name,username"))
        .await;
    assert_eq!(
        (&profile["name"], &profile["username"]),
        (&"Lea Brandt".into(), &"lea.paints".into())
    );
    // Only of somebody who has written.
    assert_eq!(
        world
            .graph_get(Channel::Instagram, "7110000000000002")
            .await
            .0,
        400
    );
    let (_, token) = world
        .graph_get(
            Channel::Instagram,
            "refresh_access_token?grant_type=ig_refresh_token",
        )
        .await;
    assert_eq!(token["expires_in"], 5_184_000);
}
