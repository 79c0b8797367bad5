//! GET /settings and its forms.

mod common;

use common::{House, header, ingest, text};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn originals_are_kept_by_a_plain_form() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let page = async || text(house.get_as(&session, "/settings").await).await;
    assert!(page().await.contains("name=\"keep\"") && !page().await.contains("checked"));
    let response = house
        .submit(&session, "/settings/originals", "keep=1")
        .await;
    assert_eq!(header(&response, "location"), "/settings?saved=originals");
    assert!(page().await.contains("checked"));
    // A box that is not ticked is not sent.
    house.submit(&session, "/settings/originals", "").await;
    assert!(!page().await.contains("checked"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_agent_is_neither_asked_nor_heard() {
    let house = House::seeded().await;
    let form = format!(
        "email={}&password={}",
        desk::demo::AGENT,
        desk::demo::PASSWORD
    );
    let signed_in = house.submit("", "/login", &form).await;
    let session = common::cookie(signed_in.headers()).expect("a session cookie");
    let page = text(house.get_as(&session, "/settings").await).await;
    assert!(!page.contains("name=\"keep\""));
    let response = house
        .submit(&session, "/settings/originals", "keep=1")
        .await;
    assert_eq!(header(&response, "location"), "/settings?error=not_allowed");
    let choice = desk::ingest::originals::choice(&house.desk)
        .await
        .expect("choice");
    assert!(!choice.kept);
    let stranger = house.submit("", "/settings/originals", "keep=1").await;
    assert_eq!(
        header(&stranger, "location"),
        "/settings?error=not_signed_in"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_the_configuration_says_is_shown_and_stays() {
    let house = House::with(desk::ingest::Config {
        keep_originals: Some(true),
        ..ingest()
    })
    .await;
    desk::demo::seed(&house.desk).await.expect("sample data");
    let session = house.sign_in().await;
    let page = text(house.get_as(&session, "/settings").await).await;
    assert!(page.contains("checked") && page.contains("disabled"));
    assert!(page.contains("set in the configuration"));
    let response = house.submit(&session, "/settings/originals", "").await;
    assert_eq!(
        header(&response, "location"),
        "/settings?error=setting_fixed"
    );
}
