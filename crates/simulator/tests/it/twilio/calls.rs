//! Credentials, refusals, what is accepted, listing, numbers.

use serde_json::Value;
use simulator::{Act, Channel, Person, segments};

use crate::support::{World, answer};

#[tokio::test]
async fn credentials() {
    let world = World::new().await;
    let sid = world.sim.config().twilio.account_sid.clone();
    let url = format!("{}/2010-04-01/Accounts/{sid}/Messages.json", world.base);
    for (user, password, status) in [
        (sid.as_str(), "demo-twilio-token", 200),
        (
            "SK00000000000000000000000000000d35",
            "demo-twilio-secret",
            200,
        ),
        (sid.as_str(), "wrong", 401),
        (
            "SK00000000000000000000000000000d35",
            "demo-twilio-token",
            401,
        ),
    ] {
        let (got, body) = answer(world.http.get(&url).basic_auth(user, Some(password))).await;
        assert_eq!(got, status, "{user}");
        if status == 401 {
            assert_eq!(body["code"], 20003);
            assert_eq!(
                body["more_info"],
                "https://www.twilio.com/docs/errors/20003"
            );
            assert_eq!(body["status"], 401);
        }
    }
    let (got, _) = answer(world.http.get(&url)).await;
    assert_eq!(got, 401);
    let (status, account) = world.twilio_get("").await;
    assert_eq!((status, account["code"].as_i64()), (404, Some(20404)));
}

#[tokio::test]
async fn refused_at_once() {
    let world = World::new().await;
    let long = "a".repeat(1601);
    let eleven: Vec<_> = (0..11)
        .map(|_| ("MediaUrl", "https://example.com/a.jpg"))
        .collect();
    let from = ("From", "+15550100");
    let to = ("To", "+14155550171");
    let text = ("Body", "Hello");
    let service = "MG00000000000000000000000000000d35";
    let cases: Vec<(Vec<(&str, &str)>, i64)> = vec![
        (vec![from, text], 21604),
        (vec![to, text], 21603),
        (vec![to, from], 21602),
        (vec![("To", "4155550171"), from, text], 21211),
        (vec![("To", "+15550100"), from, text], 21266),
        (vec![to, ("From", "nobody"), text], 21212),
        (vec![to, ("From", "+15550199"), text], 21606),
        (vec![to, ("MessagingServiceSid", "MGwrong"), text], 21705),
        (
            vec![
                to,
                ("MessagingServiceSid", "MG11111111111111111111111111111111"),
                text,
            ],
            21701,
        ),
        (vec![to, from, ("Body", &long)], 21617),
        (vec![to, from, ("MediaUrl", "example.com/a.jpg")], 21620),
        ([vec![to, from], eleven].concat(), 21623),
        (
            vec![
                to,
                from,
                text,
                ("StatusCallback", "https://my_desk.example/x"),
            ],
            21609,
        ),
        (vec![to, from, text, ("ValidityPeriod", "0")], 20001),
    ];
    for (form, code) in cases {
        let (status, body) = world.twilio("Messages.json", &form).await;
        assert_eq!(
            (status, body["code"].as_i64()),
            (400, Some(code)),
            "{form:?}"
        );
    }
    assert!(world.sim.lines(Channel::Sms).is_empty());
    let (status, _) = world
        .twilio(
            "Messages.json",
            &[to, ("MessagingServiceSid", service), text],
        )
        .await;
    assert_eq!(status, 201);
    world.sim.quiet().await;
}

#[tokio::test]
async fn accepted() {
    let world = World::new().await;
    let (status, body) = world.sms(&[("Body", "Grüße €")]).await;
    assert_eq!(status, 201);
    let sid = body["sid"].as_str().unwrap();
    assert!(sid.starts_with("SM") && sid.len() == 34);
    assert_eq!(body["status"], "queued");
    assert_eq!(body["num_media"], "0");
    assert_eq!(body["num_segments"], "1");
    assert_eq!(body["direction"], "outbound-api");
    assert_eq!(body["error_code"], Value::Null);
    assert_eq!(body["date_sent"], Value::Null);
    assert!(body["date_created"].as_str().unwrap().ends_with("+0000"));
    world.sim.quiet().await;
    let (_, body) = world.twilio_get(&format!("Messages/{sid}.json")).await;
    assert_eq!(
        (&body["status"], &body["body"]),
        (&"delivered".into(), &"Grüße €".into())
    );
    assert_eq!(world.sim.thread(Channel::Sms, "+14155550171").len(), 1);
    // A Messaging Service: accepted, without sender and segments.
    let form = [
        ("To", "+14155550171"),
        ("MessagingServiceSid", "MG00000000000000000000000000000d35"),
        ("Body", "x"),
    ];
    let (_, body) = world.twilio("Messages.json", &form).await;
    assert_eq!(
        (&body["status"], &body["from"], &body["num_segments"]),
        (&"accepted".into(), &Value::Null, &"0".into())
    );
}

/// The same form twice is two messages: there is no idempotency.
#[tokio::test]
async fn no_idempotency() {
    let world = World::new().await;
    let (_, one) = world.sms(&[("Body", "Hello")]).await;
    let (_, two) = world.sms(&[("Body", "Hello")]).await;
    assert_ne!(one["sid"], two["sid"]);
    world.sim.quiet().await;
    assert_eq!(world.sim.thread(Channel::Sms, "+14155550171").len(), 2);
}

#[test]
fn segments_by_alphabet() {
    for (text, wanted) in [
        ("a".repeat(160), 1),
        ("a".repeat(161), 2),
        ("a".repeat(306), 2),
        ("a".repeat(307), 3),
        ("€".repeat(80), 1),
        ("€".repeat(81), 2),
        ("ł".repeat(70), 1),
        ("ł".repeat(71), 2),
        ("👍".repeat(35), 1),
        ("👍".repeat(36), 2),
        // 67 units of UTF-16: 33 whole emoji and one unit that stays empty.
        ("👍".repeat(67), 3),
        (String::new(), 1),
    ] {
        assert_eq!(
            segments::segments(&text),
            wanted,
            "{} of {:?}",
            text.chars().count(),
            text.chars().next()
        );
    }
}

#[tokio::test]
async fn stop_and_start() {
    let mut world = World::new().await;
    let say = |text: &str| world.sim.act(Channel::Sms, "+14155550171", Act::say(text));
    say(" stop ").await.unwrap();
    let (status, body) = world.sms(&[("Body", "Sale!")]).await;
    assert_eq!((status, body["code"].as_i64()), (400, Some(21610)));
    // Only from this number.
    let form = [
        ("To", "+14155550171"),
        ("From", "+18005550100"),
        ("Body", "x"),
    ];
    assert_eq!(world.twilio("Messages.json", &form).await.0, 201);
    // The last one who wrote was the other number: this is for the first.
    let start = Act::Say {
        text: "START".into(),
        files: Vec::new(),
        quote: None,
        to: Some("+15550100".into()),
    };
    world
        .sim
        .act(Channel::Sms, "+14155550171", start)
        .await
        .unwrap();
    assert_eq!(world.sms(&[("Body", "Hello again")]).await.0, 201);
    let thread = world.sim.thread(Channel::Sms, "+14155550171");
    assert_eq!(thread.iter().filter(|l| l.twilio.auto).count(), 2);
    let hooks = world.hooks().await;
    let types: Vec<_> = hooks
        .iter()
        .filter_map(|h| h.form().get("OptOutType").cloned())
        .collect();
    assert_eq!(types, ["STOP", "START"]);
}

/// Reconciliation: by number and date, in pages, newest first.
#[tokio::test]
async fn listing() {
    let world = World::new().await;
    for n in 0..5 {
        world.sms(&[("Body", &format!("number {n}"))]).await;
    }
    world
        .sim
        .act(Channel::Sms, "+14155550171", Act::say("mine"))
        .await
        .unwrap();
    world.sim.quiet().await;
    let path = "Messages.json?To=%2B14155550171&From=%2B15550100&PageSize=2";
    let (_, page) = world.twilio_get(path).await;
    let bodies = |page: &Value| -> Vec<String> {
        page["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| m["body"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(bodies(&page), ["number 4", "number 3"]);
    let next = page["next_page_uri"]
        .as_str()
        .unwrap()
        .split("/Accounts/")
        .nth(1)
        .unwrap()
        .split_once('/')
        .unwrap()
        .1
        .to_owned();
    let (_, page) = world.twilio_get(&next).await;
    assert_eq!(bodies(&page), ["number 2", "number 1"]);
    assert!(page["previous_page_uri"].is_string());
    let (_, inbound) = world.twilio_get("Messages.json?From=%2B14155550171").await;
    assert_eq!(bodies(&inbound), ["mine"]);
    assert_eq!(inbound["messages"][0]["direction"], "inbound");
    let today = &iso_day(world.sim.now());
    let count = async |filter: &str| {
        let (status, page) = world.twilio_get(&format!("Messages.json?{filter}")).await;
        assert_eq!(status, 200, "{filter}");
        page["messages"].as_array().unwrap().len()
    };
    assert_eq!(count(&format!("DateSent={today}")).await, 6);
    assert_eq!(count(&format!("DateSent%3E={today}")).await, 6);
    assert_eq!(count("DateSent%3C=2001-01-01").await, 0);
    assert_eq!(count("DateSent%3E=2001-01-01T00:00:00Z").await, 6);
    assert_eq!(
        world.twilio_get("Messages.json?DateSent=yesterday").await.0,
        400
    );
}

fn iso_day(ms: i64) -> String {
    let t = time::OffsetDateTime::from_unix_timestamp(ms / 1000).unwrap();
    format!("{:04}-{:02}-{:02}", t.year(), u8::from(t.month()), t.day())
}

#[tokio::test]
async fn redact_and_delete() {
    let world = World::new().await;
    let (_, body) = world.sms(&[("Body", "secret")]).await;
    let path = format!("Messages/{}.json", body["sid"].as_str().unwrap());
    world.sim.quiet().await;
    let (_, body) = world.twilio(&path, &[("Body", "")]).await;
    assert_eq!(body["body"], "");
    let (status, body) = world.twilio(&path, &[("Status", "canceled")]).await;
    assert_eq!((status, body["code"].as_i64()), (409, Some(20009)));
    let config = world.sim.config();
    let url = format!(
        "{}/2010-04-01/Accounts/{}/{path}",
        world.base, config.twilio.account_sid
    );
    let delete = || {
        world
            .http
            .delete(&url)
            .basic_auth(&config.twilio.account_sid, Some(&config.twilio.auth_token))
    };
    assert_eq!(answer(delete()).await.0, 204);
    assert_eq!(answer(delete()).await.0, 404);
}

/// People with trouble: synchronous codes at once, the others in the status.
#[tokio::test]
async fn trouble() {
    let mut world = World::new().await;
    let mut person = Person::new(Channel::Sms, "+14155550171", "Ana", "");
    person.fails = Some(21614);
    world.sim.add_person(person.clone());
    assert_eq!(world.sms(&[("Body", "x")]).await.1["code"], 21614);
    person.fails = Some(30005);
    world.sim.add_person(person);
    let callback = format!("{}/hook/status", world.desk);
    assert_eq!(
        world
            .sms(&[("Body", "x"), ("StatusCallback", &callback)])
            .await
            .0,
        201
    );
    let hooks = world.hooks().await;
    let last = hooks.last().unwrap().form();
    assert_eq!(
        (last["MessageStatus"].as_str(), last["ErrorCode"].as_str()),
        ("undelivered", "30005")
    );
}

/// The webhook's address is set as at Twilio.
#[tokio::test]
async fn numbers() {
    let mut world = World::new().await;
    let (_, list) = world
        .twilio_get("IncomingPhoneNumbers.json?PhoneNumber=%2B15550100")
        .await;
    let number = &list["incoming_phone_numbers"][0];
    assert_eq!(number["phone_number"], "+15550100");
    let url = format!("{}/hook/other", world.desk);
    let path = format!(
        "IncomingPhoneNumbers/{}.json",
        number["sid"].as_str().unwrap()
    );
    let (_, number) = world.twilio(&path, &[("SmsUrl", &url)]).await;
    assert_eq!(number["sms_url"], url);
    world
        .sim
        .act(Channel::Sms, "+13125550142", Act::say("Hello"))
        .await
        .unwrap();
    assert_eq!(world.hook().await.uri, "/hook/other");
}
