//! /files: ranges, tags, names, and who may.

mod common;

use axum::{body::Body, response::Response};
use common::{House, PIXEL, bytes, header};
use http::{Method, Request};

struct Shelf {
    house: House,
    session: String,
    url: String,
}

impl Shelf {
    async fn with(name: &str, file: &'static [u8]) -> Self {
        let house = House::seeded().await;
        let session = house.sign_in().await;
        let upload = house.upload(&session, name, file).await;
        let url = house.note(upload).await.attachments.remove(0).url;
        Self {
            house,
            session,
            url,
        }
    }

    async fn ask(&self, method: Method, headers: &[(&str, &str)]) -> Response {
        let request = Request::builder().method(method).uri(&self.url);
        let request = headers.iter().fold(
            request.header("cookie", &self.session),
            |request, (name, value)| request.header(*name, *value),
        );
        self.house
            .ask(request.body(Body::empty()).expect("request"))
            .await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_picture_is_shown_in_a_sandbox() {
    let shelf = Shelf::with("Tasse.png", PIXEL).await;
    let response = shelf.ask(Method::GET, &[]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-type"), "image/png");
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert!(header(&response, "content-security-policy").starts_with("sandbox"));
    assert!(header(&response, "content-disposition").starts_with("inline; filename=\"Tasse.png\""));
    assert_eq!(
        header(&response, "cache-control"),
        "private, max-age=31536000, immutable"
    );
    assert_eq!(bytes(response).await, PIXEL);

    let response = shelf
        .house
        .get_as(&shelf.session, &format!("{}?download=1", shelf.url))
        .await;
    assert!(header(&response, "content-disposition").starts_with("attachment"));
}

/// Sent to a page of ours, it would be a script in our name.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn markup_is_a_download() {
    let page = b"<!doctype html><script>alert(1)</script>";
    let shelf = Shelf::with("page.html", page).await;
    let response = shelf.ask(Method::GET, &[]).await;
    assert!(header(&response, "content-disposition").starts_with("attachment"));
    assert!(header(&response, "content-security-policy").starts_with("sandbox;"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parts() {
    let shelf = Shelf::with("a.png", PIXEL).await;
    let response = shelf.ask(Method::GET, &[("range", "bytes=4-7")]).await;
    assert_eq!(response.status(), 206);
    let whole = PIXEL.len();
    assert_eq!(
        header(&response, "content-range"),
        format!("bytes 4-7/{whole}")
    );
    assert_eq!(header(&response, "content-length"), "4");
    assert_eq!(bytes(response).await, &PIXEL[4..8]);

    let response = shelf.ask(Method::GET, &[("range", "bytes=-2")]).await;
    assert_eq!(bytes(response).await, &PIXEL[whole - 2..]);
    let response = shelf.ask(Method::GET, &[("range", "bytes=9999-")]).await;
    assert_eq!(response.status(), 416);
    assert_eq!(
        header(&response, "content-range"),
        format!("bytes */{whole}")
    );
}

/// How a player seeks: parts of the version it has, and nothing that it could splice wrongly.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_film_is_played_by_parts() {
    const FILM: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2mdat and the moving pictures";
    let shelf = Shelf::with("drop.mp4", FILM).await;
    let response = shelf.ask(Method::GET, &[("range", "bytes=0-")]).await;
    assert_eq!(response.status(), 206);
    assert_eq!(header(&response, "content-type"), "video/mp4");
    assert_eq!(header(&response, "accept-ranges"), "bytes");
    let etag = header(&response, "etag").to_owned();
    assert_eq!(bytes(response).await, FILM);

    let same = [("range", "bytes=8-11"), ("if-range", &etag)];
    let response = shelf.ask(Method::GET, &same).await;
    assert_eq!(response.status(), 206);
    assert_eq!(bytes(response).await, &FILM[8..12]);
    let weak = format!("W/{etag}");
    for other in ["\"other\"", &weak, "Wed, 21 Oct 2015 07:28:00 GMT"] {
        let parts = [("range", "bytes=8-11"), ("if-range", other)];
        let response = shelf.ask(Method::GET, &parts).await;
        assert_eq!(response.status(), 200, "{other}");
        assert_eq!(bytes(response).await, FILM);
    }
    let several = shelf.ask(Method::GET, &[("range", "bytes=0-1,4-5")]).await;
    assert_eq!(several.status(), 200, "several parts are the whole");
    assert_eq!(bytes(several).await, FILM);
    let end = shelf.ask(Method::GET, &[("range", "bytes=-8")]).await;
    assert_eq!(end.status(), 206);
    assert_eq!(bytes(end).await, &FILM[FILM.len() - 8..]);
    let head = shelf.ask(Method::HEAD, &[("range", "bytes=0-3")]).await;
    assert_eq!(head.status(), 200);
    assert_eq!(header(&head, "content-length"), FILM.len().to_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn head_and_tags() {
    let shelf = Shelf::with("a.png", PIXEL).await;
    let response = shelf.ask(Method::HEAD, &[]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-length"), PIXEL.len().to_string());
    assert_eq!(header(&response, "accept-ranges"), "bytes");
    let etag = header(&response, "etag").to_owned();
    assert!(bytes(response).await.is_empty());

    let response = shelf.ask(Method::GET, &[("if-none-match", &etag)]).await;
    assert_eq!(response.status(), 304);
    assert!(bytes(response).await.is_empty());
    let parts = [("range", "bytes=0-3"), ("if-range", "\"another\"")];
    assert_eq!(shelf.ask(Method::GET, &parts).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn strangers_see_nothing() {
    let shelf = Shelf::with("a.png", PIXEL).await;
    let request = Request::get(&shelf.url).header("accept", "image/*");
    let response = shelf
        .house
        .ask(request.body(Body::empty()).expect("request"))
        .await;
    assert_eq!(response.status(), 401);
    let response = shelf.house.get(&shelf.url).await;
    assert!(header(&response, "location").starts_with("/login?next=%2Ffiles%2F"));
    let forged = format!("{}?e=99999999999&s=forged", shelf.url);
    assert_eq!(shelf.house.get(&forged).await.status(), 403);
    for missing in ["/files/999999/original/a.png", "/files/1/secret/a.png"] {
        assert_eq!(
            shelf.house.get_as(&shelf.session, missing).await.status(),
            404,
            "{missing}"
        );
    }
}
