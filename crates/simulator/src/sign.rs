//! The signatures on webhooks: Twilio's HMAC-SHA1 over address and parameters, Meta's HMAC-SHA256 over the
//! body, and Meta's way of writing JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::Sha256;

/// `X-Twilio-Signature` (TW-SEC, TW-PY): base64 of HMAC-SHA1, keyed with the account's token, over the address
/// as it was configured and, for a form, each name with its values, sorted, values without repetitions.
/// User, password and fragment of the address do not count (TW-OVR).
pub fn twilio(token: &str, url: &str, params: &[(String, String)]) -> String {
    let mut message = plain_url(url);
    let mut sorted: Vec<_> = params.iter().collect();
    sorted.sort();
    sorted.dedup();
    for (name, value) in sorted {
        message.push_str(name);
        message.push_str(value);
    }
    STANDARD.encode(mac::<Hmac<Sha1>>(token.as_bytes(), message.as_bytes()))
}

/// An address without fragment, user and password, otherwise as it was typed.
pub(crate) fn plain_url(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}{tail}")
}

/// `X-Hub-Signature-256` (MSG-HOOK): `sha256=` and HMAC-SHA256, hexadecimal, over the body's bytes.
pub fn hub(secret: &str, body: &[u8]) -> String {
    let sum = mac::<Hmac<Sha256>>(secret.as_bytes(), body);
    let hex: String = sum.iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256={hex}")
}

fn mac<M: Mac + hmac::digest::KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = <M as Mac>::new_from_slice(key).expect("any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// JSON as Meta sends it: nothing but ASCII, and slashes escaped (MSG-HOOK). Whoever signs the text after
/// parsing and writing it again is found out.
pub fn meta_json(value: &serde_json::Value) -> String {
    let mut out = String::new();
    let mut units = [0_u16; 2];
    for c in value.to_string().chars() {
        match c {
            '/' => out.push_str("\\/"),
            c if c.is_ascii() => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out
}
