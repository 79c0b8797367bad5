//! POST /mail/{inbox}, and the same letter by `attache mail-in`.

mod common;

use axum::body::Body;
use common::{House, ingest};
use desk::{Actor, Desk, inbox, receive};
use http::Request;
use model::{Channel, InboxId, InboxLimits};
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

const LETTER: &str = "From: Anna <anna@c.example>\r\nTo: help@shop.example\r\nSubject: Mug\r\n\r\nGr\u{f6}\u{df}e\r\n";

async fn mailbox(desk: &Desk) -> InboxId {
    let new = inbox::NewInbox {
        channel: Channel::Email,
        name: "Help".into(),
        public_key: None,
        greeting: String::new(),
        limits: InboxLimits::default(),
    };
    let id = inbox::create(desk, &Actor::System, new).await.unwrap();
    let settings = serde_json::json!({"address": "help@shop.example"});
    let credentials = serde_json::json!({"secret": "s3cret"});
    let settings = settings.as_object().unwrap().clone();
    inbox::connect(desk, &Actor::System, id, settings, &credentials)
        .await
        .unwrap();
    id
}

/// How many letters were kept and are applied now.
async fn applied(desk: &Desk) -> u64 {
    let told = receive::replay(desk, &Actor::System, None, true)
        .await
        .unwrap();
    assert_eq!(told.failed, 0);
    told.applied
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_posts_a_letter_knows_the_secret() {
    let house = House::empty().await;
    let inbox = mailbox(&house.desk).await;
    let post = async |inbox: InboxId, secret: &str, bytes: usize| {
        let body = format!("{LETTER}{}", "x".repeat(bytes));
        let request = Request::post(format!("/mail/{inbox}"))
            .header("authorization", format!("Bearer {secret}"))
            .body(Body::from(body))
            .unwrap();
        house.ask(request).await.status().as_u16()
    };
    assert_eq!(post(inbox, "wrong", 0).await, 403);
    assert_eq!(post(9_999, "s3cret", 0).await, 404);
    assert_eq!(applied(&house.desk).await, 0, "nothing was kept");
    assert_eq!(post(inbox, "s3cret", 0).await, 200);
    assert_eq!(post(inbox, "s3cret", 0).await, 200);
    assert_eq!(applied(&house.desk).await, 1, "the same one");
    assert_eq!(
        post(inbox, "s3cret", 6 << 20).await,
        200,
        "larger than a webhook"
    );
    assert_eq!(applied(&house.desk).await, 2);
    assert_eq!(post(inbox, "s3cret", 51 << 20).await, 413);
}

fn mail_in(data_dir: &Path, inbox: InboxId, letter: &[u8]) -> Option<i32> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_attache"))
        .args(["mail-in", "--inbox", &inbox.to_string(), "--data-dir"])
        .arg(data_dir)
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // One that is not to be had does not read to the end.
    let _ = child.stdin.take().unwrap().write_all(letter);
    child.wait().unwrap().code()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_pipe_is_told_what_to_do_with_a_letter() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(desk::Config {
        database_url: None,
        data_dir: folder.path().to_owned(),
        public_url: "http://desk.test".into(),
        secret: None,
        ingest: ingest(),
        undo: std::time::Duration::ZERO,
    })
    .await
    .unwrap();
    let inbox = mailbox(&desk).await;
    assert_eq!(mail_in(folder.path(), inbox, LETTER.as_bytes()), Some(0));
    assert_eq!(mail_in(folder.path(), 9_999, LETTER.as_bytes()), Some(67));
    assert_eq!(applied(&desk).await, 1);
    let no_folder = folder.path().join("secret.key");
    assert_eq!(mail_in(&no_folder, inbox, LETTER.as_bytes()), Some(75));
}
