//! Whether a letter is from whom it says: its signatures (DKIM, RFC 6376) beside what its sender's
//! domain publishes about them (DMARC, RFC 9989). Who handed it to our mail server is not known
//! here, so SPF has no voice.

use mail_auth::{
    AuthenticatedMessage, DmarcResult, DnsError, Error, MessageAuthenticator, Parameters,
    ResolverCache, SpfOutput, Txt,
    common::{parse::TxtRecordParser, verify::DomainKey},
    dmarc::{Dmarc, Policy, verify::DmarcParameters},
};
use std::{
    borrow::{Borrow, Cow},
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// For all that is asked about a letter: others of its inbox wait behind it.
const PATIENCE: Duration = Duration::from_secs(5);
/// Names that are in nobody's DNS (RFC 6761, RFC 6762).
const NOWHERE: [&str; 5] = ["test", "example", "invalid", "localhost", "local"];

/// Where is asked what domains publish.
#[derive(Default)]
pub(crate) struct Names {
    dns: OnceLock<Option<MessageAuthenticator>>,
    table: Option<Table>,
}

/// A fixed table in place of the DNS: what is not in it is not there.
struct Table(HashMap<Box<str>, Txt>);

impl ResolverCache<Box<str>, Txt> for Table {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let nothing = || Txt::Error(Error::Dns(DnsError::InvalidRecordType));
        Some(self.0.get(name).cloned().unwrap_or_else(nothing))
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}

impl Names {
    /// The DNS as this machine knows it, or a table of names and their TXT records.
    pub(crate) fn new(table: Option<&BTreeMap<String, String>>) -> Self {
        let record = |text: &str| {
            let bytes = text.as_bytes();
            let parsed = if text.starts_with("v=DMARC1") {
                Dmarc::parse(bytes).map(|record| Txt::Dmarc(Arc::new(record)))
            } else {
                DomainKey::parse(bytes).map(|record| Txt::DomainKey(Arc::new(record)))
            };
            parsed.unwrap_or_else(Txt::Error)
        };
        let table = table.map(|table| {
            let rows = table
                .iter()
                .map(|(name, text)| (format!("{name}.").into(), record(text)));
            Table(rows.collect())
        });
        Self {
            dns: OnceLock::new(),
            table,
        }
    }

    /// Whether a letter is from its sender's domain. Nothing when that cannot be told: the domain
    /// asks nobody to be strict, or the DNS does not answer.
    pub(super) async fn vouch(&self, raw: &[u8]) -> Option<bool> {
        timeout(PATIENCE, self.ask(raw)).await.ok().flatten()
    }

    async fn ask(&self, raw: &[u8]) -> Option<bool> {
        let raw = on_the_wire(raw);
        let letter = AuthenticatedMessage::parse(&raw)?;
        let (_, domain) = letter.from.first()?.rsplit_once('@')?;
        let last = domain.rsplit('.').next().unwrap_or_default();
        let nowhere = NOWHERE.iter().any(|name| name.eq_ignore_ascii_case(last));
        if nowhere && self.table.is_none() {
            return None;
        }
        let dns = self
            .dns
            .get_or_init(|| {
                let made = if self.table.is_some() {
                    // Not asked, and so not looked for.
                    MessageAuthenticator::new_cloudflare()
                } else {
                    MessageAuthenticator::new_system_conf()
                };
                made.ok()
            })
            .as_ref()?;
        let spf = SpfOutput::new(String::new());
        let asked = |signed| DmarcParameters {
            message: &letter,
            dkim_output: signed,
            dkim2_output: None,
            rfc5321_mail_from_domain: "",
            spf_output: &spf,
        };
        let said = if let Some(table) = &self.table {
            let signed = Parameters::new(&letter).with_txt_cache(table);
            let signed = dns.verify_dkim(signed).await;
            let asked = Parameters::new(asked(&signed)).with_txt_cache(table);
            dns.verify_dmarc(asked).await
        } else {
            let signed = dns.verify_dkim(&letter).await;
            dns.verify_dmarc(asked(&signed)).await
        };
        match said.result() {
            DmarcResult::Pass => Some(true),
            // By SPF alone it may be right all the same: only who is strict is taken at their word.
            DmarcResult::Fail(_)
                if matches!(said.policy(), Policy::Quarantine | Policy::Reject) =>
            {
                Some(false)
            }
            _ => None,
        }
    }
}

/// With the line ends that were signed: pipes bring others.
fn on_the_wire(raw: &[u8]) -> Cow<'_, [u8]> {
    let first = raw.iter().position(|byte| *byte == b'\n');
    if first.is_none_or(|at| at > 0 && raw[at - 1] == b'\r') {
        return Cow::Borrowed(raw);
    }
    let mut lines = Vec::with_capacity(raw.len() + raw.len() / 40);
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        lines.extend_from_slice(bare.strip_suffix(b"\r").unwrap_or(bare));
        if bare.len() < line.len() {
            lines.extend_from_slice(b"\r\n");
        }
    }
    Cow::Owned(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, engine::general_purpose::STANDARD};
    use mail_auth::{
        common::{crypto::Ed25519Key, headers::HeaderWriter},
        dkim::DkimSigner,
    };

    fn key() -> Ed25519Key {
        Ed25519Key::from_pkcs8_der(&Ed25519Key::generate_pkcs8().unwrap()).unwrap()
    }

    const LETTER: &str = "From: Anna <anna@bank.example>\r\nTo: help@shop.example\r\n\
         Subject: Account\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\nHello there\r\n";

    fn signed(key: Ed25519Key, domain: &str) -> String {
        let signer = DkimSigner::from_key(key)
            .domain(domain)
            .selector("s")
            .headers(["From", "To", "Subject", "Date"]);
        let signature = signer.sign(LETTER.as_bytes()).unwrap().to_header();
        format!("{signature}{LETTER}")
    }

    fn names(policy: &str, public: &[u8]) -> Names {
        let key = format!("v=DKIM1; k=ed25519; p={}", STANDARD.encode(public));
        let table = [
            ("_dmarc.bank.example", format!("v=DMARC1; p={policy}")),
            ("s._domainkey.bank.example", key.clone()),
            ("s._domainkey.evil.example", key),
        ];
        let table = table.map(|(name, text)| (name.to_owned(), text));
        Names::new(Some(&table.into_iter().collect()))
    }

    #[tokio::test]
    async fn a_sender_is_believed_by_their_domains_signature() {
        let key = key();
        let strict = names("reject", &key.public_key());
        let letter = signed(key, "bank.example");
        assert_eq!(strict.vouch(letter.as_bytes()).await, Some(true));
        // A pipe brings bare line feeds.
        let piped = letter.replace("\r\n", "\n");
        assert_eq!(strict.vouch(piped.as_bytes()).await, Some(true));
        let changed = letter.replace("Hello", "Pay me");
        assert_eq!(strict.vouch(changed.as_bytes()).await, Some(false));
        assert_eq!(
            strict.vouch(LETTER.as_bytes()).await,
            Some(false),
            "unsigned"
        );
    }

    #[tokio::test]
    async fn anothers_signature_says_nothing_for_them() {
        let key = key();
        let strict = names("quarantine", &key.public_key());
        let letter = signed(key, "evil.example");
        assert_eq!(strict.vouch(letter.as_bytes()).await, Some(false));
    }

    #[tokio::test]
    async fn who_is_not_strict_or_not_there_is_not_refused() {
        let none = names("none", &key().public_key());
        assert_eq!(none.vouch(LETTER.as_bytes()).await, None);
        let strict = names("reject", &key().public_key());
        let other = LETTER.replace("bank.example", "other.example");
        assert_eq!(strict.vouch(other.as_bytes()).await, None, "no policy");
        assert_eq!(
            Names::new(None).vouch(LETTER.as_bytes()).await,
            None,
            "no such DNS"
        );
        assert_eq!(strict.vouch(b"Subject: x\r\n\r\nnobody").await, None);
        assert_eq!(strict.vouch(b"").await, None);
    }
}
