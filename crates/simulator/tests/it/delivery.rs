//! Webhooks: order, repetition, retries by the provider's own rules; and calls whose answer is lost.

use serde_json::json;
use simulator::sign;
use simulator::{Act, Channel, Fault, Knobs};

use crate::support::{Hook, World, answer};

fn states(hooks: &[Hook]) -> Vec<String> {
    hooks
        .iter()
        .filter_map(|h| h.form().get("MessageStatus").cloned())
        .collect()
}

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

/// The answer is lost, the message is not: the ambiguous timeout.
#[tokio::test]
async fn lost_answers() {
    let mut world = World::new().await;
    world.sim.next(Channel::Sms, Fault::Lost);
    let config = world.sim.config();
    let url = format!(
        "{}/2010-04-01/Accounts/{}/Messages.json",
        world.base, config.twilio.account_sid
    );
    let send = || {
        world
            .http
            .post(&url)
            .basic_auth(&config.twilio.account_sid, Some(&config.twilio.auth_token))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("To=%2B14155550171&From=%2B15550100&Body=Hello")
            .send()
    };
    assert!(send().await.is_err());
    world.sim.quiet().await;
    assert_eq!(world.sim.thread(Channel::Sms, "+14155550171").len(), 1);
    // Cut before: nothing has happened.
    world.sim.next(Channel::Sms, Fault::Cut);
    assert!(send().await.is_err());
    assert_eq!(world.sim.thread(Channel::Sms, "+14155550171").len(), 1);
    assert_eq!(world.sim.struck(Channel::Sms)["lost"], 1);

    world
        .sim
        .act(Channel::Instagram, "7110000000000001", Act::say("Hi"))
        .await
        .unwrap();
    world.hook().await;
    world.sim.next(Channel::Instagram, Fault::Lost);
    let url = format!("{}/v25.0/me/messages", world.base);
    let body =
        json!({"recipient": {"id": "7110000000000001"}, "message": {"text": "There?"}}).to_string();
    let sent = world
        .http
        .post(url)
        .bearer_auth(world.token(Channel::Instagram))
        .body(body)
        .send()
        .await;
    assert!(sent.is_err());
    let echo = world.hook().await.json();
    assert_eq!(
        echo["entry"][0]["messaging"][0]["message"]["text"], "There?",
        "the echo tells"
    );
}

/// Processed, and the answer comes when nobody waits for it any more.
#[tokio::test]
async fn hung_answers() {
    let mut world = World::new().await;
    world
        .sim
        .act(Channel::Whatsapp, "16505551234", Act::say("Hi"))
        .await
        .unwrap();
    world.hook().await;
    world.sim.set_knobs(
        Channel::Whatsapp,
        Knobs {
            hang_ms: 600_000,
            ..Knobs::default()
        },
    );
    world.sim.next(Channel::Whatsapp, Fault::Hung);
    let url = format!("{}/v25.0/106540352242922/messages", world.base);
    let body = json!({"messaging_product": "whatsapp", "to": "+16505551234", "type": "text", "text": {"body": "Yes"},
        "biz_opaque_callback_data": "ours"});
    let call = world
        .http
        .post(url)
        .bearer_auth(world.token(Channel::Whatsapp))
        .body(body.to_string())
        .send();
    let call = tokio::spawn(call);
    // The status with our own word in it comes while the call still hangs.
    let status =
        world.hook().await.json()["entry"][0]["changes"][0]["value"]["statuses"][0].clone();
    assert_eq!(status["biz_opaque_callback_data"], "ours");
    assert!(!call.is_finished());
    call.abort();
}

#[tokio::test]
async fn refusing_faults() {
    let world = World::new().await;
    for (fault, status, code) in [
        (Fault::Throttled, 429, Some(20429)),
        (Fault::Failing, 500, Some(20500)),
        (Fault::Html, 502, None),
        (Fault::Empty, 200, None),
        (Fault::Code(21611), 400, Some(21611)),
    ] {
        world.sim.next(Channel::Sms, fault);
        let (got, body) = world.sms(&[("Body", "x")]).await;
        assert_eq!((got, body["code"].as_i64()), (status, code), "{fault:?}");
    }
    for (fault, status, code) in [
        (Fault::Throttled, 400, 4),
        (Fault::Failing, 503, 2),
        (Fault::Code(131_056), 400, 131_056),
        (Fault::Code(190), 401, 190),
    ] {
        world.sim.next(Channel::Whatsapp, fault);
        let (got, body) = world
            .wa(json!({"type": "text", "text": {"body": "x"}}))
            .await;
        assert_eq!(
            (got, body["error"]["code"].as_i64()),
            (status, Some(code)),
            "{fault:?}"
        );
    }
    assert!(
        world.sim.lines(Channel::Sms).is_empty() && world.sim.lines(Channel::Whatsapp).is_empty()
    );
}

/// The same seed and the same calls give the same faults.
#[tokio::test]
async fn dice_with_a_seed() {
    let mut rows = Vec::new();
    for seed in [7, 7, 8] {
        let world = World::with(|c| c.seed = seed).await;
        world.sim.set_knobs(
            Channel::Sms,
            Knobs {
                throttled: 0.5,
                ..Knobs::default()
            },
        );
        let mut row = Vec::new();
        for _ in 0..24 {
            row.push(world.sms(&[("Body", "x")]).await.0);
        }
        rows.push(row);
    }
    assert_eq!(rows[0], rows[1]);
    assert_ne!(rows[0], rows[2]);
    assert!(rows[0].contains(&429) && rows[0].contains(&201));
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

/// Nothing grows without end.
#[tokio::test]
async fn bounded() {
    let world = World::with(|c| {
        c.keep = 10;
        c.keep_bytes = 5000;
    })
    .await;
    for n in 0..30_u8 {
        let bytes = [crate::support::jpeg(1000), vec![n]].concat();
        world
            .sim
            .act(
                Channel::Sms,
                "+14155550171",
                Act::show("", "a.jpg", "image/jpeg", bytes),
            )
            .await
            .unwrap();
    }
    let lines = world.sim.lines(Channel::Sms);
    assert_eq!(
        (
            lines.len(),
            world.sim.thread(Channel::Sms, "+14155550171").len()
        ),
        (10, 10)
    );
    let kept = lines
        .iter()
        .filter(|l| world.sim.file(&l.files[0].sha256).is_some())
        .count();
    assert_eq!(kept, 4);
    let (_, overview) = answer(world.http.get(format!("{}/control", world.base))).await;
    assert!(overview["bytes"].as_u64().unwrap() <= 5000);
}
