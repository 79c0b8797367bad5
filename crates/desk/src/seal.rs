//! Secrets at rest: what providers gave us to prove who we are is encrypted in the database, by a key that lies
//! elsewhere (the key file, or the configuration). A copy of the database alone opens no account.

use crate::token::Signer;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use rand::RngCore;

/// How a sealed text begins, so that the next way of sealing can be told from this one.
const MARK: &str = "sealed1:";
/// Bytes of a nonce: long enough to be drawn by lot.
const NONCE: usize = 24;

impl Signer {
    fn sealer(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.key_for_seals().into())
    }

    /// Seals a text. `about` says whose it is: in another's place it does not open.
    pub(crate) fn seal(&self, about: &str, text: &str) -> Option<String> {
        let mut nonce = [0; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload {
            msg: text.as_bytes(),
            aad: about.as_bytes(),
        };
        let sealed = self.sealer().encrypt(XNonce::from_slice(&nonce), payload);
        let sealed = sealed.ok()?;
        Some(format!(
            "{MARK}{}",
            BASE64.encode([&nonce[..], &sealed].concat())
        ))
    }

    /// Opens it again. Nothing when the key is another one, or the text was changed or moved.
    pub(crate) fn unseal(&self, about: &str, sealed: &str) -> Option<String> {
        let bytes = BASE64.decode(sealed.strip_prefix(MARK)?).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let payload = Payload {
            msg: sealed,
            aad: about.as_bytes(),
        };
        let text = self.sealer().decrypt(XNonce::from_slice(nonce), payload);
        String::from_utf8(text.ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(key: u8) -> Signer {
        Signer::open(Some([key; 32]), std::path::Path::new("")).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_in_its_place_only() {
        let sealed = signer(7).seal("inbox 1", "the token").unwrap();
        assert!(!sealed.contains("token"));
        assert_eq!(
            signer(7).unseal("inbox 1", &sealed).as_deref(),
            Some("the token")
        );
        assert_eq!(signer(7).unseal("inbox 2", &sealed), None);
        assert_eq!(signer(8).unseal("inbox 1", &sealed), None);
        assert_ne!(signer(7).seal("inbox 1", "the token"), Some(sealed.clone()));
        for damaged in ["", "sealed1:", "the token", &sealed[..sealed.len() - 2]] {
            assert_eq!(signer(7).unseal("inbox 1", damaged), None, "{damaged}");
        }
    }
}
