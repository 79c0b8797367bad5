//! A desk that is served, a simulator beside it, and the three inboxes connected to it.

use crate::shared::Own;
use desk::{Actor, Bases, Desk, Workers, inbox, message, ticket, upload};
use futures::StreamExt;
use model::{
    AttachmentState, Channel, DeliveryState, Direction, InboxId, InboxLimits, Message, NewFile,
    NewMessage, Role, SentAs, Thread,
};
use serde_json::json;
use server::{AppState, assets::Site};
use simulator::{Act, Channel as Phone, Config, Simulator};
use std::{collections::BTreeMap, time::Duration};
use tokio::net::TcpListener;

/// The customers of the simulator's demo.
pub const ANA: (Phone, &str) = (Phone::Sms, "+14155550171");
pub const ASA: (Phone, &str) = (Phone::Whatsapp, "16505551234");
pub const LEA: (Phone, &str) = (Phone::Instagram, "7110000000000001");

/// Everything a test needs.
pub struct World {
    pub sim: Simulator,
    pub desk: Desk,
    /// Where the desk is served.
    pub url: String,
    pub agent: Actor,
    pub sms: InboxId,
    pub whatsapp: InboxId,
    pub instagram: InboxId,
    pub http: reqwest::Client,
    workers: Option<Workers>,
    pub folder: tempfile::TempDir,
    database: Own,
}

/// The same test on both databases.
macro_rules! on_both {
    ($name:ident, |$world:ident| $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "not each test needs all of them")]
            use super::*;

            async fn body($world: &mut crate::support::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                let mut world = crate::support::World::sqlite().await;
                body(&mut world).await;
                world.end().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                let mut world = crate::support::World::postgres().await;
                body(&mut world).await;
                world.end().await;
            }
        }
    };
}
pub(crate) use on_both;

impl World {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Own::sqlite(folder.path());
        Self::open(folder, database).await
    }

    pub async fn postgres() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::open(folder, Own::postgres("hooks").await).await
    }

    async fn open(folder: tempfile::TempDir, database: Own) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sim, base) = simulator().await;
        let config = desk::Config {
            database_url: database.for_desk(),
            data_dir: folder.path().to_owned(),
            public_url: url.clone(),
            secret: Some([7; 32]),
            ingest: desk::ingest::Config {
                worker: vec![
                    env!("CARGO_BIN_EXE_attache").into(),
                    "picture-worker".into(),
                ],
                ..desk::ingest::Config::default()
            },
            undo: Duration::ZERO,
        };
        let bases = Bases {
            twilio: base.clone(),
            whatsapp: base.clone(),
            instagram: base.clone(),
            instagram_facebook: base,
            ..Bases::default()
        };
        let desk = Desk::open_with(config, bases).await.unwrap();
        let state = AppState::new(desk.clone(), site(), Vec::new());
        let router = server::router(state);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let agent = desk::agent::create(
            &desk,
            &Actor::System,
            "Anton",
            "anton@example.com",
            "password",
            Role::Agent,
        );
        let agent = Actor::Agent {
            id: agent.await.unwrap().id,
            role: Role::Agent,
        };
        let [sms, whatsapp, instagram] = inboxes(&desk, &sim).await;
        Self {
            workers: Some(desk.start()),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            sim,
            desk,
            url,
            agent,
            sms,
            whatsapp,
            instagram,
            folder,
            database,
        }
    }

    /// Drops the database. Left where it is when a test fails, to be looked at.
    pub async fn end(mut self) {
        self.stop().await;
        self.database.end().await;
    }

    /// Nobody works any more; what comes is kept.
    pub async fn stop(&mut self) {
        if let Some(workers) = self.workers.take() {
            workers.shutdown().await;
        }
    }

    /// They work again.
    pub fn start(&mut self) {
        self.workers = Some(self.desk.start());
    }

    pub fn inbox(&self, phone: Phone) -> InboxId {
        match phone {
            Phone::Sms => self.sms,
            Phone::Whatsapp => self.whatsapp,
            Phone::Instagram => self.instagram,
        }
    }

    /// The address of an inbox's webhook.
    pub fn hook(&self, phone: Phone) -> String {
        format!("{}/hooks/{}", self.url, self.inbox(phone))
    }

    /// One number from the database, behind the desk's back.
    pub async fn number(&self, sql: &str) -> i64 {
        self.database.number(sql).await
    }

    /// A number a row from the database, behind the desk's back.
    pub async fn numbers(&self, sql: &str) -> Vec<i64> {
        self.database.numbers(sql).await
    }

    /// Runs a statement behind the desk's back.
    pub async fn sql(&self, sql: &str) {
        self.database.run(sql).await;
    }

    /// What a customer does on their phone; the ids of the messages.
    pub async fn act(&self, (phone, person): (Phone, &str), act: Act) -> Vec<String> {
        self.sim.act(phone, person, act).await.unwrap()
    }

    /// The conversation with a customer, newest ticket first; none while there is none.
    pub async fn thread(&self, (phone, _): (Phone, &str)) -> Option<Thread> {
        let list = ticket::list(&self.desk, &self.agent, ticket::Filter::default());
        let list = list.await.unwrap();
        let channel = channel(phone);
        let row = list.rows.into_iter().find(|row| row.channel == channel)?;
        let thread = ticket::open(&self.desk, &self.agent, row.number).await;
        Some(thread.unwrap())
    }

    /// The conversation once it is as wanted. Woken by the live log; by the clock, too, for what
    /// no page is told.
    pub async fn until(
        &self,
        customer: (Phone, &str),
        what: &str,
        wanted: impl Fn(&Thread) -> bool,
    ) -> Thread {
        let mut news = self.desk.live().subscribe(&self.agent, None).await.unwrap();
        let mut last = None;
        for _ in 0..400 {
            if let Some(thread) = self.thread(customer).await {
                if wanted(&thread) {
                    return thread;
                }
                last = Some(thread);
            }
            let _ = tokio::time::timeout(Duration::from_millis(100), news.next()).await;
        }
        panic!("never: {what}; the last was {last:#?}");
    }

    /// Waits until a number in the database is that.
    pub async fn counted(&self, sql: &str, wanted: i64) {
        let mut last = 0;
        for _ in 0..400 {
            last = self.number(sql).await;
            if last == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{sql} stayed {last}, not {wanted}");
    }

    /// An agent's answer, with a picture and its caption or without.
    pub async fn reply(
        &self,
        ticket: i64,
        text: &str,
        picture: Option<(&[u8], &str)>,
    ) -> desk::Result<Message> {
        let mut files = Vec::new();
        if let Some((bytes, caption)) = picture {
            let mut receiving =
                upload::begin(&self.desk, &self.agent, "rug.png", None, Some(ticket))
                    .await
                    .unwrap();
            receiving
                .write(bytes::Bytes::copy_from_slice(bytes))
                .await
                .unwrap();
            files.push(NewFile {
                upload: receiving.finish().await.unwrap().id,
                caption: caption.into(),
                alt: String::new(),
                redacted: 0,
                sent_as: SentAs::Itself,
            });
        }
        let nanos = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
        let new = NewMessage {
            client_key: format!("k{}", nanos.as_nanos()),
            ticket,
            note: false,
            text: text.into(),
            files,
        };
        message::send(&self.desk, &self.agent, new).await
    }
}

pub fn channel(phone: Phone) -> Channel {
    match phone {
        Phone::Sms => Channel::Sms,
        Phone::Whatsapp => Channel::Whatsapp,
        Phone::Instagram => Channel::Instagram,
    }
}

async fn simulator() -> (Simulator, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let mut config = Config::demo(&base);
    config.retry_ms = 1;
    let sim = Simulator::new(config);
    let router = sim.router();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (sim, base)
}

/// The three inboxes, each connected to its account, and the accounts' webhooks to them.
async fn inboxes(desk: &Desk, sim: &Simulator) -> [InboxId; 3] {
    let config = sim.config();
    let meta = |token: &str, secret: &str, verify: &str| json!({"token": token, "app_secrets": [secret], "verify_token": verify});
    let accounts = [
        (
            Phone::Sms,
            json!({"account_sid": config.twilio.account_sid, "from": config.twilio.senders[0].number,
                   "limits": {"sender": "long_code"}}),
            json!({"auth_token": config.twilio.auth_token}),
        ),
        (
            Phone::Whatsapp,
            json!({"phone_number_id": config.whatsapp.phone_number_id, "waba_id": config.whatsapp.waba_id}),
            meta(
                &config.whatsapp.token,
                &config.whatsapp.app_secret,
                &config.whatsapp.verify_token,
            ),
        ),
        (
            Phone::Instagram,
            json!({"account_id": config.instagram.ig_id}),
            meta(
                &config.instagram.token,
                &config.instagram.app_secret,
                &config.instagram.verify_token,
            ),
        ),
    ];
    let mut made = [0; 3];
    for (slot, (phone, settings, credentials)) in made.iter_mut().zip(accounts) {
        let new = inbox::NewInbox {
            channel: channel(phone),
            name: phone.label().into(),
            public_key: None,
            greeting: String::new(),
            limits: InboxLimits::default(),
        };
        *slot = inbox::create(desk, &Actor::System, new).await.unwrap();
        let settings = settings.as_object().unwrap().clone();
        inbox::connect(desk, &Actor::System, *slot, settings, &credentials)
            .await
            .unwrap();
        sim.subscribe(phone, &inbox::webhook(desk, *slot))
            .await
            .unwrap();
    }
    made
}

/// A site of the smallest files that are one.
fn site() -> Site {
    let manifest = r#"{"inbox.js":"i.js","inbox.wasm":"i.wasm","inbox.css":"i.css",
        "widget-page.js":"w.js","widget-page.wasm":"w.wasm","widget.css":"w.css",
        "workshop.js":"s.js","workshop.wasm":"s.wasm","workshop.css":"s.css","pages.css":"p.css",
        "image-worker.js":"m.js"}"#;
    let files = [
        ("manifest.json", manifest),
        ("widget.js", include_str!("../../../public/widget.js")),
    ];
    let files: BTreeMap<String, bytes::Bytes> = files
        .into_iter()
        .map(|(place, text)| (place.to_owned(), bytes::Bytes::from_static(text.as_bytes())))
        .collect();
    Site::new(files).unwrap()
}

/// A PNG with some noise in it.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    crate::shared::png(width, height, 1)
}

/// The messages of one direction.
pub fn told(thread: &Thread, direction: Direction) -> Vec<&Message> {
    let all = thread.messages.iter();
    all.filter(|message| message.direction == direction)
        .collect()
}

/// How the newest answer stands.
pub fn state(thread: &Thread) -> Option<DeliveryState> {
    let last = told(thread, Direction::Out).pop()?;
    Some(last.delivery.as_ref()?.state)
}

/// Where the files of the newest message of a direction stand.
pub fn files(thread: &Thread, direction: Direction) -> Vec<AttachmentState> {
    let last = told(thread, direction).pop();
    let files = last.into_iter().flat_map(|message| &message.attachments);
    files.map(|file| file.state).collect()
}
