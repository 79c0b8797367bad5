//! /uploads by tus 1.0.0: piece by piece, not twice, forgotten when asked.

mod common;

use axum::body::Body;
use bytes::Bytes;
use common::{House, PIXEL, bytes, code, header as said, json};
use futures::stream;
use http::{Method, Request, header, request::Builder};
use model::Upload;
use std::io;

const TUS: (&str, &str) = ("tus-resumable", "1.0.0");

fn ask(method: Method, path: &str, session: &str) -> Builder {
    let request = Request::builder().method(method).uri(path);
    request.header(header::COOKIE, session).header(TUS.0, TUS.1)
}

fn empty(request: Builder) -> Request<Body> {
    request.body(Body::empty()).expect("request")
}

/// `filename` and `sha256` as tus wants them.
fn metadata(name: &str, bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
    use sha2::{Digest, Sha256};
    let hash: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!(
        "filename {},sha256 {}",
        BASE64.encode(name),
        BASE64.encode(hash)
    )
}

fn create(session: &str, name: &str, bytes: &[u8]) -> Request<Body> {
    empty(
        ask(Method::POST, "/uploads", session)
            .header("upload-length", bytes.len())
            .header("upload-metadata", metadata(name, bytes)),
    )
}

fn piece(session: &str, place: &str, offset: usize, bytes: impl Into<Body>) -> Request<Body> {
    ask(Method::PATCH, place, session)
        .header("upload-offset", offset)
        .header(header::CONTENT_TYPE, "application/offset+octet-stream")
        .body(bytes.into())
        .expect("request")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_comes_in_piece_by_piece() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let can = house
        .ask(empty(ask(Method::OPTIONS, "/uploads", &session)))
        .await;
    assert_eq!(can.status(), 204);
    assert_eq!(said(&can, "tus-version"), "1.0.0");
    assert_eq!(
        said(&can, "tus-extension"),
        "creation,termination,expiration"
    );

    let created = house.ask(create(&session, "pixel.png", PIXEL)).await;
    assert_eq!(created.status(), 201);
    assert_eq!(
        (said(&created, TUS.0), said(&created, "upload-offset")),
        (TUS.1, "0")
    );
    assert!(said(&created, "upload-expires").ends_with("GMT"));
    let place = said(&created, "location").to_owned();

    // The line breaks after the first twenty bytes.
    let parts = [
        Ok(Bytes::from_static(&PIXEL[..20])),
        Err(io::Error::other("gone")),
    ];
    let broken = piece(&session, &place, 0, Body::from_stream(stream::iter(parts)));
    assert_eq!(house.ask(broken).await.status(), 400);
    let stands = house.ask(empty(ask(Method::HEAD, &place, &session))).await;
    assert!(stands.status().is_success());
    assert_eq!(said(&stands, "upload-offset"), "20");
    assert_eq!(said(&stands, "upload-length"), PIXEL.len().to_string());
    assert_eq!(said(&stands, "cache-control"), "no-store");

    let wrong = house.ask(piece(&session, &place, 21, &PIXEL[21..])).await;
    assert_eq!(wrong.status(), 409);
    let some = house.ask(piece(&session, &place, 20, &PIXEL[20..40])).await;
    assert_eq!(
        (some.status().as_u16(), said(&some, "upload-offset")),
        (204, "40")
    );
    let mut rest = piece(&session, &place, 40, &PIXEL[40..]);
    let prefer = "return=representation".parse().expect("value");
    rest.headers_mut().insert("prefer", prefer);
    let done = house.ask(rest).await;
    assert_eq!(done.status(), 200);
    let upload: Upload = json(done).await;
    assert_eq!(
        (upload.name.as_str(), upload.mime.as_str()),
        ("pixel.png", "image/png")
    );
    // The answer may have been lost on the way.
    let asked: Upload = json(house.ask(empty(ask(Method::GET, &place, &session))).await).await;
    assert_eq!(asked, upload);

    let facts = format!("/uploads/{}", upload.id);
    let asked: Upload = json(house.ask(empty(ask(Method::GET, &facts, &session))).await).await;
    assert_eq!(asked, upload);
    let shown = house.get_as(&session, &upload.thumb_url).await;
    assert_eq!(said(&shown, "cache-control"), "no-store");
    assert_eq!(said(&shown, "content-type"), "image/png");
    assert!(said(&shown, "content-security-policy").contains("sandbox"));
    assert_eq!(bytes(shown).await, PIXEL);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_here_already_is_not_sent_again() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let first = house.upload(&session, "one.png", PIXEL).await;
    let created = house.ask(create(&session, "two.png", PIXEL)).await;
    assert_eq!(created.status(), 201);
    assert_eq!(said(&created, "upload-offset"), PIXEL.len().to_string());
    let place = said(&created, "location").to_owned();
    let second: Upload = json(created).await;
    assert_eq!(
        (second.name.as_str(), &second.sha256),
        ("two.png", &first.sha256)
    );
    assert_eq!(place, format!("/uploads/{}", second.id));

    // A visitor who knows the hash is answered like one who made one up.
    let chat = desk::visitor::start(&house.desk, desk::demo::WEBCHAT_KEY, None)
        .await
        .expect("chat");
    let mut answers = Vec::new();
    for bytes in [PIXEL, &vec![7; PIXEL.len()]] {
        let mut request = create("", "two.png", bytes);
        let token = chat.token.parse().expect("value");
        request.headers_mut().insert("x-visitor", token);
        let answer = house.ask(request).await;
        assert!(!said(&answer, "location").contains(&second.id.to_string()));
        let mut names: Vec<String> = answer.headers().keys().map(ToString::to_string).collect();
        names.sort();
        answers.push((
            answer.status(),
            said(&answer, "upload-offset").to_owned(),
            names,
        ));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].1, "0");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_is_said_at_once() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let refused = |request: Builder| async {
        let response = house.ask(empty(request)).await;
        (response.status().as_u16(), code(response).await)
    };
    let post = || ask(Method::POST, "/uploads", &session);
    let too_large = post().header("upload-length", 26_000_000);
    assert_eq!(refused(too_large).await, (413, "too_large".into()));
    assert_eq!(refused(post()).await, (411, "upload_length".into()));
    let odd = post()
        .header("upload-length", 5)
        .header("upload-metadata", "filename ###");
    assert_eq!(refused(odd).await, (400, "upload_metadata".into()));
    let none = Request::post("/uploads")
        .header(TUS.0, TUS.1)
        .header("upload-length", 5);
    assert_eq!(refused(none).await, (401, "not_signed_in".into()));
    let other = Request::post("/uploads")
        .header(header::COOKIE, &session)
        .header(TUS.0, "0.2.2")
        .header("upload-length", 5);
    let other = house.ask(empty(other)).await;
    assert_eq!(
        (other.status().as_u16(), said(&other, "tus-version")),
        (412, "1.0.0")
    );

    let created = house.ask(create(&session, "a.bin", b"hello")).await;
    let place = said(&created, "location").to_owned();
    let untyped = ask(Method::PATCH, &place, &session).header("upload-offset", 0);
    assert_eq!(refused(untyped).await, (415, "upload_type".into()));
    let placeless = ask(Method::PATCH, &place, &session)
        .header(header::CONTENT_TYPE, "application/offset+octet-stream");
    assert_eq!(refused(placeless).await, (400, "upload_offset".into()));
    let long = house.ask(piece(&session, &place, 0, "hello, world")).await;
    assert_eq!(
        (long.status().as_u16(), code(long).await),
        (422, "upload_length".into())
    );
    let damaged = house.ask(piece(&session, &place, 0, "jello")).await;
    assert_eq!(
        (damaged.status().as_u16(), code(damaged).await),
        (460, "hash_mismatch".into())
    );
    let gone = house.ask(piece(&session, &place, 0, "hello")).await;
    assert_eq!(gone.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_upload_is_forgotten_by_its_owner_alone() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let chat = desk::visitor::start(&house.desk, desk::demo::WEBCHAT_KEY, None)
        .await
        .expect("chat");
    let upload = house.upload(&session, "one.png", PIXEL).await;
    let created = house.ask(create(&session, "a.bin", b"hello")).await;
    let places = [
        format!("/uploads/{}", upload.id),
        said(&created, "location").to_owned(),
    ];
    let foreign = |method: Method, path: &str| {
        let request = Request::builder().method(method).uri(path);
        empty(request.header("x-visitor", &chat.token))
    };
    for place in &places {
        for method in [Method::GET, Method::HEAD, Method::DELETE] {
            assert_eq!(house.ask(foreign(method, place)).await.status(), 404);
        }
        let delete = || empty(ask(Method::DELETE, place, &session));
        assert_eq!(house.ask(delete()).await.status(), 204);
        assert_eq!(house.ask(delete()).await.status(), 404);
    }
    let picture = format!("/uploads/{}/original", upload.id);
    assert_eq!(
        house.ask(foreign(Method::GET, &picture)).await.status(),
        404
    );
    assert_eq!(house.get_as(&session, &picture).await.status(), 404);
    for forged in [
        "/uploads/0",
        "/uploads/-1",
        "/uploads/%00",
        "/uploads/..%2F..%2Fetc",
    ] {
        let asked = house.ask(empty(ask(Method::GET, forged, &session))).await;
        assert_eq!(asked.status(), 404, "{forged}");
    }
}
