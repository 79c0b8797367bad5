//! What the account sends: the window, refusals, rates, statuses.

use serde_json::json;
use simulator::sign::hub;
use simulator::{Act, Channel, Knobs, Person};

use super::{HIM, statuses, value, writes};
use crate::support::{World, answer};

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
    // A slow machine may gain one or two in between.
    assert!((3..=5).contains(&refused), "{refused} of 50");
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
