//! Order, repetition and retries of webhooks.

use simulator::sign;
use simulator::{Act, Channel, Knobs};

use super::states;
use crate::support::World;

/// Every callback is signed over its own address, however it was configured.
#[tokio::test]
async fn callbacks_are_signed() {
    let mut world = World::new().await;
    let url = format!("{}/hook/status?inbox=7#rc=2", world.desk);
    assert_eq!(
        world
            .sms(&[("Body", "Hello"), ("StatusCallback", &url)])
            .await
            .0,
        201
    );
    let hooks = world.hooks().await;
    assert_eq!(states(&hooks), ["sending", "sent", "delivered"]);
    for hook in &hooks {
        assert_eq!(hook.uri, "/hook/status?inbox=7");
        assert_eq!(
            hook.header("x-twilio-signature"),
            sign::twilio("demo-twilio-token", &url, &hook.pairs())
        );
        assert!(!hook.header("i-twilio-idempotency-token").is_empty());
        assert_eq!(
            hook.form()["AccountSid"],
            world.sim.config().twilio.account_sid
        );
    }
}

/// Held back by the knob, they come youngest first.
#[tokio::test]
async fn out_of_order() {
    let mut world = World::new().await;
    world.sim.set_knobs(
        Channel::Sms,
        Knobs {
            held: 1.0,
            held_ms: 0,
            ..Knobs::default()
        },
    );
    let url = format!("{}/hook/status", world.desk);
    world
        .sms(&[("Body", "Hello"), ("StatusCallback", &url)])
        .await;
    assert!(world.hooks().await.is_empty());
    world.sim.flush().await;
    assert_eq!(
        states(&world.hooks().await),
        ["delivered", "sent", "sending"]
    );
    // By time, too: nothing follows, and they come all the same.
    world.sim.set_knobs(
        Channel::Sms,
        Knobs {
            held: 1.0,
            held_ms: 1,
            ..Knobs::default()
        },
    );
    world
        .sms(&[("Body", "Hello"), ("StatusCallback", &url)])
        .await;
    let mut all = states(&world.hooks().await);
    all.sort();
    assert_eq!(all, ["delivered", "sending", "sent"]);
}

#[tokio::test]
async fn doubled() {
    let mut world = World::new().await;
    world.sim.set_knobs(
        Channel::Sms,
        Knobs {
            doubled: 1.0,
            ..Knobs::default()
        },
    );
    world
        .sim
        .act(Channel::Sms, "+14155550171", Act::say("Hello"))
        .await
        .unwrap();
    let hooks = world.hooks().await;
    assert_eq!(hooks.len(), 2);
    let token = |n: usize| hooks[n].header("i-twilio-idempotency-token").to_owned();
    assert_eq!(
        (token(0), hooks[0].body.clone()),
        (token(1), hooks[1].body.clone())
    );
    world.sim.set_knobs(
        Channel::Whatsapp,
        Knobs {
            doubled: 1.0,
            ..Knobs::default()
        },
    );
    world
        .sim
        .act(Channel::Whatsapp, "16505551234", Act::say("Hello"))
        .await
        .unwrap();
    assert_eq!(world.hooks().await.len(), 2);
}

#[tokio::test]
async fn missed() {
    let mut world = World::new().await;
    world.sim.set_knobs(
        Channel::Sms,
        Knobs {
            missed: 1.0,
            ..Knobs::default()
        },
    );
    world
        .sim
        .act(Channel::Sms, "+14155550171", Act::say("Hello"))
        .await
        .unwrap();
    assert!(world.hooks().await.is_empty());
    let (_, list) = world.twilio_get("Messages.json?From=%2B14155550171").await;
    assert_eq!(
        list["messages"][0]["body"], "Hello",
        "what was missed can be listed"
    );
}

/// Twilio: one retry, and only when there was no connection; more by `#rc=…&rp=…` (TW-OVR).
#[tokio::test]
async fn twilio_retries() {
    let mut world = World::new().await;
    let say = async |world: &World, url: &str| {
        world.sim.set_webhook(Channel::Sms, url);
        world
            .sim
            .act(Channel::Sms, "+14155550171", Act::say("Hello"))
            .await
            .unwrap();
    };
    let plain = format!("{}/hook/sms", world.desk);
    world.answers(&[500]);
    say(&world, &plain).await;
    assert_eq!(world.hooks().await.len(), 1, "a 5xx is not retried");
    world.answers(&[500, 503, 200]);
    say(&world, &format!("{plain}#rc=5&rp=all")).await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        tokens.push(
            world
                .hook()
                .await
                .header("i-twilio-idempotency-token")
                .to_owned(),
        );
    }
    assert!(tokens.windows(2).all(|w| w[0] == w[1]));
    world.answers(&[404, 404]);
    say(&world, &format!("{plain}#rc=1&rp=4xx")).await;
    world.hook().await;
    world.hook().await;
    // The second address, when the first does not take it.
    world.answers(&[500, 200]);
    let fallback = format!("{}/hook/fallback", world.desk);
    world
        .sim
        .configure(|c| c.twilio.senders[0].sms_fallback_url.clone_from(&fallback));
    say(&world, &plain).await;
    let uris: Vec<_> = world.hooks().await.into_iter().map(|h| h.uri).collect();
    assert_eq!(uris, ["/hook/sms", "/hook/fallback"]);
}

/// Meta: again and again until it is taken (WA-HOOKS).
#[tokio::test]
async fn meta_retries() {
    let mut world = World::new().await;
    world.answers(&[500, 302, 404, 200]);
    world
        .sim
        .act(Channel::Whatsapp, "16505551234", Act::say("Hello"))
        .await
        .unwrap();
    let mut bodies = Vec::new();
    for _ in 0..4 {
        bodies.push(world.hook().await.body);
    }
    assert!(
        bodies.windows(2).all(|w| w[0] == w[1]),
        "a retry is the same payload"
    );
}

/// Held webhooks of Meta's in one payload.
#[tokio::test]
async fn batched() {
    let mut world = World::new().await;
    let knobs = Knobs {
        held: 1.0,
        held_ms: 0,
        batched: true,
        ..Knobs::default()
    };
    world.sim.set_knobs(Channel::Whatsapp, knobs);
    for text in ["one", "two", "three"] {
        world
            .sim
            .act(Channel::Whatsapp, "16505551234", Act::say(text))
            .await
            .unwrap();
    }
    world.sim.flush().await;
    let hooks = world.hooks().await;
    assert_eq!(hooks.len(), 1);
    assert_eq!(hooks[0].json()["entry"].as_array().unwrap().len(), 3);
    let signature = sign::hub("demo-whatsapp-secret", hooks[0].body.as_bytes());
    assert_eq!(hooks[0].header("x-hub-signature-256"), signature);
}

/// Fields no documentation names.
#[tokio::test]
async fn novel_fields() {
    let mut world = World::new().await;
    for channel in Channel::ALL {
        world.sim.set_knobs(
            channel,
            Knobs {
                novel: true,
                ..Knobs::default()
            },
        );
    }
    world
        .sim
        .act(Channel::Sms, "+14155550171", Act::say("Hello"))
        .await
        .unwrap();
    let hook = world.hook().await;
    assert!(hook.form().contains_key("NovelParameter"));
    let url = format!("{}/hook/sms", world.desk);
    assert_eq!(
        hook.header("x-twilio-signature"),
        sign::twilio("demo-twilio-token", &url, &hook.pairs())
    );
    world
        .sim
        .act(Channel::Whatsapp, "16505551234", Act::say("Hello"))
        .await
        .unwrap();
    assert!(world.hook().await.body.contains("novel_field"));
}
