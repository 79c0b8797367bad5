//! Letters that we signed, verified by others than who signed them: mail-auth, which reads the letters of customers,
//! and dkimpy, where `SIMULATOR_PYTHON` names a Python that has it, as `cargo xtask test` makes one.

use super::send_email::{Script, letter, providers, server, well};
use channels::{Account, Bases, Channel, Providers, Published, SendError};
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    io::Write,
    process::{Command, Stdio},
};

const RSA: &str = include_str!("dkim/rsa.pem");
const ED25519: &str = include_str!("dkim/ed25519.pem");

fn signing(port: u16, key: &str, dkim: &str) -> Box<dyn Channel> {
    let settings = format!(
        r#"{{"address":"help@shop.example","name":"Shop & Söhne","dkim":{dkim},"smtp":{{"host":"127.0.0.1","port":{port},"tls":"none"}}}}"#
    );
    let credentials = serde_json::json!({ "dkim_key": key }).to_string();
    let account = Account {
        settings: &settings,
        credentials: Some(&credentials),
        webhook: "",
    };
    channels::open(model::Channel::Email, &account, &providers())
}

/// A letter as a server got it, and what is to be published.
async fn sent(script: Script, key: &str, dkim: &str) -> (Vec<u8>, Published) {
    let server = server(script).await;
    let channel = signing(server.port, key, dkim);
    let message = letter();
    let part = &channel.plan(&message)[0];
    channel.send(&message, part).await.unwrap();
    let (_, raw) = server.letters.lock().unwrap()[0].clone();
    (raw, channel.published().unwrap())
}

/// Whether a mailbox elsewhere believes it.
async fn believed(raw: &[u8], published: &Published) -> Option<bool> {
    let names = BTreeMap::from([
        (published.name.clone(), published.text.clone()),
        ("_dmarc.shop.example".into(), "v=DMARC1; p=reject".into()),
    ]);
    let providers = Providers::new(Bases {
        names: Some(names),
        ..Bases::default()
    });
    let account = Account {
        settings: r#"{"address":"anna@c.example"}"#,
        credentials: None,
        webhook: "",
    };
    let mailbox = channels::open(model::Channel::Email, &account, &providers.unwrap());
    mailbox.vouched(raw).await
}

fn dkimpy_takes(python: &OsStr, raw: &[u8], published: &Published) -> bool {
    let mut asked = Command::new(python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/it/dkim/verify.py"
        ))
        .args([&published.name, &published.text])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    asked.stdin.take().unwrap().write_all(raw).unwrap();
    let code = asked.wait().unwrap().code();
    assert!(matches!(code, Some(0 | 3)), "{code:?}");
    code == Some(0)
}

fn replaced(raw: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(raw.to_vec()).unwrap();
    assert!(text.contains(from), "{text}");
    text.replacen(from, to, 1).into_bytes()
}

#[tokio::test]
async fn what_we_sign_others_believe_and_nothing_that_was_changed() {
    // The first server takes no letters of eight bits; the second would.
    let eight: Script = |word| match word {
        "EHLO" => Some("250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"),
        other => well(other),
    };
    let python = std::env::var_os("SIMULATOR_PYTHON");
    for (key, kind) in [(RSA, "rsa"), (ED25519, "ed25519")] {
        for script in [well, eight] {
            let (raw, published) = sent(script, key, "{}").await;
            assert_eq!(published.name, "attache._domainkey.shop.example");
            let start = format!("v=DKIM1; k={kind}; p=");
            assert!(published.text.starts_with(&start), "{published:?}");
            assert!(
                raw.is_ascii(),
                "nothing that a server would have to rewrite"
            );

            let head = String::from_utf8(raw.clone()).unwrap();
            let head = head.split("\r\n\r\n").next().unwrap().to_lowercase();
            for told in ["c=relaxed/relaxed", "d=shop.example", "s=attache"] {
                assert!(head.contains(told), "{told}: {head}");
            }
            // White space that changed on the way does not matter; words do.
            let passed_on = replaced(&raw, "Subject: ", "Subject:  ");
            let added = [b"Cc: eve@evil.example\r\n", &raw[..]].concat();
            let changed = [
                replaced(&raw, "In-Reply-To: <m39@", "In-Reply-To: <m38@"),
                replaced(&raw, "Content-ID: <", "Content-ID: <another"),
                replaced(&raw, "help+t7.abcdef@", "help+t8.abcdef@"),
                added,
            ];
            let whole = [raw, passed_on];
            let all = whole.iter().map(|raw| (raw, true));
            for (raw, is_ours) in all.chain(changed.iter().map(|raw| (raw, false))) {
                let words = String::from_utf8_lossy(raw);
                assert_eq!(believed(raw, &published).await, Some(is_ours), "{words}");
                if let Some(python) = &python {
                    assert_eq!(dkimpy_takes(python, raw, &published), is_ours, "{words}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_domain_and_a_key_may_be_named() {
    let named = r#"{"domain":"Example","selector":" autumn "}"#;
    let (raw, published) = sent(well, ED25519, named).await;
    assert_eq!(published.name, "autumn._domainkey.example");
    let text = String::from_utf8(raw).unwrap();
    assert!(text.contains("d=example;") && text.contains("s=autumn;"));
    // Another's domain vouches for nobody's address here.
    assert_eq!(believed(text.as_bytes(), &published).await, Some(false));
}

/// Without a word a letter that was to be signed would be taken for a forged one.
#[tokio::test]
async fn a_letter_that_cannot_be_signed_does_not_go() {
    let server = server(well).await;
    let channel = signing(server.port, "no key", "{}");
    assert_eq!(channel.published(), None);
    let message = letter();
    let outcome = channel.send(&message, &channel.plan(&message)[0]).await;
    assert!(
        matches!(&outcome, Err(SendError::Rejected(problem)) if problem.sentence.contains("DKIM")),
        "{outcome:?}"
    );
    assert!(server.letters.lock().unwrap().is_empty());
}
