//! A provider on loopback that says what it is told to say, and remembers what it was asked.

#![allow(missing_docs, unreachable_pub, reason = "for tests")]

use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, Response},
};
use channels::{
    Account, Bases, Channel, Inbound, Outgoing, OutgoingFile, Part, Patience, Providers, SendError,
    Source,
};
use model::SentAs;
use std::{
    collections::VecDeque,
    io,
    ops::Range,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

pub const SID: &str = "AC00000000000000000000000000000001";

/// What it was asked.
#[derive(Clone, Debug)]
pub struct Heard {
    pub method: String,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Heard {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn form(&self) -> Vec<(String, String)> {
        form_of(&self.body)
    }
}

pub fn form_of(body: &[u8]) -> Vec<(String, String)> {
    let text = std::str::from_utf8(body).unwrap();
    let url = url_of(&format!("http://x/?{text}"));
    url.query_pairs()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

pub fn url_of(url: &str) -> reqwest::Url {
    reqwest::Url::parse(url).unwrap()
}

/// What it says.
#[derive(Clone, Debug)]
pub enum Reply {
    Says(u16, Vec<(String, String)>, Vec<u8>),
    Never,
    /// Says how long it will be, and stops half-way.
    Half,
    /// Goes on for ever.
    Endless,
}

pub fn says(status: u16, body: &str) -> Reply {
    Reply::Says(status, Vec::new(), body.as_bytes().to_vec())
}

pub fn with(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Reply::Says(status, headers.collect(), body.to_vec())
}

#[derive(Clone, Default)]
struct Script {
    heard: Arc<Mutex<Vec<Heard>>>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
}

/// See the module.
pub struct Provider {
    pub base: String,
    script: Script,
}

impl Provider {
    /// One that gives those answers in turn, and 599 when it has no more.
    pub async fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let script = Script::default();
        script.replies.lock().unwrap().extend(replies);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(script.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, script }
    }

    pub fn then(&self, reply: Reply) {
        self.script.replies.lock().unwrap().push_back(reply);
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.script.heard.lock().unwrap().clone()
    }
}

async fn answer(State(script): State<Script>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    let path = parts.uri.path_and_query().unwrap().to_string();
    script.heard.lock().unwrap().push(Heard {
        method: parts.method.to_string(),
        path,
        headers: parts.headers,
        body: body.unwrap_or_default(),
    });
    let reply = script.replies.lock().unwrap().pop_front();
    let pieces = |end: bool| {
        let mut left = 3;
        futures::stream::poll_fn(move |_| {
            left -= i32::from(end);
            std::task::Poll::Ready(match left {
                0 => Some(Err(io::Error::other("cut"))),
                _ => Some(Ok(Bytes::from(vec![b'x'; 1 << 20]))),
            })
        })
    };
    match reply {
        Some(Reply::Says(status, headers, body)) => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(body.into()).unwrap()
        }
        Some(Reply::Never) => std::future::pending().await,
        Some(Reply::Half) => Response::new(Body::from_stream(pieces(true))),
        Some(Reply::Endless) => Response::new(Body::from_stream(pieces(false))),
        None => Response::builder().status(599).body(Body::empty()).unwrap(),
    }
}

/// A server that hears a request's beginning and hangs up, so many times as it is called.
pub async fn hangs_up() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut some = [0; 1024];
            let _ = socket.read(&mut some).await;
            let _ = socket.shutdown().await;
        }
    });
    base
}

/// A server that says these very bytes, and no more, to whomever calls.
pub async fn utters(bytes: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut some = [0; 1024];
            let _ = socket.read(&mut some).await;
            let _ = socket.write_all(bytes.as_bytes()).await;
            // Stays on the line.
            tokio::spawn(async move {
                let _ = socket.read(&mut some).await;
            });
        }
    });
    base
}

/// An address where nobody listens.
pub async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

pub fn providers(base: &str) -> Providers {
    let bases = Bases {
        twilio: base.into(),
        whatsapp: base.into(),
        instagram: base.into(),
        instagram_facebook: format!("{base}/facebook"),
        patience: Patience {
            connect: Duration::from_millis(500),
            call: Duration::from_millis(500),
            upload: Duration::from_millis(2_000),
            fetch: Duration::from_secs(20),
            stall: Duration::from_secs(10),
            ..Patience::default()
        },
        // Mail servers of the tests are here.
        mail_networks: vec!["127.0.0.0/8".parse().unwrap()],
        ..Bases::default()
    };
    Providers::new(bases).unwrap()
}

pub fn open(
    channel: model::Channel,
    base: &str,
    settings: &str,
    credentials: &str,
) -> Box<dyn Channel> {
    let account = Account {
        settings,
        credentials: Some(credentials),
        webhook: "https://desk.example/hooks/3",
    };
    channels::open(channel, &account, &providers(base))
}

pub fn sms(base: &str) -> Box<dyn Channel> {
    let settings = format!(r#"{{"account_sid":"{SID}","from":"+14155550100"}}"#);
    open(
        model::Channel::Sms,
        base,
        &settings,
        r#"{"auth_token":"12345"}"#,
    )
}

pub const META: &str =
    r#"{"token":"tok","app_secrets":["other","appsecret"],"verify_token":"word"}"#;

pub fn whatsapp(base: &str) -> Box<dyn Channel> {
    open(
        model::Channel::Whatsapp,
        base,
        r#"{"phone_number_id":"1001"}"#,
        META,
    )
}

pub fn instagram_with(base: &str, settings: &str) -> Box<dyn Channel> {
    open(model::Channel::Instagram, base, settings, META)
}

pub fn instagram(base: &str) -> Box<dyn Channel> {
    instagram_with(base, r#"{"account_id":"900"}"#)
}

struct Memory(Vec<u8>);

#[async_trait]
impl Source for Memory {
    async fn read(&self, range: Range<u64>) -> io::Result<Bytes> {
        let range = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
        let bytes = self.0.get(range);
        bytes
            .map(Bytes::copy_from_slice)
            .ok_or_else(|| io::Error::other("gone"))
    }
}

pub fn file(name: &str, mime: &str, bytes: &[u8]) -> OutgoingFile {
    OutgoingFile {
        name: name.into(),
        mime: mime.into(),
        bytes: bytes.len() as u64,
        caption: String::new(),
        alt: String::new(),
        sent_as: SentAs::Itself,
        url: format!("https://desk.example/files/{name}?s=1"),
        source: Arc::new(Memory(bytes.to_vec())),
    }
}

/// A file of so many bytes, of which none is there.
pub fn sized(name: &str, mime: &str, bytes: u64) -> OutgoingFile {
    OutgoingFile {
        bytes,
        ..file(name, mime, b"")
    }
}

pub fn to(to: &str, text: &str) -> Outgoing {
    Outgoing {
        key: "message-7".into(),
        to: to.into(),
        text: text.into(),
        ..Outgoing::default()
    }
}

/// Sends the first part.
pub async fn send(channel: &dyn Channel, message: &Outgoing) -> Result<String, SendError> {
    let parts: Vec<Part> = channel.plan(message);
    let receipt = channel.send(message, &parts[0]).await?;
    Ok(receipt.provider_id.unwrap())
}

/// How it ended, in a word: `retry 7`, `unknown`, or the problem's code.
pub fn ended(outcome: &Result<String, SendError>) -> String {
    match outcome {
        Ok(id) => format!("sent {id}"),
        Err(error) => failed(error),
    }
}

pub fn failed(error: &SendError) -> String {
    match error {
        SendError::Retry(after) => format!("retry {}", after.as_secs()),
        SendError::Rejected(problem) => {
            assert!(problem.sentence.ends_with(['.', ')', '!']) || problem.code == "refused");
            problem.code.clone()
        }
        SendError::Unknown => "unknown".into(),
    }
}

/// An example: the body after the line that says where its shape comes from.
pub fn example(channel: &str, name: &str) -> Vec<u8> {
    let path = format!(
        "{}/src/{channel}/payloads/{name}.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (head, body) = text.split_once("\n\n").unwrap();
    assert!(
        head.starts_with("Shape: "),
        "{path} says not where it is from"
    );
    if channel != "sms" {
        return body.into();
    }
    let mut form = url_of("http://x/");
    form.query_pairs_mut()
        .extend_pairs(body.lines().filter_map(|line| line.split_once('=')));
    form.query().unwrap().into()
}

pub fn read(channel: &dyn Channel, folder: &str, name: &str) -> Vec<Inbound> {
    let body = example(folder, name);
    let events = channel.read(&body).unwrap();
    // Read again it tells the same, and each by its own name.
    assert_eq!(channel.read(&body).unwrap(), events);
    events
}

pub fn message(event: &Inbound) -> &channels::InboundMessage {
    let Inbound::Message(message) = event else {
        panic!("{event:?}")
    };
    message
}

pub fn change(event: &Inbound) -> (&str, &channels::Change) {
    let Inbound::Change(change) = event else {
        panic!("{event:?}")
    };
    (&change.target, &change.what)
}
