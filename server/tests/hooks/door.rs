//! Who is let in: the provider, by its signature over the bytes and the configured address.

use crate::support::{ANA, ASA, LEA, World, on_both, told};
use model::Direction;
use simulator::{Act, Channel as Phone, sign};

const ALL: [Phone; 3] = [Phone::Sms, Phone::Whatsapp, Phone::Instagram];
const EVENTS: &str = "SELECT count(*) FROM inbound_event";

async fn post(world: &World, url: &str, headers: &[(&str, String)], body: &str) -> u16 {
    let mut request = world.http.post(url).body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request.send().await.unwrap().status().as_u16()
}

/// A form as Twilio signs it.
pub(crate) async fn twilio(world: &World, fields: &[(&str, &str)], query: &str) -> u16 {
    let url = format!("{}{query}", world.hook(Phone::Sms));
    let owned: Vec<(String, String)> = (fields.iter())
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let token = world.sim.config().twilio.auth_token.clone();
    let signature = sign::twilio(&token, &url, &owned);
    let body: Vec<String> = (fields.iter())
        .map(|(name, value)| format!("{name}={}", server::layers::encode(value)))
        .collect();
    let form = "application/x-www-form-urlencoded".to_owned();
    let headers = [
        ("x-twilio-signature", signature),
        ("content-type", form),
        // What a browser would be refused for: a provider is not one.
        ("sec-fetch-site", "cross-site".to_owned()),
    ];
    post(world, &url, &headers, &body.join("&")).await
}

on_both!(
    a_wrong_signature_is_refused_and_nothing_is_stored,
    |world| {
        let body = r#"{"object":"whatsapp_business_account","entry":[]}"#;
        for phone in ALL {
            let url = world.hook(phone);
            assert_eq!(post(world, &url, &[], body).await, 403, "none");
            for name in ["x-hub-signature-256", "x-twilio-signature"] {
                let wrong = [(name, sign::hub("somebody's", body.as_bytes()))];
                assert_eq!(post(world, &url, &wrong, body).await, 403, "{name}");
            }
        }
        assert_eq!(world.number(EVENTS).await, 0);
        assert!(world.thread(ANA).await.is_none());
    }
);

on_both!(a_webhook_is_good_for_its_own_address_only, |world| {
    let fields = [("MessageSid", "SM1"), ("From", "+1"), ("Body", "Hi")];
    assert_eq!(twilio(world, &fields, "").await, 200);
    let fields = [("MessageSid", "SM2"), ("From", "+1"), ("Body", "Hi")];
    assert_eq!(
        twilio(world, &fields, "?a=%20b&c").await,
        200,
        "its query is signed, too"
    );
    let body = r#"{"object":"instagram","entry":[]}"#;
    let secret = world.sim.config().instagram.app_secret.clone();
    let signed = [("x-hub-signature-256", sign::hub(&secret, body.as_bytes()))];
    assert_eq!(
        post(world, &world.hook(Phone::Instagram), &signed, body).await,
        200
    );
    assert_eq!(
        post(world, &world.hook(Phone::Whatsapp), &signed, body).await,
        403
    );
    let nowhere = format!("{}/hooks/999", world.url);
    assert_eq!(post(world, &nowhere, &signed, body).await, 404);
});

on_both!(too_much_is_not_read, |world| {
    let body = " ".repeat((4 << 20) + 1);
    let secret = world.sim.config().whatsapp.app_secret.clone();
    let signed = [("x-hub-signature-256", sign::hub(&secret, body.as_bytes()))];
    assert_eq!(
        post(world, &world.hook(Phone::Whatsapp), &signed, &body).await,
        413
    );
    assert_eq!(world.number(EVENTS).await, 0);
});

on_both!(what_cannot_be_read_is_kept_for_a_build_that_can, |world| {
    let body = r#"{"object":"something_new","entry":[{"a":1}]}"#;
    let secret = world.sim.config().whatsapp.app_secret.clone();
    let signed = [("x-hub-signature-256", sign::hub(&secret, body.as_bytes()))];
    for _ in 0..2 {
        assert_eq!(
            post(world, &world.hook(Phone::Whatsapp), &signed, body).await,
            200
        );
    }
    assert_eq!(world.number(EVENTS).await, 1);
});

on_both!(a_provider_asks_whether_the_webhook_is_ours, |world| {
    for phone in [Phone::Whatsapp, Phone::Instagram] {
        world
            .sim
            .subscribe(phone, &world.hook(phone))
            .await
            .unwrap();
        let ask = |token: &str| {
            let url = format!(
                "{}?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=77",
                world.hook(phone)
            );
            world.http.get(url).send()
        };
        let answer = ask("wrong").await.unwrap();
        assert_eq!(answer.status(), 403);
        let answer = ask("demo-verify").await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.text().await.unwrap(), "77");
    }
    let sms = world.http.get(world.hook(Phone::Sms)).send().await.unwrap();
    assert_eq!(sms.status(), 403);
});

on_both!(what_was_kept_is_applied_when_there_are_workers, |world| {
    world.stop().await;
    for customer in [ANA, ASA, LEA] {
        world.act(customer, Act::say("Is anybody there?")).await;
        assert!(world.thread(customer).await.is_none());
    }
    let taken = world.sim.webhooks();
    assert!(taken.iter().all(simulator::Attempt::taken), "{taken:#?}");
    world.start();
    for customer in [ANA, ASA, LEA] {
        let what = "what was kept";
        let thread = world.until(customer, what, |thread| !thread.messages.is_empty());
        assert_eq!(told(&thread.await, Direction::In).len(), 1);
    }
});
