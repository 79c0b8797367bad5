//! Ids as the providers make them. Never from the seed: a simulator that starts again must not give out
//! ids that its receivers have seen.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::RngCore;

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// 32 hexadecimal digits after a prefix of two letters: a sid of Twilio (TW-OAI).
pub(crate) fn sid(prefix: &str) -> String {
    format!("{prefix}{}", hex(&random::<16>()))
}

/// `wamid.` and base64, as WhatsApp's ids look.
pub(crate) fn wamid() -> String {
    format!("wamid.{}", STANDARD.encode(random::<24>()))
}

/// An Instagram message id: long base64 without padding.
pub(crate) fn mid() -> String {
    format!(
        "aWdfZAG1{}",
        STANDARD
            .encode(random::<42>())
            .replace(['+', '/', '='], "Z")
    )
}

/// A decimal id of Meta's: media, attachments, assets.
pub(crate) fn number() -> String {
    let n = u64::from_le_bytes(random::<8>());
    format!("{}", 100_000_000_000_000 + n % 899_999_999_999_999)
}

/// A random word for tokens, traces and signatures of addresses.
pub(crate) fn word() -> String {
    hex(&random::<12>())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
