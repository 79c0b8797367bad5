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

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn inboxes_are_added_and_changed_by_plain_forms() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let page = async |path: &str| text(house.get_as(&session, path).await).await;
    assert!(
        page("/settings")
            .await
            .contains("href=\"/settings/channels\"")
    );
    assert!(
        page("/settings/channels/new?channel=whatsapp")
            .await
            .contains("name=\"verify_token\"")
    );
    let new = "/settings/channels/new?channel=whatsapp";
    let response = house
        .submit(
            &session,
            new,
            "name=Shop&phone_number_id=1065&token=EAAtoken&verify_token=word",
        )
        .await;
    let at = header(&response, "location").to_owned();
    let one = at.strip_suffix("?saved=inbox").expect("an inbox");
    let shown = page(one).await;
    assert!(shown.contains("value=\"1065\"") && shown.contains("/hooks/"));
    assert!(!shown.contains("EAAtoken"), "a secret is shown");
    assert!(page("/settings/channels").await.contains("Shop"));
    // Refused, what was typed stands there again, but no secret.
    let response = house
        .submit(&session, one, "name=+&phone_number_id=2066&token=EAAother")
        .await;
    let refused = text(response).await;
    assert!(refused.contains("Give the inbox a name.") && refused.contains("value=\"2066\""));
    assert!(!refused.contains("EAAother"));
    assert!(page(one).await.contains("value=\"1065\""));
    // A chat has a line to embed it by.
    let new = "/settings/channels/new?channel=webchat";
    let response = house.submit(&session, new, "name=Chat&greeting=Hi").await;
    let at = header(&response, "location").to_owned();
    assert!(page(&at).await.contains("data-inbox"));
    for nowhere in [
        "/settings/channels/999",
        "/settings/channels/new?channel=pigeon",
    ] {
        let answer = house.get_as(&session, nowhere).await;
        assert_eq!(answer.status(), 404, "{nowhere}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn inboxes_are_nothing_for_agents_and_strangers() {
    let house = House::seeded().await;
    let form = format!(
        "email={}&password={}",
        desk::demo::AGENT,
        desk::demo::PASSWORD
    );
    let signed_in = house.submit("", "/login", &form).await;
    let session = common::cookie(signed_in.headers()).expect("a session cookie");
    assert_eq!(
        house.get_as(&session, "/settings/channels").await.status(),
        403
    );
    assert_eq!(
        house
            .get_as(&session, "/settings/channels/1")
            .await
            .status(),
        403
    );
    let response = house
        .submit(&session, "/settings/channels/1", "name=Mine")
        .await;
    assert_eq!(response.status(), 403);
    let stranger = house.submit("", "/settings/channels/1/test", "").await;
    assert!(stranger.status().is_client_error() || stranger.status().is_redirection());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_mail_servers_address_is_looked_at_before_it_is_kept() {
    let house = House::seeded().await;
    let session = house.sign_in().await;
    let new = "/settings/channels/new?channel=email";
    let blank = text(house.get_as(&session, new).await).await;
    for field in [
        "address",
        "from_name",
        "smtp.host",
        "smtp.port",
        "imap.host",
        "secret",
    ] {
        assert!(blank.contains(&format!("name=\"{field}\"")), "{field}");
    }
    let start = "name=Mail&smtp.tls=implicit&imap.tls=starttls&address=";
    let refused = async |rest: &str| {
        let form = format!("{start}{rest}");
        let response = house.submit(&session, new, &form).await;
        assert_eq!(response.status(), 200, "{rest}");
        text(response).await
    };
    for private in [
        "127.0.0.1",
        "10.0.0.9",
        "169.254.169.254",
        "%3A%3Affff%3A10.0.0.1",
        "localhost",
    ] {
        let page = refused(&format!("help%40a.example&smtp.host={private}")).await;
        assert!(page.contains("private network"), "{private}");
        let page = refused(&format!("help%40a.example&imap.host={private}")).await;
        assert!(page.contains("private network"), "{private}");
    }
    let page = refused("help").await;
    assert!(page.contains("needs an e-mail address") && page.contains("value=\"Mail\""));
    assert!(
        refused("help%40a.example&smtp.port=many")
            .await
            .contains("number from 1")
    );
    assert!(
        refused("help%40a.example&separator=.")
            .await
            .contains("one of")
    );
    let form = format!(
        "{start}help%40a.example&from_name=Shop&smtp.host=8.8.8.8&smtp.port=587&password=pw1234&imap.host=8.8.4.4"
    );
    let response = house.submit(&session, new, &form).await;
    let at = header(&response, "location").to_owned();
    let page = text(house.get_as(&session, &at).await).await;
    for kept in ["help@a.example", "8.8.8.8", "587", "8.8.4.4", "Shop"] {
        assert!(page.contains(&format!("value=\"{kept}\"")), "{kept}");
    }
    assert!(!page.contains("pw1234"));
}
