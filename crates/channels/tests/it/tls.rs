//! Mail servers with certificates: whom we believe, and that nothing is said in the open to whom we do not. The
//! authorities are made here; the servers are small ones of this test's own, over TCP.

use super::send_email::letter;
use channels::{Account, Bases, Channel, Providers, SendError};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// What a server shows: for that name, until that year.
fn shown(by: &Authority, name: &str, until: i32) -> TlsAcceptor {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.not_after = date_time_ymd(until, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, by).unwrap().der().clone();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaks {
    Smtp,
    Imap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Private {
    /// From the first byte.
    Implicit,
    /// After asking.
    Starttls,
    /// It does not know how.
    Never,
}

/// What was said to it, in the open and in private.
#[derive(Clone, Default, Debug)]
struct Heard {
    open: Arc<Mutex<Vec<String>>>,
    private: Arc<Mutex<Vec<String>>>,
}

struct Server {
    port: u16,
    heard: Heard,
}

async fn server(speaks: Speaks, private: Private, tls: TlsAcceptor) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let kept = heard.clone();
    tokio::spawn(async move {
        while let Ok((tcp, _)) = listener.accept().await {
            tokio::spawn(serve(tcp, speaks, private, tls.clone(), kept.clone()));
        }
    });
    Server { port, heard }
}

async fn serve(tcp: TcpStream, speaks: Speaks, private: Private, tls: TlsAcceptor, heard: Heard) {
    let hello = match speaks {
        Speaks::Smtp => "220 sink\r\n",
        Speaks::Imap => "* OK sink\r\n",
    };
    let mut open = tcp;
    let mut greeting = hello;
    if private != Private::Implicit {
        let offers = private == Private::Starttls;
        let Some(line) = talk(open, speaks, hello, offers, &heard.open).await else {
            return;
        };
        open = line;
        greeting = "";
    }
    // Whoever does not believe us hangs up here.
    if let Ok(line) = tls.accept(open).await {
        talk(line, speaks, greeting, false, &heard.private).await;
    }
}

/// Until the other side hangs up, or wants to go on in private.
async fn talk<L: AsyncRead + AsyncWrite + Unpin>(
    line: L,
    speaks: Speaks,
    greeting: &str,
    offers: bool,
    heard: &Mutex<Vec<String>>,
) -> Option<L> {
    let mut line = BufReader::new(line);
    line.write_all(greeting.as_bytes()).await.ok()?;
    let mut in_letter = false;
    loop {
        let mut said = String::new();
        line.flush().await.ok()?;
        if line.read_line(&mut said).await.unwrap_or(0) == 0 {
            return None;
        }
        let said = said.trim_end().to_owned();
        heard.lock().unwrap().push(said.clone());
        if in_letter {
            in_letter = said != ".";
            if !in_letter {
                line.write_all(b"250 kept\r\n").await.ok()?;
            }
            continue;
        }
        let words: Vec<&str> = said.split(' ').collect();
        let (tag, word) = match speaks {
            Speaks::Smtp => ("", words[0]),
            Speaks::Imap => (words[0], *words.get(1)?),
        };
        let answer = match (speaks, word) {
            (Speaks::Smtp, "EHLO") if offers => "250-sink\r\n250 STARTTLS\r\n".into(),
            (Speaks::Smtp, "EHLO") => "250-sink\r\n250 AUTH PLAIN\r\n".into(),
            (Speaks::Smtp, "STARTTLS") if offers => "220 go\r\n".into(),
            (Speaks::Smtp, "STARTTLS") => "502 what\r\n".into(),
            (Speaks::Smtp, "AUTH") => "235 ok\r\n".into(),
            (Speaks::Smtp, "DATA") => "354 go\r\n".into(),
            (Speaks::Smtp, _) => "250 ok\r\n".into(),
            (Speaks::Imap, "STARTTLS") if !offers => format!("{tag} BAD what\r\n"),
            (Speaks::Imap, "CAPABILITY") => {
                format!("* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n")
            }
            (Speaks::Imap, "EXAMINE") => format!(
                "* 0 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 1] ok\r\n{tag} OK [READ-ONLY] ok\r\n"
            ),
            (Speaks::Imap, _) => format!("{tag} OK ok\r\n"),
        };
        line.write_all(answer.as_bytes()).await.ok()?;
        in_letter = word == "DATA";
        if word == "STARTTLS" && offers {
            line.flush().await.ok()?;
            return Some(line.into_inner());
        }
    }
}

/// An inbox whose servers are those; the one for sending is always there.
fn inbox(smtp: (u16, &str), imap: Option<(u16, &str)>, providers: &Providers) -> Box<dyn Channel> {
    let at = |(port, tls): (u16, &str)| serde_json::json!({ "host": "localhost", "port": port, "tls": tls, "user": "us" });
    let mut settings = serde_json::json!({ "address": "help@shop.example", "smtp": at(smtp) });
    if let Some(imap) = imap {
        settings["imap"] = at(imap);
    }
    let settings = settings.to_string();
    let account = Account {
        settings: &settings,
        credentials: Some(r#"{"password":"opensesame"}"#),
        webhook: "",
    };
    channels::open(model::Channel::Email, &account, providers)
}

/// Those who believe the authorities in a file.
fn believing(all: &[&Authority]) -> Providers {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text: String = all.iter().map(|authority| authority.pem()).collect();
    std::fs::write(file.path(), text).unwrap();
    with(Some(file.path())).unwrap()
}

fn with(mail_ca: Option<&std::path::Path>) -> Result<Providers, channels::NoClient> {
    Providers::new(Bases {
        mail_networks: vec!["127.0.0.0/8".parse().unwrap()],
        mail_ca: mail_ca.map(Into::into),
        ..Bases::default()
    })
}

const fn asked_for(private: Private) -> &'static str {
    match private {
        Private::Implicit => "implicit",
        Private::Starttls | Private::Never => "starttls",
    }
}

#[tokio::test]
async fn a_server_whose_authority_is_configured_is_believed() {
    let ours = authority();
    let providers = believing(&[&authority(), &ours]);
    for private in [Private::Implicit, Private::Starttls] {
        let shown = || shown(&ours, "localhost", 2100);
        let smtp = server(Speaks::Smtp, private, shown()).await;
        let imap = server(Speaks::Imap, private, shown()).await;
        let tls = asked_for(private);
        let channel = inbox((smtp.port, tls), Some((imap.port, tls)), &providers);
        assert_eq!(channel.check().await.unwrap(), "help@shop.example");
        let message = letter();
        let part = &channel.plan(&message)[0];
        channel.send(&message, part).await.unwrap();
        assert!(channel.mailbox().unwrap().open().await.is_ok());
        let heard = smtp.heard.private.lock().unwrap().join("\n");
        assert!(heard.contains("AUTH PLAIN") && heard.contains("Subject: "));
        let heard = imap.heard.private.lock().unwrap().join("\n");
        assert!(heard.contains("LOGIN") && heard.contains("opensesame"));
        for server in [smtp, imap] {
            says_nothing(&server);
        }
    }
}

/// What was heard in the open is how one asks for privacy, and no more.
fn says_nothing(server: &Server) {
    for said in server.heard.open.lock().unwrap().iter() {
        let said = said.to_uppercase();
        let harmless = [
            "EHLO",
            "STARTTLS",
            "CAPABILITY",
            "LOGOUT",
            "QUIT",
            "RSET",
            "NOOP",
        ];
        assert!(harmless.iter().any(|word| said.contains(word)), "{said}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_believed_hears_nothing_and_it_is_said_why() {
    let (ours, theirs) = (authority(), authority());
    let providers = believing(&[&ours]);
    let cases = [
        (
            &ours,
            "mail.shop.example",
            2100,
            "other_name",
            "The server's certificate is for another name.",
        ),
        (
            &ours,
            "localhost",
            2001,
            "expired",
            "The server's certificate has expired.",
        ),
        (
            &theirs,
            "localhost",
            2100,
            "issuer",
            "Nobody we know vouches for the server's certificate.",
        ),
    ];
    for private in [Private::Implicit, Private::Starttls] {
        for (by, name, until, code, sentence) in cases {
            refused(&providers, private, &shown(by, name, until), code, sentence).await;
        }
        // The same authority, which nobody configured.
        let sentence = cases[2].4;
        let strangers = with(None).unwrap();
        let tls = shown(&ours, "localhost", 2100);
        refused(&strangers, private, &tls, "issuer", sentence).await;
    }
    let tls = shown(&ours, "localhost", 2100);
    let sentence = "The server does not offer STARTTLS. Nothing was sent to it in the open.";
    refused(&providers, Private::Never, &tls, "starttls", sentence).await;
}

async fn refused(
    providers: &Providers,
    private: Private,
    tls: &TlsAcceptor,
    code: &str,
    sentence: &str,
) {
    let case = format!("{private:?} {code}");
    let told = |outcome: Result<String, SendError>| match outcome {
        Err(SendError::Rejected(problem)) => (problem.code, problem.sentence),
        other => panic!("{case}: {other:?}"),
    };
    let smtp = server(Speaks::Smtp, private, tls.clone()).await;
    let channel = inbox((smtp.port, asked_for(private)), None, providers);
    let expected = (
        format!("smtp.{code}"),
        format!("Sending (SMTP): {sentence}"),
    );
    assert_eq!(told(channel.check().await), expected, "{case}");
    let message = letter();
    let sent = channel.send(&message, &channel.plan(&message)[0]).await;
    // Known not to have left, so it goes once the server is mended.
    assert!(
        !matches!(sent, Ok(_) | Err(SendError::Unknown)),
        "{case}: {sent:?}"
    );
    says_nothing(&smtp);
    assert_eq!(*smtp.heard.private.lock().unwrap(), [""; 0], "{case}");

    let well = super::send_email::server(super::send_email::well).await;
    let imap = server(Speaks::Imap, private, tls.clone()).await;
    let channel = inbox(
        (well.port, "none"),
        Some((imap.port, asked_for(private))),
        providers,
    );
    let expected = (
        format!("imap.{code}"),
        format!("Receiving (IMAP): {sentence}"),
    );
    assert_eq!(told(channel.check().await), expected, "{case}");
    assert!(channel.mailbox().unwrap().open().await.is_err(), "{case}");
    says_nothing(&imap);
    assert_eq!(*imap.heard.private.lock().unwrap(), [""; 0], "{case}");
}

#[test]
fn a_file_of_authorities_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let said = || match with(Some(&file)) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    };
    assert!(said().contains("cannot be read"), "{}", said());
    for (text, wrong) in [
        ("nothing", "holds no certificate"),
        (
            "-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----\n",
            "is not in PEM",
        ),
        (
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "is none",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        assert!(
            said().contains("mail_ca") && said().contains(wrong),
            "{}",
            said()
        );
    }
}
