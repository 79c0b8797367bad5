//! /widget.js and /widget/{key}.

mod common;

use common::{House, header, text};

const LOADER: &[u8] = include_bytes!("../../public/widget.js");

/// What a shop's page pays before anybody clicks.
#[test]
fn the_loader_is_small() {
    let mut squeezed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &LOADER[..], &mut squeezed, &params).expect("brotli");
    assert!(squeezed.len() <= 2048, "{} bytes", squeezed.len());
}

/// Pages with a strict policy take no inline styles, no eval, no markup from strings.
#[test]
fn the_loader_asks_for_no_exception() {
    let loader = std::str::from_utf8(LOADER).expect("UTF-8");
    for sin in [
        "innerHTML",
        "eval(",
        "new Function",
        "document.write",
        "cookie",
        "localStorage",
    ] {
        assert!(!loader.contains(sin), "{sin}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_loader_is_for_other_peoples_pages() {
    let house = House::empty().await;
    let response = house.get("/widget.js").await;
    assert_eq!(response.status(), 200);
    assert_eq!(
        header(&response, "cross-origin-resource-policy"),
        "cross-origin"
    );
    assert!(header(&response, "cache-control").starts_with("public, max-age=3600"));
    assert_eq!(header(&response, "set-cookie"), "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_may_be_framed_and_sets_no_cookie() {
    let house = House::seeded().await;
    let path = format!(
        "/widget/{}?host=https%3A%2F%2Fshop.example",
        desk::demo::WEBCHAT_KEY
    );
    let response = house.get(&path).await;
    assert_eq!(response.status(), 200);
    assert!(header(&response, "content-security-policy").contains("frame-ancestors *"));
    assert_eq!(header(&response, "set-cookie"), "");
    assert!(text(response).await.contains("data-testid=\"greeting\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_unknown_key_is_a_page_too() {
    let house = House::empty().await;
    let response = house.get("/widget/nobody").await;
    assert_eq!(response.status(), 404);
    assert!(header(&response, "content-security-policy").contains("frame-ancestors *"));
}
