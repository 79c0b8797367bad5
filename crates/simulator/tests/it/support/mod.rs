//! A simulator on a port of its own, a receiver of webhooks, a server of media, and a client.

mod calls;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::Value;
use simulator::{Config, Simulator};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

pub use calls::answer;

/// A webhook as it came.
#[derive(Debug, Clone)]
pub struct Hook {
    pub headers: HeaderMap,
    pub uri: String,
    pub body: String,
}

impl Hook {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn form(&self) -> HashMap<String, String> {
        form_urlencoded::parse(self.body.as_bytes())
            .into_owned()
            .collect()
    }

    pub fn pairs(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.body.as_bytes())
            .into_owned()
            .collect()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }
}

/// A medium as the media server gives it out.
#[derive(Clone)]
pub struct Medium {
    pub kind: &'static str,
    pub head_kind: &'static str,
    pub bytes: Bytes,
    pub status: u16,
    pub endless: bool,
}

impl Medium {
    pub fn of(kind: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            kind,
            head_kind: kind,
            bytes: bytes.into(),
            status: 200,
            endless: false,
        }
    }
}

#[derive(Clone)]
struct Desk {
    hooks: mpsc::UnboundedSender<Hook>,
    /// What the receiver answers; the last one stays.
    answers: Arc<Mutex<Vec<u16>>>,
    media: Arc<Mutex<HashMap<String, Medium>>>,
    asked: watch::Sender<Vec<String>>,
}

/// Everything a test needs.
pub struct World {
    pub sim: Simulator,
    pub base: String,
    pub desk: String,
    pub http: reqwest::Client,
    hooks: mpsc::UnboundedReceiver<Hook>,
    state: Desk,
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (sender, hooks) = mpsc::unbounded_channel();
        let state = Desk {
            hooks: sender,
            answers: Arc::new(Mutex::new(vec![200])),
            media: Arc::default(),
            asked: watch::Sender::default(),
        };
        let desk_app = Router::new()
            .route("/media/{name}", any(medium))
            .route("/hook/{*rest}", any(hook))
            .with_state(state.clone());
        let desk = serve(|_| desk_app).await;
        let mut made = None;
        let base = serve(|base| {
            let mut config = Config::demo(base);
            config.retry_ms = 1;
            config.twilio.senders[0].sms_url = format!("{desk}/hook/sms");
            config.twilio.senders[1].sms_url = format!("{desk}/hook/sms");
            config.whatsapp.webhook = format!("{desk}/hook/whatsapp");
            config.instagram.webhook = format!("{desk}/hook/instagram");
            change(&mut config);
            let sim = Simulator::new(config);
            made = Some(sim.clone());
            sim.router()
        })
        .await;
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            sim: made.unwrap(),
            base,
            desk,
            http,
            hooks,
            state,
        }
    }

    /// The next webhook that comes.
    pub async fn hook(&mut self) -> Hook {
        self.hooks.recv().await.unwrap()
    }

    /// All webhooks that have come once nothing is under way.
    pub async fn hooks(&mut self) -> Vec<Hook> {
        self.sim.quiet().await;
        let mut all = Vec::new();
        while let Ok(hook) = self.hooks.try_recv() {
            all.push(hook);
        }
        all
    }

    /// What the receiver answers from now on; the last one stays.
    pub fn answers(&self, statuses: &[u16]) {
        *self.state.answers.lock().unwrap() = statuses.to_vec();
    }

    /// Puts a medium on the media server, and tells its address.
    pub fn serve(&self, name: &str, medium: Medium) -> String {
        self.state
            .media
            .lock()
            .unwrap()
            .insert(name.to_owned(), medium);
        format!("{}/media/{name}", self.desk)
    }

    /// Methods and names the media server was asked for.
    pub fn asked(&self) -> Vec<String> {
        self.state.asked.borrow().clone()
    }
}

async fn serve(app: impl FnOnce(&str) -> Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = app(&base);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    base
}

async fn hook(
    State(desk): State<Desk>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method == Method::GET {
        // Meta's handshake, as a receiver answers it.
        let query: HashMap<String, String> =
            form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        return match query.get("hub.verify_token").map(String::as_str) {
            Some("demo-verify") => query["hub.challenge"].clone().into_response(),
            _ => StatusCode::FORBIDDEN.into_response(),
        };
    }
    let body = String::from_utf8(body.to_vec()).unwrap();
    let _ = desk.hooks.send(Hook {
        headers,
        uri: uri.to_string(),
        body,
    });
    let mut answers = desk.answers.lock().unwrap();
    let status = if answers.len() > 1 {
        answers.remove(0)
    } else {
        answers[0]
    };
    StatusCode::from_u16(status).unwrap().into_response()
}

async fn medium(State(desk): State<Desk>, Path(name): Path<String>, method: Method) -> Response {
    desk.asked
        .send_modify(|a| a.push(format!("{method} {name}")));
    let Some(medium) = desk.media.lock().unwrap().get(&name).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if medium.status != 200 {
        return (
            StatusCode::from_u16(medium.status).unwrap(),
            [("location", "/media/elsewhere")],
        )
            .into_response();
    }
    if medium.endless && method == Method::GET {
        let piece = Bytes::from(vec![0xff; 64 * 1024]);
        let body = futures::stream::repeat_with(move || Ok::<_, std::io::Error>(piece.clone()));
        return (
            [("content-type", medium.kind)],
            axum::body::Body::from_stream(body),
        )
            .into_response();
    }
    let kind = if method == Method::HEAD {
        medium.head_kind
    } else {
        medium.kind
    };
    ([("content-type", kind)], medium.bytes).into_response()
}

/// A JPEG by its first bytes, of that size.
pub fn jpeg(size: usize) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec();
    bytes.resize(size, 7);
    bytes
}

/// A PNG by its first bytes.
pub fn png(size: usize) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.resize(size, 7);
    bytes
}
