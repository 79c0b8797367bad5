//! Which of a WhatsApp account's templates are offered.

use crate::support::{META, Provider, open, says};
use channels::SendError;
use serde_json::{Value, json};

const ACCOUNT: &str = r#"{"phone_number_id":"1001","waba_id":"2002"}"#;

fn template(name: &str, more: &Value) -> Value {
    let mut template = json!({
        "id": "1", "name": name, "language": "en_US", "status": "APPROVED",
        "category": "UTILITY", "parameter_format": "POSITIONAL",
        "components": [{"type": "BODY", "text": "Hello {{1}}"}],
    });
    for (key, value) in more.as_object().unwrap() {
        template[key] = value.clone();
    }
    template
}

fn with(components: &Value) -> Value {
    json!({ "components": components })
}

#[tokio::test]
async fn what_is_approved_and_can_be_filled_in_is_offered_from_every_page() {
    let body = json!({"type": "BODY", "text": "Hello {{1}}"});
    let first = json!({
        "data": [
            template("plain", &json!({})),
            template("waiting", &json!({"status": "PENDING"})),
            template("named", &json!({"parameter_format": "NAMED"})),
            template("titled", &with(&json!([{"type": "HEADER", "format": "TEXT", "text": "News"}, body, {"type": "FOOTER", "text": "Shop"}]))),
            template("titled_for_you", &with(&json!([{"type": "HEADER", "format": "TEXT", "text": "News for {{1}}"}, body]))),
            template("pictured", &with(&json!([{"type": "HEADER", "format": "IMAGE"}, body]))),
        ],
        "paging": {"cursors": {"before": "a", "after": "b=="}, "next": "https://elsewhere.example/next"},
    });
    let second = json!({
        "data": [
            template("asked", &with(&json!([body, {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Yes"}]}]))),
            template("linked", &with(&json!([body, {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "https://s.example/{{1}}"}]}]))),
            template("coupon", &with(&json!([body, {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE"}]}]))),
            template("cards", &with(&json!([body, {"type": "CAROUSEL", "cards": []}]))),
            template("empty", &with(&json!([]))),
            {"novel": true},
        ],
        "paging": {"cursors": {"before": "b==", "after": "c"}},
    });
    let provider = Provider::new([
        says(200, &first.to_string()),
        says(200, &second.to_string()),
    ])
    .await;
    let channel = open(model::Channel::Whatsapp, &provider.base, ACCOUNT, META);
    let names: Vec<String> = (channel.templates().await.unwrap().into_iter())
        .map(|template| template.name)
        .collect();
    assert_eq!(names, ["plain", "titled", "asked"]);
    let heard = provider.heard();
    assert!(
        heard[0].path.starts_with("/v25.0/2002/message_templates?"),
        "{}",
        heard[0].path
    );
    assert_eq!(heard[0].header("authorization"), "Bearer tok");
    // Not by the address that the answer names: a token goes to the provider alone.
    assert!(
        heard[1].path.ends_with("&after=b%3D%3D"),
        "{}",
        heard[1].path
    );
    assert_eq!(heard.len(), 2);
}

#[tokio::test]
async fn what_it_takes_to_ask_is_said() {
    let provider = Provider::new([says(
        401,
        r#"{"error":{"message":"expired","type":"OAuthException","code":190}}"#,
    )])
    .await;
    let lacking = r#"{"phone_number_id":"1001"}"#;
    let channel = open(model::Channel::Whatsapp, &provider.base, lacking, META);
    let refused = channel.templates().await.unwrap_err();
    assert!(matches!(refused, SendError::Rejected(problem) if problem.code == "no_waba"));
    let channel = open(model::Channel::Whatsapp, &provider.base, ACCOUNT, META);
    let refused = channel.templates().await.unwrap_err();
    assert!(matches!(refused, SendError::Rejected(problem) if problem.code == "reconnect"));
}
