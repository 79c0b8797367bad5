//! /login /logout /setup, and pages that want a signed-in agent.

mod common;

use common::{House, cookie, header, text};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_send_strangers_to_the_login() {
    let house = House::empty().await;
    let response = house.get("/tickets/7?view=mine").await;
    assert_eq!(response.status(), 303);
    assert_eq!(
        header(&response, "location"),
        "/login?next=%2Ftickets%2F7%3Fview%3Dmine"
    );
    let response = house.get("/login").await;
    assert_eq!(response.status(), 200);
    assert!(text(response).await.contains("name=\"password\""));
    assert_eq!(header(&house.get("/").await, "location"), "/inbox");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn signing_in_and_out() {
    let house = House::seeded().await;
    let form = format!(
        "email={}&password=wrong-one&next=/tickets/7",
        desk::demo::OWNER
    );
    let response = house.submit("", "/login", &form).await;
    assert_eq!(response.status(), 303);
    assert!(header(&response, "location").contains("error=wrong_password"));
    assert!(header(&response, "location").contains("next=%2Ftickets%2F7"));
    assert_eq!(cookie(response.headers()), None);

    let (mail, password) = (desk::demo::OWNER, desk::demo::PASSWORD);
    let form = format!("email={mail}&password={password}&next=//evil.example");
    let response = house.submit("", "/login", &form).await;
    assert_eq!(header(&response, "location"), "/inbox");
    let set = header(&response, "set-cookie");
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite=Lax"),
        "{set}"
    );
    let session = cookie(response.headers()).expect("cookie");

    let response = house.get_as(&session, "/inbox").await;
    assert_eq!(response.status(), 200);
    assert!(header(&response, "content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert!(text(response).await.contains("data-testid=\"ticket-list\""));
    assert_eq!(
        header(&house.get_as(&session, "/login").await, "location"),
        "/inbox"
    );

    let response = house.submit(&session, "/logout", "").await;
    assert_eq!(header(&response, "location"), "/login");
    assert_eq!(house.get_as(&session, "/inbox").await.status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_planted_before_is_worth_nothing_after() {
    let house = House::seeded().await;
    let planted = house.sign_in().await;
    let form = format!(
        "email={}&password={}",
        desk::demo::AGENT,
        desk::demo::PASSWORD
    );
    let response = house.submit(&planted, "/login", &form).await;
    assert_ne!(cookie(response.headers()).expect("a new one"), planted);
    assert_eq!(house.get_as(&planted, "/inbox").await.status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_owner_needs_the_token() {
    let house = House::empty().await;
    let form =
        |token: &str| format!("token={token}&name=Ida&email=ida@desk.test&password=a-long-one");
    let response = house.submit("", "/setup", &form("guess")).await;
    assert!(header(&response, "location").contains("error=token_wrong"));
    let response = house
        .submit("", "/setup", &form(&house.desk.setup_token()))
        .await;
    assert_eq!(header(&response, "location"), "/inbox");
    let session = cookie(response.headers()).expect("signed in");
    assert_eq!(house.get_as(&session, "/settings").await.status(), 200);
    let response = house
        .submit("", "/setup", &form(&house.desk.setup_token()))
        .await;
    assert!(header(&response, "location").contains("error=already_set_up"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_not_there_says_so_in_the_readers_language() {
    let house = House::empty().await;
    let request = http::Request::get("/nothing.txt")
        .header("accept", "text/html")
        .header("accept-language", "de-AT,de;q=0.9")
        .body(axum::body::Body::empty())
        .expect("request");
    let response = house.ask(request).await;
    assert_eq!(response.status(), 404);
    let page = text(response).await;
    assert!(
        page.contains("lang=\"de\"") && page.contains("Nicht gefunden"),
        "{page}"
    );
    assert_eq!(
        common::code(house.get("/api/nothing").await).await,
        "not_found"
    );
}
