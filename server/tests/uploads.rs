//! POST /uploads.

mod common;

use axum::body::Body;
use bytes::Bytes;
use common::{House, PIXEL, code, header, json};
use futures::stream;
use http::{
    Request,
    header::{CONTENT_LENGTH, COOKIE, EXPECT},
};
use model::{NewFile, NewMessage, Upload};
use std::io;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_picture_comes_in() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let upload = house.upload(&session, "pixel.png", PIXEL).await;
    assert_eq!(
        (upload.mime.as_str(), upload.bytes),
        ("image/png", PIXEL.len() as u64)
    );
    assert_eq!((upload.width, upload.height), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stranger_may_not() {
    let house = House::seeded().await;
    let request = Request::post("/uploads?name=a.png")
        .body(Body::from(PIXEL))
        .expect("request");
    let response = house.ask(request).await;
    assert_eq!(response.status(), 401);
    assert_eq!(code(response).await, "not_signed_in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_visitor_may_by_their_token() {
    let house = House::seeded().await;
    let chat = desk::visitor::start(&house.desk, desk::demo::WEBCHAT_KEY, None)
        .await
        .expect("chat");
    let request = |token: &str| {
        Request::post("/uploads?name=a.png")
            .header("x-visitor", token)
            .body(Body::from(PIXEL))
            .expect("request")
    };
    let response = house.ask(request(&chat.token)).await;
    assert_eq!(response.status(), 201);
    let upload: Upload = json(response).await;
    assert_eq!(upload.name, "a.png");
    assert_eq!(house.ask(request("forged")).await.status(), 401);
}

/// The body would panic if anybody looked at it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn too_large_is_said_before_the_first_byte() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let untouched = Body::from_stream(stream::once(async {
        panic!("the body was read");
        #[allow(unreachable_code, reason = "gives the stream its type")]
        Ok::<Bytes, io::Error>(Bytes::new())
    }));
    let request = Request::post("/uploads?name=film.mp4")
        .header(COOKIE, &session)
        .header(CONTENT_LENGTH, 9_000_000_000_u64)
        .header(EXPECT, "100-continue");
    let response = house.ask(request.body(untouched).expect("request")).await;
    assert_eq!(response.status(), 413);
    assert_eq!(code(response).await, "too_large");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_stops_halfway_or_holds_nothing_is_no_upload() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let request = || Request::post("/uploads?name=a.png").header(COOKIE, &session);
    let parts = [Ok(Bytes::from_static(PIXEL)), Err(io::Error::other("gone"))];
    let broken = Body::from_stream(stream::iter(parts));
    let response = house.ask(request().body(broken).expect("request")).await;
    assert_eq!(response.status(), 400);
    let response = house
        .ask(request().body(Body::empty()).expect("request"))
        .await;
    assert_eq!(response.status(), 422);
    assert_eq!(code(response).await, "empty");
}

/// Every one is taken for what its bytes are, given a name that says so, and runs nowhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lies_are_seen_through() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let script = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let page = b"<!doctype html><script>alert(1)</script>";
    let both = b"\xFF\xD8\xFF\xE0PK\x03\x04 neither the one nor the other";
    // Name, bytes; name and type that become of it; whether a browser shows it.
    let files: [(&str, &'static [u8], &str, &str, bool); 8] = [
        ("photo.jpg", PIXEL, "photo.png", "image/png", true),
        ("photo.png", page, "photo.html", "text/html", false),
        ("photo.svg", script, "photo.svg", "image/svg+xml", false),
        ("photo2.png", script, "photo2.svg", "image/svg+xml", false),
        (
            "notes.pdf",
            b"PK\x03\x04 a zip",
            "notes.zip",
            "application/zip",
            false,
        ),
        ("a.jpg", both, "a.bin", "application/octet-stream", false),
        (
            "b.mp4",
            b"MZ\x90\0\x03\0\0\0",
            "b.bin",
            "application/octet-stream",
            false,
        ),
        (
            "c.avif",
            b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
            "c.avif",
            "image/avif",
            false,
        ),
    ];
    let mut note = NewMessage {
        client_key: "lies".into(),
        ticket: house.ticket().await.id,
        note: true,
        text: String::new(),
        files: Vec::new(),
    };
    for (name, file, becomes, mime, _) in files {
        let upload = house.upload(&session, name, file).await;
        assert_eq!(
            (upload.name.as_str(), upload.mime.as_str()),
            (becomes, mime),
            "{name}"
        );
        note.files.push(NewFile {
            upload: upload.id,
            caption: String::new(),
            alt: String::new(),
            redacted: 0,
            sent_as: model::SentAs::Itself,
        });
    }
    let kept = desk::message::send(&house.desk, &house.owner().await, note).await;
    for (kept, (name, _, _, mime, shown)) in kept.expect("a note").attachments.iter().zip(files) {
        assert_eq!(kept.thumb_url.is_empty(), !shown, "{name}");
        let response = house.get_as(&session, &kept.url).await;
        assert_eq!(header(&response, "content-type"), mime);
        let how = header(&response, "content-disposition");
        assert_eq!(how.starts_with("inline"), shown, "{name}: {how}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert!(header(&response, "content-security-policy").starts_with("sandbox;"));
    }
}
