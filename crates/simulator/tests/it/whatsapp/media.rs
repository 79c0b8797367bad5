//! Media both ways.

use serde_json::json;
use simulator::{Act, Channel};

use super::{HIM, statuses, value, writes};
use crate::support::{Medium, World, jpeg, png};

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
