//! GET /messages/{id}/letter: an e-mail as it was sent, which can do nothing.

mod common;

use axum::{body::Body, response::Response};
use common::{House, PIXEL, bytes, header, text};
use desk::{Actor, inbox, receive, ticket};
use http::Request;
use model::{Channel, InboxLimits, MessageId, letter_url};

/// What a stranger may send who means no good.
const NASTY: &str = "<html><head><title>T</title><base href=\"https://evil.example/\">\
    <meta http-equiv=refresh content=\"0;url=https://evil.example/1\">\
    <link rel=stylesheet href=https://evil.example/2>\
    <style>@import url(https://evil.example/3); body{background:url(https://evil.example/4)}</style>\
    <script src=https://evil.example/5></script></head>\
    <body background=https://evil.example/6 onload=\"alert(1)\">\
    <div style=\"position:fixed;inset:0;z-index:9;background:url(https://evil.example/7)\">Over</div>\
    <svg onload=alert(2)><image href=https://evil.example/8 /><style>@import 'https://evil.example/9'</style></svg>\
    <math><mi xlink:href=\"javascript:alert(3)\">m</mi></math>\
    <form action=https://evil.example/10><input type=image src=https://evil.example/11><button>Go</button></form>\
    <iframe src=https://evil.example/12 srcdoc=\"<script>alert(4)</script>\"></iframe>\
    <object data=https://evil.example/13></object><embed src=https://evil.example/14>\
    <picture><source srcset=https://evil.example/15><img srcset=\"https://evil.example/16 2x\" alt=far></picture>\
    <video poster=https://evil.example/17><source src=https://evil.example/18></video>\
    <table background=https://evil.example/19><tr><td>cell</table>\
    <img src=//evil.example/20><img src=\"data:image/svg+xml,<svg onload=alert(5)>\" alt=data>\
    <img src=cid:none alt=gone><img src=cid:p@c alt=own>\
    <img src=\"https://far.example/pixel.gif?a=1&amp;b=2\" onerror=alert(6)>\
    <a href=\"javascript:alert(7)\">one</a><a href=https://far.example/page ping=https://evil.example/21>two</a>";

/// A desk with a letter of that HTML, and its message.
async fn with_letter(html: &str) -> (House, MessageId) {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let house = House::seeded().await;
    let desk = &house.desk;
    let new = inbox::NewInbox {
        channel: Channel::Email,
        name: "Help".into(),
        public_key: None,
        greeting: String::new(),
        limits: InboxLimits::default(),
    };
    let inbox = inbox::create(desk, &Actor::System, new).await.unwrap();
    let settings = serde_json::json!({"address": "help@shop.example"});
    let settings = settings.as_object().unwrap().clone();
    inbox::connect(
        desk,
        &Actor::System,
        inbox,
        settings,
        &serde_json::json!({}),
    )
    .await
    .unwrap();
    let letter = format!(
        "From: Eve <eve@c.example>\r\nTo: help@shop.example\r\nSubject: </title><script>\r\n\
         Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n\
         {html}\r\n--b\r\nContent-Type: image/png; name=own.png\r\nContent-ID: <p@c>\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        STANDARD.encode(PIXEL)
    );
    receive::letter(desk, inbox, letter.as_bytes())
        .await
        .unwrap();
    let told = receive::replay(desk, &Actor::System, None, true)
        .await
        .unwrap();
    assert_eq!((told.applied, told.failed), (1, 0));
    let owner = house.owner().await;
    let number = house.ticket().await.number;
    let mut thread = ticket::open(desk, &owner, number).await.unwrap();
    (house, thread.messages.remove(0).id)
}

fn policy(response: &Response) -> Vec<String> {
    let text = header(response, "content-security-policy");
    text.split("; ").map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_letter_is_a_page_that_can_do_nothing() {
    let (house, id) = with_letter(NASTY).await;
    let session = house.sign_in().await;
    let response = house.get_as(&session, &letter_url(id, false)).await;
    assert_eq!(response.status(), 200);
    assert_eq!(
        policy(&response),
        [
            "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox",
            "default-src 'none'",
            "style-src 'unsafe-inline'",
            "img-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ]
    );
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(header(&response, name), value, "{name}");
    }
    let page = text(response).await;
    let body = page.split_once("<body>").unwrap().1.to_owned();
    for bad in [
        "evil.example",
        "alert",
        "javascript",
        "<script",
        "<style",
        "<svg",
        "<math",
        "<form",
        "<input",
        "<button",
        "<iframe",
        "<object",
        "<embed",
        "<meta",
        "<base",
        "<link",
        "<video",
        "<source",
        "srcset",
        "position",
        "z-index",
        "onerror",
        " background=",
        "data:image",
        " src=\"http",
    ] {
        assert!(!body.contains(bad), "{bad} in {body}");
    }
    assert!(
        page.contains("<title>&lt;/title&gt;&lt;script&gt;</title>"),
        "{page}"
    );
    for kept in [
        "Over",
        "<span class=\"gone\">gone</span>",
        "data-src=\"https://far.example/pixel.gif?a=1&amp;b=2\"",
        "href=\"https://far.example/page\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"",
    ] {
        assert!(body.contains(kept), "{kept} in {body}");
    }

    // Its own picture is one of our files.
    let own = body.split_once("src=\"/files/").unwrap().1;
    let own = format!("/files/{}", own.split_once('"').unwrap().0);
    assert_eq!(bytes(house.get_as(&session, &own).await).await, PIXEL);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pictures_from_elsewhere_come_only_when_they_are_asked_for() {
    let (house, id) = with_letter(NASTY).await;
    let session = house.sign_in().await;
    let response = house.get_as(&session, &letter_url(id, true)).await;
    assert_eq!(policy(&response)[3], "img-src 'self' https:");
    assert_eq!(policy(&response)[1], "default-src 'none'");
    let page = text(response).await;
    assert!(
        page.contains("<img src=\"https://far.example/pixel.gif?a=1&amp;b=2\">"),
        "{page}"
    );
    assert!(!page.contains("evil.example"), "{page}");
    // Any other wish is none.
    let other = format!("{}?images=all", letter_url(id, false));
    let response = house.get_as(&session, &other).await;
    assert_eq!(policy(&response)[3], "img-src 'self'");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn letters_are_for_who_is_signed_in() {
    let (house, id) = with_letter("<p>Secret <a href=https://a.example>here</a></p>").await;
    let path = letter_url(id, false);
    let response = house.get(&path).await;
    assert_eq!(response.status(), 303);
    assert_eq!(
        header(&response, "location"),
        format!("/login?next=%2Fmessages%2F{id}%2Fletter")
    );
    let visitor = desk::visitor::start(&house.desk, desk::demo::WEBCHAT_KEY, None).await;
    let request = Request::get(&path).header("x-visitor", visitor.unwrap().token);
    let response = house.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 404);
    assert!(!text(response).await.contains("Secret"));
    let session = house.sign_in().await;
    let missing = house.get_as(&session, &letter_url(999_999, false)).await;
    assert_eq!(missing.status(), 404);
}

/// The inbox' page may hold frames of ours and of nobody else; letters are held by nobody else.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_inbox_frames_our_own_pages_alone() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let response = house.get_as(&session, "/inbox").await;
    let policy = policy(&response);
    assert!(
        policy.contains(&"default-src 'self'".to_owned()),
        "{policy:?}"
    );
    let other = policy
        .iter()
        .find(|rule| rule.starts_with("frame-src") || rule.starts_with("child-src"));
    assert_eq!(other, None, "frames are as everything else");
}
