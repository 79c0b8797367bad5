//! Sending by Twilio.

use crate::support::{Provider, SID, ended, file, open, says, send, sms, to, with};
use model::SentAs;

const TAKEN: &str = r#"{"sid":"SM1","status":"queued","num_media":"0","error_code":null}"#;

#[tokio::test]
async fn a_message_is_one_form() {
    let provider = Provider::new([says(201, TAKEN)]).await;
    let channel = sms(&provider.base);
    let mut message = to("+14155550123", "Two & a half");
    message.files = vec![
        file("a.jpg", "image/jpeg", b"a"),
        file("b.png", "image/png", b"b"),
    ];
    assert_eq!(ended(&send(&*channel, &message).await), "sent SM1");
    let heard = &provider.heard()[0];
    assert_eq!(heard.method, "POST");
    assert_eq!(
        heard.path,
        format!("/2010-04-01/Accounts/{SID}/Messages.json")
    );
    // AC…1:12345
    assert!(heard.header("authorization").starts_with("Basic QUMwMDAw"));
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        heard.form(),
        [
            pair("To", "+14155550123"),
            pair("From", "+14155550100"),
            pair("Body", "Two & a half"),
            pair("MediaUrl", "https://desk.example/files/a.jpg?s=1"),
            pair("MediaUrl", "https://desk.example/files/b.png?s=1"),
            pair("StatusCallback", "https://desk.example/hooks/3#rc=5&rp=all"),
        ]
    );
}

#[tokio::test]
async fn a_messaging_service_chooses_the_number_and_a_key_speaks_for_the_account() {
    let provider = Provider::new([says(201, TAKEN)]).await;
    let settings = format!(
        r#"{{"account_sid":"{SID}","from":"+1","messaging_service_sid":"MG1","limits":7}}"#
    );
    let credentials = r#"{"auth_token":"12345","api_key":"SK1","api_secret":"s"}"#;
    let channel = open(model::Channel::Sms, &provider.base, &settings, credentials);
    assert_eq!(ended(&send(&*channel, &to("+39", "Hi")).await), "sent SM1");
    let heard = &provider.heard()[0];
    // SK1:s
    assert_eq!(heard.header("authorization"), "Basic U0sxOnM=");
    let names: Vec<String> = heard.form().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["To", "MessagingServiceSid", "Body", "StatusCallback"]
    );
}

#[tokio::test]
async fn each_code_of_twilio_has_a_meaning() {
    let provider = Provider::new([]).await;
    let channel = sms(&provider.base);
    for (status, code, meaning) in [
        (401, 20003, "reconnect"),
        (404, 20404, "settings"),
        (429, 20429, "retry 2"),
        (500, 20500, "unknown"),
        (400, 21211, "address"),
        (400, 21614, "address"),
        (400, 21635, "address"),
        (400, 21408, "settings"),
        (400, 21602, "refused"),
        (400, 21603, "settings"),
        (400, 21604, "settings"),
        (400, 21606, "settings"),
        (400, 21612, "settings"),
        (400, 21608, "settings"),
        (400, 21610, "opted_out"),
        (400, 21611, "retry 300"),
        (400, 21617, "too_long"),
        (400, 21620, "media"),
        (400, 21623, "too_many"),
        (400, 21701, "settings"),
        (400, 21705, "settings"),
        (400, 12300, "media"),
        (400, 11200, "retry 30"),
        (400, 11751, "too_large"),
        (400, 30001, "retry 300"),
        (400, 30002, "reconnect"),
        (400, 30003, "retry 3600"),
        (400, 30004, "blocked"),
        (400, 30005, "address"),
        (400, 30006, "address"),
        (400, 30007, "filtered"),
        (400, 30008, "retry 600"),
        (400, 30017, "retry 600"),
        (400, 30410, "retry 600"),
        (400, 30019, "too_large"),
        (400, 30022, "retry 60"),
        (400, 30023, "retry 86400"),
        (400, 30032, "settings"),
        (400, 30034, "settings"),
        (400, 30035, "settings"),
        (400, 30450, "retry 1800"),
        (400, 63016, "window_closed"),
        (400, 63018, "retry 60"),
        (400, 63019, "retry 30"),
        (400, 63021, "refused"),
        (400, 63024, "address"),
        // One that nobody has told us of, with and without a promise in the status.
        (400, 21999, "refused"),
        (429, 21999, "retry 2"),
        (503, 21999, "unknown"),
    ] {
        let body = format!(r#"{{"code":{code},"message":"words","status":{status}}}"#);
        provider.then(says(status, &body));
        let outcome = send(&*channel, &to("+39", "Hi")).await;
        assert_eq!(ended(&outcome), meaning, "{status} {code}");
    }
    let body = br#"{"code":20429,"message":"busy"}"#;
    provider.then(with(429, &[("retry-after", "17")], body));
    let outcome = send(&*channel, &to("+39", "Hi")).await;
    assert_eq!(ended(&outcome), "retry 17");
}

#[tokio::test]
async fn what_mms_does_not_carry_is_not_tried() {
    let provider = Provider::new([]).await;
    let channel = sms(&provider.base);
    for (name, mime, sent_as) in [
        ("a.webp", "image/webp", SentAs::Itself),
        ("a.docx", "application/msword", SentAs::Document),
        ("a.zip", "application/zip", SentAs::Document),
    ] {
        let mut message = to("+39", "");
        message.files = vec![channels::OutgoingFile {
            sent_as,
            ..file(name, mime, b"a")
        }];
        assert_eq!(ended(&send(&*channel, &message).await), "kind", "{name}");
    }
    assert!(provider.heard().is_empty());
}

#[tokio::test]
async fn an_account_without_a_sender_or_a_token_is_not_connected() {
    let with = |settings: &str, credentials: &str| {
        open(
            model::Channel::Sms,
            "http://127.0.0.1:1",
            settings,
            credentials,
        )
    };
    let token = r#"{"auth_token":"t"}"#;
    for (settings, credentials) in [
        ("{}", token),
        (r#"{"account_sid":"AC1"}"#, token),
        (r#"{"account_sid":"AC1/../x","from":"+1"}"#, token),
        (r#"{"account_sid":"AC1","from":"+1"}"#, "{}"),
        (
            r#"{"account_sid":"AC1","from":"+1"}"#,
            r#"{"api_key":"SK"}"#,
        ),
        ("[", token),
    ] {
        let channel = with(settings, credentials);
        let outcome = send(&*channel, &to("+39", "Hi")).await;
        assert_eq!(ended(&outcome), "not_connected", "{settings}");
    }
}
