//! Whether a request was made by the provider.

use crate::support::{META, SID, instagram, open, sms, whatsapp};
use channels::{Channel, Raw, Unreadable};

/// Meta's way of writing JSON; key `appsecret`. Made and checked for this project's reference.
const BODY: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},"contacts":[{"profile":{"name":"\u00c5sa"},"wa_id":"16505551234"}],"messages":[{"from":"16505551234","id":"wamid.TEST1","timestamp":"1749416383","type":"text","text":{"body":"h\u00e9llo \/ 1"}}]},"field":"messages"}]}]}"#;
const SIGNATURE: &str = "sha256=f8f5ef750519bace7c7826ab35e2eb45e22d77fd10494cb543facefe88d2350a";

fn verify(
    channel: &dyn Channel,
    name: &str,
    signature: &str,
    body: &str,
) -> Result<(), Unreadable> {
    let headers = [(name.to_owned(), signature.to_owned())];
    channel.verify(&Raw {
        url: "https://desk.example/hooks/3",
        headers: &headers,
        body: body.as_bytes(),
    })
}

#[test]
fn metas_signature_is_over_the_bytes_as_they_came() {
    const NAME: &str = "x-hub-signature-256";
    for channel in [whatsapp("http://x"), instagram("http://x")] {
        let check = |signature: &str, body: &str| verify(&*channel, NAME, signature, body);
        assert_eq!(check(SIGNATURE, BODY), Ok(()));
        for (signature, body) in [
            (SIGNATURE, BODY.replace("\\u00c5", "Å").as_str()),
            (SIGNATURE, BODY.replace("\\/", "/").as_str()),
            (SIGNATURE, ""),
            (SIGNATURE.replace("sha256=", "").as_str(), BODY),
            (SIGNATURE.replace("sha256=", "sha1=").as_str(), BODY),
            (&SIGNATURE[..SIGNATURE.len() - 2], BODY),
            (SIGNATURE.replace('a', "b").as_str(), BODY),
            ("sha256=", BODY),
            ("sha256=ää", BODY),
            ("", BODY),
        ] {
            assert_eq!(
                check(signature, body),
                Err(Unreadable::Forged),
                "{signature}"
            );
        }
        assert_eq!(
            verify(&*channel, "x-hub-signature", SIGNATURE, BODY),
            Err(Unreadable::Forged)
        );
    }
}

#[test]
fn without_a_secret_nothing_is_proved() {
    // HMAC-SHA256 of nothing under no key.
    let empty = "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
    for credentials in [r#"{"token":"t"}"#, r#"{"token":"t","app_secrets":[""]}"#] {
        let channel = open(
            model::Channel::Whatsapp,
            "http://x",
            r#"{"phone_number_id":"1"}"#,
            credentials,
        );
        let told = verify(&*channel, "x-hub-signature-256", empty, "");
        assert_eq!(told, Err(Unreadable::Forged));
        let query = "hub.mode=subscribe&hub.verify_token=&hub.challenge=1";
        assert_eq!(channel.challenge(query), Err(Unreadable::Forged));
    }
}

#[test]
fn meta_is_answered_its_challenge() {
    assert!(META.contains("\"word\""));
    for channel in [whatsapp("http://x"), instagram("http://x")] {
        let ask = |query: &str| channel.challenge(query);
        let right = "hub.mode=subscribe&hub.challenge=11%2B5&hub.verify_token=word";
        assert_eq!(ask(right).as_deref(), Ok("11+5"));
        assert_eq!(ask(&right.replace("word", "wor")), Err(Unreadable::Forged));
        assert_eq!(
            ask(&right.replace("subscribe", "x")),
            Err(Unreadable::Forged)
        );
        assert_eq!(ask("hub.mode=subscribe"), Err(Unreadable::Form));
        assert_eq!(channel.acknowledgement(), ("text/plain", ""));
    }
    assert_eq!(sms("http://x").challenge("a=b"), Err(Unreadable::Form));
}

#[test]
fn twilios_signature_counts_under_either_token_of_the_account() {
    // `POST https://desk.example/hooks/3` with `A=1`, under `12345`.
    let signature = "RktdXKE+lC5fiX7aLgpoK1v8E/A=";
    for (credentials, fits) in [
        (r#"{"auth_token":"12345"}"#, true),
        (r#"{"auth_token":"new","other_auth_token":"12345"}"#, true),
        (r#"{"auth_token":"new"}"#, false),
        // A key signs no webhooks.
        (r#"{"api_key":"SK","api_secret":"12345"}"#, false),
    ] {
        let settings = format!(r#"{{"account_sid":"{SID}","from":"+1"}}"#);
        let channel = open(model::Channel::Sms, "http://x", &settings, credentials);
        let told = verify(&*channel, "x-twilio-signature", signature, "A=1");
        assert_eq!(told.is_ok(), fits, "{credentials}");
        assert_eq!(
            channel.acknowledgement(),
            ("text/xml", "<Response></Response>")
        );
    }
}
