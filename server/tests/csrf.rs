//! Nothing is done that another site sent.

mod common;

use axum::body::Body;
use common::{House, code, text};
use http::{Request, header, request::Builder};

fn logout(session: &str) -> Builder {
    Request::post("/logout")
        .header(header::HOST, "desk.test")
        .header(header::COOKIE, session)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn foreign_origins_change_nothing() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://desk.test:8080"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let request = logout(&session)
            .header(name, value)
            .body(Body::empty())
            .expect("request");
        let response = house.ask(request).await;
        assert_eq!(response.status(), 403, "{name}: {value}");
        assert_eq!(code(response).await, "foreign_origin");
    }
    assert_eq!(
        house.get_as(&session, "/inbox").await.status(),
        200,
        "still signed in"
    );

    let request = logout(&session)
        .header("origin", "https://evil.example")
        .header("accept", "text/html")
        .body(Body::empty())
        .expect("request");
    let page = text(house.ask(request).await).await;
    assert!(
        page.contains("<p role=\"alert\">This was sent from another site"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn our_own_pages_and_programs_may() {
    let house = House::seeded().await;
    for headers in [
        &[
            ("origin", "http://desk.test"),
            ("sec-fetch-site", "same-origin"),
        ][..],
        &[("sec-fetch-site", "none")],
        &[],
    ] {
        let session = house.sign_in().await;
        let request = headers
            .iter()
            .fold(logout(&session), |request, (name, value)| {
                request.header(*name, *value)
            });
        let response = house
            .ask(request.body(Body::empty()).expect("request"))
            .await;
        assert_eq!(response.status(), 303, "{headers:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_function_is_no_way_around() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let call = |origin: &'static str| {
        Request::post("/api/ticket/open")
            .header(header::HOST, "desk.test")
            .header(header::COOKIE, &session)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ORIGIN, origin)
            .body(Body::from(r#"{"number":1}"#))
            .expect("request")
    };
    assert_eq!(house.ask(call("https://evil.example")).await.status(), 403);
    assert_ne!(house.ask(call("http://desk.test")).await.status(), 403);
}
