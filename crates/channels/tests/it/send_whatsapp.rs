//! Sending by WhatsApp.

use crate::support::{Provider, ended, failed, file, says, send, sized, to, whatsapp, with};
use channels::{Found, Template};
use serde_json::json;

const TAKEN: &str = r#"{"messaging_product":"whatsapp","contacts":[{"input":"+1","wa_id":"1"}],"messages":[{"id":"wamid.1"}]}"#;

#[tokio::test]
async fn a_text_goes_with_our_name_for_it() {
    let provider = Provider::new([says(200, TAKEN), says(200, TAKEN)]).await;
    let channel = whatsapp(&provider.base);
    let mut message = to("393331234567", "Ciao");
    message.quoted = Some("wamid.IN1".into());
    assert_eq!(ended(&send(&*channel, &message).await), "sent wamid.1");
    let heard = &provider.heard()[0];
    assert_eq!(heard.path, "/v25.0/1001/messages");
    assert_eq!(heard.header("authorization"), "Bearer tok");
    assert_eq!(
        heard.json(),
        json!({
            "messaging_product": "whatsapp", "recipient_type": "individual",
            "to": "+393331234567", "type": "text",
            "text": { "body": "Ciao", "preview_url": true },
            "context": { "message_id": "wamid.IN1" },
            "biz_opaque_callback_data": "message-7.0",
        })
    );
    let hidden = to("US.13491208655302741918", "Ciao");
    assert_eq!(ended(&send(&*channel, &hidden).await), "sent wamid.1");
    let body = provider.heard()[1].json();
    assert_eq!(body["recipient"], "US.13491208655302741918");
    assert_eq!(body.get("to"), None);
}

#[tokio::test]
async fn a_file_is_uploaded_and_then_named() {
    // More than one piece of the stream.
    let bytes: Vec<u8> = (0..700_000_u32).map(|at| (at % 251) as u8).collect();
    let provider = Provider::new([says(200, r#"{"id":"5501"}"#), says(200, TAKEN)]).await;
    let channel = whatsapp(&provider.base);
    let mut message = to("+39", "");
    message.files = vec![file("Grüße.jpg", "image/jpeg", &bytes)];
    message.files[0].caption = "The scratch".into();
    assert_eq!(ended(&send(&*channel, &message).await), "sent wamid.1");
    let heard = provider.heard();
    assert_eq!(heard[0].path, "/v25.0/1001/media");
    assert_eq!(heard[0].header("authorization"), "Bearer tok");
    let kind = heard[0].header("content-type");
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");
    let length: usize = heard[0].header("content-length").parse().unwrap();
    assert_eq!(length, heard[0].body.len());
    let holds = |what: &[u8]| heard[0].body.windows(what.len()).any(|at| at == what);
    assert!(holds(&bytes));
    for text in [
        "name=\"messaging_product\"\r\n\r\nwhatsapp",
        "name=\"type\"\r\n\r\nimage/jpeg",
        "filename=\"file.jpg\"",
        "Content-Type: image/jpeg",
    ] {
        assert!(holds(text.as_bytes()), "{text}");
    }
    assert_eq!(
        heard[1].json()["image"],
        json!({ "id": "5501", "caption": "The scratch" })
    );
    assert_eq!(heard[1].json()["type"], "image");
}

#[tokio::test]
async fn kinds_of_files_go_as_what_they_are() {
    for (name, mime, sent_as, kind, object) in [
        (
            "a.pdf",
            "application/pdf",
            model::SentAs::Itself,
            "document",
            json!({ "id": "1", "caption": "c", "filename": "a.pdf" }),
        ),
        (
            "a.mp4",
            "video/mp4",
            model::SentAs::Itself,
            "video",
            json!({ "id": "1", "caption": "c" }),
        ),
        (
            "a.ogg",
            "audio/ogg",
            model::SentAs::Itself,
            "audio",
            json!({ "id": "1" }),
        ),
        (
            "a.gif",
            "image/gif",
            model::SentAs::Itself,
            "document",
            json!({ "id": "1", "caption": "c", "filename": "a.gif" }),
        ),
        (
            "a.jpg",
            "image/jpeg",
            model::SentAs::Document,
            "document",
            json!({ "id": "1", "caption": "c", "filename": "a.jpg" }),
        ),
    ] {
        let provider = Provider::new([says(200, r#"{"id":"1"}"#), says(200, TAKEN)]).await;
        let mut message = to("+39", "");
        message.files = vec![file(name, mime, b"bytes")];
        message.files[0].caption = "c".into();
        message.files[0].sent_as = sent_as;
        let outcome = send(&*whatsapp(&provider.base), &message).await;
        assert_eq!(ended(&outcome), "sent wamid.1");
        let body = provider.heard()[1].json();
        assert_eq!(body["type"], kind);
        assert_eq!(body[kind], object);
    }
}

#[tokio::test]
async fn a_send_that_is_tried_again_does_not_upload_again() {
    let busy = r#"{"error":{"code":131056,"message":"pair"}}"#;
    let refused = r#"{"error":{"code":131053,"message":"media"}}"#;
    let provider = Provider::new([
        says(200, r#"{"id":"5501"}"#),
        says(400, busy),
        says(400, busy),
        says(400, refused),
        says(200, r#"{"id":"5502"}"#),
        says(200, TAKEN),
    ])
    .await;
    let channel = whatsapp(&provider.base);
    let mut message = to("+39", "");
    message.files = vec![file("a.jpg", "image/jpeg", b"bytes")];
    assert_eq!(ended(&send(&*channel, &message).await), "retry 4");
    message.tries = 2;
    assert_eq!(ended(&send(&*channel, &message).await), "retry 16");
    // What may be the upload's fault makes it go again.
    assert_eq!(ended(&send(&*channel, &message).await), "media");
    assert_eq!(ended(&send(&*channel, &message).await), "sent wamid.1");
    let paths = provider.heard().into_iter();
    let ends: Vec<String> = paths
        .map(|heard| heard.path.rsplit('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        ends,
        [
            "media", "messages", "messages", "messages", "media", "messages"
        ]
    );
    assert_eq!(provider.heard()[5].json()["image"]["id"], "5502");
}

#[tokio::test]
async fn an_upload_that_fails_has_shown_nothing_and_is_tried_again() {
    let provider = Provider::new([
        says(500, "oops"),
        says(200, "<html>"),
        crate::support::Reply::Never,
    ])
    .await;
    let channel = whatsapp(&provider.base);
    let mut message = to("+39", "");
    message.files = vec![file("a.jpg", "image/jpeg", b"bytes")];
    for _ in 0..3 {
        assert_eq!(ended(&send(&*channel, &message).await), "retry 2");
    }
    provider.then(says(
        400,
        r#"{"error":{"code":100,"message":"Param file must be a file"}}"#,
    ));
    assert_eq!(ended(&send(&*channel, &message).await), "kind");
    assert!(
        provider
            .heard()
            .iter()
            .all(|heard| heard.path.ends_with("/media"))
    );
}

#[tokio::test]
async fn a_store_that_gives_no_bytes_sends_none() {
    let provider = Provider::new([]).await;
    let mut message = to("+39", "");
    message.files = vec![sized("b.jpg", "image/jpeg", 300_000)];
    let outcome = send(&*whatsapp(&provider.base), &message).await;
    assert_eq!(ended(&outcome), "retry 2");
    let paths: Vec<String> = provider
        .heard()
        .into_iter()
        .map(|heard| heard.path)
        .collect();
    assert!(
        paths.iter().all(|path| path.ends_with("/media")),
        "{paths:?}"
    );
}

#[tokio::test]
async fn a_template_goes_where_free_words_may_not() {
    let provider = Provider::new([says(200, TAKEN)]).await;
    let mut message = to("+39", "Your chair is ready, Ada");
    message.template = Some(Template {
        name: "ready".into(),
        language: "en_US".into(),
        body: vec!["chair".into(), "Ada".into()],
    });
    let outcome = send(&*whatsapp(&provider.base), &message).await;
    assert_eq!(ended(&outcome), "sent wamid.1");
    let body = provider.heard()[0].json();
    assert_eq!(body["type"], "template");
    assert_eq!(
        body["template"],
        json!({
            "name": "ready", "language": { "code": "en_US" },
            "components": [{ "type": "body", "parameters": [
                { "type": "text", "text": "chair" }, { "type": "text", "text": "Ada" },
            ]}],
        })
    );
}

#[tokio::test]
async fn each_code_of_whatsapp_has_a_meaning() {
    let provider = Provider::new([]).await;
    let channel = whatsapp(&provider.base);
    for (code, meaning) in [
        (0, "reconnect"),
        (190, "reconnect"),
        (3, "reconnect"),
        (10, "reconnect"),
        (200, "reconnect"),
        (299, "reconnect"),
        (131_005, "reconnect"),
        (1, "retry 2"),
        (2, "retry 2"),
        (4, "retry 2"),
        (80_007, "retry 2"),
        (33, "settings"),
        (100, "refused"),
        (368, "reconnect"),
        (131_031, "reconnect"),
        (130_497, "blocked"),
        (130_429, "retry 2"),
        (130_472, "blocked"),
        (131_000, "retry 2"),
        (131_016, "retry 2"),
        (133_004, "retry 2"),
        (131_008, "refused"),
        (131_009, "refused"),
        (131_021, "address"),
        (131_026, "address"),
        (131_030, "settings"),
        (131_037, "settings"),
        (131_042, "settings"),
        (131_045, "settings"),
        (131_047, "window_closed"),
        (131_048, "limit"),
        (131_049, "limit"),
        (131_050, "limit"),
        (131_063, "limit"),
        (131_064, "limit"),
        (131_051, "kind"),
        (131_052, "gone"),
        (131_053, "media"),
        (131_056, "retry 4"),
        (131_057, "retry 60"),
        (131_060, "gone"),
        (131_062, "address"),
        (132_000, "template"),
        (132_001, "template"),
        (132_069, "template"),
        (137_000, "refused"),
        (999_999, "refused"),
    ] {
        // By the code, whatever the status: Meta says so. Also when it is 200.
        for status in [400, 500, 200] {
            let body = json!({ "error": { "code": code, "message": "words" } }).to_string();
            provider.then(says(status, &body));
            let outcome = send(&*channel, &to("+39", "Hi")).await;
            assert_eq!(ended(&outcome), meaning, "{status} {code}");
        }
    }
    let usage = r#"{"1":[{"type":"whatsapp","estimated_time_to_regain_access":7}]}"#;
    let headers = [("x-business-use-case-usage", usage)];
    provider.then(with(400, &headers, br#"{"error":{"code":80007}}"#));
    let outcome = send(&*channel, &to("+39", "Hi")).await;
    assert_eq!(ended(&outcome), "retry 420");
}

#[tokio::test]
async fn a_lost_part_is_known_by_its_status_alone() {
    let channel = whatsapp("http://127.0.0.1:1");
    let message = to("+39", "Hi");
    let parts = channel.plan(&message);
    let found = channel.find(&message, &parts[0]).await;
    assert_eq!(found.map_err(|error| failed(&error)), Ok(Found::NoTelling));
    assert_eq!(message.correlation(&parts[0]), "message-7.0");
}
