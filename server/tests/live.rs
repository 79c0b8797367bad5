//! /live and /widget/live.

mod common;

use axum::body::{Body, BodyDataStream};
use common::{House, header};
use futures::StreamExt;
use http::Request;
use model::NewMessage;
use std::time::Duration;
use tokio::time::timeout;

struct Stream(BodyDataStream);

impl Stream {
    async fn open(house: &House, session: &str, last: Option<i64>) -> Self {
        let request = Request::get("/live").header("cookie", session);
        let request = last.iter().fold(request, |request, last| {
            request.header("last-event-id", *last)
        });
        let response = house
            .ask(request.body(Body::empty()).expect("request"))
            .await;
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "content-type"), "text/event-stream");
        assert_eq!(header(&response, "x-accel-buffering"), "no");
        assert_eq!(header(&response, "content-encoding"), "");
        Self(response.into_body().into_data_stream())
    }

    /// The next event's text; `None` once the stream has ended.
    async fn next(&mut self) -> Option<String> {
        let bytes = timeout(Duration::from_secs(10), self.0.next())
            .await
            .expect("in time")?;
        Some(String::from_utf8(bytes.expect("bytes").to_vec()).expect("UTF-8"))
    }
}

async fn say(house: &House, key: &str) {
    let message = NewMessage {
        client_key: key.into(),
        ticket: house.ticket().await.id,
        note: true,
        text: "A word among us.".into(),
        files: Vec::new(),
    };
    desk::message::send(&house.desk, &house.owner().await, message)
        .await
        .expect("note");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn agents_hear_what_happens_and_what_they_missed() {
    let house = House::seeded().await;
    let workers = house.desk.start();
    let session = house.sign_in().await;
    let mut stream = Stream::open(&house, &session, None).await;
    let hello = stream.next().await.expect("hello");
    assert!(
        hello.contains("event: hello") && hello.contains("\"build\":\""),
        "{hello}"
    );
    say(&house, "live-test-0001").await;
    let event = stream.next().await.expect("an event");
    assert!(event.contains("\"kind\":\"note\""), "{event}");
    let seq: i64 = event
        .lines()
        .find_map(|line| line.strip_prefix("id: "))
        .and_then(|id| id.parse().ok())
        .expect("an id");

    let mut again = Stream::open(&house, &session, Some(seq - 1)).await;
    again.next().await.expect("hello");
    let missed = again.next().await.expect("what it missed");
    assert!(missed.contains(&format!("id: {seq}")), "{missed}");
    workers.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stream_ends_with_its_session_and_with_the_server() {
    let house = House::seeded().await;
    let (mine, other) = (house.sign_in().await, house.sign_in().await);
    let mut signed_out = Stream::open(&house, &mine, None).await;
    let mut open = Stream::open(&house, &other, None).await;
    signed_out.next().await.expect("hello");
    open.next().await.expect("hello");
    house.submit(&mine, "/logout", "").await;
    assert_eq!(signed_out.next().await, None);
    house.state.stop.cancel();
    assert_eq!(open.next().await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn strangers_hear_nothing() {
    let house = House::seeded().await;
    assert_eq!(house.get("/live").await.status(), 401);
    assert_eq!(house.get("/widget/live").await.status(), 401);
    assert!(
        house
            .get("/widget/live?ticket=guess")
            .await
            .status()
            .is_client_error()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_visitors_ticket_is_good_once() {
    let house = House::seeded().await;
    let chat = desk::visitor::start(&house.desk, desk::demo::WEBCHAT_KEY, None)
        .await
        .expect("chat");
    let visitor = desk::visitor::authenticate(&house.desk, &chat.token)
        .await
        .expect("visitor");
    let ticket = desk::visitor::stream_ticket(&house.desk, &visitor)
        .await
        .expect("ticket");
    let path = format!("/widget/live?ticket={ticket}");
    assert_eq!(house.get(&path).await.status(), 200);
    assert_eq!(house.get(&path).await.status(), 401);
}
