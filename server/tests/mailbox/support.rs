//! A desk with an e-mail inbox at a real mail server.

use crate::shared::{Own, unique};
use desk::{Actor, Bases, Desk, Workers, inbox, message, ticket, upload};
use model::{Channel, InboxId, InboxLimits, NewFile, NewMessage, Role, SentAs, Thread};
use serde_json::json;
use std::{process::Command, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// The mail server.
pub struct Mail {
    pub imap: String,
    pub smtp: String,
    conf: String,
}

impl Mail {
    pub fn there() -> Self {
        let told = std::env::var("ATTACHE_TEST_MAIL").expect(
            "ATTACHE_TEST_MAIL names a mail server to test with: `cargo xtask test` starts one",
        );
        let of = |name: &str| {
            let mut words = told.split(' ').filter_map(|word| word.split_once('='));
            words
                .find(|(known, _)| *known == name)
                .unwrap()
                .1
                .to_owned()
        };
        Self {
            imap: of("imap"),
            smtp: of("smtp"),
            conf: of("conf"),
        }
    }

    /// Hands a letter over, as any mail server would.
    pub async fn post(&self, from: &str, to: &str, letter: &str) {
        let stream = TcpStream::connect(&self.smtp).await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut read = BufReader::new(read);
        let letter = letter.replace("\r\n", "\n").replace('\n', "\r\n");
        let steps = [
            String::new(),
            "HELO customer.test\r\n".into(),
            format!("MAIL FROM:<{from}>\r\n"),
            format!("RCPT TO:<{to}>\r\n"),
            "DATA\r\n".into(),
            format!("{letter}\r\n.\r\n"),
            "QUIT\r\n".into(),
        ];
        for step in steps {
            write.write_all(step.as_bytes()).await.unwrap();
            let mut said = String::new();
            read.read_line(&mut said).await.unwrap();
            assert!(
                said.starts_with('2') || said.starts_with('3'),
                "{said} to {}",
                &step[..step.len().min(80)]
            );
        }
    }

    /// Asks Dovecot by its own command.
    pub fn doveadm(&self, words: &[&str]) -> String {
        let program = if std::path::Path::new("/usr/bin/doveadm").exists() {
            "/usr/bin/doveadm"
        } else {
            "doveadm"
        };
        let said = Command::new(program)
            .args(["-c", &self.conf])
            .args(words)
            .output()
            .unwrap();
        assert!(said.status.success(), "{words:?}: {said:?}");
        String::from_utf8_lossy(&said.stdout).into_owned()
    }

    /// The first letter in somebody's mailbox, once there is one.
    pub async fn letter_of(&self, user: &str) -> String {
        for _ in 0..600 {
            let said = self.doveadm(&["fetch", "-u", user, "text", "mailbox", "INBOX"]);
            if !said.trim().is_empty() {
                return said;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nothing came to {user}");
    }
}

/// Everything a test needs.
pub struct World {
    pub mail: Mail,
    pub desk: Desk,
    pub agent: Actor,
    pub inbox: InboxId,
    /// The inbox's address.
    pub address: String,
    pub config: desk::Config,
    workers: Option<Workers>,
    _folder: tempfile::TempDir,
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
                let mut world = crate::support::World::open(false).await;
                body(&mut world).await;
                world.end().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                let mut world = crate::support::World::open(true).await;
                body(&mut world).await;
                world.end().await;
            }
        }
    };
}
pub(crate) use on_both;

/// A server, as settings name it.
pub fn at(address: &str) -> serde_json::Value {
    let (host, port) = address.rsplit_once(':').unwrap();
    json!({"host": host, "port": port.parse::<u16>().unwrap(), "tls": "none"})
}

/// With a mailbox that is given up soon.
pub fn bases() -> Bases {
    let mut bases = Bases::default();
    bases.patience.mailbox = Duration::from_secs(2);
    bases.patience.poll = Duration::from_millis(200);
    let policy = (
        "_dmarc.bank.test".to_owned(),
        "v=DMARC1; p=reject".to_owned(),
    );
    bases.names = Some([policy].into_iter().collect());
    bases.mail_networks = vec!["127.0.0.0/8".parse().unwrap()];
    bases
}

impl World {
    pub async fn open(postgres: bool) -> Self {
        let mail = Mail::there();
        let folder = tempfile::tempdir().unwrap();
        let database = if postgres {
            Own::postgres("mailbox").await
        } else {
            Own::sqlite(folder.path())
        };
        let config = desk::Config {
            database_url: database.for_desk(),
            data_dir: folder.path().to_owned(),
            public_url: "http://desk.test".into(),
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
        let desk = Desk::open_with(config.clone(), bases()).await.unwrap();
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
        let new = inbox::NewInbox {
            channel: Channel::Email,
            name: "Help".into(),
            public_key: None,
            greeting: String::new(),
            limits: InboxLimits::default(),
        };
        let inbox = inbox::create(&desk, &Actor::System, new).await.unwrap();
        let world = Self {
            address: format!("help-{}@desk.test", unique()),
            mail,
            desk,
            agent,
            inbox,
            config,
            workers: None,
            _folder: folder,
            database,
        };
        world.connect("secret").await;
        world
    }

    /// Connects the inbox to its mailbox.
    pub async fn connect(&self, password: &str) {
        let settings = json!({
            "address": self.address,
            "name": "Help",
            "smtp": at(&self.mail.smtp),
            "imap": at(&self.mail.imap),
        });
        let secret = json!({"imap_user": self.address, "imap_password": password});
        let settings = settings.as_object().unwrap().clone();
        inbox::connect(&self.desk, &Actor::System, self.inbox, settings, &secret)
            .await
            .unwrap();
    }

    /// Begins to work, and has looked into the mailbox when this ends.
    pub async fn start(&mut self) {
        self.workers = Some(self.desk.start());
        self.counted(
            "SELECT count(*) FROM mailbox WHERE account IS NOT NULL AND held_until > 0",
            1,
        )
        .await;
    }

    /// Only begins.
    pub fn begin(&mut self) {
        self.workers = Some(self.desk.start());
    }

    pub async fn stop(&mut self) {
        if let Some(workers) = self.workers.take() {
            workers.shutdown().await;
        }
    }

    /// Drops the database. Left where it is when a test fails, to be looked at.
    pub async fn end(mut self) {
        self.stop().await;
        self.database.end().await;
    }

    /// One number from the database, behind the desk's back.
    pub async fn number(&self, sql: &str) -> i64 {
        self.database.number(sql).await
    }

    /// Waits until a number in the database is that.
    pub async fn counted(&self, sql: &str, wanted: i64) {
        let mut last = 0;
        for _ in 0..600 {
            last = self.number(sql).await;
            if last == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{sql} stayed {last}, not {wanted}");
    }

    /// The one conversation.
    pub async fn thread(&self) -> Option<Thread> {
        let list = ticket::list(&self.desk, &self.agent, ticket::Filter::default());
        let row = list.await.unwrap().rows.into_iter().next()?;
        Some(
            ticket::open(&self.desk, &self.agent, row.number)
                .await
                .unwrap(),
        )
    }

    /// The conversation once it is as wanted.
    pub async fn until(&self, what: &str, wanted: impl Fn(&Thread) -> bool) -> Thread {
        let mut last = None;
        for _ in 0..600 {
            if let Some(thread) = self.thread().await {
                if wanted(&thread) {
                    return thread;
                }
                last = Some(thread);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("never: {what}; the last was {last:#?}");
    }

    /// An agent's answer, with a picture or without.
    pub async fn reply(&self, ticket: i64, text: &str, picture: Option<&[u8]>) {
        let mut files = Vec::new();
        if let Some(bytes) = picture {
            let begun = upload::begin(&self.desk, &self.agent, "rug.png", None, Some(ticket));
            let mut receiving = begun.await.unwrap();
            receiving
                .write(bytes::Bytes::copy_from_slice(bytes))
                .await
                .unwrap();
            files.push(NewFile {
                upload: receiving.finish().await.unwrap().id,
                caption: "The new one".into(),
                alt: String::new(),
                redacted: 0,
                sent_as: SentAs::Itself,
            });
        }
        let new = NewMessage {
            client_key: unique(),
            ticket,
            note: false,
            text: text.into(),
            files,
        };
        message::send(&self.desk, &self.agent, new).await.unwrap();
    }
}

/// A letter of words.
pub fn letter(id: &str, from: &str, text: &str) -> String {
    format!(
        "From: Anna <{from}>\nTo: help@desk.test\nSubject: Rug\nMessage-ID: <{id}.{}@customer.test>\n\
         Date: Mon, 2 Nov 2026 10:00:00 +0000\n\n{text}\n",
        unique()
    )
}
