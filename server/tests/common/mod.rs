//! A desk with sample data in a folder of its own, and its router.

#![allow(dead_code, reason = "each test file uses what it needs")]

use axum::{
    Router,
    body::{Body, to_bytes},
    response::Response,
};
use bytes::Bytes;
use desk::{Actor, Desk, ticket::TicketRow};
use http::{HeaderMap, Request, header, request::Builder};
use model::{Message, NewFile, NewMessage, Upload};
use server::{AppState, assets::Site};
use std::collections::BTreeMap;
use tempfile::TempDir;
use tower::ServiceExt;

/// A PNG of one pixel.
pub(crate) const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4,
    0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x64, 0xf8, 0xcf, 0x50,
    0x0f, 0x00, 0x03, 0x86, 0x01, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45,
    0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

pub(crate) struct House {
    pub(crate) router: Router,
    pub(crate) state: AppState,
    pub(crate) desk: Desk,
    folder: TempDir,
}

/// As a desk handles files when nothing is configured.
pub(crate) fn ingest() -> desk::ingest::Config {
    desk::ingest::Config {
        worker: vec![
            env!("CARGO_BIN_EXE_attache").into(),
            "picture-worker".into(),
        ],
        ..desk::ingest::Config::default()
    }
}

impl House {
    /// Nobody and nothing in it.
    pub(crate) async fn empty() -> Self {
        Self::with(ingest()).await
    }

    /// The same, with files handled in another way.
    pub(crate) async fn with(ingest: desk::ingest::Config) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let desk = Desk::open(desk::Config {
            database_url: None,
            data_dir: folder.path().to_owned(),
            public_url: "http://desk.test".into(),
            secret: None,
            ingest,
            undo: std::time::Duration::ZERO,
        })
        .await
        .expect("desk");
        let state = AppState::new(desk.clone(), site(), Vec::new());
        Self {
            router: server::router(state.clone()),
            state,
            desk,
            folder,
        }
    }

    /// With the demo's people and tickets.
    pub(crate) async fn seeded() -> Self {
        let house = Self::empty().await;
        desk::demo::seed(&house.desk).await.expect("sample data");
        house
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Response {
        self.router
            .clone()
            .oneshot(request)
            .await
            .expect("infallible")
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.ask(get(path).body(Body::empty()).expect("request"))
            .await
    }

    pub(crate) async fn get_as(&self, cookie: &str, path: &str) -> Response {
        let request = get(path).header(header::COOKIE, cookie);
        self.ask(request.body(Body::empty()).expect("request"))
            .await
    }

    pub(crate) async fn submit(&self, cookie: &str, path: &str, form: &str) -> Response {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::HOST, "desk.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(form.to_owned())).expect("request"))
            .await
    }

    /// Signs the demo's owner in and returns the cookie to send.
    pub(crate) async fn sign_in(&self) -> String {
        let form = format!(
            "email={}&password={}",
            desk::demo::OWNER,
            desk::demo::PASSWORD
        );
        let response = self.submit("", "/login", &form).await;
        cookie(response.headers()).expect("a session cookie")
    }

    pub(crate) async fn owner(&self) -> Actor {
        let (mail, password) = (desk::demo::OWNER, desk::demo::PASSWORD);
        let agent = desk::agent::sign_in(&self.desk, mail, password, "127.0.0.1")
            .await
            .expect("owner");
        Actor::Agent {
            id: agent.id,
            role: agent.role,
        }
    }

    pub(crate) async fn ticket(&self) -> TicketRow {
        let list = desk::ticket::list(
            &self.desk,
            &self.owner().await,
            desk::ticket::Filter::default(),
        )
        .await;
        list.expect("list").rows.remove(0)
    }

    pub(crate) async fn upload(&self, cookie: &str, name: &str, bytes: &'static [u8]) -> Upload {
        let request = Request::post(format!("/uploads?name={name}"))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_LENGTH, bytes.len());
        let response = self
            .ask(request.body(Body::from(bytes)).expect("request"))
            .await;
        assert_eq!(response.status(), 201);
        json(response).await
    }

    /// Uploads what was made, as a visitor.
    pub(crate) async fn upload_as(&self, token: &str, name: &str, bytes: Vec<u8>) -> Upload {
        let request = Request::post(format!("/uploads?name={name}")).header("x-visitor", token);
        let response = self
            .ask(request.body(Body::from(bytes)).expect("request"))
            .await;
        assert_eq!(response.status(), 201, "{name}");
        json(response).await
    }

    /// Keeps a note with the file and returns it.
    pub(crate) async fn note(&self, upload: Upload) -> Message {
        let ticket = self.ticket().await.id;
        let message = NewMessage {
            client_key: format!("test-{}-{}", upload.id, upload.sha256),
            ticket,
            note: true,
            text: "Look at this.".into(),
            files: vec![NewFile {
                upload: upload.id,
                caption: String::new(),
                alt: String::new(),
                redacted: 0,
                sent_as: model::SentAs::Itself,
            }],
        };
        desk::message::send(&self.desk, &self.owner().await, message)
            .await
            .expect("note")
    }
}

fn get(path: &str) -> Builder {
    Request::get(path)
        .header(header::HOST, "desk.test")
        .header(header::ACCEPT, "text/html,*/*")
}

/// A site of the smallest files that are one.
pub(crate) fn site() -> Site {
    let manifest = r#"{"inbox.js":"inbox-1.js","inbox.wasm":"inbox-1.wasm","inbox.css":"inbox-1.css",
        "widget-page.js":"w-1.js","widget-page.wasm":"w-1.wasm","widget.css":"w-1.css",
        "workshop.js":"s-1.js","workshop.wasm":"s-1.wasm","workshop.css":"s-1.css","pages.css":"p-1.css",
        "image-worker.js":"i-1.js"}"#;
    let loader = include_bytes!("../../../public/widget.js");
    let files = [
        ("manifest.json", manifest.as_bytes()),
        ("pkg/inbox-1.js", b"export default 1;"),
        ("pkg/inbox-1.js.br", b"brotli's bytes"),
        ("pkg/inbox-1.js.gz", b"gzip's bytes"),
        ("pkg/inbox-1.css", b"body{}"),
        ("widget.js", loader),
        ("robots.txt", b"User-agent: *"),
    ];
    let files: BTreeMap<String, Bytes> = files
        .into_iter()
        .map(|(place, bytes)| (place.to_owned(), Bytes::copy_from_slice(bytes)))
        .collect();
    Site::new(files).expect("a site")
}

/// The session cookie as a browser would send it back.
pub(crate) fn cookie(headers: &HeaderMap) -> Option<String> {
    let set = headers.get_all(header::SET_COOKIE).iter();
    set.filter_map(|value| value.to_str().ok())
        .find(|value| value.starts_with("attache_session="))
        .and_then(|value| value.split(';').next())
        .map(str::to_owned)
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().expect("text"))
}

pub(crate) async fn bytes(response: Response) -> Bytes {
    to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("body")
}

pub(crate) async fn text(response: Response) -> String {
    String::from_utf8(bytes(response).await.to_vec()).expect("UTF-8")
}

pub(crate) async fn json<T: serde::de::DeserializeOwned>(response: Response) -> T {
    serde_json::from_slice(&bytes(response).await).expect("JSON")
}

/// What a refusal says to a script.
pub(crate) async fn code(response: Response) -> String {
    let said: serde_json::Value = json(response).await;
    said["code"].as_str().expect("a code").to_owned()
}
