//! What WhatsApp and Instagram share, being Meta's: how a webhook is proved and asked for, the form
//! of errors and times. What an error means is each channel's own knowledge.

use crate::{
    Raw, SendError, Unreadable,
    call::{Answer, SOON, number_at, text_at},
};
use hmac::{Hmac, Mac};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// What an inbox of Meta's keeps secret.
#[derive(Deserialize, Clone, Default)]
pub(crate) struct Credentials {
    /// Who we are to the API.
    pub(crate) token: String,
    /// What webhooks are signed with: the app's secret. Several are tried, while one is being
    /// changed, and because Meta does not say which of two apps' signs.
    #[serde(default)]
    pub(crate) app_secrets: Vec<String>,
    /// What Meta proves with, when it asks for the webhook, that its owner sent it.
    #[serde(default)]
    pub(crate) verify_token: String,
}

/// Checks `X-Hub-Signature-256`: HMAC-SHA256 over the bytes as they came, which are not to be
/// written anew from JSON.
pub(crate) fn verify(raw: &Raw<'_>, secrets: &[String]) -> Result<(), Unreadable> {
    let header = raw.headers.iter();
    let mut signed = header.filter(|(name, _)| name == "x-hub-signature-256");
    let signature = signed.next().and_then(|(_, value)| {
        let hex = value.trim().strip_prefix("sha256=")?;
        from_hex(hex)
    });
    let signature = signature.ok_or(Unreadable::Forged)?;
    let fits = |secret: &String| {
        // An HMAC under no key is one that anybody can make.
        !secret.is_empty()
            && Hmac::<Sha256>::new_from_slice(secret.as_bytes())
                .is_ok_and(|mac| mac.chain_update(raw.body).verify_slice(&signature).is_ok())
    };
    if secrets.iter().any(fits) {
        Ok(())
    } else {
        Err(Unreadable::Forged)
    }
}

/// What `GET …?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…` is answered.
pub(crate) fn challenge(query: &str, token: &str) -> Result<String, Unreadable> {
    let (mut mode, mut given, mut challenge) = (None, None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "hub.mode" => mode = Some(value),
            "hub.verify_token" => given = Some(value),
            "hub.challenge" => challenge = Some(value),
            _ => {}
        }
    }
    let (Some(given), Some(challenge)) = (given, challenge) else {
        return Err(Unreadable::Form);
    };
    // Compared by digest: it takes as long whatever they have in common.
    let same = Sha256::digest(given.as_bytes()) == Sha256::digest(token.as_bytes());
    if mode.as_deref() == Some("subscribe") && same && !token.is_empty() {
        Ok(challenge.into_owned())
    } else {
        Err(Unreadable::Forged)
    }
}

/// An error of the Graph API, or one in a status.
#[derive(Clone, Debug, Default)]
pub(crate) struct GraphError {
    /// The code to go by.
    pub(crate) code: i64,
    /// What Instagram tells more by.
    pub(crate) subcode: i64,
    /// Meta's own words.
    pub(crate) words: String,
}

impl GraphError {
    /// The error of an answer, if it is one in Meta's form.
    pub(crate) fn of(answer: &Answer) -> Option<Self> {
        answer.json.get("error").map(Self::read)
    }

    /// From `error`, or a member of `errors`.
    pub(crate) fn read(error: &Value) -> Self {
        let words = [
            "/error_data/details",
            "/error_user_msg",
            "/message",
            "/title",
        ];
        Self {
            code: number_at(error, "/code").unwrap_or(0),
            subcode: number_at(error, "/error_subcode").unwrap_or(0),
            words: (words.iter().map(|place| text_at(error, place)))
                .find(|text| !text.is_empty())
                .unwrap_or_default(),
        }
    }

    /// The code, as support would ask for it.
    pub(crate) fn name(&self) -> String {
        if self.subcode == 0 {
            self.code.to_string()
        } else {
            format!("{}/{}", self.code, self.subcode)
        }
    }
}

/// When a limit of the app or the account is lifted, if Meta tells: minutes, in
/// `X-Business-Use-Case-Usage`.
pub(crate) fn throttled(answer: &Answer) -> SendError {
    let regained = || {
        let header = answer.headers.get("x-business-use-case-usage")?;
        let usage: Value = serde_json::from_slice(header.as_bytes()).ok()?;
        let all = usage.as_object()?.values().filter_map(Value::as_array);
        let minutes = all
            .flatten()
            .filter_map(|one| number_at(one, "/estimated_time_to_regain_access"))
            .max()?;
        let minutes = u64::try_from(minutes).ok().filter(|minutes| *minutes > 0)?;
        Some(Duration::from_secs(minutes.min(24 * 60) * 60))
    };
    SendError::Retry(answer.retry_after().or_else(regained).unwrap_or(SOON))
}

/// A name for something that has none of its own: the same thing has the same name.
pub(crate) fn nameless(thing: &Value) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(thing.to_string());
    digest[..12]
        .iter()
        .fold(String::from("nameless:"), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        })
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok())
        .collect()
}

/// Whether bytes have that SHA-256, in base64 or hex: Meta writes both. One that is neither says
/// nothing.
pub(crate) fn has_sha256(bytes: &[u8], told: &str) -> bool {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let told = match told.len() {
        64 => from_hex(told),
        _ => STANDARD.decode(told).ok().filter(|told| told.len() == 32),
    };
    told.is_none_or(|told| Sha256::digest(bytes)[..] == told[..])
}
