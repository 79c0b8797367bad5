//! `X-Twilio-Signature`: HMAC-SHA1 over the address as it is configured at Twilio and, for forms,
//! all parameters.

use crate::{Raw, Unreadable};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Checks it. `raw.url` is the public address by which Twilio knows us, with its query: never one
/// that is put together from what a proxy passed on.
pub(super) fn verify(raw: &Raw<'_>, tokens: &[&str]) -> Result<(), Unreadable> {
    let header = |wanted: &str| {
        let mut all = raw.headers.iter();
        all.find(|(name, _)| name == wanted)
            .map(|(_, value)| value.trim())
    };
    let signature = header("x-twilio-signature").ok_or(Unreadable::Forged)?;
    let signature = STANDARD.decode(signature).map_err(|_| Unreadable::Forged)?;
    let told = body_hash(raw.url);
    let is_form = header("content-type").is_none_or(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    });
    let parameters = match (&told, is_form) {
        (Some(told), _) => {
            // Not the parameters, but a hash of the body is part of the address.
            if !is_hash(raw.body, told) {
                return Err(Unreadable::Forged);
            }
            String::new()
        }
        (None, true) => sorted(raw.body),
        // A body that nothing vouches for.
        (None, false) if !raw.body.is_empty() => return Err(Unreadable::Forged),
        (None, false) => String::new(),
    };
    let fits = |token: &&str, address: &String| {
        // An HMAC under no key is one that anybody can make.
        !token.is_empty()
            && Hmac::<Sha1>::new_from_slice(token.as_bytes()).is_ok_and(|mac| {
                mac.chain_update(address)
                    .chain_update(&parameters)
                    .verify_slice(&signature)
                    .is_ok()
            })
    };
    let addresses = addresses(raw.url);
    let any = (tokens.iter()).any(|token| addresses.iter().any(|address| fits(token, address)));
    if any { Ok(()) } else { Err(Unreadable::Forged) }
}

/// The parameters' names and values one after the other, by name. A name that is there several
/// times: its values, each once, in order.
fn sorted(body: &[u8]) -> String {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        let values = all.entry(name.into_owned()).or_default();
        values.insert(value.into_owned());
    }
    let mut sorted = String::new();
    for (name, values) in &all {
        for value in values {
            sorted.push_str(name);
            sorted.push_str(value);
        }
    }
    sorted
}

/// The ways in which the address may have been signed: as it is, and with the port left out or
/// written. Never with a fragment, a user or a password.
fn addresses(url: &str) -> Vec<String> {
    let bare = url.split('#').next().unwrap_or_default();
    let Ok(parsed) = Url::parse(bare) else {
        return vec![bare.to_owned()];
    };
    let Some((scheme, rest)) = bare.split_once("://") else {
        return vec![bare.to_owned()];
    };
    // By hand: what a parser writes anew need not be what was signed.
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let authority = authority.rsplit('@').next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let mut all = vec![
        format!("{scheme}://{authority}{path}"),
        format!("{scheme}://{host}{path}"),
    ];
    if let Some(port) = parsed.port_or_known_default() {
        all.push(format!("{scheme}://{host}:{port}{path}"));
    }
    all
}

fn body_hash(url: &str) -> Option<String> {
    let (_, query) = url.split('#').next()?.split_once('?')?;
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "bodySHA256")
        .map(|(_, value)| value.to_ascii_lowercase())
}

fn is_hash(body: &[u8], told: &str) -> bool {
    use std::fmt::Write;
    let digest = Sha256::digest(body);
    let hex = digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    hex == told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs).finish()
    }

    fn check(token: &str, url: &str, kind: &str, body: &str, signature: &str) -> bool {
        let headers = [
            ("content-type".to_owned(), kind.to_owned()),
            ("x-twilio-signature".to_owned(), signature.to_owned()),
        ];
        let raw = Raw {
            url,
            headers: &headers,
            body: body.as_bytes(),
        };
        verify(&raw, &["", token]).is_ok()
    }

    const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";

    /// Twilio's documentation, "Validating requests".
    #[test]
    fn the_vector_of_the_documentation() {
        let body = form(&[
            ("To", "+18005551212"),
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675310"),
            ("Digits", "1234"),
            ("From", "+14158675310"),
        ]);
        let url = "https://example.com/myapp.php?foo=1&bar=2";
        let right = "L/OH5YylLD5NRKLltdqwSvS0BnU=";
        assert!(check("12345", url, FORM, &body, right));
        assert!(check(
            "12345",
            &format!("{url}#rc=5&rp=all"),
            FORM,
            &body,
            right
        ));
        assert!(check(
            "12345",
            &url.replace("//", "//user:pass@"),
            FORM,
            &body,
            right
        ));
        assert!(!check("12346", url, FORM, &body, right));
        assert!(!check("", url, FORM, &body, right));
        assert!(!check(
            "12345",
            &url.replace("foo=1", "foo=2"),
            FORM,
            &body,
            right
        ));
        assert!(!check(
            "12345",
            url,
            FORM,
            &body.replace("1234", "1235"),
            right
        ));
        assert!(!check("12345", url, FORM, &format!("{body}&New=1"), right));
        for odd in ["", "=", "L/OH", "L/OH5YylLD5NRKLltdqwSvS0BnU", "ä"] {
            assert!(!check("12345", url, FORM, &body, odd), "{odd}");
        }
        // What is signed as a form does not count for another body.
        assert!(!check("12345", url, "application/json", &body, right));
    }

    /// Twilio's Python SDK, the tests of its validator: ports.
    #[test]
    fn the_vectors_of_the_sdk() {
        let body = form(&[
            ("CallSid", "CA1234567890ABCDE"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
            ("Caller", "+14158675309"),
        ]);
        let path = "mycompany.com/myapp.php?foo=1&bar=2";
        let with_port = |port: &str| path.replace(".com", &format!(".com{port}"));
        for (url, signature) in [
            (format!("https://{path}"), "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
            (
                format!("https://{}", with_port(":1234")),
                "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
            ),
            (
                format!("http://{}", with_port(":1234")),
                "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
            ),
            (format!("https://{path}"), "kvajT1Ptam85bY51eRf/AJRuM3w="),
            (format!("http://{path}"), "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ] {
            assert!(
                check("12345", &url, FORM, &body, signature),
                "{url} {signature}"
            );
        }
    }

    /// The same: a name that is there several times.
    #[test]
    fn a_repeated_name_counts_each_of_its_values_once() {
        let body = form(&[
            ("Sid", "CA123"),
            ("SidAccount", "AC123"),
            ("Digits", "5678"),
            ("Digits", "1234"),
            ("Digits", "1234"),
        ]);
        assert_eq!(
            sorted(body.as_bytes()),
            "Digits1234Digits5678SidCA123SidAccountAC123"
        );
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert!(check(
            "12345",
            url,
            FORM,
            &body,
            "IK+Dwps556ElfBT0I3Rgjkr1wJU="
        ));
    }

    #[test]
    fn a_body_that_is_no_form_is_vouched_for_by_its_hash() {
        // The SDK's vector.
        let body = r#"{"property": "value", "boolean": true}"#;
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=\
                   0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        let signature = "a9nBmqA0ju/hNViExpshrM61xv4=";
        assert!(check("12345", url, "application/json", body, signature));
        assert!(!check("12345", url, "application/json", "{}", signature));
    }
}
