//! A fresh desk for each test, once on SQLite and once on PostgreSQL.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file is a crate and uses its own part of this"
)]

pub(crate) mod clamd;
pub(crate) mod pdf;

use desk::{Actor, Bases, Config, Desk, inbox, ingest, receive, upload};
use model::{
    AgentId, Change, Changed, Channel, Handle, HandleKind, InboxId, NewFile, NewMessage, Pick,
    Role, TicketHead, TicketId,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::time::Duration;

/// A desk and what belongs to it.
pub struct World {
    pub desk: Desk,
    pub config: Config,
    pub owner: Actor,
    pub agent: Actor,
    pub agent_id: AgentId,
    pub webchat: InboxId,
    pub sms: InboxId,
    _folder: tempfile::TempDir,
    database: Option<(String, String)>,
}

pub const KEY: &str = "test-webchat";

/// As a desk handles files when nothing is configured.
pub fn ingest() -> ingest::Config {
    ingest::Config {
        worker: vec![env!("CARGO_BIN_EXE_picture-worker").into()],
        ..ingest::Config::default()
    }
}

/// Mail servers of tests are on this machine.
fn bases() -> Bases {
    Bases {
        mail_networks: vec!["127.0.0.0/8".parse().unwrap()],
        ..Bases::default()
    }
}

/// Defines a module with the same test on both databases.
#[allow(unused_macros, reason = "a test file may need only the other one")]
macro_rules! on_both {
    ($name:ident, |$world:ident| $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($world: &support::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                let world = support::World::sqlite().await;
                body(&world).await;
                world.end().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                let world = support::World::postgres().await;
                body(&world).await;
                world.end().await;
            }
        }
    };
}
#[allow(unused_imports, reason = "a test file may need only the other one")]
pub(crate) use on_both;

/// The same where files are handled in a way of the test's own: `$with` makes what it needs and
/// tells how by its `ingest`.
#[allow(unused_macros, reason = "few test files need it")]
macro_rules! on_both_with {
    ($name:ident, $with:expr, |$world:ident, $own:ident| $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($world: &support::World, $own: &With) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                let own = $with.await;
                let world = support::World::sqlite_with(own.ingest.clone()).await;
                body(&world, &own).await;
                world.end().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                let own = $with.await;
                let world = support::World::postgres_with(own.ingest.clone()).await;
                body(&world, &own).await;
                world.end().await;
            }
        }
    };
}
#[allow(unused_imports, reason = "few test files need it")]
pub(crate) use on_both_with;

impl World {
    pub async fn sqlite() -> Self {
        Self::open(None, ingest()).await
    }

    /// Files are handled in another way.
    pub async fn sqlite_with(ingest: ingest::Config) -> Self {
        Self::open(None, ingest).await
    }

    pub async fn postgres() -> Self {
        Self::postgres_with(ingest()).await
    }

    /// Files are handled in another way.
    pub async fn postgres_with(ingest: ingest::Config) -> Self {
        let Ok(server) = std::env::var("ATTACHE_TEST_POSTGRES") else {
            panic!(
                "ATTACHE_TEST_POSTGRES names no PostgreSQL to test on: run `cargo xtask test`, \
                 which starts one"
            );
        };
        let nanos = std::time::SystemTime::UNIX_EPOCH
            .elapsed()
            .unwrap()
            .as_nanos();
        let name = format!("attache_{}_{}", std::process::id(), nanos);
        let admin = Database::connect(&server)
            .await
            .expect("the PostgreSQL for tests answers");
        admin
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        admin.close().await.unwrap();
        let (base, query) = server.split_once('?').unwrap_or((&server, ""));
        let slash = base
            .rfind('/')
            .filter(|at| !base[..*at].ends_with('/'))
            .unwrap_or(base.len());
        let mut url = format!("{}/{name}", &base[..slash]);
        if !query.is_empty() {
            url = format!("{url}?{query}");
        }
        Self::open(Some((server, name, url)), ingest).await
    }

    async fn open(database: Option<(String, String, String)>, ingest: ingest::Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            database_url: database.as_ref().map(|(_, _, url)| url.clone()),
            data_dir: folder.path().join("data"),
            public_url: "http://desk.test".into(),
            secret: Some([7; 32]),
            ingest,
            // A test that takes something back sets it.
            undo: Duration::ZERO,
        };
        let desk = Desk::open_with(config.clone(), bases()).await.unwrap();
        let make = async |name: &str, role| {
            let email = format!("{name}@example.com");
            let made = desk::agent::create(&desk, &Actor::System, name, &email, "password", role);
            made.await.unwrap().id
        };
        let owner_id = make("Olga", Role::Owner).await;
        let agent_id = make("Anton", Role::Agent).await;
        let inbox = async |channel, name: &str, key: Option<&str>| {
            let new = inbox::NewInbox {
                limits: model::InboxLimits::default(),
                channel,
                name: name.into(),
                public_key: key.map(Into::into),
                greeting: "Hello!".into(),
            };
            inbox::create(&desk, &Actor::System, new).await.unwrap()
        };
        let webchat = inbox(Channel::Webchat, "Chat", Some(KEY)).await;
        let sms = inbox(Channel::Sms, "Phone", None).await;
        Self {
            desk,
            config,
            owner: Actor::Agent {
                id: owner_id,
                role: Role::Owner,
            },
            agent: Actor::Agent {
                id: agent_id,
                role: Role::Agent,
            },
            agent_id,
            webchat,
            sms,
            _folder: folder,
            database: database.map(|(server, name, _)| (server, name)),
        }
    }

    /// Drops the database. Left where it is when a test fails, to be looked at.
    pub async fn end(self) {
        if let Some((server, name)) = &self.database {
            let admin = Database::connect(server).await.unwrap();
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            admin.execute_unprepared(&sql).await.unwrap();
        }
    }

    /// The same desk in a second process, as far as a test can tell.
    pub async fn replica(&self) -> Desk {
        Desk::open_with(self.config.clone(), bases()).await.unwrap()
    }

    /// The same, where an answer waits so long before it goes.
    pub async fn patient(&self, undo: Duration) -> Desk {
        let config = Config {
            undo,
            ..self.config.clone()
        };
        Desk::open_with(config, bases()).await.unwrap()
    }

    /// The database, behind the desk's back.
    pub async fn database(&self) -> DatabaseConnection {
        let file = self.config.data_dir.join("attache.db");
        let sqlite = || format!("sqlite://{}", file.display());
        Database::connect(self.config.database_url.clone().unwrap_or_else(sqlite))
            .await
            .unwrap()
    }

    /// Runs a statement behind the desk's back.
    pub async fn sql(&self, sql: &str) {
        let db = self.database().await;
        db.execute_unprepared(sql).await.unwrap();
        db.close().await.unwrap();
    }

    /// One number from the database.
    pub async fn number(&self, sql: &str) -> i64 {
        let db = self.database().await;
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(statement).await.unwrap().unwrap();
        db.close().await.unwrap();
        row.try_get_by_index(0).unwrap()
    }

    /// A new visitor and their token.
    pub async fn visitor(&self) -> (Actor, String) {
        let chat = desk::visitor::start(&self.desk, KEY, None).await.unwrap();
        let actor = desk::visitor::authenticate(&self.desk, &chat.token)
            .await
            .unwrap();
        (actor, chat.token)
    }

    /// A visitor who said hello, and the ticket of it.
    pub async fn talking(&self) -> (Actor, TicketId) {
        let (visitor, _) = self.visitor().await;
        self.say(&visitor, "k1", "Hello").await;
        let ticket = self.number("SELECT max(id) FROM ticket").await;
        (visitor, ticket)
    }

    pub async fn say(&self, actor: &Actor, key: &str, text: &str) -> model::Message {
        desk::message::send(&self.desk, actor, message(0, key, text))
            .await
            .unwrap()
    }

    pub async fn reply(&self, ticket: TicketId, key: &str, text: &str) -> model::Message {
        let new = message(ticket, key, text);
        desk::message::send(&self.desk, &self.agent, new)
            .await
            .unwrap()
    }

    /// The agent changes one ticket.
    pub async fn change(
        &self,
        ticket: TicketId,
        version: i64,
        change: Change,
    ) -> desk::Result<Changed> {
        let pick = Pick { ticket, version };
        desk::ticket::change(&self.desk, &self.agent, &[pick], &change).await
    }

    /// How a ticket stands.
    pub async fn head(&self, ticket: TicketId) -> TicketHead {
        let head = desk::ticket::head(&self.desk, &self.agent, ticket).await;
        head.unwrap()
    }

    /// A ticket that somebody opened by telephone.
    pub async fn texted(&self, from: &str, text: &str) -> TicketId {
        let inbound = channels::InboundMessage {
            text: text.into(),
            ..channels::InboundMessage::new(
                format!("{from} {text}"),
                Handle {
                    kind: HandleKind::Phone,
                    value: from.into(),
                },
            )
        };
        receive::take_in(&self.desk, self.sms, &inbound)
            .await
            .unwrap()
    }

    /// A mailbox. The server that it sends by is not there: letters stay queued, under their names.
    pub async fn mailbox(&self) -> InboxId {
        let new = inbox::NewInbox {
            channel: Channel::Email,
            name: "Help".into(),
            public_key: None,
            greeting: String::new(),
            limits: model::InboxLimits::default(),
        };
        let id = inbox::create(&self.desk, &self.owner, new).await.unwrap();
        let account = serde_json::json!({
            "address": "help@shop.example",
            "authority": "mx.shop.example",
            "smtp": {"host": "mail.invalid", "port": 25, "tls": "none"},
        });
        let account = account.as_object().unwrap().clone();
        let secrets = serde_json::json!({});
        inbox::connect(&self.desk, &Actor::System, id, account, &secrets)
            .await
            .unwrap();
        id
    }

    /// Uploads a file for a ticket's channel.
    pub async fn upload(
        &self,
        actor: &Actor,
        name: &str,
        bytes: &[u8],
        ticket: Option<TicketId>,
    ) -> desk::Result<model::Upload> {
        let mut receiving = upload::begin(&self.desk, actor, name, None, ticket).await?;
        for chunk in bytes.chunks(64 * 1024) {
            receiving
                .write(bytes::Bytes::copy_from_slice(chunk))
                .await?;
        }
        receiving.finish().await
    }
}

pub fn message(ticket: TicketId, key: &str, text: &str) -> NewMessage {
    let (client_key, text) = (key.into(), text.into());
    NewMessage {
        client_key,
        ticket,
        note: false,
        text,
        files: Vec::new(),
    }
}

pub fn with_file(mut message: NewMessage, upload: i64) -> NewMessage {
    message.files.push(NewFile {
        upload,
        caption: "A caption".into(),
        alt: "What it shows".into(),
        redacted: 0,
        sent_as: model::SentAs::Itself,
    });
    message
}

/// A PNG of that size, with enough in it not to be tiny.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut state = 1_u32;
    let pixels: Vec<u8> = (0..width * height * 3)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    bytes
}

/// A PNG of one colour: many pixels in few bytes.
pub fn flat(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    let mut rows = writer.stream_writer().unwrap();
    let row = vec![200; width as usize];
    for _ in 0..height {
        std::io::Write::write_all(&mut rows, &row).unwrap();
    }
    rows.finish().unwrap();
    writer.finish().unwrap();
    bytes
}

/// The same PNG with a word in it about where it was taken.
pub fn placed(png: &[u8]) -> Vec<u8> {
    // Signature and IHDR are 33 bytes; the checksum of a chunk nobody reads may be anything.
    let word = b"Location\0Piazza Walther, Bolzano";
    let mut file = png[..33].to_vec();
    file.extend((word.len() as u32).to_be_bytes());
    file.extend(b"tEXt");
    file.extend(word);
    file.extend([0; 4]);
    file.extend(&png[33..]);
    file
}

/// Waits until something is so, and fails when it takes longer than a person would wait.
pub async fn eventually<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    for _ in 0..200 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not within ten seconds: {what}");
}

pub fn code<T: std::fmt::Debug>(result: desk::Result<T>) -> &'static str {
    result.expect_err("should be refused").code()
}
