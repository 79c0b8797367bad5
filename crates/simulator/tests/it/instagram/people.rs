//! What a person does, and the webhook of each.

use serde_json::json;
use simulator::{Act, Attach, Channel};

use super::{HER, event, writes};
use crate::support::{World, jpeg};

#[tokio::test]
async fn what_a_person_can_do() {
    let mut world = World::new().await;
    let mine = writes(&mut world).await;
    let file = |n: &str| Attach {
        name: n.into(),
        kind: "image/jpeg".into(),
        base64: jpeg(50).into(),
        as_: None,
    };
    let album = Act::Say {
        text: "Two".into(),
        files: vec![file("a"), file("b")],
        quote: None,
        to: None,
    };
    let next = async |world: &mut World, act: Act| {
        world.sim.act(Channel::Instagram, HER, act).await.unwrap();
        event(&world.hook().await)
    };
    let album = next(&mut world, album).await;
    assert_eq!(album["message"]["attachments"].as_array().unwrap().len(), 2);
    assert!(
        album["message"].get("text").is_none(),
        "there are no captions"
    );
    assert_eq!(event(&world.hook().await)["message"]["text"], "Two");
    let url = album["message"]["attachments"][0]["payload"]["url"]
        .as_str()
        .unwrap();
    let got = world.http.get(url).send().await.unwrap();
    assert_eq!(got.headers()["content-type"], "image/jpeg");
    assert_eq!(got.bytes().await.unwrap(), jpeg(50));
    let url = url.to_owned();

    let react = next(
        &mut world,
        Act::React {
            message: mine.clone(),
            emoji: "❤️".into(),
        },
    )
    .await;
    assert_eq!(
        react["reaction"],
        json!({"mid": mine, "action": "react", "reaction": "love", "emoji": "❤️"})
    );
    let react = next(
        &mut world,
        Act::React {
            message: mine.clone(),
            emoji: String::new(),
        },
    )
    .await;
    assert_eq!(react["reaction"], json!({"mid": mine, "action": "unreact"}));
    let edit = next(
        &mut world,
        Act::Edit {
            message: mine.clone(),
            text: "Hello".into(),
        },
    )
    .await;
    assert_eq!(
        edit["message_edit"],
        json!({"mid": mine, "text": "Hello", "num_edit": 1})
    );
    let gone = next(
        &mut world,
        Act::Unsend {
            message: mine.clone(),
        },
    )
    .await;
    assert_eq!(gone["message"], json!({"mid": mine, "is_deleted": true}));
    let story = next(&mut world, Act::Story { file: file("s") }).await;
    assert_eq!(story["message"]["attachments"][0]["type"], "story_mention");
    let reply = next(&mut world, Act::StoryReply { text: "Wow".into() }).await;
    assert!(reply["message"]["reply_to"]["story"]["url"].is_string());
    let once = next(&mut world, Act::Once).await;
    assert_eq!(
        once["message"]["attachments"],
        json!([{"type": "ephemeral"}])
    );
    let unknown = next(&mut world, Act::Unsupported).await;
    assert_eq!(unknown["message"]["is_unsupported"], true);
    let app = next(
        &mut world,
        Act::FromApp {
            text: "From the app".into(),
        },
    )
    .await;
    assert_eq!(
        (&app["message"]["is_echo"], &app["recipient"]["id"]),
        (&true.into(), &HER.into())
    );
    world.sim.turn_clock(73 * 3600 * 1000);
    assert_eq!(
        world.http.get(&url).send().await.unwrap().status(),
        403,
        "the address does not die"
    );
}

/// An hour of failures and the app is unsubscribed; a new subscription mends it (MSG-HOOK).
#[tokio::test]
async fn unsubscribed_after_an_hour() {
    let mut world = World::with(|c| c.retry_ms = 3_600_000).await;
    world.answers(&[500]);
    writes(&mut world).await;
    world.sim.turn_clock(3600 * 1000 + 1);
    world.answers(&[200]);
    world
        .sim
        .act(Channel::Instagram, HER, Act::say("lost"))
        .await
        .unwrap();
    assert!(world.hooks().await.is_empty());
    world
        .graph(
            Channel::Instagram,
            "me/subscribed_apps",
            json!({"subscribed_fields": "messages"}),
        )
        .await;
    world
        .sim
        .act(Channel::Instagram, HER, Act::say("heard"))
        .await
        .unwrap();
    assert_eq!(event(&world.hook().await)["message"]["text"], "heard");
}
