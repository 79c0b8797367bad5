//! Calls that are lost, hang or are refused; dice; bounds.

use serde_json::json;
use simulator::{Act, Channel, Fault, Knobs};

use crate::support::{World, answer};

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
