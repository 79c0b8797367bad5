//! /pkg and the public files.

mod common;

use axum::body::Body;
use common::{House, bytes, header};
use http::Request;

async fn ask(house: &House, path: &str, headers: &[(&str, &str)]) -> axum::response::Response {
    let request = headers
        .iter()
        .fold(Request::get(path), |request, (name, value)| {
            request.header(*name, *value)
        });
    house
        .ask(request.body(Body::empty()).expect("request"))
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn files_come_in_the_smallest_form_the_browser_takes() {
    let house = House::empty().await;
    for (accepted, encoding, body) in [
        ("", "", "export default 1;"),
        ("gzip, deflate", "gzip", "gzip's bytes"),
        ("gzip, deflate, br, zstd", "br", "brotli's bytes"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzip's bytes"),
    ] {
        let response = ask(&house, "/pkg/inbox-1.js", &[("accept-encoding", accepted)]).await;
        assert_eq!(response.status(), 200);
        assert_eq!(
            header(&response, "content-encoding"),
            encoding,
            "{accepted}"
        );
        assert_eq!(
            header(&response, "content-type"),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(
            header(&response, "cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(header(&response, "vary"), "accept-encoding");
        assert_eq!(bytes(response).await, body.as_bytes());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_the_browser_has_is_not_sent_again() {
    let house = House::empty().await;
    let first = ask(&house, "/pkg/inbox-1.css", &[]).await;
    let etag = header(&first, "etag").to_owned();
    let again = ask(&house, "/pkg/inbox-1.css", &[("if-none-match", &etag)]).await;
    assert_eq!(again.status(), 304);
    assert_eq!(header(&again, "etag"), etag);
    assert!(bytes(again).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn there_is_no_way_out_of_the_site() {
    let house = House::empty().await;
    for path in [
        "/pkg/nothing.js",
        "/pkg/..%2f..%2fCargo.toml",
        "/manifest.json",
        "/../Cargo.toml",
    ] {
        assert_eq!(ask(&house, path, &[]).await.status(), 404, "{path}");
    }
    assert_eq!(
        bytes(ask(&house, "/robots.txt", &[]).await).await,
        "User-agent: *".as_bytes()
    );
    assert_eq!(
        bytes(ask(&house, "/health", &[]).await).await,
        "ok".as_bytes()
    );
}
