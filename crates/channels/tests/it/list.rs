//! Twilio's list of messages: what became of a lost send, and what came in while we were away.

use crate::support::{Provider, SID, failed, form_of, message, says, sms, to};
use channels::{Found, Inbound, Outgoing, Part, Receipt};
use model::DeliveryState;
use serde_json::{Value, json};

/// 2026-11-22 10:15:00 UTC.
const AT: i64 = 1_795_342_500_000;

fn sent(sid: &str, body: &str, minute: u32) -> Value {
    json!({
        "sid": sid, "body": body, "direction": "outbound-api", "from": "+14155550100",
        "to": "+39333", "num_media": "0", "status": "queued", "messaging_service_sid": null,
        "date_created": format!("Sun, 22 Nov 2026 10:{minute:02}:05 +0000"),
        "date_sent": null, "error_code": null,
    })
}

fn page(messages: &[Value], next: Option<&str>) -> crate::support::Reply {
    let body = json!({ "messages": messages, "next_page_uri": next });
    says(200, &body.to_string())
}

fn lost(text: &str) -> Outgoing {
    Outgoing {
        at: AT,
        ..to("+39333", text)
    }
}

async fn find(pages: Vec<crate::support::Reply>, message: &Outgoing) -> (String, Provider) {
    let provider = Provider::new(pages).await;
    let channel = sms(&provider.base);
    let part = Part::whole(message);
    let found = match channel.find(message, &part).await {
        Ok(Found::Sent(Receipt { provider_id })) => format!("sent {}", provider_id.unwrap()),
        Ok(Found::NotSent) => "not sent".into(),
        Ok(Found::NoTelling) => "no telling".into(),
        Err(error) => failed(&error),
    };
    (found, provider)
}

#[tokio::test]
async fn a_lost_send_is_found_by_whom_when_and_what() {
    let (found, provider) = find(
        vec![page(
            &[
                sent("SM3", "Other", 16),
                sent("SM2", "Hello", 16),
                sent("SM1", "Hello", 1),
            ],
            None,
        )],
        &lost("Hello"),
    )
    .await;
    assert_eq!(found, "sent SM2");
    let heard = &provider.heard()[0];
    assert_eq!(
        heard.path,
        format!("/2010-04-01/Accounts/{SID}/Messages.json?PageSize=200&To=%2B39333")
    );
    assert!(heard.header("authorization").starts_with("Basic "));
}

#[tokio::test]
async fn what_is_not_alike_is_another() {
    let with = |name: &str, value: Value| {
        let mut message = sent("SM2", "Hello", 16);
        message[name] = value;
        vec![page(&[message], None)]
    };
    for (name, value, expected) in [
        ("body", json!("Hello!"), "not sent"),
        ("num_media", json!("1"), "not sent"),
        ("direction", json!("inbound"), "not sent"),
        ("from", json!("+1999"), "not sent"),
        (
            "date_created",
            json!("Sun, 22 Nov 2026 10:05:00 +0000"),
            "not sent",
        ),
        ("from", Value::Null, "sent SM2"),
        ("status", json!("failed"), "not sent"),
        (
            "body",
            json!("Sent from your Twilio trial account - Hello"),
            "sent SM2",
        ),
    ] {
        let (found, _) = find(with(name, value.clone()), &lost("Hello")).await;
        assert_eq!(found, expected, "{name} {value}");
    }
}

#[tokio::test]
async fn of_two_alike_each_finds_one() {
    let both = || vec![page(&[sent("SM3", "ok", 17), sent("SM2", "ok", 16)], None)];
    let mut message = lost("ok");
    assert_eq!(find(both(), &message).await.0, "sent SM2");
    message.others = vec!["SM2".into()];
    assert_eq!(find(both(), &message).await.0, "sent SM3");
    message.others.push("SM3".into());
    assert_eq!(find(both(), &message).await.0, "not sent");
    // Whose time is not known cannot be told from an older one.
    message.others.clear();
    message.at = 0;
    assert_eq!(find(both(), &message).await.0, "no telling");
}

#[tokio::test]
async fn the_list_is_read_until_it_is_too_old() {
    let new = || sent("SM9", "Other", 20);
    let next = format!("/2010-04-01/Accounts/{SID}/Messages.json?Page=1");
    let pages = vec![
        page(&[new()], Some(&next)),
        page(&[sent("SM1", "Hello", 1)], Some(&next)),
    ];
    let (found, provider) = find(pages, &lost("Hello")).await;
    assert_eq!((found.as_str(), provider.heard().len()), ("not sent", 2));
    // One that does not end says nothing about what is further down.
    let (found, _) = find(vec![page(&[new()], Some(&next)); 40], &lost("Hello")).await;
    assert_eq!(found, "no telling");
    // Nor does one that goes on elsewhere.
    let (found, _) = find(
        vec![page(&[new()], Some("https://evil.example/x"))],
        &lost("Hello"),
    )
    .await;
    assert_eq!(found, "refused");
    for (reply, expected) in [
        (says(500, ""), "unknown"),
        (says(429, ""), "retry 2"),
        (says(401, r#"{"code":20003}"#), "reconnect"),
        (says(200, "<html>"), "unknown"),
    ] {
        assert_eq!(find(vec![reply], &lost("Hello")).await.0, expected);
    }
}

#[tokio::test]
async fn what_came_in_while_we_were_away_is_told_as_the_webhook_would_have() {
    let ended = |sid: &str, status: &str, minute: u32| {
        let mut message = sent(sid, "Ours", minute);
        message["status"] = json!(status);
        message["error_code"] = if status == "undelivered" {
            json!(30004)
        } else {
            json!(null)
        };
        message
    };
    let inbound = |sid: &str, minute: u32, media: &str| {
        json!({
            "sid": sid, "account_sid": SID, "body": "Are you there? & so", "direction": "inbound",
            "from": "+39333", "to": "+14155550100", "num_media": media, "num_segments": "1",
            "messaging_service_sid": null,
            "date_created": format!("Sun, 22 Nov 2026 10:{minute:02}:05 +0000"),
            "date_sent": format!("Sun, 22 Nov 2026 10:{minute:02}:05 +0000"),
        })
    };
    let media = json!({ "media_list": [
        { "sid": "ME1", "content_type": "image/jpeg" },
        { "sid": "ME2", "content_type": "text/vcard" },
    ]});
    let provider = Provider::new([
        page(
            &[
                inbound("MM2", 17, "2"),
                sent("SM9", "Ours", 16),
                inbound("SM1", 16, "0"),
                inbound("SM0", 2, "0"),
            ],
            None,
        ),
        says(200, &media.to_string()),
        page(
            &[
                ended("SM8", "undelivered", 14),
                ended("SM7", "sent", 13),
                ended("SM6", "delivered", 12),
            ],
            None,
        ),
    ])
    .await;
    let channel = sms(&provider.base);
    let missed = channel.missed(AT).await.unwrap();
    assert_eq!(missed.len(), 4);
    let statuses: Vec<_> = missed[2..]
        .iter()
        .map(|body| match &channel.read(body).unwrap()[..] {
            [Inbound::Status(status)] => (
                status.event_id.clone(),
                status.state,
                status.problem.as_ref().map(|problem| problem.code.clone()),
            ),
            other => panic!("{other:?}"),
        })
        .collect();
    // What is still under way tells nothing yet.
    assert_eq!(
        statuses,
        [
            ("SM6:delivered".into(), DeliveryState::Delivered, None),
            (
                "SM8:undelivered".into(),
                DeliveryState::Failed,
                Some("blocked".into())
            ),
        ]
    );
    let events = channel.read(&missed[0]).unwrap();
    let first = message(&events[0]);
    assert_eq!(
        (first.event_id.as_str(), first.text.as_str()),
        ("SM1", "Are you there? & so")
    );
    assert_eq!(first.at, Some(AT + 65_000));
    let events = channel.read(&missed[1]).unwrap();
    let second = message(&events[0]);
    assert_eq!(second.event_id, "MM2");
    let files: Vec<_> = (second.files.iter())
        .map(|file| (file.source.clone(), file.mime.as_str()))
        .collect();
    let at = |media| {
        format!(
            "{}/2010-04-01/Accounts/{SID}/Messages/MM2/Media/{media}",
            provider.base
        )
    };
    assert_eq!(
        files,
        [(at("ME1"), "image/jpeg"), (at("ME2"), "text/vcard")]
    );
    let asked = provider.heard()[0].path.clone();
    let query = form_of(asked.split_once('?').unwrap().1.as_bytes());
    assert!(
        query.contains(&("DateSent>".into(), "2026-11-22".into())),
        "{query:?}"
    );
    assert!(
        query.contains(&("To".into(), "+14155550100".into())),
        "{query:?}"
    );
    provider.then(says(500, ""));
    let told = channel.missed(AT).await.map_err(|error| failed(&error));
    assert_eq!(told, Err("retry 2".into()));
}
