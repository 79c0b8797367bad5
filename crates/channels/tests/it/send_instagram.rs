//! Sending by Instagram.

use crate::support::{
    Provider, ended, file, instagram, instagram_with, says, send, sized, to, with,
};
use channels::{Outgoing, Part};
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};

const TAKEN: &str = r#"{"recipient_id":"5001","message_id":"mid.OUT1"}"#;

fn hours_ago(hours: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(now.as_millis()).unwrap() - hours * 3_600_000
}

#[tokio::test]
async fn text_one_file_and_several_pictures_have_each_their_form() {
    let provider = Provider::new([says(200, TAKEN), says(200, TAKEN), says(200, TAKEN)]).await;
    let channel = instagram(&provider.base);
    let mut message = to("5001", "Ciao");
    message.quoted = Some("mid.1".into());
    message.files = vec![
        file("a.jpg", "image/jpeg", b"a"),
        file("b.png", "image/png", b"b"),
        file("c.pdf", "application/pdf", b"c"),
    ];
    let parts = channel.plan(&message);
    assert_eq!(parts.len(), 3);
    for part in &parts {
        channel.send(&message, part).await.unwrap();
    }
    let bodies: Vec<_> = provider.heard().iter().map(|heard| heard.json()).collect();
    let url = |name: &str| json!({ "url": format!("https://desk.example/files/{name}?s=1") });
    let recipient = json!({ "id": "5001" });
    assert_eq!(
        bodies,
        [
            json!({ "recipient": recipient, "message": { "text": "Ciao" }, "reply_to": { "mid": "mid.1" } }),
            json!({ "recipient": recipient, "message": { "attachments": [
                { "type": "image", "payload": url("a.jpg") },
                { "type": "image", "payload": url("b.png") },
            ]}}),
            json!({ "recipient": recipient, "message": { "attachment":
                { "type": "file", "payload": url("c.pdf") } } }),
        ]
    );
    let heard = &provider.heard()[0];
    assert_eq!(heard.path, "/v25.0/900/messages");
    assert_eq!(heard.header("authorization"), "Bearer tok");
}

#[tokio::test]
async fn after_a_day_a_human_agent_answers_where_meta_allows_it() {
    for (settings, heard_at, tag, kind) in [
        (
            r#"{"human_agent":true}"#,
            Some(25),
            Some("HUMAN_AGENT"),
            None,
        ),
        (
            r#"{"human_agent":true,"messaging_type":true,"login":"facebook"}"#,
            Some(25),
            Some("HUMAN_AGENT"),
            Some("MESSAGE_TAG"),
        ),
        (r#"{"human_agent":true}"#, Some(23), None, None),
        (r#"{"human_agent":true}"#, None, None, None),
        ("{}", Some(25), None, None),
    ] {
        let provider = Provider::new([says(200, TAKEN)]).await;
        let channel = instagram_with(&provider.base, settings);
        let mut message = to("5001", "Ciao");
        message.heard_at = heard_at.map(hours_ago);
        assert_eq!(ended(&send(&*channel, &message).await), "sent mid.OUT1");
        let heard = &provider.heard()[0];
        assert_eq!(heard.json()["tag"].as_str(), tag, "{settings}");
        assert_eq!(heard.json()["messaging_type"].as_str(), kind, "{settings}");
        let path = match kind {
            Some(_) => "/facebook/v25.0/me/messages",
            None => "/v25.0/me/messages",
        };
        assert_eq!(heard.path, path);
    }
}

#[tokio::test]
async fn what_instagram_does_not_carry_is_not_tried() {
    let provider = Provider::new([]).await;
    let channel = instagram(&provider.base);
    for (file, code) in [
        (sized("a.docx", "application/msword", 10), "kind"),
        (sized("a.webp", "image/webp", 10), "kind"),
        (sized("a.ogg", "audio/ogg", 10), "kind"),
        (sized("a.jpg", "image/jpeg", 8_000_001), "too_large"),
        (sized("a.pdf", "application/pdf", 25_000_001), "too_large"),
    ] {
        let mut message = to("5001", "");
        let name = file.name.clone();
        message.files = vec![file];
        assert_eq!(ended(&send(&*channel, &message).await), code, "{name}");
    }
    let mut message = to("5001", "");
    message.files = vec![sized("a.jpg", "image/jpeg", 10)];
    message.files[0].sent_as = model::SentAs::Document;
    let part = Part::whole(&message);
    let outcome = channel.send(&message, &part).await;
    assert_eq!(ended(&outcome.map(|_| String::new())), "kind");
    assert!(provider.heard().is_empty());
}

#[tokio::test]
async fn each_code_of_instagram_has_a_meaning() {
    let provider = Provider::new([]).await;
    let channel = instagram(&provider.base);
    for (code, subcode, meaning) in [
        (10, 2_534_022, "window_closed"),
        (10, 2_018_278, "window_closed"),
        (10, 1_893_063, "blocked"),
        (100, 2_534_029, "blocked"),
        (200, 2_534_041, "blocked"),
        (100, 2_534_014, "address"),
        (551, 0, "unreachable"),
        (190, 463, "reconnect"),
        (10, 0, "reconnect"),
        (200, 0, "reconnect"),
        (368, 0, "reconnect"),
        // May have been sent, Meta says.
        (1, 1_357_046, "unknown"),
        (2, 0, "unknown"),
        (4, 0, "retry 2"),
        (17, 0, "retry 2"),
        (32, 0, "retry 2"),
        (613, 2_534_040, "retry 2"),
        (100, 2_018_008, "retry 30"),
        (100, 0, "refused"),
        (999, 0, "refused"),
    ] {
        let error = json!({ "code": code, "error_subcode": subcode, "message": "words" });
        provider.then(says(400, &json!({ "error": error }).to_string()));
        let outcome = send(&*channel, &to("5001", "Hi")).await;
        assert_eq!(ended(&outcome), meaning, "{code}/{subcode}");
    }
    // A file that it could not fetch, again and again.
    let body = json!({ "error": { "code": 100, "error_subcode": 2_018_008 } });
    provider.then(says(400, &body.to_string()));
    let message = Outgoing {
        tries: 4,
        ..to("5001", "Hi")
    };
    assert_eq!(ended(&send(&*channel, &message).await), "media");
    let body = json!({ "error": { "code": 100, "message": "Tag is not supported" } });
    provider.then(says(400, &body.to_string()));
    let outcome = send(&*channel, &to("5001", "Hi")).await;
    assert_eq!(ended(&outcome), "window_closed");
    let body = br#"{"error":{"code":613}}"#;
    provider.then(with(400, &[("retry-after", "30")], body));
    let outcome = send(&*channel, &to("5001", "Hi")).await;
    assert_eq!(ended(&outcome), "retry 30");
}
