//! What is signed with the desk's secret. Each purpose has its own prefix, so that a signature
//! made for one thing is worth nothing for another.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::{Digest, Sha256};
use std::path::Path;

/// What a signature is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// The first owner.
    SetUp,
    /// A browser that opened the widget.
    Visitor,
    /// A file without a login.
    File,
    /// A file that was not sent yet, without a login.
    Upload,
    /// Whoever answers a letter: the one signature that never expires.
    Reply,
    /// Not a signature but a key: what is encrypted at rest.
    Seal,
}

impl Purpose {
    const fn prefix(self) -> &'static [u8] {
        match self {
            Self::SetUp => b"attache set-up\0",
            Self::Visitor => b"attache visitor\0",
            Self::File => b"attache file\0",
            Self::Upload => b"attache upload\0",
            Self::Reply => b"attache reply\0",
            Self::Seal => b"attache seal\0",
        }
    }
}

/// The secret.
#[derive(Clone)]
pub(crate) struct Signer {
    key: [u8; 32],
}

impl Signer {
    /// The given secret, or the one in the data folder, made on the first start.
    pub(crate) fn open(secret: Option<[u8; 32]>, data_dir: &Path) -> std::io::Result<Self> {
        if let Some(key) = secret {
            return Ok(Self { key });
        }
        let path = data_dir.join("secret.key");
        match std::fs::read(&path) {
            Ok(bytes) => match bytes.try_into() {
                Ok(key) => Ok(Self { key }),
                Err(_) => Err(std::io::Error::other(format!(
                    "{} does not hold 32 bytes; restore it from a backup, or remove it to make \
                     all visitor tokens and signed links void",
                    path.display()
                ))),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut key = [0; 32];
                rand::rng().fill_bytes(&mut key);
                write_private(&path, &key)?;
                Ok(Self { key })
            }
            Err(error) => Err(error),
        }
    }

    fn mac(&self, purpose: Purpose, text: &str) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("any length");
        mac.update(purpose.prefix());
        mac.update(text.as_bytes());
        mac
    }

    /// A key of its own for what is sealed.
    pub(crate) fn key_for_seals(&self) -> [u8; 32] {
        self.mac(Purpose::Seal, "").finalize().into_bytes().into()
    }

    /// A signature, URL-safe.
    pub(crate) fn sign(&self, purpose: Purpose, text: &str) -> String {
        BASE64.encode(self.mac(purpose, text).finalize().into_bytes())
    }

    /// Whether the signature fits, in the same time for each wrong one.
    pub(crate) fn verify(&self, purpose: Purpose, text: &str, signature: &str) -> bool {
        BASE64
            .decode(signature)
            .is_ok_and(|given| self.mac(purpose, text).verify_slice(&given).is_ok())
    }
}

impl Signer {
    /// What names a ticket in a mail address: mail servers fold its letters, and give it room for
    /// sixty-four.
    pub(crate) fn reply_token(&self, ticket: model::TicketId) -> String {
        let mac = self.mac(Purpose::Reply, &ticket.to_string()).finalize();
        format!("t{ticket}.{}", hex(&mac.into_bytes()[..10]))
    }

    /// The ticket that such a token names.
    pub(crate) fn replied_to(&self, token: &str) -> Option<model::TicketId> {
        let (ticket, given) = token.strip_prefix('t')?.split_once('.')?;
        let bytes: Option<Vec<u8>> = (given.len() == 20 && given.is_ascii()).then(|| {
            let two = |at| u8::from_str_radix(given.get(at..at + 2)?, 16).ok();
            (0..20).step_by(2).filter_map(two).collect()
        });
        let ticket: model::TicketId = ticket.parse().ok()?;
        let mac = self.mac(Purpose::Reply, &format!("{ticket}"));
        // In the same time for each wrong one.
        mac.verify_truncated_left(&bytes.filter(|bytes| bytes.len() == 10)?)
            .ok()
            .map(|()| ticket)
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// 128 random bits, URL-safe.
pub(crate) fn random() -> String {
    let mut bytes = [0; 16];
    rand::rng().fill_bytes(&mut bytes);
    BASE64.encode(bytes)
}

/// How bearer secrets are kept: a stolen table opens nothing.
pub(crate) fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_good_for_its_purpose_only() {
        let signer = Signer { key: [7; 32] };
        let signature = signer.sign(Purpose::File, "12");
        assert!(signer.verify(Purpose::File, "12", &signature));
        assert!(!signer.verify(Purpose::Visitor, "12", &signature));
        assert!(!signer.verify(Purpose::File, "13", &signature));
        assert!(!signer.verify(Purpose::File, "12", &signature[1..]));
        assert!(!Signer { key: [8; 32] }.verify(Purpose::File, "12", &signature));
    }

    #[test]
    fn a_reply_token_names_its_ticket_alone() {
        let signer = Signer { key: [7; 32] };
        let token = signer.reply_token(12);
        assert_eq!(token.to_lowercase(), token);
        assert_eq!(signer.replied_to(&token), Some(12));
        let other = format!("t13{}", &token[3..]);
        for wrong in [
            other.as_str(),
            &token[1..],
            &token[..token.len() - 2],
            "t12.",
            "t12",
            "",
        ] {
            assert_eq!(signer.replied_to(wrong), None, "{wrong}");
        }
        assert_eq!(Signer { key: [8; 32] }.replied_to(&token), None);
    }

    #[test]
    fn the_secret_is_made_once_and_for_us_alone() {
        let folder = tempfile::tempdir().unwrap();
        let first = Signer::open(None, folder.path()).unwrap();
        let second = Signer::open(None, folder.path()).unwrap();
        assert_eq!(first.key, second.key);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let file = folder.path().join("secret.key");
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
