//! Signatures on letters of ours (DKIM, RFC 6376 and RFC 8463): relaxed in head and body, so that they outlive the
//! white space that servers on the way change.

use super::Email;
use crate::{Published, SendError, problem::problem};
use base64::{Engine, engine::general_purpose::STANDARD};
use mail_auth::{
    Error,
    common::{
        crypto::{Algorithm, CryptoError, Sha256, SigningKey},
        headers::{HeaderWriter, Writable},
    },
    dkim::{Canonicalization, DkimSigner, Done},
};
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use serde::Deserialize;

/// What is signed. A field that a letter does not have is signed as missing: nobody may add it on the way.
const SIGNED: [&str; 11] = [
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
];

/// The selector of who names none.
pub(super) const SELECTOR: &str = "attache";

/// In whose name letters are signed, as an inbox's settings tell.
#[derive(Deserialize, Clone, Debug, Default)]
#[serde(default)]
pub(super) struct Settings {
    /// Empty: the domain of the inbox's own address.
    pub(super) domain: String,
    /// Empty: [`SELECTOR`].
    pub(super) selector: String,
}

/// Why a key is none to sign with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    /// It is for everybody to see.
    Public,
    /// Nobody can use it without its password.
    Locked,
    /// It is an RSA key below 2,048 bits.
    Short,
    /// It is none that we know.
    Unknown,
}

impl Bad {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Public => "dkim_public",
            Self::Locked => "dkim_locked",
            Self::Short => "dkim_short",
            Self::Unknown => "dkim_key",
        }
    }
}

/// A private key.
enum Key {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Key {
    /// Reads one in PEM (PKCS #8, or PKCS #1 of RSA). The lines may have run together, as in a field of a form; the
    /// first and the last may be missing.
    fn read(text: &str) -> Result<Self, Bad> {
        let (kind, body) = match text.split_once("-----BEGIN ") {
            None => ("", text),
            Some((_, rest)) => rest.split_once("-----").ok_or(Bad::Unknown)?,
        };
        if kind.contains("PUBLIC") {
            return Err(Bad::Public);
        }
        if kind.contains("ENCRYPTED") || body.contains("ENCRYPTED") {
            return Err(Bad::Locked);
        }
        let body = body.split_once("-----END").map_or(body, |(body, _)| body);
        let body: String = body.split_whitespace().collect();
        let der = STANDARD.decode(body).map_err(|_| Bad::Unknown)?;
        if let Ok(key) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der) {
            return Ok(Self::Ed25519(key));
        }
        let read = RsaKeyPair::from_pkcs8(&der).or_else(|first| {
            // What is said of one in the other form helps nobody.
            RsaKeyPair::from_der(&der).map_err(|second| match second.to_string().as_str() {
                "InvalidEncoding" => first,
                _ => second,
            })
        });
        read.map(Self::Rsa).map_err(|why| match why.to_string() {
            why if why == "TooSmall" => Bad::Short,
            _ => Bad::Unknown,
        })
    }

    /// The public half, as it stands in the DNS.
    fn record(&self) -> String {
        let (kind, public) = match self {
            Self::Rsa(key) => ("rsa", public_key_info(key.public().as_ref())),
            Self::Ed25519(key) => ("ed25519", key.public_key().as_ref().to_vec()),
        };
        format!("v=DKIM1; k={kind}; p={}", STANDARD.encode(public))
    }
}

/// An RSA key with what says that it is one (`SubjectPublicKeyInfo`, RFC 5280): some verifiers take no bare one.
fn public_key_info(key: &[u8]) -> Vec<u8> {
    /// `rsaEncryption`, without parameters.
    const RSA: &[u8] = &[
        0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    ];
    let bits = der(0x03, &[&[0], key].concat());
    der(0x30, &[RSA, &bits].concat())
}

/// A value with its tag and length (DER).
fn der(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len().to_be_bytes();
    let zeros = length.iter().take_while(|byte| **byte == 0).count();
    let length = &length[zeros..];
    let mut out = vec![tag];
    if value.len() >= 0x80 {
        out.push(0x80 | u8::try_from(length.len()).unwrap_or_default());
    }
    out.extend_from_slice(length);
    out.extend_from_slice(value);
    out
}

impl SigningKey for Key {
    type Hasher = Sha256;

    fn sign(&self, input: impl Writable) -> mail_auth::Result<Vec<u8>> {
        match self {
            Self::Rsa(key) => {
                let mut signed = Vec::new();
                input.write(&mut signed);
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    &signed,
                    &mut signature,
                )
                .map_err(|_| Error::Crypto(CryptoError::Library("RSA".into())))?;
                Ok(signature)
            }
            // Of the hash, not of the letter (RFC 8463, section 3).
            Self::Ed25519(key) => Ok(key.sign(self.hash(input).as_ref()).as_ref().to_vec()),
        }
    }

    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa(_) => Algorithm::RsaSha256,
            Self::Ed25519(_) => Algorithm::Ed25519Sha256,
        }
    }
}

/// Signs letters for a domain.
pub(super) struct Signer {
    signer: DkimSigner<Key, Done>,
    published: Published,
}

impl Signer {
    /// With what an inbox's account tells; nothing where it has no key.
    pub(super) fn open(settings: &Settings, address: &str, key: &str) -> Option<Result<Self, Bad>> {
        if key.trim().is_empty() {
            return None;
        }
        let own = address.rsplit_once('@').map_or("", |(_, host)| host);
        let domain = Some(settings.domain.trim()).filter(|name| !name.is_empty());
        let domain = domain.unwrap_or(own).to_lowercase();
        let selector = Some(settings.selector.trim()).filter(|name| !name.is_empty());
        let selector = selector.unwrap_or(SELECTOR).to_lowercase();
        Some(Key::read(key).map(|key| {
            Self {
                published: Published {
                    name: format!("{selector}._domainkey.{domain}"),
                    text: key.record(),
                },
                signer: DkimSigner::from_key(key)
                    .domain(domain)
                    .selector(selector)
                    .headers(SIGNED)
                    .header_canonicalization(Canonicalization::Relaxed)
                    .body_canonicalization(Canonicalization::Relaxed),
            }
        }))
    }

    /// What the domain has to publish.
    pub(super) const fn published(&self) -> &Published {
        &self.published
    }
}

/// The letter with its signature, where the inbox signs.
///
/// # Errors
/// `Rejected` when its key is none: a letter that was to be signed never goes without.
pub(super) fn signed(email: &Email, raw: Vec<u8>) -> Result<Vec<u8>, SendError> {
    let bad = |why: &str| {
        SendError::Rejected(problem(
            "settings",
            format!("The e-mail could not be signed (DKIM): {why}"),
        ))
    };
    let Some(signer) = &email.dkim else {
        return Ok(raw);
    };
    let signer = signer.as_ref();
    let signer = signer.map_err(|_| bad("the inbox's key is no private key."))?;
    let signature = signer.signer.sign(&raw);
    let signature = signature.map_err(|error| bad(&error.to_string()))?;
    let mut letter = Vec::with_capacity(raw.len() + 1_024);
    signature.write_header(&mut letter);
    letter.extend_from_slice(&raw);
    Ok(letter)
}

/// What of these may not be kept, as a code; a key that was left empty stays as it is.
pub(super) fn wrong_entry(domain: &str, selector: &str, key: &str) -> Option<&'static str> {
    let is_name = |name: &str| {
        name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        })
    };
    let is_domain = domain.contains('.') && is_name(domain);
    if !(domain.is_empty() || is_domain) {
        return Some("dkim_domain");
    }
    if !selector.is_empty() && !is_name(selector) {
        return Some("dkim_selector");
    }
    if key.is_empty() {
        return None;
    }
    Key::read(key).err().map(Bad::code)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = include_str!("../../tests/it/dkim/rsa.pem");
    const OLD_FORM: &str = include_str!("../../tests/it/dkim/rsa_pkcs1.pem");

    #[test]
    fn a_bad_key_is_told_apart() {
        for (key, wrong) in [
            (KEY, None),
            (OLD_FORM, None),
            (include_str!("../../tests/it/dkim/ed25519.pem"), None),
            ("nonsense", Some("dkim_key")),
            ("-----BEGIN PRIVATE KEY-----", Some("dkim_key")),
            (
                include_str!("../../tests/it/dkim/elliptic.pem"),
                Some("dkim_key"),
            ),
            (
                include_str!("../../tests/it/dkim/rsa_1024.pem"),
                Some("dkim_short"),
            ),
            (
                include_str!("../../tests/it/dkim/public.pem"),
                Some("dkim_public"),
            ),
            (
                include_str!("../../tests/it/dkim/locked.pem"),
                Some("dkim_locked"),
            ),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA",
                Some("dkim_locked"),
            ),
        ] {
            assert_eq!(wrong_entry("", "", key), wrong, "{key}");
        }
        for (domain, selector, wrong) in [
            ("shop.example", "2026-11", None),
            ("shop", "", Some("dkim_domain")),
            ("shop.example;", "", Some("dkim_domain")),
            ("", "a b", Some("dkim_selector")),
            ("", "a..b", Some("dkim_selector")),
        ] {
            assert_eq!(wrong_entry(domain, selector, ""), wrong);
        }
    }

    /// A field of a form makes one line of what is pasted into it.
    #[test]
    fn the_lines_of_a_key_may_have_run_together() {
        let record = |key: &str| Key::read(key).map(|key| key.record());
        let told = record(KEY).unwrap();
        assert_eq!(record(OLD_FORM), Ok(told.clone()), "the same key");
        assert_eq!(record(&KEY.replace('\n', "")), Ok(told.clone()));
        assert_eq!(record(&KEY.replace('\n', " ")), Ok(told.clone()));
        let bare: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
        assert_eq!(record(&bare), Ok(told));
    }

    /// As `openssl pkey -pubout` writes it.
    #[test]
    fn the_record_holds_the_public_half() {
        let public: String = include_str!("../../tests/it/dkim/public.pem")
            .lines()
            .filter(|line| !line.starts_with('-'))
            .collect();
        assert_eq!(
            Key::read(KEY).map(|key| key.record()),
            Ok(format!("v=DKIM1; k=rsa; p={public}"))
        );
    }
}
