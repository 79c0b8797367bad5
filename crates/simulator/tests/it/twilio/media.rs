//! Media both ways.

use simulator::{Act, Channel};

use super::mms;
use crate::support::{Medium, World, answer, jpeg, png};

#[tokio::test]
async fn media_is_fetched_by_head_and_get() {
    let world = World::new().await;
    let good = world.serve("good.jpg", Medium::of("image/jpeg", jpeg(500_000)));
    let (state, _) = mms(&world, "+15550100", "+14155550171", &[&good]).await;
    assert_eq!(state, "delivered");
    assert_eq!(world.asked(), ["HEAD good.jpg", "GET good.jpg"]);
    let line = world.sim.thread(Channel::Sms, "+14155550171").remove(0);
    assert_eq!(
        (line.files[0].bytes, line.files[0].kind.as_str()),
        (500_000, "image/jpeg")
    );
    assert_eq!(
        world.sim.file(&line.files[0].sha256).unwrap(),
        jpeg(500_000)
    );
}

#[tokio::test]
async fn media_that_is_refused() {
    let world = World::new().await;
    let of = Medium::of;
    let cases = [
        ("lie", of("image/jpeg", png(1000)), "failed", 12300),
        (
            "webp",
            of("image/webp", b"RIFF\0\0\0\0WEBPVP8 ".to_vec()),
            "failed",
            12300,
        ),
        (
            "doc",
            of(
                "application/msword",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            ),
            "failed",
            12300,
        ),
        ("none", of("", jpeg(1000)), "failed", 12300),
        (
            "heads",
            Medium {
                head_kind: "image/png",
                ..of("image/jpeg", jpeg(1000))
            },
            "failed",
            12300,
        ),
        (
            "moved",
            Medium {
                status: 302,
                ..of("image/jpeg", jpeg(1000))
            },
            "failed",
            11200,
        ),
        (
            "denied",
            Medium {
                status: 403,
                ..of("image/jpeg", jpeg(1000))
            },
            "failed",
            11200,
        ),
        (
            "huge",
            of("image/jpeg", jpeg(5 * 1024 * 1024 + 1)),
            "failed",
            11751,
        ),
        (
            "endless",
            Medium {
                endless: true,
                ..of("image/jpeg", jpeg(1000))
            },
            "failed",
            11751,
        ),
        (
            "carrier",
            of("image/jpeg", jpeg(1024 * 1024 + 1)),
            "undelivered",
            30019,
        ),
    ];
    for (name, medium, state, code) in cases {
        let url = world.serve(name, medium);
        assert_eq!(
            mms(&world, "+15550100", "+14155550171", &[&url]).await,
            (state.into(), Some(code)),
            "{name}"
        );
    }
    assert!(
        !world.asked().iter().any(|a| a.contains("elsewhere")),
        "a redirect was followed"
    );
    let missing = format!("{}/media/missing", world.desk);
    assert_eq!(
        mms(&world, "+15550100", "+14155550171", &[&missing])
            .await
            .1,
        Some(11200)
    );
    let closed = "http://127.0.0.1:9/x.jpg";
    assert_eq!(
        mms(&world, "+15550100", "+14155550171", &[closed]).await.1,
        Some(11200)
    );
}

/// All media and the text together count, and by the kind of sender (TW-MMS).
#[tokio::test]
async fn the_carriers_limit_is_of_all_together() {
    let world = World::new().await;
    let half = world.serve("half.jpg", Medium::of("image/jpeg", jpeg(400_000)));
    assert_eq!(
        mms(&world, "+15550100", "+14155550171", &[&half, &half])
            .await
            .0,
        "delivered"
    );
    assert_eq!(
        mms(&world, "+18005550100", "+14155550171", &[&half])
            .await
            .0,
        "delivered"
    );
    assert_eq!(
        mms(&world, "+18005550100", "+14155550171", &[&half, &half]).await,
        ("undelivered".into(), Some(30019))
    );
    // Only the United States, Canada and Australia.
    assert_eq!(
        mms(&world, "+15550100", "+491705550123", &[&half]).await,
        ("undelivered".into(), Some(30011))
    );
}

/// Inbound media want Basic auth, and the redirect wants none (TW-MEDIA).
#[tokio::test]
async fn inbound_media() {
    let mut world = World::new().await;
    let act = Act::show("My mug", "mug.jpg", "image/jpeg", jpeg(2000));
    world
        .sim
        .act(Channel::Sms, "+14155550171", act)
        .await
        .unwrap();
    let form = world.hook().await.form();
    assert_eq!(
        (form["NumMedia"].as_str(), form["Body"].as_str()),
        ("1", "My mug")
    );
    assert_eq!(form["MediaContentType0"], "image/jpeg");
    assert!(form["MessageSid"].starts_with("MM") && form["SmsSid"] == form["MessageSid"]);
    let url = &form["MediaUrl0"];
    assert_eq!(answer(world.http.get(url)).await.0, 401);
    let config = world.sim.config();
    let with = |url: &str| {
        world
            .http
            .get(url)
            .basic_auth(&config.twilio.account_sid, Some(&config.twilio.auth_token))
    };
    let moved = with(url).send().await.unwrap();
    assert_eq!(moved.status(), 307);
    let storage = moved.headers()["location"].to_str().unwrap().to_owned();
    let (status, said) = answer(with(&storage)).await;
    assert!(
        status == 400 && said.as_str().unwrap().contains("InvalidArgument"),
        "credentials were taken along"
    );
    let got = world.http.get(&storage).send().await.unwrap();
    assert_eq!(got.headers()["content-type"], "image/jpeg");
    assert_eq!(got.bytes().await.unwrap(), jpeg(2000));
    assert_eq!(
        answer(world.http.get(storage.replace("signature=", "signature=0")))
            .await
            .0,
        403
    );
    world.sim.turn_clock(5 * 3600 * 1000);
    assert_eq!(
        answer(world.http.get(&storage)).await.0,
        403,
        "the address does not die"
    );
    let (_, list) = world
        .twilio_get(&format!("Messages/{}/Media.json", form["MessageSid"]))
        .await;
    assert_eq!(list["media_list"][0]["content_type"], "image/jpeg");
}
