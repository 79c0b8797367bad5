//! The known vectors of the providers' documentation and of Twilio's own library.

use simulator::sign::{hub, meta_json, twilio};

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect()
}

/// TW-SEC, "Validating requests".
#[test]
fn twilio_as_its_documentation_shows() {
    let params = pairs(&[
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675310"),
        ("Digits", "1234"),
        ("From", "+14158675310"),
        ("To", "+18005551212"),
    ]);
    assert_eq!(
        twilio(
            "12345",
            "https://example.com/myapp.php?foo=1&bar=2",
            &params
        ),
        "L/OH5YylLD5NRKLltdqwSvS0BnU="
    );
}

/// TW-PY, `tests/unit/test_request_validator.py`.
#[test]
fn twilio_as_its_library_tests() {
    let params = pairs(&[
        ("CallSid", "CA1234567890ABCDE"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
        ("Caller", "+14158675309"),
    ]);
    let of = |url: &str| twilio("12345", url, &params);
    assert_eq!(
        of("https://mycompany.com/myapp.php?foo=1&bar=2"),
        "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    );
    assert_eq!(
        of("http://mycompany.com:1234/myapp.php?foo=1&bar=2"),
        "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="
    );
    assert_eq!(
        of("https://mycompany.com:443/myapp.php?foo=1&bar=2"),
        "kvajT1Ptam85bY51eRf/AJRuM3w="
    );
    assert_eq!(
        of("http://mycompany.com:80/myapp.php?foo=1&bar=2"),
        "0ZXoZLH/DfblKGATFgpif+LLRf4="
    );
    let repeated = pairs(&[
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ]);
    assert_eq!(
        twilio(
            "12345",
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            &repeated
        ),
        "IK+Dwps556ElfBT0I3Rgjkr1wJU="
    );
    let body = "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=\
                0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    assert_eq!(twilio("12345", body, &[]), "a9nBmqA0ju/hNViExpshrM61xv4=");
}

/// TW-OVR: neither the overrides behind `#` nor user and password are signed.
#[test]
fn twilio_leaves_out_fragment_and_password() {
    let plain = twilio("12345", "https://example.com/a?b=1", &[]);
    assert_eq!(
        twilio(
            "12345",
            "https://user:secret@example.com/a?b=1#rc=5&rp=all",
            &[]
        ),
        plain
    );
    assert_ne!(twilio("12345", "https://example.com/a?b=2", &[]), plain);
}

/// MSG-HOOK, the verified vector: escaped text is what is signed.
#[test]
fn meta_signs_the_escaped_text() {
    let body = r#"{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},"contacts":[{"profile":{"name":"\u00c5sa"},"wa_id":"16505551234"}],"messages":[{"from":"16505551234","id":"wamid.TEST1","timestamp":"1749416383","type":"text","text":{"body":"h\u00e9llo \/ 1"}}]},"field":"messages"}]}]}"#;
    assert_eq!(body.len(), 428);
    let wanted = "sha256=f8f5ef750519bace7c7826ab35e2eb45e22d77fd10494cb543facefe88d2350a";
    assert_eq!(hub("appsecret", body.as_bytes()), wanted);
}

#[test]
fn meta_writes_ascii() {
    let value = serde_json::json!({"text": "Åsa / 👍"});
    let text = meta_json(&value);
    assert_eq!(text, r#"{"text":"\u00c5sa \/ \ud83d\udc4d"}"#);
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&text).unwrap(),
        value
    );
}
