//! Fetching what customers sent: from the provider's hosts alone, with credentials for them alone.

use crate::support::{
    META, Provider, Reply, SID, failed, hangs_up, instagram, nobody, providers, says, sms, utters,
    whatsapp, with,
};
use channels::{Account, Bases, Channel, Patience, Providers};
use std::time::Duration;

async fn outcome(channel: &dyn Channel, source: &str) -> String {
    match channel.fetch(source).await {
        Ok(fetched) => String::from_utf8_lossy(&fetched.bytes).into_owned(),
        Err(error) => failed(&error),
    }
}

/// Where Twilio says that a file lies.
fn twilio(base: &str) -> String {
    format!("{base}/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1")
}

#[tokio::test]
async fn twilio_is_told_who_we_are_and_the_store_behind_it_is_not() {
    let provider = Provider::new([with(307, &[("location", "/store/1?sig=2")], b"")]).await;
    let headers = [("content-disposition", "inline; filename=\"a.jpg\"")];
    provider.then(with(200, &headers, b"bytes"));
    let fetched = sms(&provider.base).fetch(&twilio(&provider.base)).await;
    let fetched = fetched.unwrap();
    assert_eq!(&fetched.bytes[..], b"bytes");
    assert_eq!(fetched.name.as_deref(), Some("a.jpg"));
    let heard = provider.heard();
    assert!(heard[0].header("authorization").starts_with("Basic "));
    assert_eq!(heard[1].path, "/store/1?sig=2");
    assert_eq!(heard[1].header("authorization"), "");
}

#[tokio::test]
async fn other_hosts_are_not_asked() {
    let provider = Provider::new([]).await;
    let elsewhere = Provider::new([]).await;
    let port = provider.base.rsplit(':').next().unwrap().to_owned();
    for source in [
        twilio(&elsewhere.base),
        "http://169.254.169.254/latest/meta-data".into(),
        "https://api.twilio.com.evil.example/x".into(),
        format!("https://127.0.0.1:{port}/x"),
        format!("http://localhost:{port}/x"),
        format!("{}@evil.example/x", provider.base),
        "file:///etc/passwd".into(),
        "not an address".into(),
        String::new(),
    ] {
        assert_eq!(
            outcome(&*sms(&provider.base), &source).await,
            "foreign_host",
            "{source}"
        );
        assert_eq!(
            outcome(&*instagram(&provider.base), &source).await,
            "foreign_host",
            "{source}"
        );
    }
    // Nor where one is sent on to.
    for to in [
        elsewhere.base.as_str(),
        "http://169.254.169.254/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "http://example.com/",
        "ftp://example.com/",
    ] {
        provider.then(with(302, &[("location", to)], b""));
        let outcome = outcome(&*sms(&provider.base), &twilio(&provider.base)).await;
        assert_eq!(outcome, "foreign_host", "{to}");
    }
    // A public name that leads here.
    let to = "https://localhost/x";
    provider.then(with(302, &[("location", to)], b""));
    let outcome = outcome(&*sms(&provider.base), &twilio(&provider.base)).await;
    assert_eq!(outcome, "retry 2");
    assert!(elsewhere.heard().is_empty());
}

#[tokio::test]
async fn a_ring_of_redirects_ends() {
    let provider = Provider::new([]).await;
    for _ in 0..20 {
        provider.then(with(302, &[("location", "/again")], b""));
    }
    let outcome = outcome(&*sms(&provider.base), &twilio(&provider.base)).await;
    assert_eq!(outcome, "refused");
    assert_eq!(provider.heard().len(), 6);
}

#[tokio::test]
async fn what_is_gone_is_gone_and_what_is_late_is_late() {
    for (reply, twilio_says, instagram_says) in [
        (says(404, ""), "gone", "gone"),
        (says(410, ""), "gone", "gone"),
        (says(401, ""), "reconnect", "gone"),
        (says(403, ""), "reconnect", "gone"),
        (says(400, ""), "refused", "gone"),
        (says(429, ""), "retry 2", "retry 2"),
        (
            with(429, &[("retry-after", "40")], b""),
            "retry 40",
            "retry 40",
        ),
        (says(500, ""), "retry 2", "retry 2"),
        (Reply::Half, "retry 2", "retry 2"),
        (Reply::Endless, "too_large", "too_large"),
        (with(302, &[], b""), "refused", "refused"),
    ] {
        let provider = Provider::new([reply.clone(), reply.clone()]).await;
        let source = twilio(&provider.base);
        let told = outcome(&*sms(&provider.base), &source).await;
        assert_eq!(told, twilio_says, "{reply:?}");
        let told = outcome(&*instagram(&provider.base), &source).await;
        assert_eq!(told, instagram_says, "{reply:?}");
        assert_eq!(provider.heard()[1].header("authorization"), "");
    }
    for base in [hangs_up().await, nobody().await] {
        assert_eq!(outcome(&*sms(&base), &twilio(&base)).await, "retry 2");
    }
}

#[tokio::test]
async fn a_body_that_is_announced_too_long_is_not_begun() {
    let base = utters("HTTP/1.1 200 OK\r\ncontent-length: 100000001\r\n\r\nx").await;
    assert_eq!(outcome(&*sms(&base), &twilio(&base)).await, "too_large");
}

#[tokio::test]
async fn a_file_that_never_comes_is_given_up_for_now() {
    let provider = Provider::new([Reply::Never]).await;
    let bases = Bases {
        twilio: provider.base.clone(),
        patience: Patience {
            fetch: Duration::from_millis(300),
            ..Patience::default()
        },
        ..Bases::default()
    };
    let settings = format!(r#"{{"account_sid":"{SID}","from":"+1"}}"#);
    let account = Account {
        settings: &settings,
        credentials: Some(r#"{"auth_token":"1"}"#),
        webhook: "",
    };
    let providers = Providers::new(bases).unwrap();
    let channel = channels::open(model::Channel::Sms, &account, &providers);
    assert_eq!(outcome(&*channel, &twilio(&provider.base)).await, "retry 2");
}

const EMPTY_SHA: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

#[tokio::test]
async fn whatsapp_tells_where_a_file_is_and_wants_the_token_there() {
    let provider = Provider::new([]).await;
    let place = |sha: &str| {
        let url = format!("{}/media?mid=1", provider.base);
        says(
            200,
            &format!(r#"{{"url":"{url}","file_size":"5","sha256":"{sha}"}}"#),
        )
    };
    let channel = whatsapp(&provider.base);
    let source = r#"{"id":"7001","sha256":""}"#;
    provider.then(place(""));
    provider.then(says(200, "bytes"));
    assert_eq!(outcome(&*channel, source).await, "bytes");
    let heard = provider.heard();
    assert_eq!(heard[0].path, "/v25.0/7001?phone_number_id=1001");
    assert_eq!(heard[1].path, "/media?mid=1");
    for heard in &heard {
        assert_eq!(heard.header("authorization"), "Bearer tok");
    }

    // The hash, as the webhook or the answer tells it, in either coding.
    let hex = "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9";
    for (told, answered, expected) in [
        (EMPTY_SHA, "", "damaged"),
        ("", EMPTY_SHA, "damaged"),
        (hex, "", "bytes"),
        ("x", hex, "bytes"),
        (hex.replace('2', "3").as_str(), "", "damaged"),
    ] {
        provider.then(place(answered));
        provider.then(says(200, "bytes"));
        let source = format!(r#"{{"id":"7001","sha256":"{told}"}}"#);
        assert_eq!(outcome(&*channel, &source).await, expected);
    }

    for (replies, expected) in [
        (vec![place(""), says(404, "")], "retry 2"),
        (vec![place(""), says(401, "")], "reconnect"),
        (vec![says(404, "")], "gone"),
        (vec![says(400, r#"{"error":{"code":100}}"#)], "gone"),
        (vec![says(401, r#"{"error":{"code":190}}"#)], "reconnect"),
        (vec![says(500, r#"{"error":{"code":2}}"#)], "retry 2"),
        (vec![says(500, "")], "retry 2"),
        (vec![says(200, "<html>")], "retry 2"),
    ] {
        for reply in replies {
            provider.then(reply);
        }
        assert_eq!(outcome(&*channel, source).await, expected);
    }
    for odd in ["", "7001", r#"{"id":"../me"}"#, r#"{"id":""}"#] {
        assert_eq!(outcome(&*channel, odd).await, "gone", "{odd}");
    }
}

#[tokio::test]
async fn whatsapps_token_goes_to_no_host_that_is_not_metas() {
    let elsewhere = Provider::new([]).await;
    let at = |url: &str| says(200, &format!(r#"{{"url":"{url}"}}"#));
    let provider = Provider::new([
        at(&elsewhere.base),
        at("https://lookaside.fbsbx.com.evil.example/x"),
    ])
    .await;
    let channel = whatsapp(&provider.base);
    for _ in 0..2 {
        let told = outcome(&*channel, r#"{"id":"7001"}"#).await;
        assert_eq!(told, "foreign_host");
    }
    provider.then(at(&format!("{}/file", provider.base)));
    provider.then(with(302, &[("location", "/store")], b""));
    provider.then(says(200, "bytes"));
    assert_eq!(outcome(&*channel, r#"{"id":"7001"}"#).await, "bytes");
    let last = provider.heard().pop().unwrap();
    assert_eq!(
        (last.path.as_str(), last.header("authorization")),
        ("/store", "")
    );
    assert!(elsewhere.heard().is_empty());
}

#[tokio::test]
async fn a_page_in_words_is_no_picture() {
    let html = [("content-type", "text/html; charset=utf-8")];
    let provider = Provider::new([with(200, &html, b"<html>expired"), says(200, "")]).await;
    let channel = instagram(&provider.base);
    for _ in 0..2 {
        let source = format!("{}/cdn?asset_id=1", provider.base);
        assert_eq!(outcome(&*channel, &source).await, "gone");
    }
}

#[tokio::test]
async fn hosts_are_the_servers_configuration_and_not_an_inboxes() {
    let settings =
        r#"{"phone_number_id":"1001","whatsapp":"http://127.0.0.1:1","base":"http://127.0.0.1:1"}"#;
    let provider = Provider::new([says(404, "")]).await;
    let account = Account {
        settings,
        credentials: Some(META),
        webhook: "",
    };
    let channel = channels::open(
        model::Channel::Whatsapp,
        &account,
        &providers(&provider.base),
    );
    assert_eq!(outcome(&*channel, r#"{"id":"7001"}"#).await, "gone");
    assert_eq!(provider.heard().len(), 1);
}
