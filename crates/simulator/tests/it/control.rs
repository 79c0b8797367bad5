//! `/control`: everything a program in another language needs.

use serde_json::{Value, json};
use simulator::Channel;

use crate::support::{World, answer};

async fn put(world: &World, path: &str, body: Value) -> (u16, Value) {
    answer(
        world
            .http
            .put(format!("{}/control/{path}", world.base))
            .body(body.to_string()),
    )
    .await
}

async fn post(world: &World, path: &str, body: Value) -> (u16, Value) {
    answer(
        world
            .http
            .post(format!("{}/control/{path}", world.base))
            .body(body.to_string()),
    )
    .await
}

#[tokio::test]
async fn knobs_and_faults() {
    let world = World::new().await;
    let (status, knobs) = put(&world, "sms/knobs", json!({"throttled": 1.0})).await;
    assert_eq!((status, knobs["throttled"].as_f64()), (200, Some(1.0)));
    assert_eq!(world.sms(&[("Body", "x")]).await.0, 429);
    put(&world, "sms/knobs", json!({})).await;
    assert_eq!(
        post(&world, "sms/next", json!(["failing", {"code": 21610}]))
            .await
            .0,
        200
    );
    assert_eq!(world.sms(&[("Body", "x")]).await.0, 500);
    assert_eq!(world.sms(&[("Body", "x")]).await.1["code"], 21610);
    assert_eq!(world.sms(&[("Body", "x")]).await.0, 201);
    let (status, wrong) = put(&world, "sms/knobs", json!({"throtled": 1.0})).await;
    assert_eq!(status, 422);
    assert!(wrong["error"].as_str().unwrap().contains("throtled"));
    assert_eq!(put(&world, "fax/knobs", json!({})).await.0, 404);
}

/// Meta's handshake before the address counts.
#[tokio::test]
async fn webhooks_are_verified() {
    let mut world = World::new().await;
    let url = format!("{}/hook/elsewhere", world.desk);
    assert_eq!(
        put(&world, "instagram/webhook", json!({"url": url}))
            .await
            .0,
        200
    );
    let act = json!({"act": "say", "text": "Hello"});
    let (_, made) = post(&world, "instagram/people/7110000000000001/act", act).await;
    assert_eq!(made["messages"].as_array().unwrap().len(), 1);
    assert_eq!(world.hook().await.uri, "/hook/elsewhere");
    world
        .sim
        .configure(|c| c.instagram.verify_token = "another".into());
    let (status, wrong) = put(&world, "instagram/webhook", json!({"url": url})).await;
    assert_eq!(status, 400);
    assert!(wrong["error"].as_str().unwrap().contains("403"));
}

#[tokio::test]
async fn people_and_messages() {
    let world = World::new().await;
    let person = json!({"id": "+12125550111", "name": "Mia", "fails": 30007});
    assert_eq!(post(&world, "sms/people", person).await.0, 200);
    let act = json!({"act": "say", "text": "Look", "files": [{"name": "a.jpg", "kind": "image/jpeg", "base64": "/9j/4A=="}]});
    assert_eq!(
        post(&world, "sms/people/%2B12125550111/act", act).await.0,
        200
    );
    let (_, thread) = answer(world.http.get(format!(
        "{}/control/sms/people/%2B12125550111/messages",
        world.base
    )))
    .await;
    assert_eq!(thread[0]["files"][0]["bytes"], 4);
    let sha256 = thread[0]["files"][0]["sha256"].as_str().unwrap();
    let bytes = world
        .http
        .get(format!("{}/control/files/{sha256}", world.base))
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(&bytes[..], b"\xff\xd8\xff\xe0");
    let (status, wrong) = post(
        &world,
        "sms/people/%2B12125550111/act",
        json!({"act": "seen_by_nobody"}),
    )
    .await;
    assert!(status == 422 && wrong["error"].is_string());
    let (status, _) = post(
        &world,
        "sms/people/%2B12125550111/act",
        json!({"act": "unsend", "message": "x"}),
    )
    .await;
    assert_eq!(status, 400);
    let before = world.sim.now();
    assert_eq!(
        post(&world, "clock", json!({"forward_s": 3600})).await.0,
        200
    );
    assert!(world.sim.now() - before >= 3_600_000);
    assert_eq!(world.sim.webhooks().len(), 1);
    assert_eq!(world.sim.lines(Channel::Sms).len(), 1);
}
